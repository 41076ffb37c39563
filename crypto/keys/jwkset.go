package keys

import (
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// MaxSetKeys bounds a JWK set: an issuer has a handful, and each key may cost
// a verification.
const MaxSetKeys = 256

// Set is a set of public keys, as a JWK set lists them.
type Set struct {
	// Issuer is the own "issuer" member of the set, or of the single JWK, ""
	// where it has none: an extension of ours to RFC 7517, which allows further
	// members.
	Issuer string
	Keys   []Named
}

// ParseJWKSet reads a JWK set, or a single JWK as a set of one.
//
// Keys of types, curves or purposes that are not ours are left out (RFC 7517,
// section 5). A set is refused whole where it holds a private or symmetric
// key, a malformed key of our types, two keys with one kid, or no key of ours;
// in the last case the kind is that of the last key left out.
func ParseJWKSet(data []byte) (Set, error) {
	object, err := encoding.DecodeJSONObject(data)
	if err != nil {
		return Set{}, err
	}
	return JWKSet(object)
}

// JWKSet is ParseJWKSet for an object that is decoded already.
func JWKSet(object map[string]any) (Set, error) {
	list, present, err := encoding.Array(object, "keys")
	if err != nil {
		return Set{}, err
	}
	issuer, limited, err := encoding.String(object, "issuer")
	if err != nil {
		return Set{}, err
	}
	if limited && issuer == "" {
		// A set that names nobody must not speak for everybody.
		return Set{}, fault.New(KindMalformed, "the issuer of a set is empty")
	}
	if !present {
		key, err := parseNamed(object)
		return Set{issuer, []Named{key}}, err
	}
	keys, err := setKeys(list)
	return Set{issuer, keys}, err
}

func setKeys(list []any) ([]Named, error) {
	if len(list) > MaxSetKeys {
		return nil, fault.New(KindMalformed, "set has %d keys, more than %d", len(list), MaxSetKeys)
	}
	keys := make([]Named, 0, len(list))
	seen := map[string]bool{}
	leftOut := error(fault.New(KindTypeUnknown, "set holds no key"))
	for _, item := range list {
		object, ok := item.(map[string]any)
		if !ok {
			return nil, fault.New(KindMalformed, "set holds something else than objects")
		}
		if err := unseen(object, seen); err != nil {
			return nil, err
		}
		key, err := parseNamed(object)
		if kind := fault.KindOf(err); kind == KindTypeUnknown || kind == KindConflict {
			leftOut = err
			continue
		} else if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, leftOut
	}
	return keys, nil
}

// unseen counts the kids of all keys, also of those left out: which of two
// keys a kid means would otherwise depend on what a reader supports.
func unseen(object map[string]any, seen map[string]bool) error {
	kid, present, err := encoding.String(object, "kid")
	if err != nil || !present {
		return err
	}
	if seen[kid] {
		return fault.New(KindDuplicate, "two keys of the set have the same kid")
	}
	seen[kid] = true
	return nil
}

func parseNamed(object map[string]any) (Named, error) {
	key, err := ParsePublicJWK(object)
	if err != nil {
		return Named{}, err
	}
	kid, _, err := encoding.String(object, "kid")
	return Named{kid, key}, err
}
