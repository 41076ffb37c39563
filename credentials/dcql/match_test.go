package dcql_test

import (
	"fmt"
	"testing"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

func parse(t testing.TB, text string) dcql.Query {
	t.Helper()
	q, err := dcql.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func tree(t testing.TB, text string) map[string]any {
	t.Helper()
	o, err := encoding.DecodeJSONObject([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// holder is the card of the example in section 7.3, with a few more claims.
func holder(t testing.TB) dcql.Credential {
	return dcql.Credential{ID: "1", Format: "dc+sd-jwt", Types: []string{"urn:example:card:1", "urn:example:person"}, HolderBound: true,
		Claims: tree(t, `{"name":"Arthur Dent","age":42,"height":1.82,"age_equal_or_over":{"18":true,"65":false},
			"address":{"street_address":"42 Market Street","locality":"Milliways","postal_code":"12345"},
			"degrees":[{"type":"Bachelor of Science","university":"University of Betelgeuse"},
				{"type":"Master of Science","university":"University of Betelgeuse"},{"university":"none"}],
			"nationalities":["British","Betelgeusian"],"nothing":null,"none":[]}`)}
}

// dump writes paths as JSON, to compare with.
func dump(t testing.TB, paths []claim.Path) string {
	t.Helper()
	raw, err := encoding.EncodeJSON(paths)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestClaims(t *testing.T) {
	for _, c := range []struct{ name, claims, want string }{
		{"a member", `[{"path":["name"]}]`, `[["name"]]`},
		{"an object", `[{"path":["address"]}]`, `[["address"]]`},
		{"a member below", `[{"path":["address","locality"]}]`, `[["address","locality"]]`},
		{"a number as a name", `[{"path":["age_equal_or_over","18"]}]`, `[["age_equal_or_over","18"]]`},
		{"one of all degrees", `[{"path":["degrees",null,"type"]}]`, `[["degrees",0,"type"],["degrees",1,"type"]]`},
		{"an element", `[{"path":["nationalities",1]}]`, `[["nationalities",1]]`},
		{"all elements", `[{"path":["nationalities",null]}]`, `[["nationalities",0],["nationalities",1]]`},
		{"the same claim twice", `[{"path":["name"]},{"path":["name"]}]`, `[["name"]]`},
		{"a claim that is null", `[{"path":["nothing"]}]`, `[["nothing"]]`},
		{"a string among values", `[{"path":["name"],"values":["Ford","Arthur Dent"]}]`, `[["name"]]`},
		{"an integer among values", `[{"path":["age"],"values":[42]}]`, `[["age"]]`},
		{"a boolean among values", `[{"path":["age_equal_or_over","18"],"values":[true]}]`, `[["age_equal_or_over","18"]]`},
		{"only the elements with the value", `[{"path":["nationalities",null],"values":["Betelgeusian"]}]`, `[["nationalities",1]]`},
		{"several claims, in the order of the query", `[{"path":["nationalities",0]},{"path":["age"]}]`, `[["nationalities",0],["age"]]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := parse(t, withCard(`,"claims":`+c.claims)).Match([]dcql.Credential{holder(t)})
			if !r.Satisfiable || len(r.Asks[0].Fits) != 1 {
				t.Fatal("does not match")
			}
			if got := dump(t, r.Asks[0].Fits[0].Disclose); got != c.want {
				t.Errorf("discloses %s, want %s", got, c.want)
			}
		})
	}
}

func TestNoClaimsAskedDisclosesNothing(t *testing.T) {
	r := parse(t, withCard("")).Match([]dcql.Credential{holder(t)})
	if !r.Satisfiable || len(r.Asks[0].Fits[0].Disclose) != 0 || r.Asks[0].Fits[0].ClaimSet != -1 {
		t.Errorf("got %+v", r)
	}
}

func TestMismatches(t *testing.T) {
	for _, c := range []struct{ defect, query string }{
		{"claim absent", withCard(`,"claims":[{"path":["email"]}]`)},
		{"one claim of two absent", withCard(`,"claims":[{"path":["name"]},{"path":["email"]}]`)},
		{"member of a string", withCard(`,"claims":[{"path":["name","first"]}]`)},
		{"member of an array", withCard(`,"claims":[{"path":["degrees","type"]}]`)},
		{"index of an object", withCard(`,"claims":[{"path":["address",0]}]`)},
		{"all of an object", withCard(`,"claims":[{"path":["address",null]}]`)},
		{"index as a name", withCard(`,"claims":[{"path":["age_equal_or_over",18]}]`)},
		{"index beyond the end", withCard(`,"claims":[{"path":["nationalities",2]}]`)},
		{"all of an empty array", withCard(`,"claims":[{"path":["none",null]}]`)},
		{"below null", withCard(`,"claims":[{"path":["nothing","x"]}]`)},
		{"other value", withCard(`,"claims":[{"path":["name"],"values":["Ford"]}]`)},
		{"value of another type", withCard(`,"claims":[{"path":["age"],"values":["42"]}]`)},
		{"boolean as text", withCard(`,"claims":[{"path":["age_equal_or_over","18"],"values":["true"]}]`)},
		{"fraction for an integer", withCard(`,"claims":[{"path":["height"],"values":[1]}]`)},
		{"number as text", withCard(`,"claims":[{"path":["name"],"values":[42]}]`)},
		{"boolean for a number", withCard(`,"claims":[{"path":["age"],"values":[true]}]`)},
		{"value in another case", withCard(`,"claims":[{"path":["name"],"values":["arthur dent"]}]`)},
		{"value of null", withCard(`,"claims":[{"path":["nothing"],"values":["null",false,0,""]}]`)},
		{"value of an array", withCard(`,"claims":[{"path":["nationalities"],"values":["British"]}]`)},
		{"one element of all is no array", withCard(`,"claims":[{"path":["degrees",null,0]}]`)},
		{"elements of elements that are none", withCard(`,"claims":[{"path":["nationalities",null,null]}]`)},
		{"number of a path as a name", withCard(`,"claims":[{"path":["nationalities","1"]}]`)},
		{"name in another case", withCard(`,"claims":[{"path":["Name"]}]`)},
		{"value of an object", withCard(`,"claims":[{"path":["address"],"values":["x"]}]`)},
		{"no set satisfied", withCard(`,"claims":[{"id":"a","path":["email"]},{"id":"b","path":["name"]}],"claim_sets":[["a"],["a","b"]]`)},
		{"other type", `{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["urn:other"]}}]}`},
		{"other format", `{"credentials":[{"id":"a","format":"mso_mdoc","meta":{}}]}`},
		{"unknown format", `{"credentials":[{"id":"a","format":"future","meta":{"only":["x"]}}]}`},
		{"unknown trusted authority", withCard(`,"trusted_authorities":[{"type":"future","values":["x"]}]`)},
		{"other trusted authority", withCard(`,"trusted_authorities":[{"type":"aki","values":["AAAA"]}]`)},
	} {
		t.Run(c.defect, func(t *testing.T) {
			card := holder(t)
			card.Authorities = map[string][]string{"aki": {"s9tIpPmhxdiuNkHMEWNpYim8S8Y"}}
			if r := parse(t, c.query).Match([]dcql.Credential{card}); r.Satisfiable || len(r.Asks[0].Fits) != 0 {
				t.Errorf("matches: %+v", r.Asks[0].Fits)
			}
		})
	}
}

func TestOpaqueMetaNeverMatches(t *testing.T) {
	q := parse(t, `{"credentials":[{"id":"a","format":"future","meta":{"only":["x"]}}]}`)
	if r := q.Match([]dcql.Credential{{Format: "future", HolderBound: true}}); r.Satisfiable {
		t.Error("a constraint that cannot be evaluated matched")
	}
}

func TestCardWithoutKeyOnlyWhereNoProofIsAsked(t *testing.T) {
	card := holder(t)
	card.HolderBound = false
	if r := parse(t, withCard("")).Match([]dcql.Credential{card}); r.Satisfiable {
		t.Error("a card without a key satisfies a query that demands one")
	}
	if r := parse(t, withCard(`,"require_cryptographic_holder_binding":false`)).Match([]dcql.Credential{card}); !r.Satisfiable {
		t.Error("a card without a key is refused where none is demanded")
	}
}

func TestAlternativeTypesAndAuthorities(t *testing.T) {
	card := holder(t)
	card.Authorities = map[string][]string{dcql.AuthorityKey: {"AAAA", "s9tIpPmhxdiuNkHMEWNpYim8S8Y"}}
	q := parse(t, `{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["urn:other","urn:example:person"]},
		"trusted_authorities":[{"type":"etsi_tl","values":["https://lotl.example"]},{"type":"aki","values":["BBBB","s9tIpPmhxdiuNkHMEWNpYim8S8Y"]}]}]}`)
	if r := q.Match([]dcql.Credential{card}); !r.Satisfiable {
		t.Error("the second type and the second authority do not match")
	}
	w3c := dcql.Credential{Format: "ldp_vc", Types: []string{"VerifiableCredential", "Degree"}, HolderBound: true}
	q = parse(t, `{"credentials":[{"id":"a","format":"ldp_vc","meta":{"type_values":[["VerifiableCredential","Alumni"],["Degree","VerifiableCredential"]]}}]}`)
	if r := q.Match([]dcql.Credential{w3c}); !r.Satisfiable {
		t.Error("all types of the second alternative are there")
	}
}

// Section 6.4.1: the first claim set that can be satisfied, and which it was.
func TestClaimSetsInOrderOfPreference(t *testing.T) {
	q := parse(t, exampleClaimSets)
	card := dcql.Credential{Format: "dc+sd-jwt", Types: []string{"https://credentials.example.com/identity_credential"}, HolderBound: true}
	for _, c := range []struct {
		claims, want string
		set          int
	}{
		{`{"family_name":"D","postal_code":"1","locality":"x","region":"y","date_of_birth":"z"}`, `[["family_name"],["locality"],["region"],["date_of_birth"]]`, 0},
		{`{"family_name":"D","postal_code":"1","locality":"x","date_of_birth":"z"}`, `[["family_name"],["postal_code"],["date_of_birth"]]`, 1},
	} {
		card.Claims = tree(t, c.claims)
		fit := q.Match([]dcql.Credential{card}).Asks[0].Fits[0]
		if got := dump(t, fit.Disclose); got != c.want || fit.ClaimSet != c.set {
			t.Errorf("discloses %s by set %d, want %s", got, fit.ClaimSet, c.want)
		}
	}
	card.Claims = tree(t, `{"family_name":"D","locality":"x","date_of_birth":"z"}`)
	if r := q.Match([]dcql.Credential{card}); r.Satisfiable {
		t.Error("neither set can be satisfied")
	}
}

func TestCredentialSets(t *testing.T) {
	q := parse(t, exampleCredentialSets)
	first := dcql.Credential{ID: "1", Format: "dc+sd-jwt", Types: []string{"https://credentials.example.com/reduced_identity_credential"},
		HolderBound: true, Claims: tree(t, `{"family_name":"D","given_name":"A"}`)}
	second := dcql.Credential{ID: "2", Format: "dc+sd-jwt", Types: []string{"https://cred.example/residence_credential"},
		HolderBound: true, Claims: tree(t, `{"postal_code":"1","locality":"x","region":"y"}`)}
	if r := q.Match([]dcql.Credential{first}); r.Satisfiable {
		t.Error("half of an option satisfies")
	}
	r := q.Match([]dcql.Credential{first, second})
	if !r.Satisfiable {
		t.Fatal("the third option has both its cards")
	}
	if got := fmt.Sprint(r.Sets); got != "[{true [[pid_reduced_cred_1 pid_reduced_cred_2]]} {false []}]" {
		t.Errorf("sets: %s", got)
	}
}

func TestComplete(t *testing.T) {
	q := parse(t, exampleCredentialSets)
	for _, c := range []struct {
		name string
		ids  []string
		kind fault.Kind
	}{
		{"first option", []string{"pid"}, ""},
		{"both of the third option", []string{"pid_reduced_cred_2", "pid_reduced_cred_1"}, ""},
		{"with the optional one", []string{"other_pid", "nice_to_have"}, ""},
		{"half an option", []string{"pid_reduced_cred_1"}, dcql.KindNotSatisfied},
		{"the optional one alone", []string{"nice_to_have"}, dcql.KindNotSatisfied},
		{"nothing", nil, dcql.KindNotSatisfied},
		{"what was not asked for", []string{"pid", "passport"}, dcql.KindUnknownID},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := q.Complete(c.ids); fault.KindOf(err) != c.kind {
				t.Errorf("got %v, want %q", err, c.kind)
			}
		})
	}
	if err := parse(t, withCard("")).Complete(nil); fault.KindOf(err) != dcql.KindNotSatisfied {
		t.Errorf("without credential sets all are required: %v", err)
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name, claims, shown string
		kind                fault.Kind
		want                string
	}{
		{"what was asked", `[{"path":["a"]}]`, `{"a":1,"b":2}`, "", `[["a"]]`},
		{"not what was asked", `[{"path":["a"]}]`, `{"b":2}`, dcql.KindClaimMissing, ""},
		{"the value asked for", `[{"path":["a"],"values":[true]}]`, `{"a":true}`, "", `[["a"]]`},
		{"another value", `[{"path":["a"],"values":[true]}]`, `{"a":false}`, dcql.KindValueOther, ""},
		{"second of two elements, alone", `[{"path":["n",1]}]`, `{"n":["XM"]}`, "", `[["n",0]]`},
		{"element of nothing", `[{"path":["n",1]}]`, `{"n":[]}`, dcql.KindClaimMissing, ""},
		{"element that moved up, another in its place", `[{"path":["n",1],"values":["B"]},{"path":["n",2]}]`, `{"n":["B","C"]}`, "", `[["n",0],["n",1]]`},
		{"element that moved up, of another shape than its neighbour", `[{"path":["n",1,"a"]},{"path":["n",2]}]`, `{"n":[{"a":1},"C"]}`, "", `[["n",0,"a"],["n",0],["n",1]]`},
		{"elements with other values only", `[{"path":["n",1],"values":["B"]}]`, `{"n":["A","C"]}`, dcql.KindValueOther, ""},
		{"a name where an element was asked for", `[{"path":["n",1]}]`, `{"n":{"1":"B"}}`, dcql.KindClaimMissing, ""},
		{"a member of another name", `[{"path":["n",0,"a"]}]`, `{"n":[{"b":1}]}`, dcql.KindClaimMissing, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := parse(t, withCard(`,"claims":`+c.claims)).Credentials[0]
			shown := dcql.Credential{Format: "dc+sd-jwt", Types: []string{"urn:example:card:1"}, Claims: tree(t, c.shown), HolderBound: true}
			paths, err := q.Check(shown)
			if fault.KindOf(err) != c.kind {
				t.Fatalf("got %v, want %q", err, c.kind)
			}
			if err == nil && dump(t, paths) != c.want {
				t.Errorf("asked for %s, want %s", dump(t, paths), c.want)
			}
		})
	}
}

func TestCheckRefusesOtherCards(t *testing.T) {
	q := parse(t, withCard("")).Credentials[0]
	good := dcql.Credential{Format: "dc+sd-jwt", Types: []string{"urn:example:card:1"}, HolderBound: true}
	for _, c := range []struct {
		defect string
		tweak  func(*dcql.Credential)
		kind   fault.Kind
	}{
		{"other format", func(c *dcql.Credential) { c.Format = "hcert" }, dcql.KindTypeOther},
		{"other type", func(c *dcql.Credential) { c.Types = []string{"urn:example:library"} }, dcql.KindTypeOther},
		{"no type", func(c *dcql.Credential) { c.Types = nil }, dcql.KindTypeOther},
		{"holder not proven", func(c *dcql.Credential) { c.HolderBound = false }, dcql.KindHolderMissing},
	} {
		shown := good
		c.tweak(&shown)
		if _, err := q.Check(shown); fault.KindOf(err) != c.kind {
			t.Errorf("%s: got %v, want %s", c.defect, err, c.kind)
		}
	}
}

// A wallet finds which of its cards answers a question, and what to show of it.
func Example() {
	query, _ := dcql.Parse([]byte(`{"credentials":[{"id":"card","format":"dc+sd-jwt",
		"meta":{"vct_values":["urn:domicile:residency-card:1"]},
		"claims":[{"path":["age_equal_or_over","18"]}]}]}`))
	result := query.Match([]dcql.Credential{{
		ID: "my card", Format: "dc+sd-jwt", Types: []string{"urn:domicile:residency-card:1"}, HolderBound: true,
		Claims: map[string]any{"family_name": "Möbius", "age_equal_or_over": map[string]any{"18": true, "65": false}},
	}})
	fit := result.Asks[0].Fits[0]
	fmt.Println(result.Satisfiable, fit.Credential, fit.Disclose)
	// Output: true my card [age_equal_or_over.18]
}
