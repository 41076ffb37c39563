package keys

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"math/big"

	"domicile/crypto/alg"
	"domicile/crypto/fault"
)

// Limits of RSA keys. Below, a modulus is weak or signs carelessly (exponents
// under 65537 have made forgeries easy); above, one verification costs a door
// more time than it has.
const (
	MinRSABits     = 2048
	MaxRSABits     = 4096
	minRSAExponent = 1<<16 + 1
	maxRSAExponent = 1<<31 - 1
)

func newRSA(modulus, exponent *big.Int) (Public, error) {
	if bits := modulus.BitLen(); bits < MinRSABits || bits > MaxRSABits {
		return Public{}, fault.New(KindSize, "RSA modulus has %d bits, not %d to %d", bits, MinRSABits, MaxRSABits)
	}
	if modulus.Bit(0) == 0 {
		return Public{}, fault.New(KindMalformed, "RSA modulus is even")
	}
	if !exponent.IsInt64() || exponent.Int64() < minRSAExponent || exponent.Int64() > maxRSAExponent || exponent.Bit(0) == 0 {
		return Public{}, fault.New(KindSize, "RSA exponent is even, or outside 65537 to 2^31-1")
	}
	return Public{alg.PS256, string(modulus.Bytes()), int(exponent.Int64())}, nil
}

// verifyRSA demands a salt as long as the hash, as RFC 7518 section 3.5 and RFC
// 8230 section 2 do.
func verifyRSA(p Public, message, signature []byte) bool {
	key := rsa.PublicKey{N: new(big.Int).SetBytes([]byte(p.material)), E: p.exponent}
	digest := sha256.Sum256(message)
	options := rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: crypto.SHA256}
	return rsa.VerifyPSS(&key, crypto.SHA256, digest[:], signature, &options) == nil
}
