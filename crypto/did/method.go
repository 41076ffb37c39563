package did

import (
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// VerificationKey returns the key of one verification method of a DID document
// in JSON, whatever the method is for: a verifier's request is signed with any
// of them (OpenID4VP 1.0, 5.9.3). The url is absolute; a document that speaks for
// another DID is refused with KindDocument, one without such a method with
// KindNoKey.
func VerificationKey(data []byte, url string) (keys.Public, error) {
	owner, _, err := Split(url)
	if err != nil {
		return keys.Public{}, err
	}
	object, err := encoding.DecodeJSONObject(data)
	if err != nil {
		return keys.Public{}, err
	}
	id, _, err := encoding.String(object, "id")
	if err != nil || id != owner {
		return keys.Public{}, fault.Wrap(KindDocument, err, "the document speaks for another DID")
	}
	if list, err := array(object, "verificationMethod"); err != nil || len(list) == 0 {
		return keys.Public{}, fault.Wrap(KindNoKey, err, "no verification methods")
	}
	methods, err := methodsOf(object, id)
	if err != nil {
		return keys.Public{}, err
	}
	method, known := methods[url]
	if !known {
		return keys.Public{}, fault.New(KindNoKey, "no verification method of that name")
	}
	return methodKey(method)
}
