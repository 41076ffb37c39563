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
	return Identity{Sure: Proven, Name: didHost(id)}, nil
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

// didHost is the host that speaks for a did:web; other methods prove no name.
func didHost(id string) string {
	at, err := did.WebURL(id)
	if err != nil {
		return ""
	}
	return hostOf(at)
}
