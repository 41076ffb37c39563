//go:build js && wasm

package bridge

import (
	"fmt"
	"reflect"
	"strconv"
	"syscall/js"

	"domicile/crypto/encoding"
)

// encode makes a JavaScript value of a response: structs and maps become
// objects, bytes a fresh Uint8Array. A type it does not know is a defect of
// ours and panics.
func encode(v reflect.Value) js.Value {
	switch v.Kind() {
	case reflect.Struct:
		return encodeStruct(v)
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return js.Null()
		}
		return encode(v.Elem())
	case reflect.Slice:
		return encodeSlice(v)
	case reflect.Map:
		return encodeMap(v)
	case reflect.String:
		return encodeString(v)
	case reflect.Bool:
		return js.ValueOf(v.Bool())
	case reflect.Int, reflect.Int64, reflect.Int32:
		return js.ValueOf(float64(v.Int()))
	case reflect.Uint64:
		return js.ValueOf(float64(v.Uint()))
	case reflect.Float64:
		return js.ValueOf(v.Float())
	case reflect.Invalid:
		return js.Null() // nil in a tree of any
	}
	panic(fmt.Sprintf("bridge: a response holds a %s", v.Type()))
}

func encodeStruct(v reflect.Value) js.Value {
	object := objectClass.New()
	for i := range v.NumField() {
		name, optional := member(v.Type().Field(i))
		if !optional || !empty(v.Field(i)) {
			object.Set(name, encode(v.Field(i)))
		}
	}
	return object
}

// empty is encoding/json's idea of it, so that the json tags mean the same here.
func empty(v reflect.Value) bool {
	if k := v.Kind(); k == reflect.Slice || k == reflect.Map {
		return v.Len() == 0
	}
	return v.IsZero()
}

func encodeSlice(v reflect.Value) js.Value {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		array := uint8ArrayClass.New(v.Len())
		js.CopyBytesToJS(array, v.Bytes())
		return array
	}
	array := arrayClass.New(v.Len())
	for i := range v.Len() {
		array.SetIndex(i, encode(v.Index(i)))
	}
	return array
}

// encodeMap goes through Object.fromEntries, which defines own members: a
// credential's claim named __proto__ stays a claim.
func encodeMap(v reflect.Value) js.Value {
	entries := arrayClass.New()
	for entry := v.MapRange(); entry.Next(); {
		pair := arrayClass.New(2)
		pair.SetIndex(0, fmt.Sprint(entry.Key().Interface()))
		pair.SetIndex(1, encode(entry.Value()))
		entries.Call("push", pair)
	}
	return objectClass.Call("fromEntries", entries)
}

// encodeString gives a JSON number as a number where JavaScript holds it
// exactly, else as its text: no digit of a claim is lost.
func encodeString(v reflect.Value) js.Value {
	text := v.String()
	if v.Type() == reflect.TypeFor[encoding.Number]() {
		n, err := strconv.ParseFloat(text, 64)
		if err == nil && strconv.FormatFloat(n, 'f', -1, 64) == text {
			return js.ValueOf(n)
		}
	}
	return js.ValueOf(text)
}
