package cose_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"math/big"
	"testing"

	peer "github.com/veraison/go-cose"

	"domicile/crypto/alg"
	"domicile/crypto/cose"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

// stdKey turns one of our keys into the standard library's, for the peer.
func stdKey(t *testing.T, key keys.Private) crypto.Signer {
	t.Helper()
	jwk := key.JWK()
	number := func(name string) []byte {
		b, err := encoding.DecodeBase64URL(jwk[name].(string))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if key.Algorithm() == alg.EdDSA {
		return ed25519.NewKeyFromSeed(number("d"))
	}
	curve := map[alg.Algorithm]elliptic.Curve{alg.ES256: elliptic.P256(), alg.ES384: elliptic.P384()}[key.Algorithm()]
	private, err := ecdsa.ParseRawPrivateKey(curve, number("d"))
	if err != nil {
		t.Fatal(err)
	}
	return private
}

var peerAlgorithms = map[alg.Algorithm]peer.Algorithm{
	alg.ES256: peer.AlgorithmES256, alg.ES384: peer.AlgorithmES384, alg.EdDSA: peer.AlgorithmEdDSA}

// What we sign, another implementation verifies, and the other way round, with
// and without external data.
func TestAnotherImplementation(t *testing.T) {
	for ours, theirs := range peerAlgorithms {
		for _, aad := range [][]byte{nil, []byte("external")} {
			key := testKey(t, ours, 7)
			std := stdKey(t, key)
			checkTheirVerifier(t, theirs, std.Public(), sign(t, key, header{4: []byte("k1")}, header{"x": 1}, []byte("payload"), aad), aad)
			checkOurVerifier(t, key.Public(), theirSignature(t, theirs, std, aad), aad)
		}
	}
}

func checkTheirVerifier(t *testing.T, a peer.Algorithm, key crypto.PublicKey, message, aad []byte) {
	t.Helper()
	verifier, err := peer.NewVerifier(a, key)
	if err != nil {
		t.Fatal(err)
	}
	var m peer.Sign1Message
	if err := m.UnmarshalCBOR(message); err != nil {
		t.Fatal(err)
	}
	if err := m.Verify(aad, verifier); err != nil {
		t.Errorf("%v does not verify what we signed: %v", a, err)
	}
}

func theirSignature(t *testing.T, a peer.Algorithm, key crypto.Signer, aad []byte) []byte {
	t.Helper()
	s, err := peer.NewSigner(a, key)
	if err != nil {
		t.Fatal(err)
	}
	headers := peer.Headers{Protected: peer.ProtectedHeader{peer.HeaderLabelAlgorithm: a, peer.HeaderLabelKeyID: []byte("k1")}}
	message, err := peer.Sign1(constant{}, s, headers, []byte("payload"), aad)
	if err != nil {
		t.Fatal(err)
	}
	return message
}

func checkOurVerifier(t *testing.T, key keys.Public, message, aad []byte) {
	t.Helper()
	m, err := cose.ParseSign1(message)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Verify(key, aad); err != nil {
		t.Errorf("we do not verify what they signed: %v", err)
	}
}

// constant stands in for randomness, which does not matter here.
type constant struct{}

func (constant) Read(p []byte) (int, error) {
	new(big.Int).SetUint64(0x5a5a5a5a).FillBytes(p[:min(len(p), 4)])
	return len(p), nil
}
