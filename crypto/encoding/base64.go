package encoding

import (
	"encoding/base64"
	"strings"

	"domicile/crypto/fault"
)

// Kinds of base64 defects.
const (
	// KindBase64URLPadding is returned when base64url has "=" at its end.
	KindBase64URLPadding fault.Kind = "base64url_padding"
	// KindBase64URLWhitespace is returned when base64url holds white space.
	KindBase64URLWhitespace fault.Kind = "base64url_whitespace"
	// KindBase64URLCharacter is returned when a character is not of the URL-safe
	// alphabet.
	KindBase64URLCharacter fault.Kind = "base64url_character"
	// KindBase64URLNoncanonical is returned when unused bits are set ("QR" for
	// "QQ"), or a single character is left over.
	KindBase64URLNoncanonical fault.Kind = "base64url_noncanonical"
	// KindBase64Malformed is returned when a text is not canonical base64 with
	// padding.
	KindBase64Malformed fault.Kind = "base64_malformed"
)

// DecodeBase64URL reads base64url without padding (RFC 7515 section 2). Each
// byte string has exactly one accepted spelling.
func DecodeBase64URL(s string) ([]byte, error) {
	for i := range len(s) {
		if kind := base64URLDefect(s[i]); kind != "" {
			return nil, fault.New(kind, "at character %d", i)
		}
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil {
		return nil, fault.New(KindBase64URLNoncanonical, "the last character says more than its bytes")
	}
	return b, nil
}

// EncodeBase64URL writes base64url without padding.
func EncodeBase64URL(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// DecodeBase64 reads standard base64 with padding and without line breaks
// (RFC 4648 section 4), as the x5c header has it.
func DecodeBase64(s string) ([]byte, error) {
	if strings.ContainsAny(s, "\r\n") {
		return nil, fault.New(KindBase64Malformed, "a line break")
	}
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil {
		return nil, fault.Wrap(KindBase64Malformed, err, "")
	}
	return b, nil
}

// EncodeBase64 writes standard base64 with padding.
func EncodeBase64(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

func base64URLDefect(c byte) fault.Kind {
	switch {
	case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c == '_':
		return ""
	case c == '=':
		return KindBase64URLPadding
	case c == ' ', c == '\t', c == '\r', c == '\n':
		return KindBase64URLWhitespace
	}
	return KindBase64URLCharacter
}
