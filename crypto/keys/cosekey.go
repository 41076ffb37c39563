package keys

import (
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Labels and values of COSE_Key (RFC 9052, table 4; RFC 9053, tables 17 to 20;
// RFC 8230, table 4).
const (
	coseKty, coseAlg, coseKeyOps = int64(1), int64(3), int64(4)
	coseCrv, coseX, coseY, coseD = int64(-1), int64(-2), int64(-3), int64(-4)
	coseN, coseE                 = int64(-1), int64(-2)
	coseOKP, coseEC2, coseRSA    = int64(1), int64(2), int64(3)
	coseSymmetric                = int64(4)
	coseVerify                   = int64(2)
)

// ParseCOSEKey reads a COSE_Key that must be a public key.
func ParseCOSEKey(data []byte) (Public, error) {
	item, err := encoding.DecodeCBOR(data)
	if err != nil {
		return Public{}, err
	}
	object, ok := item.(map[any]any)
	if !ok {
		return Public{}, fault.New(KindMalformed, "COSE_Key is not a map")
	}
	return COSEKeyMap(object)
}

// COSEKeyMap is ParseCOSEKey for a map that is decoded already, such as the
// key in a "cnf" claim.
func COSEKeyMap(object map[any]any) (Public, error) {
	key := coseMap(object)
	kty, ok := key.integer(coseKty)
	if !ok {
		return Public{}, fault.New(KindMalformed, "COSE_Key lacks an integer kty")
	}
	p, err := key.public(kty)
	if err != nil {
		return Public{}, err
	}
	return p, key.checkUse(p.algorithm)
}

// coseMap is a COSE_Key as encoding.DecodeCBOR yields it: its labels are int64.
type coseMap map[any]any

func (c coseMap) integer(label int64) (int64, bool) {
	value, ok := c[label].(int64)
	return value, ok
}

func (c coseMap) bytes(label int64) ([]byte, error) {
	data, ok := c[label].([]byte)
	if !ok {
		return nil, fault.New(KindMalformed, "COSE_Key lacks a byte string at %d", label)
	}
	return data, nil
}

func (c coseMap) public(kty int64) (Public, error) {
	switch kty {
	case coseOKP, coseEC2:
		if _, present := c[coseD]; present {
			return Public{}, fault.New(KindPrivate, "COSE_Key has the private member d")
		}
		return c.curveKey(kty)
	case coseRSA:
		return c.rsaKey()
	case coseSymmetric:
		return Public{}, fault.New(KindPrivate, "COSE_Key is a symmetric key")
	}
	return Public{}, fault.New(KindTypeUnknown, "COSE_Key type %d is none of ours", kty)
}

func (c coseMap) curveKey(kty int64) (Public, error) {
	crv, ok := c.integer(coseCrv)
	if !ok {
		return Public{}, fault.New(KindMalformed, "COSE_Key lacks an integer curve")
	}
	a, known := alg.ByCOSECurve(crv)
	if !known {
		return Public{}, fault.New(KindTypeUnknown, "COSE_Key curve %d is none of ours", crv)
	}
	if (kty == coseOKP) != (a == alg.EdDSA) {
		return Public{}, fault.New(KindConflict, "COSE_Key type %d does not go with curve %s", kty, a.Curve())
	}
	x, err := c.bytes(coseX)
	if err != nil {
		return Public{}, err
	}
	if a == alg.EdDSA {
		return newEdPublic(x)
	}
	return c.point(a, x)
}

// point takes y as a whole coordinate, or as the sign bit of a compressed
// point (RFC 9053, section 7.1.1).
func (c coseMap) point(a alg.Algorithm, x []byte) (Public, error) {
	if sign, ok := c[coseY].(bool); ok {
		prefix := byte(2)
		if sign {
			prefix = 3
		}
		return compressed(a, append([]byte{prefix}, x...))
	}
	y, err := c.bytes(coseY)
	if err != nil {
		return Public{}, err
	}
	return newPoint(a, x, y)
}

func (c coseMap) rsaKey() (Public, error) {
	// RFC 8230, section 4: labels -3 to -12 are private.
	for label := int64(-12); label <= -3; label++ {
		if _, present := c[label]; present {
			return Public{}, fault.New(KindPrivate, "COSE_Key has the private member %d", label)
		}
	}
	n, err := c.bytes(coseN)
	if err != nil {
		return Public{}, err
	}
	e, err := c.bytes(coseE)
	if err != nil {
		return Public{}, err
	}
	return rsaFromBytes(n, e)
}

// checkUse refuses a key whose alg or key_ops (RFC 9052, section 7.1) says
// that it does not verify signatures of its type.
func (c coseMap) checkUse(a alg.Algorithm) error {
	if _, present := c[coseAlg]; present {
		id, _ := c.integer(coseAlg)
		if named, err := alg.ByCOSE(id); err != nil || named != a {
			return fault.New(KindConflict, "COSE_Key's alg is not %s, which its type is for", a)
		}
	}
	value, present := c[coseKeyOps]
	if !present {
		return nil
	}
	operations, ok := value.([]any)
	if !ok {
		return fault.New(KindMalformed, "COSE_Key's key_ops is not an array")
	}
	for _, operation := range operations {
		if operation == coseVerify {
			return nil
		}
	}
	return fault.New(KindConflict, "COSE_Key's key_ops lacks verify")
}

// COSEKey returns the key as a COSE_Key in deterministic CBOR.
func (p Public) COSEKey() ([]byte, error) {
	if p.IsZero() {
		return nil, fault.New(KindAlgMismatch, "no key")
	}
	return encoding.EncodeCBOR(p.COSEMap())
}

// COSEMap returns the labels and values of COSEKey, to stand in a larger map.
func (p Public) COSEMap() map[any]any {
	switch p.algorithm {
	case "":
		return map[any]any{}
	case alg.PS256:
		e := []byte{byte(p.exponent >> 24), byte(p.exponent >> 16), byte(p.exponent >> 8), byte(p.exponent)}
		for e[0] == 0 {
			e = e[1:]
		}
		return map[any]any{coseKty: coseRSA, coseN: []byte(p.material), coseE: e}
	case alg.EdDSA:
		return map[any]any{coseKty: coseOKP, coseCrv: p.algorithm.COSECurve(), coseX: []byte(p.material)}
	}
	x, y := p.coordinates()
	return map[any]any{coseKty: coseEC2, coseCrv: p.algorithm.COSECurve(), coseX: x, coseY: y}
}
