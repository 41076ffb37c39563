// Package alg is the closed registry of signature algorithms: their names in
// JOSE (RFC 7518, RFC 8037, RFC 8812, RFC 9864), their numbers in COSE
// (RFC 9053, RFC 8812, RFC 9864), and the one kind of key each goes with.
//
// An algorithm is fixed by the key that a verifier trusts, never by what a
// token says of itself; ByJOSE and ByCOSE exist to compare a token's claim with
// that key. Nothing can be registered at run time: a new algorithm is a row
// here and a file in crypto/keys.
//
//	ES256   ECDSA, P-256, SHA-256        COSE  -7, -9
//	ES384   ECDSA, P-384, SHA-384        COSE -35, -51
//	ES256K  ECDSA, secp256k1, SHA-256    COSE -47
//	EdDSA   Ed25519                      COSE  -8, -19
//	PS256   RSASSA-PSS, SHA-256          COSE -37, verified only
//
// The second numbers, and the name "Ed25519", are the fully specified
// identifiers of RFC 9864. They are read; the first ones are written, because
// older readers know no others.
package alg

import (
	"strings"

	"domicile/crypto/fault"
)

const (
	// KindNone is returned when a token names the algorithm "none", in any case.
	KindNone fault.Kind = "alg_none"
	// KindNotAllowed is returned when a token names an algorithm that is not
	// in this registry.
	KindNotAllowed fault.Kind = "alg_not_allowed"
)

// Algorithm is a signature algorithm by its JOSE name. The zero value is no
// algorithm.
type Algorithm string

// The algorithms. PS256 is verified, never produced: European states signed
// health certificates with it.
const (
	ES256  Algorithm = "ES256"
	ES384  Algorithm = "ES384"
	ES256K Algorithm = "ES256K"
	EdDSA  Algorithm = "EdDSA"
	PS256  Algorithm = "PS256"
)

// Curve is an elliptic curve by its JOSE name (the "crv" of a JWK).
type Curve string

// The curves of the registry.
const (
	P256      Curve = "P-256"
	P384      Curve = "P-384"
	Secp256k1 Curve = "secp256k1"
	Ed25519   Curve = "Ed25519"
)

type row struct {
	algorithm Algorithm
	curve     Curve
	cose      int64
	coseAlso  int64  // fully specified, RFC 9864; 0 where there is none
	joseAlso  string // likewise
	coseCurve int64  // RFC 9053, table 18; 0 for RSA
	signature int    // bytes; 0 where the key decides
	signs     bool
}

var registry = [...]row{
	{ES256, P256, -7, -9, "", 1, 64, true},
	{ES384, P384, -35, -51, "", 2, 96, true},
	{ES256K, Secp256k1, -47, 0, "", 8, 64, true},
	{EdDSA, Ed25519, -8, -19, "Ed25519", 6, 64, true},
	{PS256, "", -37, 0, "", 0, 0, false},
}

// All returns the algorithms in the order of the registry.
func All() []Algorithm {
	all := make([]Algorithm, len(registry))
	for i, r := range registry {
		all[i] = r.algorithm
	}
	return all
}

// ByJOSE returns the algorithm that a JOSE "alg" value names.
func ByJOSE(name string) (Algorithm, error) {
	for _, r := range registry {
		if name == string(r.algorithm) || name != "" && name == r.joseAlso {
			return r.algorithm, nil
		}
	}
	// "None" and "NONE" are attempts on readers that fold case, and are named
	// for what they try.
	if strings.EqualFold(name, "none") {
		return "", fault.New(KindNone, "the token says that it is not signed")
	}
	return "", fault.New(KindNotAllowed, "JOSE algorithm is not in the registry")
}

// ByCOSE returns the algorithm that a COSE "alg" number names.
func ByCOSE(id int64) (Algorithm, error) {
	for _, r := range registry {
		if id != 0 && (id == r.cose || id == r.coseAlso) {
			return r.algorithm, nil
		}
	}
	return "", fault.New(KindNotAllowed, "COSE algorithm %d is not in the registry", id)
}

// ByCurve returns the one algorithm whose keys lie on the curve.
func ByCurve(curve Curve) (Algorithm, bool) {
	for _, r := range registry {
		if curve != "" && r.curve == curve {
			return r.algorithm, true
		}
	}
	return "", false
}

// ByCOSECurve returns the one algorithm whose keys lie on the curve with that
// number in COSE.
func ByCOSECurve(id int64) (Algorithm, bool) {
	for _, r := range registry {
		if id != 0 && r.coseCurve == id {
			return r.algorithm, true
		}
	}
	return "", false
}

// COSE returns the algorithm's number in COSE, 0 for no algorithm.
func (a Algorithm) COSE() int64 { return a.row().cose }

// Curve returns the curve of the algorithm's keys, "" for RSA.
func (a Algorithm) Curve() Curve { return a.row().curve }

// COSECurve returns the number of that curve in COSE, 0 for RSA.
func (a Algorithm) COSECurve() int64 { return a.row().coseCurve }

// SignatureSize returns the exact length of a signature in bytes. It is 0 for
// PS256, where a signature is as long as the key's modulus.
func (a Algorithm) SignatureSize() int { return a.row().signature }

// CanSign reports whether this project makes signatures with the algorithm.
func (a Algorithm) CanSign() bool { return a.row().signs }

// Known reports whether the algorithm is in the registry.
func (a Algorithm) Known() bool { return a.row().algorithm != "" }

func (a Algorithm) row() row {
	for _, r := range registry {
		if r.algorithm == a {
			return r
		}
	}
	return row{}
}
