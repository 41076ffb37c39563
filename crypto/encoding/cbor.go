package encoding

import (
	"github.com/fxamacker/cbor/v2"

	"domicile/crypto/fault"
)

// Kinds of CBOR defects.
const (
	// KindCBORMalformed is returned when bytes are not CBOR (RFC 8949 appendix C).
	KindCBORMalformed fault.Kind = "cbor_malformed"
	// KindCBORDuplicateKey is returned when a map has a key twice.
	KindCBORDuplicateKey fault.Kind = "cbor_duplicate_key"
	// KindCBORIndefinite is returned when a length is indefinite.
	KindCBORIndefinite fault.Kind = "cbor_indefinite"
	// KindCBORNoncanonicalInteger is returned when an integer, a length or a tag
	// number is written longer than it need be.
	KindCBORNoncanonicalInteger fault.Kind = "cbor_noncanonical_integer"
	// KindCBORDepth is returned when items nest deeper than MaxDepth.
	KindCBORDepth fault.Kind = "cbor_depth"
	// KindCBORLengthLies is returned when a string, array or map claims more
	// than the bytes that follow can hold.
	KindCBORLengthLies fault.Kind = "cbor_length_lies"
	// KindCBORTagUnexpected is returned when more than two tags stand before one
	// item, or a tag stands where the format has none.
	KindCBORTagUnexpected fault.Kind = "cbor_tag_unexpected"
	// KindCBORTrailingData is returned when something follows the item.
	KindCBORTrailingData fault.Kind = "cbor_trailing_data"
	// KindCBORUndefinedValue is returned when the value undefined occurs.
	KindCBORUndefinedValue fault.Kind = "cbor_undefined_value"
	// KindCBORSimpleValue is returned when a simple value other than false, true
	// and null occurs.
	KindCBORSimpleValue fault.Kind = "cbor_simple_value"
	// KindCBORInvalidUTF8 is returned when a text string is not UTF-8.
	KindCBORInvalidUTF8 fault.Kind = "cbor_invalid_utf8"
	// KindCBORIntegerRange is returned when a negative integer is below -2^63.
	KindCBORIntegerRange fault.Kind = "cbor_integer_range"
	// KindCBORMapKey is returned when a key is neither integer, text nor bytes.
	KindCBORMapKey fault.Kind = "cbor_map_key"
	// KindCBORType is returned when an item has another type than its place or
	// its tag demands, or a value has no CBOR form.
	KindCBORType fault.Kind = "cbor_type"
)

// RawCBOR is an encoded item, to be read later or kept as signed.
type RawCBOR = cbor.RawMessage

// CBORBytes is a byte string as a key of a map; elsewhere it is a []byte.
type CBORBytes = cbor.ByteString

// CBORTag is a tagged item. Tags are kept as they are, dates and bignums too.
type CBORTag struct {
	Number  uint64
	Content any
}

// MarshalCBOR writes the tag and its content.
func (t CBORTag) MarshalCBOR() ([]byte, error) {
	return cborEncoder.Marshal(cbor.Tag{Number: t.Number, Content: t.Content})
}

// UnmarshalCBOR reads a tagged item as DecodeCBOR does.
func (t *CBORTag) UnmarshalCBOR(data []byte) error {
	v, err := DecodeCBOR(data)
	if err != nil {
		return err
	}
	tag, ok := v.(CBORTag)
	if !ok {
		return fault.New(KindCBORType, "a tag is due")
	}
	*t = tag
	return nil
}

// DecodeCBOR reads one strict item into int64, uint64 (only above the range of
// int64), []byte, string, bool, nil, float64, []any, map[any]any and CBORTag.
// Keys are int64, uint64, string or CBORBytes. Keys may stand in any order, and
// floats have any width: genuine health certificates need both.
func DecodeCBOR(data []byte) (any, error) {
	r := cborReader{data: data}
	v, err := r.item(0)
	if err != nil {
		return nil, err
	}
	if r.at < len(data) {
		return nil, fault.New(KindCBORTrailingData, "the item ends at byte %d of %d", r.at, len(data))
	}
	return v, nil
}

// UnmarshalCBOR reads one item, strict as for DecodeCBOR, into a struct, map or
// slice; see github.com/fxamacker/cbor for its field tags. An item of a wrong
// type is refused with cbor_type.
func UnmarshalCBOR(data []byte, v any) error {
	if _, err := DecodeCBOR(data); err != nil {
		return err
	}
	if err := cborDecoder.Unmarshal(data, v); err != nil {
		return fault.Wrap(KindCBORType, err, "")
	}
	return nil
}

// EncodeCBOR writes the deterministic form of RFC 8949 section 4.2.1.
func EncodeCBOR(v any) ([]byte, error) {
	b, err := cborEncoder.Marshal(v)
	if err != nil {
		return nil, fault.Wrap(KindCBORType, err, "the value has no CBOR form")
	}
	return b, nil
}

// cborDecoder repeats what cborReader has checked and adds the types. Both are
// immutable and safe for concurrent use.
var (
	cborDecoder = must(cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		MaxNestedLevels:   MaxDepth,
		IndefLength:       cbor.IndefLengthForbidden,
		IntDec:            cbor.IntDecConvertSigned,
		MapKeyByteString:  cbor.MapKeyByteStringAllowed,
		FieldNameMatching: cbor.FieldNameMatchingCaseSensitive,
	}.DecMode())
	cborEncoder = must(cbor.CoreDetEncOptions().EncMode())
)

// must unwraps a mode that is made of constants.
func must[T any](mode T, err error) T {
	if err != nil {
		panic(err)
	}
	return mode
}
