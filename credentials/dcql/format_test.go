package dcql_test

import (
	"testing"

	"domicile/credentials/dcql"
	"domicile/crypto/fault"
)

// Section 6.1: an empty "meta" places no constraints, in every known format.
func TestEmptyMetaAcceptsEveryType(t *testing.T) {
	for _, format := range []string{"dc+sd-jwt", "mso_mdoc", "jwt_vc_json", "ldp_vc"} {
		q := parse(t, `{"credentials":[{"id":"a","format":"`+format+`","meta":{}}]}`)
		for _, types := range [][]string{nil, {"x"}, {"x", "y"}} {
			if r := q.Match([]dcql.Credential{{Format: format, Types: types, HolderBound: true}}); !r.Satisfiable {
				t.Errorf("%s, %v: no match", format, types)
			}
		}
	}
}

// What a format's "meta" says must not be guessed: neither with constraints nor
// without is a card of an unknown format shown.
func TestUnknownFormatNeverMatches(t *testing.T) {
	for _, meta := range []string{`{}`, `{"only":["x"]}`, `{"vct_values":["x"]}`} {
		q := parse(t, `{"credentials":[{"id":"a","format":"future","meta":`+meta+`}]}`)
		card := dcql.Credential{Format: "future", Types: []string{"x"}, HolderBound: true}
		if r := q.Match([]dcql.Credential{card}); r.Satisfiable {
			t.Errorf("meta %s matches in a wallet", meta)
		}
		if _, err := q.Credentials[0].Check(card); fault.KindOf(err) != dcql.KindTypeOther {
			t.Errorf("meta %s matches at a verifier: %v", meta, err)
		}
	}
}

// An unknown property beside a known one is ignored (section 6), alone it is a
// constraint that was misspelt.
func TestUnknownMetaBesideAKnownOne(t *testing.T) {
	q := parse(t, `{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["x"],"future":1}}]}`)
	if r := q.Match([]dcql.Credential{{Format: "dc+sd-jwt", Types: []string{"x"}, HolderBound: true}}); !r.Satisfiable {
		t.Error("no match")
	}
}

// A card counts as every type it lists: its own and those it extends (annex
// B.3.5). The three credentials and the query are those of annex B.1.1.
func TestTypes(t *testing.T) {
	const v1, ex = "https://www.w3.org/2018/credentials#VerifiableCredential", "https://example.org/examples#"
	w3c := `{"credentials":[{"id":"a","format":"ldp_vc","meta":{"type_values":[["` + v1 + `","` + ex + `AlumniCredential","` + ex + `BachelorDegree"],
		["` + v1 + `","` + ex + `UniversityDegreeCredential"],["IdentityCredential"]]}}]}`
	sdjwt := `{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["urn:a","urn:b"]}}]}`
	mdoc := `{"credentials":[{"id":"a","format":"mso_mdoc","meta":{"doctype_value":"org.iso.18013.5.1.mDL"}}]}`
	for _, c := range []struct {
		name, query, format string
		types               []string
		matches             bool
	}{
		{"university degree", w3c, "ldp_vc", []string{v1, ex + "UniversityDegreeCredential"}, true},
		{"bachelor, in another order", w3c, "ldp_vc", []string{v1, ex + "BachelorDegree", ex + "AlumniCredential"}, true},
		{"identity, a relative type", w3c, "ldp_vc", []string{v1, "IdentityCredential"}, true},
		{"half an alternative", w3c, "ldp_vc", []string{v1, ex + "BachelorDegree"}, false},
		{"halves of two alternatives", w3c, "ldp_vc", []string{ex + "AlumniCredential", ex + "UniversityDegreeCredential"}, false},
		{"W3C without types", w3c, "ldp_vc", nil, false},
		{"the same types, signed otherwise", w3c, "jwt_vc_json", []string{v1, "IdentityCredential"}, false},
		{"the second type", sdjwt, "dc+sd-jwt", []string{"urn:b"}, true},
		{"a type that extends", sdjwt, "dc+sd-jwt", []string{"urn:c", "urn:a"}, true},
		{"a type that begins alike", sdjwt, "dc+sd-jwt", []string{"urn:a:1"}, false},
		{"a type in capitals", sdjwt, "dc+sd-jwt", []string{"URN:A"}, false},
		{"the document", mdoc, "mso_mdoc", []string{"org.iso.18013.5.1.mDL"}, true},
		{"another document", mdoc, "mso_mdoc", []string{"org.iso.7367.1.mVRC"}, false},
	} {
		card := dcql.Credential{Format: c.format, Types: c.types, HolderBound: true}
		if r := parse(t, c.query).Match([]dcql.Credential{card}); r.Satisfiable != c.matches {
			t.Errorf("%s: matches %v", c.name, r.Satisfiable)
		}
	}
}

// Section 7.2: two names, of which each must be there; values below an element
// are not reached.
func TestMobileDocumentPaths(t *testing.T) {
	card := dcql.Credential{ID: "1", Format: "mso_mdoc", HolderBound: true,
		Claims: tree(t, `{"org.iso.18013.5.1":{"given_name":"A","age_over_18":true,"driving_privileges":[{"code":"B"}]}}`)}
	for _, c := range []struct{ name, claims, want string }{
		{"an element", `[{"path":["org.iso.18013.5.1","given_name"]}]`, `[["org.iso.18013.5.1","given_name"]]`},
		{"an element with its value", `[{"path":["org.iso.18013.5.1","age_over_18"],"values":[true]}]`, `[["org.iso.18013.5.1","age_over_18"]]`},
		{"a whole array", `[{"path":["org.iso.18013.5.1","driving_privileges"]}]`, `[["org.iso.18013.5.1","driving_privileges"]]`},
		{"another value", `[{"path":["org.iso.18013.5.1","age_over_18"],"values":[false]}]`, ``},
		{"another namespace", `[{"path":["org.iso.23220.1","given_name"]}]`, ``},
		{"another element", `[{"path":["org.iso.18013.5.1","family_name"]}]`, ``},
	} {
		q := parse(t, `{"credentials":[{"id":"a","format":"mso_mdoc","meta":{},"claims":`+c.claims+`}]}`)
		got := ""
		if fits := q.Match([]dcql.Credential{card}).Asks[0].Fits; len(fits) > 0 {
			got = dump(t, fits[0].Disclose)
		}
		if got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// Annex B.2.4: yes, no, or no statement, and nothing at all in other formats.
func TestIntentToRetain(t *testing.T) {
	for _, c := range []struct {
		name, format, path, said string
		want                     dcql.Retention
	}{
		{"yes", "mso_mdoc", `["n","e"]`, `,"intent_to_retain":true`, dcql.RetainYes},
		{"no", "mso_mdoc", `["n","e"]`, `,"intent_to_retain":false`, dcql.RetainNo},
		{"nothing", "mso_mdoc", `["n","e"]`, ``, dcql.RetainUnsaid},
		{"of another format", "dc+sd-jwt", `["n"]`, `,"intent_to_retain":"perhaps"`, dcql.RetainUnsaid},
	} {
		q := parse(t, `{"credentials":[{"id":"a","format":"`+c.format+`","meta":{},"claims":[{"path":`+c.path+c.said+`}]}]}`)
		raw, err := q.Encode()
		if err != nil {
			t.Fatal(err)
		}
		for _, read := range []dcql.Query{q, parse(t, string(raw))} {
			if got := read.Credentials[0].Claims[0].Retain; got != c.want {
				t.Errorf("%s: %q", c.name, got)
			}
		}
	}
}
