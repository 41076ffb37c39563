package encoding_test

import (
	"reflect"
	"testing"
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

const memberText = `{"s":"text","b":true,"o":{"x":1},"a":["p","q"],"n":7,"mixed":["p",1],"null":null,
	"half":1.5,"one":1.0,"exp":1e3,"big":9007199254740992,"date":1700000000,"ms":1700000000000,"before":-1,"zero":-62135596800,"ALG":"none"}`

func member(t *testing.T) map[string]any {
	t.Helper()
	o, err := encoding.DecodeJSONObject([]byte(memberText))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestMembers(t *testing.T) {
	o := member(t)
	for name, c := range map[string]struct{ got, want []any }{
		"string":       {three(encoding.String(o, "s")), []any{"text", true, nil}},
		"boolean":      {three(encoding.Bool(o, "b")), []any{true, true, nil}},
		"object":       {three(encoding.Object(o, "o")), []any{map[string]any{"x": encoding.Number("1")}, true, nil}},
		"array":        {three(encoding.Array(o, "a")), []any{[]any{"p", "q"}, true, nil}},
		"strings":      {three(encoding.Strings(o, "a")), []any{[]string{"p", "q"}, true, nil}},
		"integer":      {three(encoding.Int(o, "n")), []any{int64(7), true, nil}},
		"date":         {three(encoding.NumericDate(o, "date")), []any{time.Unix(1700000000, 0).UTC(), true, nil}},
		"early date":   {three(encoding.NumericDate(o, "before")), []any{time.Unix(-1, 0).UTC(), true, nil}},
		"absent":       {three(encoding.String(o, "absent")), []any{"", false, nil}},
		"absent date":  {three(encoding.NumericDate(o, "absent")), []any{time.Time{}, false, nil}},
		"absent array": {three(encoding.Strings(o, "absent")), []any{[]string(nil), false, nil}},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
}

func three[T any](value T, present bool, err error) []any {
	return []any{value, present, anyError(err)}
}

func anyError(err error) any {
	if err == nil {
		return nil
	}
	return err
}

func TestMembersRefuse(t *testing.T) {
	o := member(t)
	for defect, c := range map[string]struct {
		result []any
		kind   fault.Kind
	}{
		"number for a string":    {three(encoding.String(o, "n")), encoding.KindJSONMemberType},
		"null for a string":      {three(encoding.String(o, "null")), encoding.KindJSONMemberType},
		"string for a number":    {three(encoding.Int(o, "s")), encoding.KindJSONMemberType},
		"string for a boolean":   {three(encoding.Bool(o, "s")), encoding.KindJSONMemberType},
		"array for an object":    {three(encoding.Object(o, "a")), encoding.KindJSONMemberType},
		"object for an array":    {three(encoding.Array(o, "o")), encoding.KindJSONMemberType},
		"number among strings":   {three(encoding.Strings(o, "mixed")), encoding.KindJSONMemberType},
		"boolean for strings":    {three(encoding.Strings(o, "b")), encoding.KindJSONMemberType},
		"half for an integer":    {three(encoding.Int(o, "half")), encoding.KindJSONNumberInexact},
		"1.0 for an integer":     {three(encoding.Int(o, "one")), encoding.KindJSONNumberInexact},
		"2^53 for an integer":    {three(encoding.Int(o, "big")), encoding.KindJSONNumberInexact},
		"1.0 for a date":         {three(encoding.NumericDate(o, "one")), encoding.KindJSONNumberInexact},
		"exponent in a date":     {three(encoding.NumericDate(o, "exp")), encoding.KindJSONNumberInexact},
		"text for a date":        {three(encoding.NumericDate(o, "s")), encoding.KindJSONMemberType},
		"date in milliseconds":   {three(encoding.NumericDate(o, "ms")), encoding.KindTimeInMilliseconds},
		"date of no time":        {three(encoding.NumericDate(o, "zero")), encoding.KindJSONMemberType},
		"ALG where alg is asked": {three(encoding.String(o, "alg")), encoding.KindJSONCaseVariantKey},
	} {
		err, _ := c.result[2].(error)
		if got := fault.KindOf(err); got != c.kind {
			t.Errorf("%s: %v, want %q", defect, c.result, c.kind)
		}
	}
}
