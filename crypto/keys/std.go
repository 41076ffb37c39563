package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"math/big"

	"domicile/crypto/alg"
	"domicile/crypto/fault"
)

// FromStd returns the standard library's public key as ours: what a
// certificate's PublicKey holds. Keys of other kinds, curves or sizes than
// ours are refused with KindTypeUnknown or KindSize.
func FromStd(key crypto.PublicKey) (Public, error) {
	switch key := key.(type) {
	case *ecdsa.PublicKey:
		return fromECDSA(key)
	case ed25519.PublicKey:
		return newEdPublic(key)
	case *rsa.PublicKey:
		if key == nil || key.N == nil {
			return Public{}, fault.New(KindMalformed, "RSA key is empty")
		}
		return newRSA(key.N, big.NewInt(int64(key.E)))
	}
	return Public{}, fault.New(KindTypeUnknown, "public key is of type %T", key)
}

func fromECDSA(key *ecdsa.PublicKey) (Public, error) {
	if key == nil || key.Curve == nil {
		return Public{}, fault.New(KindMalformed, "ECDSA key is empty")
	}
	a, err := ofCurve(key.Curve)
	if err != nil {
		return Public{}, err
	}
	point, err := key.Bytes()
	if err != nil {
		return Public{}, fault.Wrap(KindOffCurve, err, "point is not on %s", a.Curve())
	}
	half := len(point) / 2
	return newPoint(a, point[1:1+half], point[1+half:])
}

// ofCurve is the one algorithm of a curve of the standard library.
func ofCurve(curve elliptic.Curve) (alg.Algorithm, error) {
	switch curve {
	case elliptic.P256():
		return alg.ES256, nil
	case elliptic.P384():
		return alg.ES384, nil
	}
	return "", fault.New(KindTypeUnknown, "curve %s is none of ours", curve.Params().Name)
}
