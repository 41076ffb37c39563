package relay

import (
	"strings"
	"testing"
)

// A form is read in one way or refused.
func TestFormThatReadsInTwoWaysIsRefused(t *testing.T) {
	for _, s := range []string{"a=1&a=2", "a=%", "a=%4", "a=%4g", "a=%ff", "a=%00", "=1", "&a=1", "a=1&&b=2", "%61=1&a=2", strings.Repeat("a&", 33) + "b"} {
		f, err := parseForm(s)
		if err == nil {
			t.Errorf("%q: %v", s, f)
		}
	}
	f, err := parseForm("a=%C3%BC+b&c=&d")
	if err != nil || len(f) != 3 || f[0].value != "ü b" {
		t.Errorf("%v %v", f, err)
	}
}

func FuzzForm(f *testing.F) {
	for _, s := range []string{"", "a=1&b=%20", "response=a.b.c.d.e", "vp_token=%7B%7D&state=a+b", "%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		form, err := parseForm(s)
		if err != nil {
			return
		}
		again, err := parseForm(form.encode())
		if err != nil || again.encode() != form.encode() {
			t.Errorf("%q: %v, then %v, %v", s, form, again, err)
		}
	})
}

// Only the shape of a JWS or JWE passes.
func TestTextThatIsNoTokenIsRefused(t *testing.T) {
	for _, s := range []string{"", "a", "a.b", "a.b.c.d", "a.b.c.d.e.f", ".b.c", "a.b.c ", "a.b.c=", "a.b.ü", "a\x00b.c", "{}.{}.{}"} {
		if isRequestObject(s) {
			t.Errorf("%q", s)
		}
	}
	for _, s := range []string{"a.b.c", "a.b.", "a..c.d.e", "a.b.c.d.e"} {
		if !isRequestObject(s) {
			t.Errorf("%q is refused", s)
		}
	}
}

// A secret has one spelling.
func TestSecretThatIsSpelledOtherwiseIsRefused(t *testing.T) {
	for _, s := range []string{"", strings.Repeat("A", 21), strings.Repeat("A", 23), strings.Repeat("A", 21) + "B", strings.Repeat("A", 21) + "=", strings.Repeat("+", 22), strings.Repeat("A", 20) + "ü"} {
		if isSecret(s) {
			t.Errorf("%q", s)
		}
	}
	if !isSecret(strings.Repeat("A", 21)+"Q") || !isSecret("VRn-_abcdefghijklmnopA") {
		t.Error("a good one is refused")
	}
}
