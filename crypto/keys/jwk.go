package keys

import (
	"crypto/sha256"
	"math/big"
	"slices"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// privateMembers are the JWK members that hold secrets (RFC 7518, sections
// 6.2.2, 6.3.2 and 6.4.1).
var privateMembers = []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"}

// ParsePublicJWK reads the members of one JWK, as encoding.DecodeJSONObject
// yields them. Members it does not know are ignored (RFC 7517, section 4).
func ParsePublicJWK(object map[string]any) (Public, error) {
	if err := refusePrivate(object); err != nil {
		return Public{}, err
	}
	p, err := publicMembers(object)
	if err != nil {
		return Public{}, err
	}
	return p, checkUse(object, p.algorithm, "verify")
}

func refusePrivate(object map[string]any) error {
	for _, name := range privateMembers {
		if _, present := object[name]; present {
			return fault.New(KindPrivate, "JWK has the private member %q", name)
		}
	}
	return nil
}

func publicMembers(object map[string]any) (Public, error) {
	kty, err := member(object, "kty")
	if err != nil {
		return Public{}, err
	}
	switch kty {
	case "EC", "OKP":
		return curveMembers(object, kty)
	case "RSA":
		return rsaMembers(object)
	case "oct":
		return Public{}, fault.New(KindPrivate, "JWK is a symmetric key")
	}
	return Public{}, fault.New(KindTypeUnknown, "JWK type is none of ours")
}

// curveMembers demands coordinates of exact length (RFC 7518, section 6.2.1.2:
// "the full size of a coordinate").
func curveMembers(object map[string]any, kty string) (Public, error) {
	crv, err := member(object, "crv")
	if err != nil {
		return Public{}, err
	}
	a, ok := alg.ByCurve(alg.Curve(crv))
	if !ok {
		return Public{}, fault.New(KindTypeUnknown, "JWK curve is none of ours")
	}
	if (kty == "OKP") != (a == alg.EdDSA) {
		return Public{}, fault.New(KindConflict, "JWK type %s does not go with curve %s", kty, a.Curve())
	}
	x, err := bytesMember(object, "x")
	if err != nil {
		return Public{}, err
	}
	if a == alg.EdDSA {
		return newEdPublic(x)
	}
	y, err := bytesMember(object, "y")
	if err != nil {
		return Public{}, err
	}
	return newPoint(a, x, y)
}

// rsaMembers demands the shortest form of both integers (RFC 7518, section 2,
// Base64urlUInt).
func rsaMembers(object map[string]any) (Public, error) {
	n, err := bytesMember(object, "n")
	if err != nil {
		return Public{}, err
	}
	e, err := bytesMember(object, "e")
	if err != nil {
		return Public{}, err
	}
	return rsaFromBytes(n, e)
}

func rsaFromBytes(n, e []byte) (Public, error) {
	if len(n) == 0 || len(e) == 0 || n[0] == 0 || e[0] == 0 {
		return Public{}, fault.New(KindMalformed, "RSA integer is empty or has a leading zero")
	}
	return newRSA(new(big.Int).SetBytes(n), new(big.Int).SetBytes(e))
}

// checkUse refuses a key whose "alg", "use" or "key_ops" (RFC 7517, sections
// 4.2 to 4.4) says that it is for something else than operation.
func checkUse(object map[string]any, a alg.Algorithm, operation string) error {
	if name, present, err := encoding.String(object, "alg"); err != nil {
		return err
	} else if named, err := alg.ByJOSE(name); present && (err != nil || named != a) {
		return fault.New(KindConflict, "JWK's alg is not %s, which its type is for", a)
	}
	if err := requireUse(object, "sig"); err != nil {
		return err
	}
	operations, present, err := keyOps(object)
	if err != nil || !present {
		return err
	}
	if !slices.Contains(operations, operation) {
		return fault.New(KindConflict, "JWK's key_ops lacks %s", operation)
	}
	return nil
}

// JWK returns the key's members; the map is the caller's.
func (p Public) JWK() map[string]any {
	switch p.algorithm {
	case "":
		return map[string]any{}
	case alg.PS256:
		e := big.NewInt(int64(p.exponent)).Bytes()
		return map[string]any{"kty": "RSA", "n": encoding.EncodeBase64URL([]byte(p.material)), "e": encoding.EncodeBase64URL(e)}
	case alg.EdDSA:
		return map[string]any{"kty": "OKP", "crv": string(alg.Ed25519), "x": encoding.EncodeBase64URL([]byte(p.material))}
	}
	x, y := p.coordinates()
	return map[string]any{"kty": "EC", "crv": string(p.algorithm.Curve()), "x": encoding.EncodeBase64URL(x), "y": encoding.EncodeBase64URL(y)}
}

// Thumbprint returns the key's RFC 7638 thumbprint: base64url of the SHA-256
// of its required members in lexicographic order.
func (p Public) Thumbprint() string {
	// JWK returns exactly the required members, and EncodeJSON sorts them and
	// writes no white space (RFC 7638, section 3.3). Strings always encode.
	canonical, _ := encoding.EncodeJSON(p.JWK())
	sum := sha256.Sum256(canonical)
	return encoding.EncodeBase64URL(sum[:])
}

func member(object map[string]any, name string) (string, error) {
	value, present, err := encoding.String(object, name)
	if err == nil && !present {
		err = fault.New(KindMalformed, "JWK lacks %q", name)
	}
	return value, err
}

func bytesMember(object map[string]any, name string) ([]byte, error) {
	text, err := member(object, name)
	if err != nil {
		return nil, err
	}
	return encoding.DecodeBase64URL(text)
}
