// Package did reads decentralized identifiers (W3C DID Core 1.0) and finds the
// keys that a DID lets sign statements: its assertionMethod.
//
// Most callers need Resolve, which answers did:key and did:jwk from the text
// alone, or ParseDocument for a document that somebody fetched or pinned. The
// package never fetches: for did:web, WebURL says where the document lies, and
// the caller decides whether to go there. did:pkh names a chain account and has
// no key; ParsePKH takes it apart.
//
//	did:key:z6Mk...       the key in multibase; one method, #z6Mk...
//	did:jwk:eyJr...       the key as a JWK in base64url; one method, #0
//	did:web:host:path     https://host/path/did.json
//	did:pkh:eip155:1:0x.. an account by CAIP-10
//
// A DID says which key speaks for it, never whether to believe what it says:
// trust is decided in credentials/trust.
package did

import (
	"strings"

	"domicile/crypto/fault"
)

const (
	// KindMalformed is returned when a text is not a DID, or not one its
	// method allows.
	KindMalformed fault.Kind = "did_malformed"
	// KindMethodUnknown is returned when a DID's method cannot be resolved
	// here without a network.
	KindMethodUnknown fault.Kind = "did_method_unknown"
	// KindDocument is returned when a DID document lacks what it must have or
	// contradicts itself.
	KindDocument fault.Kind = "did_document_malformed"
	// KindNoKey is returned when a DID has no assertion key of a type of ours.
	KindNoKey fault.Kind = "did_key_missing"
)

// MaxLength is the longest DID, in bytes: a did:jwk of an RSA key of 4096 bits
// has under 1200.
const MaxLength = 2048

// Split cuts a DID URL into the DID and its fragment, "" where it has none.
// Paths and queries are refused: no key is named by them.
func Split(url string) (did, fragment string, err error) {
	did, fragment, found := strings.Cut(url, "#")
	if found && fragment == "" || strings.ContainsAny(fragment, "#") {
		return "", "", fault.New(KindMalformed, "fragment is empty or repeated")
	}
	if _, _, err := split(did); err != nil {
		return "", "", err
	}
	return did, fragment, nil
}

// split checks the syntax of DID Core 1.0, section 3.1, and returns the method
// and the method-specific identifier.
func split(did string) (method, id string, err error) {
	if len(did) > MaxLength {
		return "", "", fault.New(KindMalformed, "DID has more than %d bytes", MaxLength)
	}
	rest, ok := strings.CutPrefix(did, "did:")
	method, id, colon := strings.Cut(rest, ":")
	if !ok || !colon || method == "" || strings.Trim(method, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return "", "", fault.New(KindMalformed, "not did:method:identifier")
	}
	if id == "" || strings.HasSuffix(id, ":") {
		return "", "", fault.New(KindMalformed, "identifier is empty or ends with a colon")
	}
	for i := 0; i < len(id); i++ {
		if id[i] == '%' && i+2 < len(id) && isHex(id[i+1]) && isHex(id[i+2]) {
			i += 2
		} else if !isIDCharacter(id[i]) {
			return "", "", fault.New(KindMalformed, "identifier has a character that DIDs do not have")
		}
	}
	return method, id, nil
}

func isIDCharacter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '.' || c == '-' || c == '_' || c == ':'
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
