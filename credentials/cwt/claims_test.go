package cwt_test

import (
	"reflect"
	"testing"

	"domicile/credentials/cwt"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

func TestClaimTree(t *testing.T) {
	code := seal(t, nil, nil, claims(map[any]any{-260: map[any]any{1: map[any]any{
		"ver": "1.0.0", "dob": encoding.CBORTag{Number: 0, Content: "1990-05-17"}, "nam": map[any]any{"fn": "Example", "x": "unknown"},
		"v": nil, "r": []any{},
		"t": []any{map[any]any{"tg": "840539006", "tt": "LP217198-3", "tr": "0", "sc": encoding.CBORTag{Number: 0, Content: "2026-02-28T10:00:00Z"}}},
	}}}))
	h, err := cwt.ParseHCERT(code)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"issuing_country": "XM", "schema_version": "1.0.0", "birthdate": "1990-05-17", "family_name": "Example",
		"test": map[string]any{"disease": "COVID-19", "method": "Rapid antigen test", "result": "0", "sampled_at": "2026-02-28T10:00:00Z"}}
	if got, err := h.ClaimTree(); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

func TestRefusedClaimTrees(t *testing.T) {
	for defect, members := range map[string]map[any]any{
		"statement not a map":   {"v": []any{"x"}},
		"dose an array":         {"v": []any{map[any]any{"dn": []any{1}}}},
		"name bytes":            {"v": []any{map[any]any{}}, "nam": map[any]any{"fn": []byte("x")}},
		"birthdate of a bignum": {"v": []any{map[any]any{}}, "dob": encoding.CBORTag{Number: 2, Content: []byte{1}}},
	} {
		h, err := cwt.ParseHCERT(seal(t, nil, nil, claims(map[any]any{-260: map[any]any{1: members}})))
		if err != nil {
			t.Fatalf("%s: %v", defect, err)
		}
		if _, err := h.ClaimTree(); fault.KindOf(err) != cwt.KindClaimMalformed {
			t.Errorf("%s: %v", defect, err)
		}
	}
}
