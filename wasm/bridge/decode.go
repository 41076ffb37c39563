//go:build js && wasm

package bridge

import (
	"math"
	"reflect"
	"strings"
	"syscall/js"

	"domicile/wasm/engine"
)

// limits keep a broken page from exhausting the engine's memory.
const (
	maxElements = 1 << 20 // of one array or object
	maxExact    = 1 << 53 // integers a JavaScript number holds exactly
)

// The classes are looked up once: each lookup copies a name into JavaScript.
var (
	objectClass     = js.Global().Get("Object")
	arrayClass      = js.Global().Get("Array")
	uint8ArrayClass = js.Global().Get("Uint8Array")
)

// decode fills a Go value from a JavaScript one. The types are those of
// wasm/api; at names the place for the error.
func decode(v js.Value, into reflect.Value, at string) error {
	switch into.Kind() {
	case reflect.Struct:
		return decodeStruct(v, into, at)
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		return decode(v, into.Elem(), at)
	case reflect.Slice:
		if into.Type().Elem().Kind() == reflect.Uint8 {
			return decodeBytes(v, into, at)
		}
		return decodeSlice(v, into, at)
	case reflect.Map:
		return decodeMap(v, into, at)
	}
	return decodeScalar(v, into, at)
}

func decodeScalar(v js.Value, into reflect.Value, at string) error {
	switch kind := into.Kind(); {
	case kind == reflect.String && v.Type() == js.TypeString:
		into.SetString(v.String())
	case kind == reflect.Bool && v.Type() == js.TypeBoolean:
		into.SetBool(v.Bool())
	case kind == reflect.Int && v.Type() == js.TypeNumber:
		n := v.Float()
		if n != math.Trunc(n) || math.Abs(n) >= maxExact {
			return engine.BadRequest("%s is not an exact integer", at)
		}
		into.SetInt(int64(n))
	default:
		return engine.BadRequest("%s must be a %s, not a %s", at, into.Type().Name(), v.Type())
	}
	return nil
}

func decodeStruct(v js.Value, into reflect.Value, at string) error {
	if into.NumField() == 0 {
		return nil // Nothing: whatever came is not looked at
	}
	if v.Type() != js.TypeObject {
		return engine.BadRequest("%s must be an object, not a %s", at, v.Type())
	}
	for i := range into.NumField() {
		name, optional := member(into.Type().Field(i))
		value := v.Get(name)
		if value.IsUndefined() || value.IsNull() {
			if !optional {
				return engine.BadRequest("%s.%s is missing", at, name)
			}
			continue
		}
		if err := decode(value, into.Field(i), at+"."+name); err != nil {
			return err
		}
	}
	return nil
}

func decodeBytes(v js.Value, into reflect.Value, at string) error {
	if !v.InstanceOf(uint8ArrayClass) {
		return engine.BadRequest("%s must be a Uint8Array", at)
	}
	data := make([]byte, v.Get("byteLength").Int())
	js.CopyBytesToGo(data, v)
	into.SetBytes(data)
	return nil
}

func decodeSlice(v js.Value, into reflect.Value, at string) error {
	if !arrayClass.Call("isArray", v).Bool() || v.Length() > maxElements {
		return engine.BadRequest("%s must be an array of at most %d elements", at, maxElements)
	}
	into.Set(reflect.MakeSlice(into.Type(), v.Length(), v.Length()))
	for i := range v.Length() {
		if err := decode(v.Index(i), into.Index(i), at+"[]"); err != nil {
			return err
		}
	}
	return nil
}

func decodeMap(v js.Value, into reflect.Value, at string) error {
	if v.Type() != js.TypeObject {
		return engine.BadRequest("%s must be an object, not a %s", at, v.Type())
	}
	keys := objectClass.Call("keys", v)
	into.Set(reflect.MakeMap(into.Type()))
	for i := range min(keys.Length(), maxElements) {
		key := keys.Index(i).String()
		value := reflect.New(into.Type().Elem()).Elem()
		if err := decode(v.Get(key), value, at+"."+key); err != nil {
			return err
		}
		into.SetMapIndex(reflect.ValueOf(key), value)
	}
	return nil
}

// member returns a field's name on the wire and whether it may be absent.
func member(f reflect.StructField) (name string, optional bool) {
	name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name, options == "omitempty"
}
