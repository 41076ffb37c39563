package encoding

import "domicile/crypto/fault"

// KindMultibaseUnknown is returned when a text does not begin with the letter of
// a base read here, or a base is asked for that is not written here.
const KindMultibaseUnknown fault.Kind = "multibase_unknown"

// The bases of multibase text, by their prefix.
const (
	MultibaseBase58    byte = 'z' // base58 with the Bitcoin alphabet
	MultibaseBase64URL byte = 'u' // base64url without padding
)

// DecodeMultibase reads self-describing text (the multibase of W3C Controlled
// Identifiers 1.0 section 2.4): its first letter names the base of the rest.
func DecodeMultibase(s string) ([]byte, error) {
	if s == "" {
		return nil, fault.New(KindMultibaseUnknown, "the text is empty")
	}
	switch s[0] {
	case MultibaseBase58:
		return DecodeBase58(s[1:])
	case MultibaseBase64URL:
		return DecodeBase64URL(s[1:])
	}
	return nil, fault.New(KindMultibaseUnknown, "neither z nor u")
}

// EncodeMultibase writes b in the given base.
func EncodeMultibase(base byte, b []byte) (string, error) {
	switch base {
	case MultibaseBase58:
		return "z" + EncodeBase58(b), nil
	case MultibaseBase64URL:
		return "u" + EncodeBase64URL(b), nil
	}
	return "", fault.New(KindMultibaseUnknown, "neither z nor u")
}
