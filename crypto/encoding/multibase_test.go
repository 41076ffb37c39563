package encoding_test

import (
	"testing"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

func TestDecodeMultibaseRefuses(t *testing.T) {
	for defect, c := range map[string]struct {
		text string
		kind fault.Kind
	}{
		"empty":                 {"", encoding.KindMultibaseUnknown},
		"base16":                {"f61", encoding.KindMultibaseUnknown},
		"capital Z":             {"Z2g", encoding.KindMultibaseUnknown},
		"padded base64url":      {"UQQ==", encoding.KindMultibaseUnknown},
		"padding after u":       {"uQQ==", encoding.KindBase64URLPadding},
		"foreign letter of z":   {"z0", encoding.KindBase58Character},
		"unused bits after u":   {"uQR", encoding.KindBase64URLNoncanonical},
		"white space before it": {" z2g", encoding.KindMultibaseUnknown},
	} {
		if _, err := encoding.DecodeMultibase(c.text); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v, want %q", defect, err, c.kind)
		}
	}
	if _, err := encoding.EncodeMultibase('f', nil); fault.KindOf(err) != encoding.KindMultibaseUnknown {
		t.Errorf("base16 was written: %v", err)
	}
}

// FuzzDecodeMultibase holds that each byte string has one spelling in each base.
func FuzzDecodeMultibase(f *testing.F) {
	for _, seed := range []string{"z2g", "uYQ", "f61", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := encoding.DecodeMultibase(text)
		if err != nil {
			return
		}
		if again, err := encoding.EncodeMultibase(text[0], b); err != nil || again != text {
			t.Fatalf("%q became %q: %v", text, again, err)
		}
	})
}
