package encoding_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

func TestDecodeBase58Refuses(t *testing.T) {
	for defect, c := range map[string]struct {
		text string
		kind fault.Kind
	}{
		"zero":         {"2g0", encoding.KindBase58Character},
		"capital O":    {"O", encoding.KindBase58Character},
		"capital I":    {"I", encoding.KindBase58Character},
		"small l":      {"l", encoding.KindBase58Character},
		"space":        {"2g ", encoding.KindBase58Character},
		"no ASCII":     {"2gé", encoding.KindBase58Character},
		"one too long": {strings.Repeat("1", encoding.MaxBase58+1), encoding.KindBase58TooLong},
	} {
		if _, err := encoding.DecodeBase58(c.text); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v, want %q", defect, err, c.kind)
		}
	}
}

// The test vectors of Bitcoin Core (src/test/data/base58_encode_decode.json).
func TestBase58Accepts(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "2g": "61", "a3gV": "626262", "aPEr": "636363", "2cFupjhnEsSn59qHXstmK2ffpLv2": "73696d706c792061206c6f6e6720737472696e67",
		"1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L": "00eb15231dfceb60925886b67d065299925915aeb172c06647", "ABnLTmg": "516b6fcd0f",
		"3SEo3LWLoPntC": "bf4f89001e670274dd", "3EFU7m": "572e4794", "EJDM8drfXA6uyA": "ecac89cad93923c02321", "Rt5zm": "10c8511e",
		"1111111111": "00000000000000000000",
	} {
		got, err := encoding.DecodeBase58(text)
		if err != nil || hex.EncodeToString(got) != want || encoding.EncodeBase58(got) != text {
			t.Errorf("%q: %x, %v", text, got, err)
		}
	}
}

// FuzzDecodeBase58 holds that each byte string has one spelling.
func FuzzDecodeBase58(f *testing.F) {
	for _, seed := range []string{"2g", "1111", "I", "é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := encoding.DecodeBase58(text)
		if err == nil && encoding.EncodeBase58(b) != text {
			t.Fatalf("%q is not the spelling of %x", text, b)
		}
	})
}
