package sdjwt

import (
	"crypto/sha256"
	"crypto/sha512"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// DefaultHash is the hash function where "_sd_alg" is absent (section 4.1.1).
const DefaultHash = "sha-256"

// hashFunc takes text to its digest in base64url (section 4.2.3).
type hashFunc func(text string) string

// hashes are the accepted names of the IANA registry "Named Information Hash
// Algorithm". Its truncated ones are unfit for security (section 9.4).
var hashes = map[string]hashFunc{
	"sha-256": func(text string) string { d := sha256.Sum256([]byte(text)); return encoding.EncodeBase64URL(d[:]) },
	"sha-384": func(text string) string { d := sha512.Sum384([]byte(text)); return encoding.EncodeBase64URL(d[:]) },
	"sha-512": func(text string) string { d := sha512.Sum512([]byte(text)); return encoding.EncodeBase64URL(d[:]) },
}

func hashByName(name string) (hashFunc, error) {
	hash, known := hashes[name]
	if !known {
		return nil, fault.New(KindSDAlgUnknown, "not sha-256, sha-384 or sha-512")
	}
	return hash, nil
}

// hashOf returns the function that a payload names at its top level. The name
// is case-sensitive.
func hashOf(payload map[string]any) (hashFunc, error) {
	name, present, err := encoding.String(payload, nameHash)
	switch {
	case err != nil:
		return nil, fault.Wrap(KindSDAlgUnknown, err, "")
	case !present:
		name = DefaultHash
	}
	return hashByName(name)
}
