package encoding

import (
	"bytes"
	"encoding/json"
	"io"
	"unicode"
	"unicode/utf8"

	"domicile/crypto/fault"
)

// Kinds of JSON defects.
const (
	// KindJSONSyntax is returned when a text is not JSON (RFC 8259).
	KindJSONSyntax fault.Kind = "json_syntax"
	// KindJSONDuplicateKey is returned when an object names a member twice.
	KindJSONDuplicateKey fault.Kind = "json_duplicate_key"
	// KindJSONCaseVariantKey is returned when two names of an object differ by
	// case only, or a name is a known one in another case: a lax reader would
	// take one for the other.
	KindJSONCaseVariantKey fault.Kind = "json_case_variant_key"
	// KindJSONInvalidUTF8 is returned when a text is not UTF-8.
	KindJSONInvalidUTF8 fault.Kind = "json_invalid_utf8"
	// KindJSONLoneSurrogate is returned when an escape names half a character.
	KindJSONLoneSurrogate fault.Kind = "json_lone_surrogate"
	// KindJSONDepth is returned when values nest deeper than MaxDepth.
	KindJSONDepth fault.Kind = "json_depth"
	// KindJSONTrailingData is returned when something follows the value.
	KindJSONTrailingData fault.Kind = "json_trailing_data"
	// KindJSONNotObject is returned when an object is required and another
	// value is there.
	KindJSONNotObject fault.Kind = "json_not_object"
)

// Number is a JSON number as it was written, so that nothing is rounded on the
// way through.
type Number = json.Number

// DecodeJSON reads one strict JSON value into map[string]any, []any, string,
// bool, nil and Number. Errors are faults of the json_ kinds.
func DecodeJSON(data []byte) (any, error) {
	if err := checkJSONText(data); err != nil {
		return nil, err
	}
	if !json.Valid(data) {
		return nil, jsonSyntaxFault(data)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return readJSONValue(d)
}

// DecodeJSONObject reads one strict JSON object, as DecodeJSON does.
func DecodeJSONObject(data []byte) (map[string]any, error) {
	v, err := DecodeJSON(data)
	if err != nil {
		return nil, err
	}
	o, ok := v.(map[string]any)
	if !ok {
		return nil, fault.New(KindJSONNotObject, "the value is a %s", jsonTypeName(v))
	}
	return o, nil
}

// EncodeJSON writes a value without HTML escaping, without a newline at the
// end, and with the names of maps sorted.
func EncodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fault.Wrap(KindJSONSyntax, err, "the value has no JSON form")
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// jsonSyntaxFault tells a second value or rubbish after a good one from a text
// that is no JSON at all.
func jsonSyntaxFault(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	var first json.RawMessage
	if err := d.Decode(&first); err != nil {
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return fault.New(KindJSONSyntax, "the text ends too early")
		}
		return fault.New(KindJSONSyntax, "not JSON at byte %d", d.InputOffset())
	}
	return fault.New(KindJSONTrailingData, "the value ends at byte %d of %d", d.InputOffset(), len(data))
}

// readJSONValue builds the tree. The text has been found valid, so the decoder
// itself has nothing left to refuse.
func readJSONValue(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, fault.Wrap(KindJSONSyntax, err, "")
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			return readJSONObject(d)
		}
		return readJSONArray(d)
	case json.Number:
		return t, checkJSONNumber(t)
	}
	return t, nil
}

func readJSONArray(d *json.Decoder) (any, error) {
	list := []any{}
	for d.More() {
		v, err := readJSONValue(d)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := d.Token()
	return list, err
}

func readJSONObject(d *json.Decoder) (any, error) {
	object, folded := map[string]any{}, map[string]bool{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, fault.Wrap(KindJSONSyntax, err, "")
		}
		name, _ := t.(string)
		if _, twice := object[name]; twice {
			return nil, fault.New(KindJSONDuplicateKey, "before byte %d", d.InputOffset())
		}
		if folded[foldCase(name)] {
			return nil, fault.New(KindJSONCaseVariantKey, "before byte %d", d.InputOffset())
		}
		folded[foldCase(name)] = true
		if object[name], err = readJSONValue(d); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return object, err
}

// checkJSONText bounds the depth and refuses broken characters before any
// decoder sees them: encoding/json would replace them with U+FFFD.
func checkJSONText(data []byte) error {
	if !utf8.Valid(data) {
		return fault.New(KindJSONInvalidUTF8, "the text is not UTF-8")
	}
	depth, inString := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			inString = !inString
		case inString && c == '\\':
			n, err := escapeLength(data[i:])
			if err != nil {
				return err
			}
			i += n - 1
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return fault.New(KindJSONDepth, "more than %d levels at byte %d", MaxDepth, i)
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

// escapeLength is the length of the escape that s begins with: 2, 6, or 12 for
// a pair of surrogates. Malformed escapes are left to the decoder.
func escapeLength(s []byte) (int, error) {
	unit, ok := escapedUnit(s)
	switch {
	case !ok:
		return 2, nil
	case unit < 0xD800 || unit > 0xDFFF:
		return 6, nil
	}
	second, ok := escapedUnit(s[6:])
	if unit > 0xDBFF || !ok || second < 0xDC00 || second > 0xDFFF {
		return 0, fault.New(KindJSONLoneSurrogate, "an escape names half a character")
	}
	return 12, nil
}

// escapedUnit reads \uXXXX at the start of s.
func escapedUnit(s []byte) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	var unit rune
	for _, c := range s[2:6] {
		digit := hexDigit(c)
		if digit < 0 {
			return 0, false
		}
		unit = unit<<4 | rune(digit)
	}
	return unit, true
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// foldCase maps all names that encoding/json would match with each other to one
// spelling: each character becomes the smallest of its Unicode simple folding,
// so that also the Kelvin sign is a k.
func foldCase(name string) string {
	return string(bytes.Map(func(r rune) rune {
		least := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
		return least
	}, []byte(name)))
}

func jsonTypeName(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case Number:
		return "number"
	case []any:
		return "array"
	}
	return "object"
}
