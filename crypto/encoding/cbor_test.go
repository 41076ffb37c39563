package encoding_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

func ExampleDecodeCBOR() {
	v, err := encoding.DecodeCBOR([]byte{0xA1, 0x01, 0x62, 'X', 'M'})
	fmt.Println(v, err)
	_, err = encoding.DecodeCBOR([]byte{0x9B, 0, 0, 0, 1, 0, 0, 0, 0})
	fmt.Println(fault.KindOf(err))
	// Output:
	// map[1:XM] <nil>
	// cbor_length_lies
}

func TestDecodeCBORRefuses(t *testing.T) {
	for defect, c := range map[string]struct {
		hex  string
		kind fault.Kind
	}{
		"empty":                              {"", encoding.KindCBORMalformed},
		"head cut short":                     {"19ff", encoding.KindCBORMalformed},
		"reserved length":                    {"1c", encoding.KindCBORMalformed},
		"break outside":                      {"ff", encoding.KindCBORMalformed},
		"indefinite integer":                 {"1f", encoding.KindCBORMalformed},
		"indefinite tag":                     {"df00", encoding.KindCBORMalformed},
		"simple value in two bytes below 32": {"f814", encoding.KindCBORMalformed},
		"count that the bytes hold, the items not": {"a301020304", encoding.KindCBORLengthLies},
		"map with two equal keys":                  {"a201020103", encoding.KindCBORDuplicateKey},
		"two equal text keys":                      {"a2616101616102", encoding.KindCBORDuplicateKey},
		"two equal byte keys":                      {"a2416101416102", encoding.KindCBORDuplicateKey},
		"equal keys in a nested map":               {"81a201020103", encoding.KindCBORDuplicateKey},
		"indefinite bytes":                         {"5f4101ff", encoding.KindCBORIndefinite},
		"indefinite text":                          {"7f6161ff", encoding.KindCBORIndefinite},
		"indefinite array":                         {"9f01ff", encoding.KindCBORIndefinite},
		"indefinite map":                           {"bf0102ff", encoding.KindCBORIndefinite},
		"23 in two bytes":                          {"1817", encoding.KindCBORNoncanonicalInteger},
		"255 in three bytes":                       {"1900ff", encoding.KindCBORNoncanonicalInteger},
		"65535 in five bytes":                      {"1a0000ffff", encoding.KindCBORNoncanonicalInteger},
		"2^32-1 in nine bytes":                     {"1b00000000ffffffff", encoding.KindCBORNoncanonicalInteger},
		"negative in two bytes":                    {"3800", encoding.KindCBORNoncanonicalInteger},
		"length in two bytes":                      {"580161", encoding.KindCBORNoncanonicalInteger},
		"tag number in two bytes":                  {"d81200", encoding.KindCBORNoncanonicalInteger},
		"33 arrays":                                {strings.Repeat("81", 33) + "01", encoding.KindCBORDepth},
		"33 maps":                                  {strings.Repeat("a101", 33) + "01", encoding.KindCBORDepth},
		"100000 arrays":                            {strings.Repeat("81", 100_000), encoding.KindCBORDepth},
		"9-byte array bomb":                        {"9b0000000100000000", encoding.KindCBORLengthLies},
		"9-byte map bomb":                          {"bb7fffffffffffffff", encoding.KindCBORLengthLies},
		"9-byte text bomb":                         {"7bffffffffffffffff", encoding.KindCBORLengthLies},
		"bytes one short":                          {"420a", encoding.KindCBORLengthLies},
		"array one short":                          {"8201", encoding.KindCBORLengthLies},
		"map with a key only":                      {"a101", encoding.KindCBORLengthLies},
		"three tags":                               {"d83dd2d200", encoding.KindCBORTagUnexpected},
		"bytes as a date":                          {"c1413f", encoding.KindCBORType},
		"number as date text":                      {"c000", encoding.KindCBORType},
		"text as a bignum":                         {"c26161", encoding.KindCBORType},
		"array as an encoded item":                 {"d81880", encoding.KindCBORType},
		"item after the item":                      {"0102", encoding.KindCBORTrailingData},
		"undefined":                                {"f7", encoding.KindCBORUndefinedValue},
		"undefined in a map":                       {"a101f7", encoding.KindCBORUndefinedValue},
		"simple value 16":                          {"f0", encoding.KindCBORSimpleValue},
		"simple value 255":                         {"f8ff", encoding.KindCBORSimpleValue},
		"text that is not UTF-8":                   {"62c328", encoding.KindCBORInvalidUTF8},
		"negative below -2^63":                     {"3bffffffffffffffff", encoding.KindCBORIntegerRange},
		"array as key":                             {"a18001", encoding.KindCBORMapKey},
		"float as key":                             {"a1f93c0001", encoding.KindCBORMapKey},
		"null as key":                              {"a1f601", encoding.KindCBORMapKey},
	} {
		t.Run(defect, func(t *testing.T) {
			data, _ := hex.DecodeString(c.hex)
			v, err := encoding.DecodeCBOR(data)
			if got := fault.KindOf(err); got != c.kind {
				t.Errorf("kind %q (value %v, error %v), want %q", got, v, err, c.kind)
			}
			var x any
			if err := encoding.UnmarshalCBOR(data, &x); fault.KindOf(err) != c.kind {
				t.Errorf("UnmarshalCBOR: %v, want %q", err, c.kind)
			}
		})
	}
}

