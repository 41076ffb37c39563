package sdjwt

import (
	"strings"
	"sync"

	"domicile/crypto/fault"
	"domicile/crypto/jose"
)

// Token is a parsed SD-JWT or SD-JWT+KB. It is not verified: see the package's
// documentation for what is checked where. It is safe for concurrent use as
// long as nobody changes its fields.
type Token struct {
	IssuerJWT   *jose.JWS
	Disclosures []Disclosure // in the order of the token
	KeyBinding  *jose.JWS    // nil in a bare SD-JWT

	process func() (processed, error) // runs once
}

// Parse reads the compact form, or the JWS JSON serialisation of section 8,
// which begins with "{". No digest is computed and no signature is checked.
func Parse(text string) (*Token, error) {
	if len(text) > MaxToken {
		return nil, fault.New(KindTooLong, "%d bytes, at most %d", len(text), MaxToken)
	}
	if strings.HasPrefix(text, "{") {
		return parseJSON([]byte(text))
	}
	// Tildes are counted before the text is cut: 64 KiB of them must cost
	// nothing.
	switch n := strings.Count(text, "~"); {
	case n == 0:
		return nil, fault.New(KindSegments, "no tilde: not an SD-JWT")
	case n-1 > MaxDisclosures:
		return nil, fault.New(KindSegments, "%d disclosures, at most %d", n-1, MaxDisclosures)
	}
	parts := strings.Split(text, "~")
	last := len(parts) - 1
	return assemble(parts[0], parts[1:last], parts[last])
}

// assemble parses the three kinds of parts, in the order of the token.
func assemble(issuer string, disclosures []string, binding string) (*Token, error) {
	var t Token
	var err error
	if t.IssuerJWT, err = jose.Parse(issuer); err != nil {
		return nil, err
	}
	t.Disclosures = make([]Disclosure, len(disclosures))
	for i, text := range disclosures {
		if t.Disclosures[i], err = parseDisclosure(text); err != nil {
			return nil, err
		}
	}
	if binding != "" {
		if t.KeyBinding, err = jose.Parse(binding); err != nil {
			return nil, err
		}
	}
	return t.ready(), nil
}

func (t *Token) ready() *Token {
	t.process = sync.OnceValues(t.processClaims)
	return t
}

// Header returns the issuer-signed JWT's header.
func (t *Token) Header() map[string]any { return t.IssuerJWT.Header }

// SDJWT returns the token without its key binding, ending in a tilde: the text
// that sd_hash is taken over (section 4.3.1).
func (t *Token) SDJWT() string {
	var b strings.Builder
	b.WriteString(t.IssuerJWT.String())
	b.WriteByte('~')
	for _, d := range t.Disclosures {
		b.WriteString(d.Encoded)
		b.WriteByte('~')
	}
	return b.String()
}

// String returns the compact form.
func (t *Token) String() string {
	if t.KeyBinding == nil {
		return t.SDJWT()
	}
	return t.SDJWT() + t.KeyBinding.String()
}
