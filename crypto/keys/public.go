package keys

import (
	"domicile/crypto/alg"
	"domicile/crypto/fault"
)

// Public is a public key. The zero value is no key and verifies nothing.
// Values are comparable with ==.
type Public struct {
	algorithm alg.Algorithm
	// material is x || y of a NIST or secp256k1 point, the 32 bytes of an
	// Ed25519 point, or an RSA modulus, big-endian and without leading zero.
	// A string keeps the value immutable and comparable.
	material string
	exponent int // RSA only
}

// Named is a key with the identifier its owner gave it ("kid", or the URL of a
// verification method), "" where it has none.
type Named struct {
	ID     string
	Public Public
}

// Algorithm returns the one algorithm the key verifies, "" for the zero key.
func (p Public) Algorithm() alg.Algorithm { return p.algorithm }

// IsZero reports whether p is no key.
func (p Public) IsZero() bool { return p.algorithm == "" }

// Equal reports whether both are the same key.
func (p Public) Equal(other Public) bool { return p == other }

// Verify checks a signature over message. It returns KindSignatureLength
// before doing any arithmetic, KindSignatureInvalid where the signature is not
// the key's, KindAlgMismatch for the zero key.
func (p Public) Verify(message, signature []byte) error {
	if p.IsZero() {
		return fault.New(KindAlgMismatch, "no key")
	}
	if want := p.signatureSize(); len(signature) != want {
		return fault.New(KindSignatureLength, "%s signature has %d bytes, not %d", p.algorithm, len(signature), want)
	}
	if !p.verify(message, signature) {
		return fault.New(KindSignatureInvalid, "%s signature does not verify", p.algorithm)
	}
	return nil
}

// VerifyAs is Verify for a token that names its algorithm: a name that is not
// the key's own is refused with KindAlgMismatch, before the signature is
// looked at.
func (p Public) VerifyAs(a alg.Algorithm, message, signature []byte) error {
	if a != p.algorithm || p.IsZero() {
		return fault.New(KindAlgMismatch, "token says %q, the key is for %q", a, p.algorithm)
	}
	return p.Verify(message, signature)
}

func (p Public) signatureSize() int {
	if p.algorithm == alg.PS256 {
		return len(p.material)
	}
	return p.algorithm.SignatureSize()
}

func (p Public) verify(message, signature []byte) bool {
	switch p.algorithm {
	case alg.ES256, alg.ES384:
		return verifyNIST(p, message, signature)
	case alg.ES256K:
		return verifySecp256k1(p, message, signature)
	case alg.EdDSA:
		return verifyEd25519(p, message, signature)
	case alg.PS256:
		return verifyRSA(p, message, signature)
	}
	return false
}

// coordinates returns the halves of an elliptic-curve point's material.
func (p Public) coordinates() (x, y []byte) {
	half := len(p.material) / 2
	return []byte(p.material[:half]), []byte(p.material[half:])
}

// newPoint makes an elliptic-curve key of exact coordinates, checking that the
// point is on the curve.
func newPoint(a alg.Algorithm, x, y []byte) (Public, error) {
	size := a.SignatureSize() / 2
	if len(x) != size || len(y) != size {
		return Public{}, fault.New(KindMalformed, "coordinates have %d and %d bytes, not %d", len(x), len(y), size)
	}
	p := Public{algorithm: a, material: string(x) + string(y)}
	on := onNIST
	if a == alg.ES256K {
		on = onSecp256k1
	}
	if !on(p) {
		return Public{}, fault.New(KindOffCurve, "point is not on %s", a.Curve())
	}
	return p, nil
}
