package dcql_test

import (
	"testing"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/crypto/fault"
)

// What the JSON cannot say is refused, not left out: the question would be
// another one.
func TestEncodeRefuses(t *testing.T) {
	name, again := dcql.ClaimQuery{ID: "a", Path: claim.Path{"name"}}, dcql.ClaimQuery{ID: "b", Path: claim.Path{"name"}, Values: []any{"x"}}
	for defect, c := range map[string]dcql.CredentialQuery{
		"two document types":             {Format: "mso_mdoc", Types: [][]string{{"a"}, {"b"}}},
		"two types at once in one":       {Format: "dc+sd-jwt", Types: [][]string{{"a", "b"}}},
		"an alternative without types":   {Format: "dc+sd-jwt", Types: [][]string{{}}},
		"document types, none":           {Format: "mso_mdoc", Types: [][]string{{}}},
		"W3C, an alternative of nothing": {Format: "ldp_vc", Types: [][]string{{"a"}, {}}},
		"types of an unknown format":     {Format: "future", Types: [][]string{{"a"}}},
		"a claim twice":                  {Format: "dc+sd-jwt", Claims: []dcql.ClaimQuery{name, again}},
		"a claim twice in a set":         {Format: "dc+sd-jwt", Claims: []dcql.ClaimQuery{name, again}, ClaimSets: [][]string{{"a"}, {"b", "a"}}},
	} {
		c.ID = "card"
		text, err := dcql.Query{Credentials: []dcql.CredentialQuery{c}}.Encode()
		if fault.KindOf(err) != dcql.KindMalformed || text != nil {
			t.Errorf("%s: %s, %v", defect, text, err)
		}
	}
	sets := dcql.CredentialQuery{ID: "card", Format: "dc+sd-jwt", Claims: []dcql.ClaimQuery{name, again}, ClaimSets: [][]string{{"a"}, {"b"}}}
	if _, err := (dcql.Query{Credentials: []dcql.CredentialQuery{sets}}).Encode(); err != nil {
		t.Errorf("one claim in two alternatives: %v", err)
	}
}

// A query for a format that is not known here is passed on as it came.
func TestForeignMetaIsPassedOn(t *testing.T) {
	const meta = `{"only":["x"],"since":7}`
	raw, err := parse(t, `{"credentials":[{"id":"a","format":"future","meta":`+meta+`}]}`).Encode()
	if want := `{"credentials":[{"format":"future","id":"a","meta":` + meta + `}]}`; err != nil || string(raw) != want {
		t.Errorf("%s, %v", raw, err)
	}
}

// Section 6.1: of queries for one claim the first counts.
func TestDuplicateClaimsAreIgnored(t *testing.T) {
	q := parse(t, withCard(`,"claims":[{"path":["name"]},{"path":["age"]},{"path":["name"],"values":["Ford"]}]`))
	if len(q.Credentials[0].Claims) != 2 {
		t.Errorf("%+v", q.Credentials[0].Claims)
	}
	if r := q.Match([]dcql.Credential{holder(t)}); !r.Satisfiable {
		t.Error("the second query for the name counts")
	}
	q = parse(t, withCard(`,"claims":[{"id":"a","path":["name"],"values":["Ford"]},{"id":"b","path":["name"]},{"id":"c","path":["age"]}],
		"claim_sets":[["a","b"],["b","a","c"]]`))
	fits := q.Match([]dcql.Credential{holder(t)}).Asks[0].Fits
	if len(fits) != 1 || fits[0].ClaimSet != 1 || dump(t, fits[0].Disclose) != `[["name"],["age"]]` {
		t.Errorf("%+v", fits)
	}
}
