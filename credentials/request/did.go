package request

import (
	"strings"

	"domicile/crypto/did"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// identifyDID checks the signature with the key that the header names, which
// must be one of the DID's (section 5.9.3).
func (in *input) identifyDID(id string) (Identity, error) {
	kid := in.object.KeyID()
	if strings.HasPrefix(kid, "#") {
		kid = id + kid
	}
	owner, fragment, err := did.Split(kid)
	if err != nil || owner != id || fragment == "" {
		return Identity{}, fault.Wrap(KindClientKey, err, "kid names no key of the DID")
	}
	key, err := in.didKey(id, kid)
	if err != nil {
		return Identity{}, fault.Wrap(KindClientKey, err, "the DID has no such key")
	}
	if err := in.object.Verify(key); err != nil {
		return Identity{}, fault.Wrap(KindSignature, err, "")
	}
	return Identity{Sure: Proven, Name: didPlace(id)}, nil
}

func (in *input) didKey(id, kid string) (keys.Public, error) {
	if isDIDWeb(id) {
		return did.VerificationKey(in.document, kid)
	}
	document, err := did.Resolve(id)
	if err != nil {
		return keys.Public{}, err
	}
	key, known := document.Key(kid)
	if !known {
		return keys.Public{}, fault.New(KindClientKey, "no such key")
	}
	return key, nil
}

func isDIDWeb(id string) bool { return strings.HasPrefix(id, "did:web:") }

// didPlace is what a did:web speaks for: a host, or only a place on it, where a
// host may have many tenants, each with a path or a port. Other methods prove no
// name.
func didPlace(id string) string {
	at, err := did.WebURL(id)
	if err != nil {
		return ""
	}
	place, _ := strings.CutPrefix(at, "https://")
	host, path, _ := strings.Cut(place, "/")
	host, path = strings.ToLower(host), strings.TrimSuffix(path, "did.json")
	if path == ".well-known/" {
		return host
	}
	return host + "/" + path
}
