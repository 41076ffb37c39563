package encoding

import (
	"encoding/json"
	"reflect"
	"strings"

	"domicile/crypto/fault"
)

// UnmarshalJSON reads one strict JSON value (see DecodeJSON) into a struct, map
// or slice. A name that matches a field by case only is refused with
// json_case_variant_key, because encoding/json would take it for the field; a
// member of a wrong type with json_member_type. Unknown members are ignored.
func UnmarshalJSON(data []byte, v any) error {
	tree, err := DecodeJSON(data)
	if err != nil {
		return err
	}
	if err := checkFieldNames(tree, reflect.TypeOf(v)); err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fault.Wrap(KindJSONMemberType, err, "")
	}
	return nil
}

// checkFieldNames walks a tree beside the type it will be read into.
func checkFieldNames(tree any, t reflect.Type) error {
	if t == nil || reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()) {
		return nil
	}
	switch t.Kind() {
	case reflect.Pointer:
		return checkFieldNames(tree, t.Elem())
	case reflect.Slice, reflect.Array:
		list, _ := tree.([]any)
		for _, element := range list {
			if err := checkFieldNames(element, t.Elem()); err != nil {
				return err
			}
		}
	case reflect.Map:
		object, _ := tree.(map[string]any)
		for _, value := range object {
			if err := checkFieldNames(value, t.Elem()); err != nil {
				return err
			}
		}
	case reflect.Struct:
		object, _ := tree.(map[string]any)
		return checkStructNames(object, t)
	}
	return nil
}

func checkStructNames(object map[string]any, t reflect.Type) error {
	for _, field := range reflect.VisibleFields(t) {
		name := jsonFieldName(field)
		if name == "" {
			continue
		}
		value, present := object[name]
		if !present {
			if err := checkCaseVariant(object, name); err != nil {
				return err
			}
			continue
		}
		if err := checkFieldNames(value, field.Type); err != nil {
			return err
		}
	}
	return nil
}

// jsonFieldName is the member that encoding/json reads into a field, or empty.
func jsonFieldName(field reflect.StructField) string {
	tag := field.Tag.Get("json")
	name, _, _ := strings.Cut(tag, ",")
	switch {
	case !field.IsExported() || tag == "-" || field.Anonymous && name == "":
		return ""
	case name == "":
		return field.Name
	}
	return name
}
