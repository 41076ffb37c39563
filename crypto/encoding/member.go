package encoding

import (
	"time"

	"domicile/crypto/fault"
)

const (
	// KindJSONMemberType is returned when a member has another type than its
	// name promises.
	KindJSONMemberType fault.Kind = "json_member_type"
	// KindTimeInMilliseconds is returned when a date counts milliseconds where
	// seconds are due: it lies more than three thousand years ahead.
	KindTimeInMilliseconds fault.Kind = "time_in_milliseconds"
)

// latestSecond is the year 5138. Any date in milliseconds since 1973 is later.
const latestSecond = 100_000_000_000

// zeroSecond is the first one of the year 1. As a time.Time it is the zero value,
// by which readers say that there is no date.
const zeroSecond = -62_135_596_800

// String returns the member of that name, whether it is there, and a fault
// (json_member_type) where it is there with another type. All the typed readers
// below do the same; null is a wrong type. An absent name that is there in
// another case is refused with json_case_variant_key.
func String(o map[string]any, name string) (value string, present bool, err error) {
	return member[string](o, name, "string")
}

// Bool returns a boolean member; see String.
func Bool(o map[string]any, name string) (value, present bool, err error) {
	return member[bool](o, name, "boolean")
}

// Object returns an object member; see String.
func Object(o map[string]any, name string) (value map[string]any, present bool, err error) {
	return member[map[string]any](o, name, "object")
}

// Array returns an array member; see String.
func Array(o map[string]any, name string) (value []any, present bool, err error) {
	return member[[]any](o, name, "array")
}

// Strings returns a member that is an array of strings; see String.
func Strings(o map[string]any, name string) (value []string, present bool, err error) {
	list, present, err := Array(o, name)
	if !present || err != nil {
		return nil, present, err
	}
	value = make([]string, len(list))
	for i, element := range list {
		text, ok := element.(string)
		if !ok {
			return nil, true, fault.New(KindJSONMemberType, "%s[%d] is no string", name, i)
		}
		value[i] = text
	}
	return value, true, nil
}

// Int returns a whole number below 2^53 in magnitude, written without fraction
// or exponent; else json_number_inexact. See String.
func Int(o map[string]any, name string) (value int64, present bool, err error) {
	n, present, err := member[Number](o, name, "number")
	if !present || err != nil {
		return 0, present, err
	}
	value, err = wholeNumber(n)
	return value, true, err
}

// NumericDate returns a date in whole seconds since 1970 (RFC 7519 section 2),
// in UTC. Fractions and exponents are refused with json_number_inexact, although
// RFC 7519 permits them: readers round them differently. A count of
// milliseconds is refused with time_in_milliseconds, and a date before the year 1
// with json_member_type.
func NumericDate(o map[string]any, name string) (value time.Time, present bool, err error) {
	seconds, present, err := Int(o, name)
	if !present || err != nil {
		return time.Time{}, present, err
	}
	if seconds > latestSecond {
		return time.Time{}, true, fault.New(KindTimeInMilliseconds, "%s", name)
	}
	if seconds <= zeroSecond {
		return time.Time{}, true, fault.New(KindJSONMemberType, "%s lies before the year 1", name)
	}
	return time.Unix(seconds, 0).UTC(), true, nil
}

func member[T any](o map[string]any, name, want string) (value T, present bool, err error) {
	v, present := o[name]
	if !present {
		return value, false, checkCaseVariant(o, name)
	}
	value, ok := v.(T)
	if !ok {
		return value, true, fault.New(KindJSONMemberType, "%s is a %s, not a %s", name, jsonTypeName(v), want)
	}
	return value, true, nil
}

// checkCaseVariant refuses an object that has "ALG" where "alg" is asked for.
func checkCaseVariant(o map[string]any, name string) error {
	want := foldCase(name)
	for other := range o {
		if len(other) <= 3*len(name) && foldCase(other) == want {
			return fault.New(KindJSONCaseVariantKey, "%s in another case", name)
		}
	}
	return nil
}
