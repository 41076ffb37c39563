package encoding_test

import (
	"testing"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

func TestDecodeHex(t *testing.T) {
	for _, text := range []string{"0", "0g", "0x00", " 00", "00\n"} {
		if _, err := encoding.DecodeHex(text); fault.KindOf(err) != encoding.KindHexMalformed {
			t.Errorf("%q: %v", text, err)
		}
	}
	if b, err := encoding.DecodeHex("00fFAb"); err != nil || encoding.EncodeHex(b) != "00ffab" {
		t.Errorf("%x, %v", b, err)
	}
}

// FuzzDecodeHex holds that writing what was read gives the same digits.
func FuzzDecodeHex(f *testing.F) {
	f.Add("00ff")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := encoding.DecodeHex(text)
		if err == nil && len(encoding.EncodeHex(b)) != len(text) {
			t.Fatalf("%q became %x", text, b)
		}
	})
}
