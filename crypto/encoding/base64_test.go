package encoding_test

import (
	"bytes"
	"testing"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

func TestDecodeBase64URLRefuses(t *testing.T) {
	for defect, c := range map[string]struct {
		text string
		kind fault.Kind
	}{
		"padding":                 {"QQ==", encoding.KindBase64URLPadding},
		"padding in the middle":   {"QQ=Q", encoding.KindBase64URLPadding},
		"line feed":               {"QUJD\nRA", encoding.KindBase64URLWhitespace},
		"carriage return at end":  {"QQ\r", encoding.KindBase64URLWhitespace},
		"space":                   {" QQ", encoding.KindBase64URLWhitespace},
		"tab":                     {"Q\tQ", encoding.KindBase64URLWhitespace},
		"plus of the other base":  {"Q+Q", encoding.KindBase64URLCharacter},
		"slash of the other base": {"Q/Q", encoding.KindBase64URLCharacter},
		"zero byte":               {"QQ\x00", encoding.KindBase64URLCharacter},
		"no ASCII":                {"QQé", encoding.KindBase64URLCharacter},
		"QR for QQ":               {"QR", encoding.KindBase64URLNoncanonical},
		"QUF for QUE":             {"QUF", encoding.KindBase64URLNoncanonical},
		"one character left over": {"QUJDQ", encoding.KindBase64URLNoncanonical},
	} {
		if _, err := encoding.DecodeBase64URL(c.text); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v, want %q", defect, err, c.kind)
		}
	}
}

func TestDecodeBase64Refuses(t *testing.T) {
	for _, text := range []string{"QQ", "QR==", "QQ=", "QQ==\n", "Q\nQ==", "QQ==QQ==", "-_-_", "Q Q=", "===="} {
		if _, err := encoding.DecodeBase64(text); fault.KindOf(err) != encoding.KindBase64Malformed {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestBase64Accepts(t *testing.T) {
	for text, want := range map[string]string{"": "", "QQ": "A", "QUI": "AB", "QUJD": "ABC", "-_8": "\xfb\xff"} {
		got, err := encoding.DecodeBase64URL(text)
		if err != nil || string(got) != want || encoding.EncodeBase64URL(got) != text {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	if got, err := encoding.DecodeBase64("+/8="); err != nil || !bytes.Equal(got, []byte{0xFB, 0xFF}) || encoding.EncodeBase64(got) != "+/8=" {
		t.Errorf("%x, %v", got, err)
	}
}

// FuzzDecodeBase64URL holds that each byte string has one spelling.
func FuzzDecodeBase64URL(f *testing.F) {
	for _, seed := range []string{"QQ", "QR", "QQ==", "QU\nJD", "-_8"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := encoding.DecodeBase64URL(text)
		if err == nil && encoding.EncodeBase64URL(b) != text {
			t.Fatalf("%q is not the spelling of %x", text, b)
		}
		if c, err := encoding.DecodeBase64(text); err == nil && encoding.EncodeBase64(c) != text {
			t.Fatalf("%q is not the spelling of %x", text, c)
		}
	})
}
