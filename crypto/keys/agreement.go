package keys

import (
	"bytes"
	"crypto/ecdh"
	"io"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// AgreementAlg is the one algorithm of keys for key agreement: ECDH-ES with
// direct use of the agreed key (RFC 7518, 4.6).
const AgreementAlg = "ECDH-ES"

// x25519 is the curve of RFC 7748; it signs nothing, so that crypto/alg has no
// row for it.
const x25519 alg.Curve = "X25519"

// agreementSize is the length of a coordinate, a scalar and an agreed secret
// on both curves.
const agreementSize = 32

// Agreement is a private key for key agreement. The zero value is no key and
// agrees with nobody. It never signs: a key has one use.
type Agreement struct {
	public AgreementPublic
	key    *ecdh.PrivateKey
}

// AgreementPublic is the key of another party with whom to agree, on P-256 or
// X25519. The zero value is no key. Values are comparable with ==.
type AgreementPublic struct {
	ID    string // "kid" of the JWK, "" where it has none
	curve alg.Curve
	// material is x || y on P-256, u on X25519. A string keeps the value
	// immutable and comparable.
	material string
}

// GenerateAgreement makes a new key on P-256, the curve that every wallet
// must support (HAIP 1.0, on encrypted responses), from rand; see Generate for
// what rand must be.
func GenerateAgreement(rand io.Reader) (Agreement, error) {
	return generateAgreement(rand, alg.P256)
}

// Ephemeral makes a new key on the curve of p, to be used once, from rand.
func (p AgreementPublic) Ephemeral(rand io.Reader) (Agreement, error) {
	return generateAgreement(rand, p.curve)
}

func generateAgreement(rand io.Reader, curve alg.Curve) (Agreement, error) {
	if _, ok := agreementCurve(curve); !ok {
		return Agreement{}, fault.New(KindTypeUnknown, "no keys are agreed on curve %q", curve)
	}
	secret := make([]byte, agreementSize)
	defer clear(secret)
	for range maxDraws {
		if _, err := io.ReadFull(rand, secret); err != nil {
			return Agreement{}, fault.Wrap(KindRandom, err, "reading %d random bytes", len(secret))
		}
		// X25519 takes any bytes; a broken source must not make a key there.
		if degenerate(secret) {
			continue
		}
		if key, ok := newAgreement(curve, secret); ok {
			return key, nil
		}
	}
	return Agreement{}, fault.New(KindRandom, "%d draws in a row are not keys", maxDraws)
}

// degenerate reports that all bytes are the same.
func degenerate(secret []byte) bool {
	return bytes.Count(secret, secret[:1]) == len(secret)
}

// newAgreement makes a key of its scalar. It returns false where the value
// cannot be one.
func newAgreement(curve alg.Curve, secret []byte) (Agreement, bool) {
	c, ok := agreementCurve(curve)
	if !ok {
		return Agreement{}, false
	}
	key, err := c.NewPrivateKey(secret)
	if err != nil {
		return Agreement{}, false
	}
	point := key.PublicKey().Bytes()
	if curve == alg.P256 {
		point = point[1:]
	}
	return Agreement{AgreementPublic{curve: curve, material: string(point)}, key}, true
}

func agreementCurve(curve alg.Curve) (ecdh.Curve, bool) {
	switch curve {
	case alg.P256:
		return ecdh.P256(), true
	case x25519:
		return ecdh.X25519(), true
	}
	return nil, false
}

// Public returns the other half of the key, without an identifier.
func (a Agreement) Public() AgreementPublic { return a.public }

// IsZero reports whether a is no key.
func (a Agreement) IsZero() bool { return a.key == nil }

// IsZero reports whether p is no key.
func (p AgreementPublic) IsZero() bool { return p.curve == "" }

// Curve returns the curve by its name in a JWK, "" for the zero key.
func (p AgreementPublic) Curve() alg.Curve { return p.curve }

// Shared returns the secret that both parties compute, 32 bytes. It is not
// uniform and no key by itself: derive one from it, then clear it.
func (a Agreement) Shared(peer AgreementPublic) ([]byte, error) {
	if a.IsZero() || peer.curve != a.public.curve {
		return nil, fault.New(KindAlgMismatch, "keys are not on one curve")
	}
	point, err := peer.std()
	if err != nil {
		return nil, err
	}
	secret, err := a.key.ECDH(point)
	if err != nil {
		return nil, fault.Wrap(KindOffCurve, err, "no secret is agreed with this point")
	}
	return secret, nil
}

// std returns the standard library's form; it fails for points off the curve.
func (p AgreementPublic) std() (*ecdh.PublicKey, error) {
	c, ok := agreementCurve(p.curve)
	if !ok {
		return nil, fault.New(KindTypeUnknown, "no keys are agreed on curve %q", p.curve)
	}
	encoded := []byte(p.material)
	if p.curve == alg.P256 {
		encoded = append([]byte{4}, encoded...)
	}
	point, err := c.NewPublicKey(encoded)
	if err != nil {
		return nil, fault.Wrap(KindOffCurve, err, "point is not on %s", p.curve)
	}
	return point, nil
}

// check refuses points off the curve, and those of small order on X25519: with
// one of them everybody agrees on zero, whatever the scalar (RFC 7748, 6.1).
func (p AgreementPublic) check() error {
	probe, _ := newAgreement(p.curve, bytes.Repeat([]byte{1}, agreementSize))
	_, err := probe.Shared(p)
	return err
}

// Point returns the members of a JWK that say which key it is: "kty", "crv",
// "x" and, on P-256, "y". The map is the caller's.
func (p AgreementPublic) Point() map[string]any {
	switch p.curve {
	case alg.P256:
		x, y := p.material[:agreementSize], p.material[agreementSize:]
		return map[string]any{"kty": "EC", "crv": string(p.curve), "x": encoding.EncodeBase64URL([]byte(x)), "y": encoding.EncodeBase64URL([]byte(y))}
	case x25519:
		return map[string]any{"kty": "OKP", "crv": string(p.curve), "x": encoding.EncodeBase64URL([]byte(p.material))}
	}
	return map[string]any{}
}
