package did

import (
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// Resolve returns the document of a did:key or did:jwk, which hold their key
// themselves. Other methods are refused with KindMethodUnknown.
func Resolve(did string) (Document, error) {
	method, id, err := split(did)
	if err != nil {
		return Document{}, err
	}
	switch method {
	case "key":
		return resolveKey(did, id)
	case "jwk":
		return resolveJWK(did, id)
	}
	return Document{}, fault.New(KindMethodUnknown, "did:%s is not resolved without a network", method)
}

// resolveKey follows the did:key specification v0.7: the identifier is a
// multikey, and names the method too.
func resolveKey(did, id string) (Document, error) {
	key, err := keys.ParseMultikey(id)
	if err != nil {
		return Document{}, err
	}
	return Document{did, []keys.Named{{ID: did + "#" + id, Public: key}}}, nil
}

// resolveJWK follows the did:jwk specification: the identifier is a JWK, and
// its method is #0. A key whose use is "enc" signs nothing there, and is
// refused by ParsePublicJWK as such.
func resolveJWK(did, id string) (Document, error) {
	data, err := encoding.DecodeBase64URL(id)
	if err != nil {
		return Document{}, err
	}
	object, err := encoding.DecodeJSONObject(data)
	if err != nil {
		return Document{}, err
	}
	key, err := keys.ParsePublicJWK(object)
	if err != nil {
		return Document{}, err
	}
	return Document{did, []keys.Named{{ID: did + "#0", Public: key}}}, nil
}

// FromKey returns the did:key of a public key. It fails for RSA keys, which
// have no multikey here.
func FromKey(key keys.Public) (string, error) {
	multikey := key.Multikey()
	if multikey == "" {
		return "", fault.New(keys.KindTypeUnknown, "a key of %q has no did:key", key.Algorithm())
	}
	return "did:key:" + multikey, nil
}
