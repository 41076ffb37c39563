package request_test

import (
	"fmt"
	"strings"
	"testing"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/credentials/request"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

const residencyCard = `{"iss":"https://office.example","vct":"urn:domicile:residency-card:1","given_name":"Ana","family_name":"Lind",
	"birthdate":"1990-02-03","age_equal_or_over":{"16":true,"18":true,"21":true,"65":false},"nationalities":["XM","XN"],
	"residency":{"programme":"e-residency","number":"M-1","since":"2024-01-01","country":"XM"},
	"issuing_country":"XM","issuing_authority":"Office of Residency"}`

func resident(t testing.TB, text string) dcql.Credential {
	t.Helper()
	claims, err := encoding.DecodeJSONObject([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return dcql.Credential{ID: "1", Format: "dc+sd-jwt", Types: []string{request.ResidencyCard}, HolderBound: true, Claims: claims}
}

func TestPresetsDiscloseWhatTheySay(t *testing.T) {
	want := map[string]string{
		"over18":         "[age_equal_or_over.18]",
		"over21":         "[age_equal_or_over.21]",
		"resident":       "[residency.programme residency.country]",
		"name-birthdate": "[given_name family_name birthdate]",
		"name-residency": "[given_name family_name residency.programme residency.number residency.country]",
		"whole-card": "[given_name family_name birthdate age_equal_or_over.16 age_equal_or_over.18 age_equal_or_over.21 age_equal_or_over.65 " +
			"nationalities.0 nationalities.1 residency.programme residency.number residency.since residency.country issuing_authority issuing_country]",
	}
	for _, preset := range request.Presets() {
		r := preset.Query().Match([]dcql.Credential{resident(t, residencyCard)})
		if !r.Satisfiable {
			t.Errorf("%s: a residency card does not satisfy it", preset.ID)
			continue
		}
		if got := fmt.Sprint(r.Asks[0].Fits[0].Disclose); got != want[preset.ID] {
			t.Errorf("%s discloses %s", preset.ID, got)
		}
	}
	if _, err := request.FindPreset("everything"); fault.KindOf(err) != request.KindPreset {
		t.Errorf("an unknown preset: %v", err)
	}
}

func TestUnder18IsNoAnswerToOver18(t *testing.T) {
	preset, _ := request.FindPreset("over18")
	young := resident(t, strings.Replace(residencyCard, `"18":true`, `"18":false`, 1))
	if r := preset.Query().Match([]dcql.Credential{young}); r.Satisfiable {
		t.Error("the wallet offers a card that says no")
	}
	if _, err := preset.Query().Credentials[0].Check(young); fault.KindOf(err) != dcql.KindValueOther {
		t.Errorf("the verifier takes a card that says no: %v", err)
	}
}

// A preset is given out again and again: whoever changes the query that they got
// must not change what the next one asks.
func TestAPresetIsNotChangedThroughItsQuery(t *testing.T) {
	preset, _ := request.FindPreset("over18")
	preset.Query().Credentials[0].Claims[0].Path = claim.Path{"given_name"}
	preset.Query().Credentials[0].ID = "other"
	again, _ := request.FindPreset("over18")
	if got := again.Query().Credentials[0]; got.ID != "card" || got.Claims[0].Path.String() != "age_equal_or_over.18" {
		t.Errorf("it asks for %s of %q", got.Claims[0].Path, got.ID)
	}
}

func TestEitherCardAnswersNameAndBirthdate(t *testing.T) {
	preset, _ := request.FindPreset("name-birthdate")
	identity := resident(t, residencyCard)
	identity.Types = []string{request.PersonIdentification}
	for name, held := range map[string]dcql.Credential{"residency": resident(t, residencyCard), "identity": identity} {
		if r := preset.Query().Match([]dcql.Credential{held}); !r.Satisfiable {
			t.Errorf("a card of type %s does not answer", name)
		}
	}
	if got := fmt.Sprint(preset.Labels()); got != "[Given name Family name Date of birth]" {
		t.Errorf("it says %s", got)
	}
}

func ExamplePreset_Labels() {
	preset, _ := request.FindPreset("name-residency")
	for _, label := range preset.Labels() {
		fmt.Println(label)
	}
	// Output:
	// Given name
	// Family name
	// Residency programme
	// Residency number
	// Country of residency
}
