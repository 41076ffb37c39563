package keys

import (
	"crypto/ed25519"
	"math/big"
	"slices"
	"sync"

	"domicile/crypto/alg"
	"domicile/crypto/fault"
)

// edField returns the prime of the field and the constant d of edwards25519, RFC
// 8032 section 5.1: p = 2^255 - 19, d = -121665/121666. Not at start-up, which an
// engine's user waits for.
var edField = sync.OnceValue(func() (f struct{ p, d *big.Int }) {
	f.p = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	inverse := new(big.Int).ModInverse(big.NewInt(121666), f.p)
	f.d = inverse.Mul(inverse, big.NewInt(-121665)).Mod(inverse, f.p)
	return f
})

// edSmallOrder holds the y-coordinates of the eight points whose order divides
// 8: (0, 1), (0, -1), the two with y = 0, and the four of order eight. For such
// a key anybody can make signatures.
var edSmallOrder = [...]string{
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
	"\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
	"\xec\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
	"\x26\xe8\x95\x8f\xc2\xb2\x27\xb0\x45\xc3\xf4\x89\xf2\xef\x98\xf0\xd5\xdf\xac\x05\xd3\xc6\x33\x39\xb1\x38\x02\x88\x6d\x53\xfc\x05",
	"\xc7\x17\x6a\x70\x3d\x4d\xd8\x4f\xba\x3c\x0b\x76\x0d\x10\x67\x0f\x2a\x20\x53\xfa\x2c\x39\xcc\xc6\x4e\xc7\xfd\x77\x92\xac\x03\x7a",
}

// newEdPublic makes a key of the 32 bytes of RFC 8032 section 5.1.2. The
// standard library takes any 32 bytes here and only fails when verifying.
func newEdPublic(point []byte) (Public, error) {
	if len(point) != ed25519.PublicKeySize {
		return Public{}, fault.New(KindMalformed, "Ed25519 point has %d bytes, not 32", len(point))
	}
	y := slices.Clone(point)
	y[31] &= 0x7f
	if slices.Contains(edSmallOrder[:], string(y)) {
		return Public{}, fault.New(KindOffCurve, "Ed25519 point is of small order")
	}
	if !onEd25519(y) {
		return Public{}, fault.New(KindOffCurve, "point is not on Ed25519")
	}
	return Public{algorithm: alg.EdDSA, material: string(point)}, nil
}

// onEd25519 reports whether y (little-endian, without the sign bit) is below
// the prime and has an x with -x^2 + y^2 = 1 + d x^2 y^2: whether u/v is a
// square, for u = y^2 - 1 and v = d y^2 + 1 (RFC 8032, section 5.1.3). That is
// so exactly when u v is one, which the Jacobi symbol tells. Only public values
// are looked at, so that the time may depend on them.
func onEd25519(y []byte) bool {
	field := edField()
	slices.Reverse(y)
	value := new(big.Int).SetBytes(y)
	if value.Cmp(field.p) >= 0 {
		return false
	}
	one := big.NewInt(1)
	square := value.Mul(value, value)
	u := new(big.Int).Sub(square, one)
	v := new(big.Int).Mul(field.d, square)
	v.Add(v, one)
	product := u.Mul(u, v)
	return big.Jacobi(product.Mod(product, field.p), field.p) >= 0
}

func verifyEd25519(p Public, message, signature []byte) bool {
	return ed25519.Verify(ed25519.PublicKey(p.material), message, signature)
}

type edSigner struct{ key ed25519.PrivateKey }

func newEd25519(seed []byte) Private {
	key := ed25519.NewKeyFromSeed(seed)
	public := Public{algorithm: alg.EdDSA, material: string(key[32:])}
	return Private{public, seed, edSigner{key}}
}

func (e edSigner) sign(message []byte) ([]byte, error) {
	return ed25519.Sign(e.key, message), nil
}
