package keys_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"math/big"
	"sync"
	"testing"

	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

// rsaKey is made once: making RSA keys is slow in WebAssembly.
var rsaKey = sync.OnceValue(func() *rsa.PrivateKey {
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return k
})

func rsaSign(t testing.TB, message []byte, salt int) []byte {
	t.Helper()
	digest := sha256.Sum256(message)
	options := rsa.PSSOptions{SaltLength: salt, Hash: crypto.SHA256}
	signature, err := rsa.SignPSS(rand.Reader, rsaKey(), crypto.SHA256, digest[:], &options)
	if err != nil {
		t.Fatal(err)
	}
	return signature
}

func rsaSample(t testing.TB, message []byte) (keys.Public, []byte) {
	t.Helper()
	public, err := keys.FromStd(&rsaKey().PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return public, rsaSign(t, message, 32)
}

func TestVerifyRSA(t *testing.T) {
	message := []byte("m")
	public, signature := rsaSample(t, message)
	if err := public.Verify(message, signature); err != nil {
		t.Error(err)
	}
	wantKind(t, "salt of no bytes", public.Verify(message, rsaSign(t, message, 0)), keys.KindSignatureInvalid)
	wantKind(t, "salt of 20 bytes", public.Verify(message, rsaSign(t, message, 20)), keys.KindSignatureInvalid)
	wantKind(t, "one byte short", public.Verify(message, signature[1:]), keys.KindSignatureLength)
	wantKind(t, "leading zero", public.Verify(message, append([]byte{0}, signature...)), keys.KindSignatureLength)
	wantKind(t, "other message", public.Verify(nil, signature), keys.KindSignatureInvalid)
	digest := sha256.Sum256(message)
	pkcs, err := rsa.SignPKCS1v15(nil, rsaKey(), crypto.SHA256, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	wantKind(t, "PKCS 1 v1.5 padding", public.Verify(message, pkcs), keys.KindSignatureInvalid)
}

func TestRSAFormsRoundTrip(t *testing.T) {
	public, _ := rsaSample(t, nil)
	if back, err := keys.ParsePublicJWK(public.JWK()); err != nil || back != public {
		t.Error("JWK", err)
	}
	data, err := public.COSEKey()
	if err != nil {
		t.Fatal(err)
	}
	if back, err := keys.ParseCOSEKey(data); err != nil || back != public {
		t.Error("COSE_Key", err)
	}
}

func TestRSALimits(t *testing.T) {
	odd := func(bits uint) *big.Int {
		n := new(big.Int).Lsh(big.NewInt(1), bits-1)
		return n.Add(n, big.NewInt(1))
	}
	text := func(n *big.Int) string { return encoding.EncodeBase64URL(n.Bytes()) }
	for _, bits := range []uint{2048, 3072, 4096} {
		if _, err := keys.ParsePublicJWK(map[string]any{"kty": "RSA", "n": text(odd(bits)), "e": "AQAB"}); err != nil {
			t.Errorf("%d bits: %v", bits, err)
		}
	}
	rows := []struct {
		defect string
		n, e   string
	}{
		{"512 bits", text(odd(512)), "AQAB"},
		{"2047 bits", text(odd(2047)), "AQAB"},
		{"4097 bits", text(odd(4097)), "AQAB"},
		{"exponent 1", text(odd(2048)), "AQ"},
		{"exponent 3", text(odd(2048)), "Aw"},
		{"even exponent", text(odd(2048)), "AQAC"},
		{"exponent over 31 bits", text(odd(2048)), "gAAAAQ"},
		{"exponent as long as the modulus", text(odd(2048)), text(odd(2000))},
	}
	for _, r := range rows {
		_, err := keys.ParsePublicJWK(map[string]any{"kty": "RSA", "n": r.n, "e": r.e})
		wantKind(t, r.defect, err, keys.KindSize)
	}
	malformed := []struct{ defect, n, e string }{
		{"even modulus", text(new(big.Int).Lsh(big.NewInt(1), 2047)), "AQAB"},
		{"empty modulus", "", "AQAB"},
		{"empty exponent", text(odd(2048)), ""},
		{"leading zero of the modulus", encoding.EncodeBase64URL(append([]byte{0}, odd(2048).Bytes()...)), "AQAB"},
		{"leading zero of the exponent", text(odd(2048)), "AAEAAQ"},
	}
	for _, r := range malformed {
		_, err := keys.ParsePublicJWK(map[string]any{"kty": "RSA", "n": r.n, "e": r.e})
		wantKind(t, r.defect, err, keys.KindMalformed)
	}
}
