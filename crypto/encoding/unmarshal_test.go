package encoding_test

import (
	"encoding/json"
	"testing"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

type office struct {
	Name  string            `json:"name"`
	Rooms []room            `json:"rooms,omitempty"`
	Named map[string]room   `json:"named"`
	Chief *room             `json:"chief"`
	Any   any               `json:"any"`
	Own   json.RawMessage   `json:"own"`
	Plain int               // member Plain
	inner int               // not a member
	Not   string            `json:"-"`
	Text  map[string]string `json:"text"`
	embedded
}

type embedded struct {
	Floor int `json:"floor"`
}

type room struct {
	Number int `json:"number"`
}

func TestUnmarshalJSON(t *testing.T) {
	var o office
	err := encoding.UnmarshalJSON([]byte(`{"name":"a","rooms":[{"number":1}],"named":{"NUMBER":{"number":2}},"chief":{"number":3},
		"any":{"NAME":1},"own":{"NAME":2},"Plain":4,"not":"x","other":{"NAME":1},"floor":5,"text":{"Name":"y"}}`), &o)
	if err != nil || o.Rooms[0].Number != 1 || o.Chief.Number != 3 || o.Named["NUMBER"].Number != 2 || o.Floor != 5 || o.Not != "" || o.inner != 0 {
		t.Errorf("%+v, %v", o, err)
	}
}

func TestUnmarshalJSONRefuses(t *testing.T) {
	for defect, c := range map[string]struct {
		text string
		kind fault.Kind
	}{
		"field in another case":           {`{"Name":"a"}`, encoding.KindJSONCaseVariantKey},
		"field in both cases":             {`{"name":"a","NAME":"b"}`, encoding.KindJSONCaseVariantKey},
		"field without tag in lower case": {`{"plain":1}`, encoding.KindJSONCaseVariantKey},
		"in an array":                     {`{"rooms":[{"number":1},{"Number":1}]}`, encoding.KindJSONCaseVariantKey},
		"in a map":                        {`{"named":{"x":{"Number":1}}}`, encoding.KindJSONCaseVariantKey},
		"behind a pointer":                {`{"chief":{"nUmber":1}}`, encoding.KindJSONCaseVariantKey},
		"in an embedded struct":           {`{"FLOOR":1}`, encoding.KindJSONCaseVariantKey},
		"duplicate in an unknown member":  {`{"x":{"a":1,"a":2}}`, encoding.KindJSONDuplicateKey},
		"text for a number":               {`{"chief":{"number":"1"}}`, encoding.KindJSONMemberType},
		"array for a struct":              {`[]`, encoding.KindJSONMemberType},
	} {
		var o office
		if err := encoding.UnmarshalJSON([]byte(c.text), &o); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v, want %q", defect, err, c.kind)
		}
	}
}
