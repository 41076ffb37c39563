package keys

import (
	"crypto/sha256"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"

	"domicile/crypto/alg"
)

func secpPoint(p Public) (*secp256k1.PublicKey, error) {
	return secp256k1.ParsePubKey(append([]byte{4}, p.material...))
}

func onSecp256k1(p Public) bool {
	_, err := secpPoint(p)
	return err == nil
}

func verifySecp256k1(p Public, message, signature []byte) bool {
	key, err := secpPoint(p)
	if err != nil {
		return false
	}
	var r, s secp256k1.ModNScalar
	// r and s at or above the group's order would be reduced silently and
	// give one signature many forms.
	if r.SetByteSlice(signature[:32]) || s.SetByteSlice(signature[32:]) {
		return false
	}
	digest := sha256.Sum256(message)
	return ecdsa.NewSignature(&r, &s).Verify(digest[:], key)
}

type secpSigner struct{ key *secp256k1.PrivateKey }

func newSecp256k1(secret []byte) (Private, bool) {
	var scalar secp256k1.ModNScalar
	if scalar.SetByteSlice(secret) || scalar.IsZero() {
		return Private{}, false
	}
	key := secp256k1.NewPrivateKey(&scalar)
	point := key.PubKey().SerializeUncompressed()
	public := Public{algorithm: alg.ES256K, material: string(point[1:])}
	return Private{public, secret, secpSigner{key}}, true
}

// sign relies on decred's Sign being deterministic (RFC 6979) and giving the
// lower s.
func (s secpSigner) sign(message []byte) ([]byte, error) {
	digest := sha256.Sum256(message)
	signature := ecdsa.Sign(s.key, digest[:])
	r, low := signature.R(), signature.S()
	rBytes, sBytes := r.Bytes(), low.Bytes()
	return append(rBytes[:], sBytes[:]...), nil
}
