package keys

import (
	"bytes"
	"crypto/subtle"

	"domicile/crypto/alg"
	"domicile/crypto/fault"
)

// Private is a private key. The zero value is no key and signs nothing.
//
// Its secret lives as long as the program holds a copy of the value; Go's
// collector gives no promise of erasure, so a program that must forget keys
// ends the process or worker that held them.
type Private struct {
	public Public
	// secret is the scalar, big-endian and of the curve's full length, or the
	// 32-byte seed of Ed25519 (the "d" of a JWK in every case).
	secret []byte
	signer signer
}

// signer is the curve's own form of a private key, kept so that signing need
// not derive it again.
type signer interface {
	sign(message []byte) ([]byte, error)
}

// Public returns the key that verifies what p signs.
func (p Private) Public() Public { return p.public }

// Algorithm returns the one algorithm the key signs with.
func (p Private) Algorithm() alg.Algorithm { return p.public.algorithm }

// IsZero reports whether p is no key.
func (p Private) IsZero() bool { return p.signer == nil }

// Equal reports whether both are the same key, in time that does not depend on
// the secrets.
func (p Private) Equal(other Private) bool {
	return p.public == other.public && subtle.ConstantTimeCompare(p.secret, other.secret) == 1
}

// Sign signs message: r || s with the lower s, or an Ed25519 signature. The
// same key and message give the same bytes each time.
func (p Private) Sign(message []byte) ([]byte, error) {
	if p.IsZero() {
		return nil, fault.New(KindAlgMismatch, "no key to sign with")
	}
	return p.signer.sign(message)
}

// newPrivate makes a key of a scalar or seed of the exact length. It returns
// false where the value cannot be one: zero, or not below the group's order.
func newPrivate(a alg.Algorithm, secret []byte) (Private, bool) {
	if len(secret) != secretSize(a) {
		return Private{}, false
	}
	secret = bytes.Clone(secret)
	switch a {
	case alg.ES256, alg.ES384:
		return newNIST(a, secret)
	case alg.ES256K:
		return newSecp256k1(secret)
	case alg.EdDSA:
		return newEd25519(secret), true
	}
	return Private{}, false
}

// secretSize is half a signature's length on every curve of the registry: a
// scalar and a seed are as long as a coordinate.
func secretSize(a alg.Algorithm) int {
	if !a.CanSign() {
		return -1
	}
	return a.SignatureSize() / 2
}
