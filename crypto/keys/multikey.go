package keys

import (
	"bytes"
	"crypto/elliptic"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// multicodecs are the varint prefixes of our curves' public keys, from the
// multicodec table: p256-pub 0x1200, p384-pub 0x1201, secp256k1-pub 0xe7,
// ed25519-pub 0xed.
var multicodecs = []struct {
	algorithm alg.Algorithm
	prefix    []byte
}{
	{alg.ES256, []byte{0x80, 0x24}},
	{alg.ES384, []byte{0x81, 0x24}},
	{alg.ES256K, []byte{0xe7, 0x01}},
	{alg.EdDSA, []byte{0xed, 0x01}},
}

// ParseMultikey reads a publicKeyMultibase value: base58 with "z", as the
// Multikey of W3C Controlled Documents 1.0 (section 2.2.2) and did:key demand.
func ParseMultikey(text string) (Public, error) {
	if len(text) == 0 || text[0] != 'z' {
		return Public{}, fault.New(KindMalformed, "multikey does not start with z")
	}
	data, err := encoding.DecodeMultibase(text)
	if err != nil {
		return Public{}, err
	}
	for _, codec := range multicodecs {
		if point, ok := bytes.CutPrefix(data, codec.prefix); ok {
			return compressed(codec.algorithm, point)
		}
	}
	return Public{}, fault.New(KindTypeUnknown, "multicodec is none of ours")
}

// Multikey returns the key as a publicKeyMultibase value, "" for RSA and the
// zero key, which have none here.
func (p Public) Multikey() string {
	for _, codec := range multicodecs {
		if codec.algorithm == p.algorithm {
			return "z" + encoding.EncodeBase58(append(bytes.Clone(codec.prefix), p.compress()...))
		}
	}
	return ""
}

// compressed reads a compressed point (SEC 1, section 2.3.4), or the 32 bytes
// of Ed25519. Uncompressed and hybrid forms are refused.
func compressed(a alg.Algorithm, point []byte) (Public, error) {
	if a == alg.EdDSA {
		return newEdPublic(point)
	}
	size := a.SignatureSize() / 2
	if len(point) != 1+size || point[0] != 2 && point[0] != 3 {
		return Public{}, fault.New(KindMalformed, "not a compressed point of %s", a.Curve())
	}
	x, y := decompress(a, point)
	if y == nil {
		return Public{}, fault.New(KindOffCurve, "point is not on %s", a.Curve())
	}
	return newPoint(a, x, y)
}

func decompress(a alg.Algorithm, point []byte) (x, y []byte) {
	if a == alg.ES256K {
		key, err := secp256k1.ParsePubKey(point)
		if err != nil {
			return nil, nil
		}
		full := key.SerializeUncompressed()
		return full[1:33], full[33:]
	}
	bigX, bigY := elliptic.UnmarshalCompressed(nistCurve(a), point)
	if bigX == nil {
		return nil, nil
	}
	size := a.SignatureSize() / 2
	return bigX.FillBytes(make([]byte, size)), bigY.FillBytes(make([]byte, size))
}

func (p Public) compress() []byte {
	if p.algorithm == alg.EdDSA {
		return []byte(p.material)
	}
	x, y := p.coordinates()
	return append([]byte{2 + y[len(y)-1]&1}, x...)
}
