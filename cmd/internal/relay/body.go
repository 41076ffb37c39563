package relay

import (
	"strings"
	"unicode/utf8"

	"domicile/crypto/encoding"
)

// media holds the content type: one of the types, with no parameter but a
// charset of UTF-8.
func (c *call) media(types ...string) error {
	name, parameters, _ := strings.Cut(strings.ToLower(c.r.Header["content-type"]), ";")
	switch strings.ReplaceAll(strings.TrimSpace(parameters), `"`, "") {
	case "", "charset=utf-8":
	default:
		return refused(KindMedia)
	}
	for _, want := range types {
		if strings.TrimSpace(name) == want {
			return nil
		}
	}
	return refused(KindMedia)
}

// object reads a JSON body that has no members but these.
func (c *call) object(members ...string) (map[string]any, error) {
	if err := c.media("application/json"); err != nil {
		return nil, err
	}
	o, err := encoding.DecodeJSONObject(c.r.Body)
	if err != nil {
		return nil, refused(KindBody)
	}
	known := 0
	for _, name := range members {
		if _, ok := o[name]; ok {
			known++
		}
	}
	if known != len(o) {
		return nil, refused(KindBody)
	}
	return o, nil
}

// text reads a string member, empty where it is absent.
func text(o map[string]any, name string) (string, error) {
	value, _, err := encoding.String(o, name)
	if err != nil {
		return "", refused(KindBody)
	}
	return value, nil
}

// field is one pair of a form.
type field struct{ name, value string }

type form []field

// get returns the value of a name, and whether it is there.
func (f form) get(name string) (string, bool) {
	for _, pair := range f {
		if pair.name == name {
			return pair.value, true
		}
	}
	return "", false
}

// form reads a body of application/x-www-form-urlencoded.
func (c *call) form() (form, error) {
	if err := c.media("application/x-www-form-urlencoded"); err != nil {
		return nil, err
	}
	return parseForm(string(c.r.Body))
}

// maxFields bounds the pairs of a form or query.
const maxFields = 32

// parseForm reads a form or query strictly: no name twice (RFC 6749, 3.1), no
// broken escape, UTF-8 only.
func parseForm(s string) (form, error) {
	var f form
	for s != "" {
		var pair string
		pair, s, _ = strings.Cut(s, "&")
		name, value, _ := strings.Cut(pair, "=")
		name, ok := unescape(name)
		value, valueOK := unescape(value)
		if _, twice := f.get(name); !ok || !valueOK || name == "" || twice || len(f) == maxFields {
			return nil, refused(KindBody)
		}
		f = append(f, field{name, value})
	}
	return f, nil
}

func unescape(s string) (string, bool) {
	if !strings.ContainsAny(s, "%+") {
		return s, isText(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '+':
			b.WriteByte(' ')
		case '%':
			if i+2 >= len(s) || nibble(s[i+1]) < 0 || nibble(s[i+2]) < 0 {
				return "", false
			}
			b.WriteByte(byte(nibble(s[i+1])<<4 | nibble(s[i+2])))
			i += 2
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), isText(b.String())
}

// isText refuses what a database may cut or replace.
func isText(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

func nibble(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// encode writes a form.
func (f form) encode() string {
	var b strings.Builder
	for i, pair := range f {
		if i > 0 {
			b.WriteByte('&')
		}
		escape(&b, pair.name)
		b.WriteByte('=')
		escape(&b, pair.value)
	}
	return b.String()
}

func escape(b *strings.Builder, s string) {
	const digits = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_', c == '.', c == '~':
			b.WriteByte(c)
		case c == ' ':
			b.WriteByte('+')
		default:
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
	}
}

// isCompact tells whether a text has the shape of a JWS or JWE in its compact
// form (RFC 7515, 3.1; RFC 7516, 3.1). What is in it is not the relay's matter.
func isCompact(s string, dots int) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_':
		case c == '.' && i > 0:
			dots--
		default:
			return false
		}
	}
	return s != "" && dots == 0
}

// isRequestObject accepts signed and encrypted request objects, and unsigned
// ones, whose last part is empty (RFC 9101, 4).
func isRequestObject(s string) bool { return isCompact(s, 2) || isCompact(s, 4) }
