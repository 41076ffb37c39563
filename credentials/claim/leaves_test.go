package claim_test

import (
	"slices"
	"testing"

	"domicile/credentials/claim"
)

func TestLeavesComeInTheOrderOfReading(t *testing.T) {
	tree := map[string]any{
		"zodiac":            "lion",
		"residency":         map[string]any{"number": "1", "country": "XM"},
		"age_equal_or_over": map[string]any{"18": true, "9": true, "100": false},
		"family_name":       "Ito",
		"given_name":        "Aiko",
		"nationalities":     []any{"JP", "XM"},
		"titles":            []any{},
	}
	var have []string
	for _, leaf := range claim.Leaves(tree) {
		have = append(have, leaf.Path.String())
	}
	want := []string{
		"given_name", "family_name", "age_equal_or_over.9", "age_equal_or_over.18", "age_equal_or_over.100",
		"nationalities.0", "nationalities.1", "residency.country", "residency.number", "titles", "zodiac",
	}
	if !slices.Equal(have, want) {
		t.Errorf("have %q\nwant %q", have, want)
	}
}
