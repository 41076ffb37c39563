package encoding_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

func ExampleDecodeJSONObject() {
	_, err := encoding.DecodeJSONObject([]byte(`{"alg":"ES256","alg":"none"}`))
	fmt.Println(fault.KindOf(err))
	// Output: json_duplicate_key
}

func TestDecodeJSONRefuses(t *testing.T) {
	deep := strings.Repeat("[", encoding.MaxDepth+1) + strings.Repeat("]", encoding.MaxDepth+1)
	for defect, c := range map[string]struct {
		text string
		kind fault.Kind
	}{
		"empty":                             {``, encoding.KindJSONSyntax},
		"only white space":                  {" \n", encoding.KindJSONSyntax},
		"single quotes":                     {`{'a':1}`, encoding.KindJSONSyntax},
		"comma before the end":              {`[1,]`, encoding.KindJSONSyntax},
		"object cut short":                  {`{"a":1`, encoding.KindJSONSyntax},
		"leading zero":                      {`01`, encoding.KindJSONTrailingData},
		"NaN":                               {`NaN`, encoding.KindJSONSyntax},
		"control character in string":       {"\"\x01\"", encoding.KindJSONSyntax},
		"unknown escape":                    {`"\x41"`, encoding.KindJSONSyntax},
		"byte order mark":                   {"\ufeff{}", encoding.KindJSONSyntax},
		"same name twice":                   {`{"a":1,"a":1}`, encoding.KindJSONDuplicateKey},
		"same name twice, one escaped":      {`{"a":1,"\u0061":2}`, encoding.KindJSONDuplicateKey},
		"same name twice, nested":           {`[{"b":{"a":1,"a":2}}]`, encoding.KindJSONDuplicateKey},
		"names that differ by case":         {`{"alg":"ES256","ALG":"none"}`, encoding.KindJSONCaseVariantKey},
		"Kelvin sign for k":                 {"{\"k\":1,\"\u212a\":2}", encoding.KindJSONCaseVariantKey},
		"long s for s":                      {"{\"s\":1,\"\u017f\":2}", encoding.KindJSONCaseVariantKey},
		"overlong UTF-8":                    {"\"\xc0\x80\"", encoding.KindJSONInvalidUTF8},
		"UTF-8 cut short":                   {"\"\xe2\x82\"", encoding.KindJSONInvalidUTF8},
		"surrogate in UTF-8":                {"\"\xed\xa0\x80\"", encoding.KindJSONInvalidUTF8},
		"high surrogate alone":              {`"\ud800"`, encoding.KindJSONLoneSurrogate},
		"low surrogate alone":               {`"\udc00"`, encoding.KindJSONLoneSurrogate},
		"surrogates swapped":                {`"\udc00\ud800"`, encoding.KindJSONLoneSurrogate},
		"high surrogate before a character": {`"\ud800\u0041"`, encoding.KindJSONLoneSurrogate},
		"high surrogate at the end":         {`"\ud800`, encoding.KindJSONLoneSurrogate},
		"lone surrogate in a name":          {`{"\ud800":1}`, encoding.KindJSONLoneSurrogate},
		"one level too deep":                {deep, encoding.KindJSONDepth},
		"deep and never closed":             {strings.Repeat(`{"a":`, 1<<20), encoding.KindJSONDepth},
		"second value":                      {`{} {}`, encoding.KindJSONTrailingData},
		"rubbish after the value":           {`{}x`, encoding.KindJSONTrailingData},
		"zero byte after the value":         {"{}\x00", encoding.KindJSONTrailingData},
		"2^53+1":                            {`9007199254740993`, encoding.KindJSONNumberInexact},
		"1e400":                             {`[1e400]`, encoding.KindJSONNumberInexact},
		"1e-400":                            {`1e-400`, encoding.KindJSONNumberInexact},
		"twenty digits":                     {`0.12345678901234567890`, encoding.KindJSONNumberInexact},
	} {
		t.Run(defect, func(t *testing.T) {
			v, err := encoding.DecodeJSON([]byte(c.text))
			if got := fault.KindOf(err); got != c.kind {
				t.Errorf("kind %q (value %v, error %v), want %q", got, v, err, c.kind)
			}
		})
	}
}

func TestDecodeJSONAccepts(t *testing.T) {
	for text, want := range map[string]any{
		`{"a":[1,"b",null,true],"A b":{}}`:          map[string]any{"a": []any{encoding.Number("1"), "b", nil, true}, "A b": map[string]any{}},
		" [ ] \n":                                   []any{},
		`"\ud83d\ude00\"\\\u00e9"`:                  "😀\"\\é",
		`"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["`: strings.Repeat("[", 39),
		`9007199254740992`:                          encoding.Number("9007199254740992"),
		`-0.1`:                                      encoding.Number("-0.1"),
		`1.50E+2`:                                   encoding.Number("1.50E+2"),
		`0e0`:                                       encoding.Number("0e0"),
	} {
		got, err := encoding.DecodeJSON([]byte(text))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %#v, %v", text, got, err)
		}
	}
}

func TestDecodeJSONObjectRefusesOthers(t *testing.T) {
	for _, text := range []string{`null`, `true`, `"a"`, `1`, `[]`} {
		if _, err := encoding.DecodeJSONObject([]byte(text)); fault.KindOf(err) != encoding.KindJSONNotObject {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestEncodeJSON(t *testing.T) {
	got, err := encoding.EncodeJSON(map[string]any{"b": "<&>", "a": encoding.Number("1.50")})
	if want := `{"a":1.50,"b":"<&>"}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
	if _, err := encoding.EncodeJSON(func() {}); fault.KindOf(err) != encoding.KindJSONSyntax {
		t.Errorf("a function was encoded: %v", err)
	}
}

// FuzzDecodeJSON holds that what is read can be written and read again as the
// same, and that nothing panics.
func FuzzDecodeJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1.5e3,"\ud83d\ude00",null]}`, `{"a":1,"A":2}`, `[[[`, `"\ud800"`, `1e400`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := encoding.DecodeJSON(data)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Fatalf("an error without a kind: %v", err)
			}
			return
		}
		again, err := encoding.EncodeJSON(v)
		if err != nil {
			t.Fatal(err)
		}
		w, err := encoding.DecodeJSON(again)
		if err != nil || !reflect.DeepEqual(v, w) {
			t.Fatalf("%q became %q: %v", data, again, err)
		}
	})
}
