package encoding_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/internal/vectors"
)

// TestCBORExamples reads the examples of RFC 8949 appendix A: each is read as
// it says, or refused for a reason that it shows.
func TestCBORExamples(t *testing.T) {
	var cases []struct {
		Hex        string `json:"hex"`
		Roundtrip  bool   `json:"roundtrip"`
		Decoded    any    `json:"decoded"`
		Diagnostic string `json:"diagnostic"`
	}
	vectors.ReadJSON(t, "cbor/appendix_a.json", &cases)
	refused := map[fault.Kind]int{}
	for _, c := range cases {
		item, _ := encoding.DecodeHex(c.Hex)
		v, err := encoding.DecodeCBOR(item)
		switch kind := fault.KindOf(err); {
		case err == nil && c.Diagnostic == "":
			if got := plain(v); !reflect.DeepEqual(got, c.Decoded) {
				t.Errorf("%s: %#v, want %#v", c.Hex, got, c.Decoded)
			}
		case err != nil && !strictnessExplains(kind, c.Hex, c.Diagnostic):
			t.Errorf("%s (%s): %v", c.Hex, c.Diagnostic, err)
		case err != nil:
			refused[kind]++
		}
		if again, _ := encoding.EncodeCBOR(v); err == nil && c.Roundtrip && !bytes.Equal(again, item) {
			t.Errorf("%s became %x", c.Hex, again)
		}
	}
	t.Logf("%d examples, refused: %v", len(cases), refused)
}

func strictnessExplains(kind fault.Kind, text, diagnostic string) bool {
	switch kind {
	case encoding.KindCBORIndefinite:
		return strings.HasPrefix(diagnostic, "(_") || strings.ContainsAny(text[:1], "579b") || strings.Contains(text, "9f") || strings.Contains(text, "bf")
	case encoding.KindCBORUndefinedValue:
		return diagnostic == "undefined"
	case encoding.KindCBORSimpleValue:
		return strings.HasPrefix(diagnostic, "simple(")
	case encoding.KindCBORIntegerRange:
		return text == "3bffffffffffffffff"
	}
	return false
}

// plain turns a tree into what encoding/json makes of the same values.
func plain(v any) any {
	switch v := v.(type) {
	case int64:
		return float64(v)
	case uint64:
		return float64(v)
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = plain(v[i])
		}
		return list
	case map[any]any:
		object := map[string]any{}
		for key, value := range v {
			name, _ := key.(string)
			object[name] = plain(value)
		}
		return object
	case encoding.CBORTag: // bignums
		n, b := 0.0, v.Content.([]byte)
		for _, c := range b {
			n = n*256 + float64(c)
		}
		return map[uint64]float64{2: n, 3: -1 - n}[v.Number]
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return nil
		}
	}
	return v
}

// TestHealthCertificates takes apart every health certificate that the states
// of Europe published: what was issued can be read, down to the payload.
func TestHealthCertificates(t *testing.T) {
	read, refused := 0, map[string]fault.Kind{}
	root := vectors.Dir(t, "dgc")
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json") || d.Name() == "index.json" {
			return err
		}
		name, _ := filepath.Rel(root, path)
		data, _ := os.ReadFile(path)
		var c struct{ PREFIX string }
		if err := json.Unmarshal(data, &c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := readCertificate(c.PREFIX); err != nil {
			refused[name] = fault.KindOf(err)
		}
		read++
		return nil
	})
	want := map[string]fault.Kind{
		"common/2DCode/raw/H1.json": encoding.KindBase45Length, // another prefix
		"common/2DCode/raw/Z1.json": encoding.KindZlibMissing,  // not compressed
	}
	for name, kind := range refused {
		if want[name] != kind {
			t.Errorf("%s is refused: %s", name, kind)
		}
	}
	t.Logf("%d certificates, refused: %v", read, refused)
}

// readCertificate undoes the layers of an HCERT: base45, zlib, COSE, payload.
func readCertificate(text string) error {
	compressed, err := encoding.DecodeBase45(strings.TrimPrefix(text, "HC1:"))
	if err != nil {
		return err
	}
	signed, err := encoding.Inflate(compressed, encoding.MaxInflated)
	if err != nil {
		return err
	}
	v, err := encoding.DecodeCBOR(signed)
	for tag, ok := v.(encoding.CBORTag); ok; tag, ok = v.(encoding.CBORTag) {
		v = tag.Content
	}
	if err != nil {
		return err
	}
	parts := v.([]any)
	for _, i := range []int{0, 2} {
		if b := parts[i].([]byte); len(b) > 0 {
			if _, err := encoding.DecodeCBOR(b); err != nil {
				return err
			}
		}
	}
	return nil
}
