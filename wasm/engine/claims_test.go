package engine_test

import (
	"testing"

	"domicile/crypto/encoding"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

func TestClaimsReadByType(t *testing.T) {
	tree, err := encoding.DecodeJSONObject([]byte(`{
		"given_name": "Aiko", "birthdate": "1990-02-03", "exp": 1795219200, "age_in_years": 36, "big": 9007199254740991,
		"age_equal_or_over": {"18": true}, "portrait": "data:image/png;base64,iVBORw0KGgo=", "empty": {}, "none": [], "nothing": null,
		"logo": "data:image/svg+xml;base64,PHN2Zz4=", "broken": "data:image/png;base64,***", "notadate": "1990-13-03"}`))
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]api.Claim{}
	for _, c := range engine.Tree(tree) {
		have[c.Path] = c
	}
	for path, want := range map[string]api.Claim{
		"given_name":           {Label: "Given name", Value: "Aiko", Type: api.ClaimText},
		"birthdate":            {Label: "Date of birth", Value: "1990-02-03", Type: api.ClaimDate},
		"exp":                  {Label: "Valid until", Value: "2026-11-21T00:00:00Z", Type: api.ClaimDate},
		"age_in_years":         {Label: "Age", Value: "36", Type: api.ClaimText},
		"big":                  {Label: "Big", Value: "9007199254740991", Type: api.ClaimText},
		"age_equal_or_over.18": {Label: "Over 18", Value: "true", Type: api.ClaimBool},
		"portrait":             {Label: "Photograph", Value: "data:image/png;base64,iVBORw0KGgo=", Type: api.ClaimImage},
		"logo":                 {Label: "Logo", Value: "data:image/svg+xml;base64,PHN2Zz4=", Type: api.ClaimText},
		"broken":               {Label: "Broken", Value: "data:image/png;base64,***", Type: api.ClaimText},
		"notadate":             {Label: "Notadate", Value: "1990-13-03", Type: api.ClaimText},
		"nothing":              {Label: "Nothing", Value: "null", Type: api.ClaimJSON},
	} {
		if want.Path = path; have[path] != want {
			t.Errorf("have %+v, want %+v", have[path], want)
		}
		delete(have, path)
	}
	if len(have) != 0 {
		t.Errorf("also %+v", have)
	}
}
