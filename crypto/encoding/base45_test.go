package encoding_test

import (
	"fmt"
	"testing"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

func ExampleEncodeBase45() {
	fmt.Println(encoding.EncodeBase45([]byte("Hello!!"))) // RFC 9285 section 4.3
	// Output: %69 VD92EX0
}

func TestDecodeBase45Refuses(t *testing.T) {
	for defect, c := range map[string]struct {
		text string
		kind fault.Kind
	}{
		"lower case":                     {"abc", encoding.KindBase45Character},
		"comma":                          {"A,0", encoding.KindBase45Character},
		"line feed":                      {"BB8\n0", encoding.KindBase45Character},
		"no ASCII":                       {"é0", encoding.KindBase45Character},
		"zero byte":                      {"00\x00", encoding.KindBase45Character},
		"one character":                  {"0", encoding.KindBase45Length},
		"four characters":                {"BB80", encoding.KindBase45Length},
		"triplet is 65536":               {"HGW", encoding.KindBase45Overflow},
		"triplet is the largest":         {":::", encoding.KindBase45Overflow},
		"pair is 256":                    {"V5", encoding.KindBase45Overflow},
		"pair is the largest":            {"BB8::", encoding.KindBase45Overflow},
		"overflow before a foreign sign": {":::a00", encoding.KindBase45Overflow},
	} {
		if _, err := encoding.DecodeBase45(c.text); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v, want %q", defect, err, c.kind)
		}
	}
}

// The examples of RFC 9285 section 4, and both limits.
func TestBase45Accepts(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "BB8": "AB", "%69 VD92EX0": "Hello!!", "UJCLQE7W581": "base-45", "QED8WEX0": "ietf!", "FGW": "\xff\xff", "U5": "\xff", "00": "\x00",
	} {
		got, err := encoding.DecodeBase45(text)
		if err != nil || string(got) != want || encoding.EncodeBase45(got) != text {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

// FuzzDecodeBase45 holds that each byte string has one spelling.
func FuzzDecodeBase45(f *testing.F) {
	for _, seed := range []string{"%69 VD92EX0", "FGW", "GGW", ":::", "abc", "0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := encoding.DecodeBase45(text)
		if err == nil && encoding.EncodeBase45(b) != text {
			t.Fatalf("%q is not the spelling of %x", text, b)
		}
	})
}
