package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/asn1"
	"math/big"

	"domicile/crypto/alg"
	"domicile/crypto/fault"
)

func nistCurve(a alg.Algorithm) elliptic.Curve {
	if a == alg.ES384 {
		return elliptic.P384()
	}
	return elliptic.P256()
}

func nistDigest(a alg.Algorithm, message []byte) ([]byte, crypto.Hash) {
	if a == alg.ES384 {
		sum := sha512.Sum384(message)
		return sum[:], crypto.SHA384
	}
	sum := sha256.Sum256(message)
	return sum[:], crypto.SHA256
}

// nistPoint returns the standard library's form; it fails for points off the
// curve.
func nistPoint(p Public) (*ecdsa.PublicKey, error) {
	return ecdsa.ParseUncompressedPublicKey(nistCurve(p.algorithm), append([]byte{4}, p.material...))
}

func onNIST(p Public) bool {
	_, err := nistPoint(p)
	return err == nil
}

func verifyNIST(p Public, message, signature []byte) bool {
	key, err := nistPoint(p)
	if err != nil {
		return false
	}
	digest, _ := nistDigest(p.algorithm, message)
	half := len(signature) / 2
	r := new(big.Int).SetBytes(signature[:half])
	s := new(big.Int).SetBytes(signature[half:])
	return ecdsa.Verify(key, digest, r, s)
}

type nistSigner struct {
	algorithm alg.Algorithm
	key       *ecdsa.PrivateKey
}

func newNIST(a alg.Algorithm, secret []byte) (Private, bool) {
	key, err := ecdsa.ParseRawPrivateKey(nistCurve(a), secret)
	if err != nil {
		return Private{}, false
	}
	point, err := key.PublicKey.Bytes()
	if err != nil {
		return Private{}, false
	}
	public := Public{algorithm: a, material: string(point[1:])}
	return Private{public, secret, nistSigner{a, key}}, true
}

// sign asks for RFC 6979 by giving no source of randomness, and turns the DER
// that the library returns into r || s with the lower s.
func (n nistSigner) sign(message []byte) ([]byte, error) {
	digest, hash := nistDigest(n.algorithm, message)
	der, err := n.key.Sign(nil, digest, hash)
	if err != nil {
		return nil, fault.Wrap(KindAlgMismatch, err, "signing with %s", n.algorithm)
	}
	var rs struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &rs); err != nil {
		return nil, fault.Wrap(KindSignatureInvalid, err, "reading back a signature just made")
	}
	order := nistCurve(n.algorithm).Params().N
	if high := new(big.Int).Rsh(order, 1); rs.S.Cmp(high) > 0 {
		rs.S.Sub(order, rs.S)
	}
	size := n.algorithm.SignatureSize()
	signature := make([]byte, size)
	rs.R.FillBytes(signature[:size/2])
	rs.S.FillBytes(signature[size/2:])
	return signature, nil
}
