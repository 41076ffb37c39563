package keys

import (
	"io"

	"domicile/crypto/alg"
	"domicile/crypto/fault"
)

// maxDraws bounds the search for a scalar below the group's order. On our
// curves a draw fails with a probability under 2^-32: a source that fails this
// often is broken (all zeros, all ones), and no key of it is safe.
const maxDraws = 8

// Generate makes a new key from rand, which must be a cryptographic source
// (crypto/rand.Reader outside of tests). It reads the scalar or seed itself,
// because the standard library since Go 1.26 ignores the reader it is given;
// the same bytes therefore give the same key.
func Generate(rand io.Reader, a alg.Algorithm) (Private, error) {
	if !a.CanSign() {
		return Private{}, fault.New(KindTypeUnknown, "no keys are made for algorithm %q", a)
	}
	secret := make([]byte, secretSize(a))
	defer clear(secret)
	for range maxDraws {
		if _, err := io.ReadFull(rand, secret); err != nil {
			return Private{}, fault.Wrap(KindRandom, err, "reading %d random bytes", len(secret))
		}
		if key, ok := newPrivate(a, secret); ok {
			return key, nil
		}
	}
	return Private{}, fault.New(KindRandom, "%d draws in a row are not keys", maxDraws)
}
