package request

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"domicile/crypto/fault"
)

// parameters reads application/x-www-form-urlencoded text. A parameter that
// occurs twice is refused, known or not (RFC 6749 section 3.1): two readers
// would disagree on which one counts.
func parameters(text string, kind fault.Kind) (map[string]string, error) {
	if n := strings.Count(text, "&"); n >= MaxParameters {
		return nil, fault.New(kind, "%d parameters, at most %d", n+1, MaxParameters)
	}
	found := map[string]string{}
	for pair := range strings.SplitSeq(text, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, err := unescape(name, kind)
		if err != nil {
			return nil, err
		}
		if _, twice := found[name]; twice {
			return nil, fault.New(kind, "a parameter occurs twice")
		}
		if found[name], err = unescape(value, kind); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func unescape(text string, kind fault.Kind) (string, error) {
	plain, err := url.QueryUnescape(text)
	if err != nil || !utf8.ValidString(plain) {
		return "", fault.New(kind, "a parameter is not coded as in an address")
	}
	return plain, nil
}

// escape codes a parameter's value. Unlike url.QueryEscape it leaves alone what
// RFC 3986 section 3.4 allows in a query and no form reader takes for anything
// else, because every character makes a code harder to read.
func escape(text string) string {
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/,@"
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		if strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', hex[c>>4], hex[c&15]})
	}
	return b.String()
}