func TestDecodeCBORAccepts(t *testing.T) {
	for text, want := range map[string]any{
		"00":                 int64(0),
		"1b7fffffffffffffff": int64(math.MaxInt64),
		"1b8000000000000000": uint64(1 << 63),
		"3b7fffffffffffffff": int64(math.MinInt64),
		"40":                 []byte{},
		"6161":               "a",
		"f5":                 true,
		"f6":                 nil,
		"f93c00":             1.0,
		"f90001":             5.960464477539063e-8,
		"fa47c35000":         100000.0,
		"fb41d8255eb7400000": 1620409053.0,
		"d83dd280":           encoding.CBORTag{Number: 61, Content: encoding.CBORTag{Number: 18, Content: []any{}}},
		"c074323031332d30332d32315432303a30343a30305a": encoding.CBORTag{Number: 0, Content: "2013-03-21T20:04:00Z"},
		"a2020101f6":                    map[any]any{int64(2): int64(1), int64(1): nil},
		"a14101182a":                    map[any]any{encoding.CBORBytes("\x01"): int64(42)},
		strings.Repeat("81", 32) + "01": nest(32),
	} {
		data, _ := hex.DecodeString(text)
		if got, err := encoding.DecodeCBOR(data); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %#v, %v, want %#v", text, got, err, want)
		}
	}
}

func nest(depth int) any {
	if depth == 0 {
		return int64(1)
	}
	return []any{nest(depth - 1)}
}

func TestUnmarshalCBORType(t *testing.T) {
	var v struct {
		Age int `cbor:"age"`
	}
	if err := encoding.UnmarshalCBOR([]byte{0xA1, 0x63, 'a', 'g', 'e', 0x61, '5'}, &v); fault.KindOf(err) != encoding.KindCBORType {
		t.Errorf("text became a number: %v", err)
	}
	var tag encoding.CBORTag
	if err := encoding.UnmarshalCBOR([]byte{0x01}, &tag); fault.KindOf(err) != encoding.KindCBORType {
		t.Errorf("a number became a tag: %v", err)
	}
}

func TestEncodeCBORIsDeterministic(t *testing.T) {
	got, err := encoding.EncodeCBOR(map[any]any{"b": 1, "a": 2.0, int64(-1): encoding.CBORTag{Number: 18, Content: []any{}}, 10: nil})
	if want := "a40af620d2806161f940006162" + "01"; err != nil || hex.EncodeToString(got) != want {
		t.Errorf("got %x, %v, want %s", got, err, want)
	}
	if _, err := encoding.EncodeCBOR(func() {}); fault.KindOf(err) != encoding.KindCBORType {
		t.Errorf("a function was encoded: %v", err)
	}
}

// FuzzDecodeCBOR holds that nothing panics, that what is read is also what the
// general decoder reads, and that it survives being written again.
func FuzzDecodeCBOR(f *testing.F) {
	for _, seed := range []string{"a2020101f6", "d83dd280", "9b0000000100000000", "fb41d8255eb7400000", "8301a1414160f97c00"} {
		data, _ := hex.DecodeString(seed)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := encoding.DecodeCBOR(data)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Fatalf("an error without a kind: %v", err)
			}
			return
		}
		if err := cbor.Wellformed(data); err != nil {
			t.Fatalf("%x is accepted, the general decoder says %v", data, err)
		}
		once, err := encoding.EncodeCBOR(v)
		if err != nil {
			t.Fatal(err)
		}
		w, err := encoding.DecodeCBOR(once)
		if err != nil {
			t.Fatal(err)
		}
		if twice, _ := encoding.EncodeCBOR(w); !bytes.Equal(once, twice) {
			t.Fatalf("%x became %x, then %x", data, once, twice)
		}
	})
}
