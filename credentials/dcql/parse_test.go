package dcql_test

import (
	"fmt"
	"strings"
	"testing"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

const card = `"id":"card","format":"dc+sd-jwt","meta":{"vct_values":["urn:example:card:1"]}`

// withCard puts members into an otherwise good credential query.
func withCard(members string) string { return `{"credentials":[{` + card + members + `}]}` }

func TestParseRefusals(t *testing.T) {
	rows := []struct {
		defect, text string
		kind         fault.Kind
	}{
		{"not JSON", `{`, encoding.KindJSONSyntax},
		{"array", `[]`, encoding.KindJSONNotObject},
		{"member twice", `{"credentials":[],"credentials":[]}`, encoding.KindJSONDuplicateKey},
		{"no credentials", `{}`, dcql.KindMalformed},
		{"credentials in capitals", `{"Credentials":[{` + card + `}]}`, dcql.KindMalformed},
		{"credentials empty", `{"credentials":[]}`, dcql.KindMalformed},
		{"credentials an object", `{"credentials":{}}`, dcql.KindMalformed},
		{"credential a string", `{"credentials":["card"]}`, dcql.KindMalformed},
		{"id absent", `{"credentials":[{"format":"dc+sd-jwt","meta":{}}]}`, dcql.KindMalformed},
		{"id empty", `{"credentials":[{"id":"","format":"dc+sd-jwt","meta":{}}]}`, dcql.KindMalformed},
		{"id with a dot", `{"credentials":[{"id":"a.b","format":"dc+sd-jwt","meta":{}}]}`, dcql.KindMalformed},
		{"id with an umlaut", `{"credentials":[{"id":"ä","format":"dc+sd-jwt","meta":{}}]}`, dcql.KindMalformed},
		{"id a number", `{"credentials":[{"id":1,"format":"dc+sd-jwt","meta":{}}]}`, dcql.KindMalformed},
		{"id twice", `{"credentials":[{` + card + `},{` + card + `}]}`, dcql.KindMalformed},
		{"format absent", `{"credentials":[{"id":"a","meta":{}}]}`, dcql.KindMalformed},
		{"format empty", `{"credentials":[{"id":"a","format":"","meta":{}}]}`, dcql.KindMalformed},
		{"meta absent", `{"credentials":[{"id":"a","format":"dc+sd-jwt"}]}`, dcql.KindMalformed},
		{"meta an array", `{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":[]}]}`, dcql.KindMalformed},
		{"vct_values empty", `{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":[]}}]}`, dcql.KindMalformed},
		{"vct_values a string", `{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":"x"}}]}`, dcql.KindMalformed},
		{"vct_values with a number", `{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":[1]}}]}`, dcql.KindMalformed},
		{"doctype_value an array", `{"credentials":[{"id":"a","format":"mso_mdoc","meta":{"doctype_value":["x"]}}]}`, dcql.KindMalformed},
		{"type_values flat", `{"credentials":[{"id":"a","format":"ldp_vc","meta":{"type_values":["x"]}}]}`, dcql.KindMalformed},
		{"type_values with an empty list", `{"credentials":[{"id":"a","format":"ldp_vc","meta":{"type_values":[[]]}}]}`, dcql.KindMalformed},
		{"multiple a string", withCard(`,"multiple":"yes"`), dcql.KindMalformed},
		{"holder binding a number", withCard(`,"require_cryptographic_holder_binding":0`), dcql.KindMalformed},
		{"holder binding null", withCard(`,"require_cryptographic_holder_binding":null`), dcql.KindMalformed},
		{"trusted_authorities empty", withCard(`,"trusted_authorities":[]`), dcql.KindMalformed},
		{"trusted_authorities of strings", withCard(`,"trusted_authorities":["x"]`), dcql.KindMalformed},
		{"trusted authority without type", withCard(`,"trusted_authorities":[{"values":["x"]}]`), dcql.KindMalformed},
		{"trusted authority without values", withCard(`,"trusted_authorities":[{"type":"aki"}]`), dcql.KindMalformed},
		{"trusted authority with empty values", withCard(`,"trusted_authorities":[{"type":"aki","values":[]}]`), dcql.KindMalformed},
		{"claims empty", withCard(`,"claims":[]`), dcql.KindMalformed},
		{"claim a string", withCard(`,"claims":["name"]`), dcql.KindMalformed},
		{"path absent", withCard(`,"claims":[{}]`), dcql.KindMalformed},
		{"path empty", withCard(`,"claims":[{"path":[]}]`), dcql.KindMalformed},
		{"path a string", withCard(`,"claims":[{"path":"name"}]`), dcql.KindMalformed},
		{"path with a boolean", withCard(`,"claims":[{"path":[true]}]`), dcql.KindMalformed},
		{"path with an object", withCard(`,"claims":[{"path":[{}]}]`), dcql.KindMalformed},
		{"path with a negative index", withCard(`,"claims":[{"path":["a",-1]}]`), dcql.KindMalformed},
		{"path with a huge index", withCard(`,"claims":[{"path":["a",123456789012345678901]}]`), "json_number_inexact"},
		{"path too long", withCard(`,"claims":[{"path":[` + strings.Repeat(`"a",`, 32) + `"a"]}]`), dcql.KindMalformed},
		{"values empty", withCard(`,"claims":[{"path":["a"],"values":[]}]`), dcql.KindMalformed},
		{"values with null", withCard(`,"claims":[{"path":["a"],"values":[null]}]`), dcql.KindMalformed},
		{"values with an object", withCard(`,"claims":[{"path":["a"],"values":[{}]}]`), dcql.KindMalformed},
		{"values with a fraction", withCard(`,"claims":[{"path":["a"],"values":[1.5]}]`), dcql.KindMalformed},
		{"claim id twice", withCard(`,"claims":[{"id":"a","path":["a"]},{"id":"a","path":["b"]}]`), dcql.KindMalformed},
		{"claim_sets without claims", withCard(`,"claim_sets":[["a"]]`), dcql.KindMalformed},
		{"claim_sets empty", withCard(`,"claims":[{"id":"a","path":["a"]}],"claim_sets":[]`), dcql.KindMalformed},
		{"claim set empty", withCard(`,"claims":[{"id":"a","path":["a"]}],"claim_sets":[[]]`), dcql.KindMalformed},
		{"claim without id beside claim_sets", withCard(`,"claims":[{"path":["a"]}],"claim_sets":[["a"]]`), dcql.KindMalformed},
		{"claim set with an unknown id", withCard(`,"claims":[{"id":"a","path":["a"]}],"claim_sets":[["b"]]`), dcql.KindMalformed},
		{"claim set with an id twice", withCard(`,"claims":[{"id":"a","path":["a"]}],"claim_sets":[["a","a"]]`), dcql.KindMalformed},
		{"credential_sets empty", `{"credentials":[{` + card + `}],"credential_sets":[]}`, dcql.KindMalformed},
		{"credential set without options", `{"credentials":[{` + card + `}],"credential_sets":[{}]}`, dcql.KindMalformed},
		{"credential set with empty options", `{"credentials":[{` + card + `}],"credential_sets":[{"options":[]}]}`, dcql.KindMalformed},
		{"option empty", `{"credentials":[{` + card + `}],"credential_sets":[{"options":[[]]}]}`, dcql.KindMalformed},
		{"option with an unknown id", `{"credentials":[{` + card + `}],"credential_sets":[{"options":[["b"]]}]}`, dcql.KindMalformed},
		{"required a string", `{"credentials":[{` + card + `}],"credential_sets":[{"options":[["card"]],"required":"no"}]}`, dcql.KindMalformed},
		{"meta without vct_values (B.3.5)", `{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_value":["x"]}}]}`, dcql.KindMalformed},
		{"meta without doctype_value (B.2.3)", `{"credentials":[{"id":"a","format":"mso_mdoc","meta":{"vct_values":["x"]}}]}`, dcql.KindMalformed},
		{"meta without type_values (B.1.1)", `{"credentials":[{"id":"a","format":"jwt_vc_json","meta":{"doctype_value":"x"}}]}`, dcql.KindMalformed},
		{"meta null (6.1)", `{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":null}]}`, dcql.KindMalformed},
		{"vct_values with an empty type", `{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":[""]}}]}`, dcql.KindMalformed},
		{"vct_values in another case", `{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"VCT_VALUES":["x"]}}]}`, dcql.KindMalformed},
		{"doctype_value empty", `{"credentials":[{"id":"a","format":"mso_mdoc","meta":{"doctype_value":""}}]}`, dcql.KindMalformed},
		{"doctype_value null", `{"credentials":[{"id":"a","format":"mso_mdoc","meta":{"doctype_value":null}}]}`, dcql.KindMalformed},
		{"type_values empty", `{"credentials":[{"id":"a","format":"ldp_vc","meta":{"type_values":[]}}]}`, dcql.KindMalformed},
		{"type_values a string", `{"credentials":[{"id":"a","format":"jwt_vc_json","meta":{"type_values":"x"}}]}`, dcql.KindMalformed},
		{"65 types", `{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":[` + numbered(65, `"t%d"`) + `]}}]}`, dcql.KindTooLarge},
		{"format a number", `{"credentials":[{"id":"a","format":1,"meta":{}}]}`, dcql.KindMalformed},
		{"id with a space", `{"credentials":[{"id":"a b","format":"dc+sd-jwt","meta":{}}]}`, dcql.KindMalformed},
		{"one id for two formats", `{"credentials":[{` + card + `},{"id":"card","format":"mso_mdoc","meta":{}}]}`, dcql.KindMalformed},
		{"multiple null", withCard(`,"multiple":null`), dcql.KindMalformed},
		{"trusted authority's type a number", withCard(`,"trusted_authorities":[{"type":1,"values":["x"]}]`), dcql.KindMalformed},
		{"trusted authority's values a string", withCard(`,"trusted_authorities":[{"type":"etsi_tl","values":"x"}]`), dcql.KindMalformed},
		{"trusted authority's values with a number", withCard(`,"trusted_authorities":[{"type":"etsi_tl","values":[1]}]`), dcql.KindMalformed},
		{"key identifier with colons (6.1.1.1)", withCard(`,"trusted_authorities":[{"type":"aki","values":["B3:DB:48"]}]`), dcql.KindMalformed},
		{"key identifier padded (6.1.1.1)", withCard(`,"trusted_authorities":[{"type":"aki","values":["s9tIpPmhxdiuNkHMEWNpYim8S8Y="]}]`), dcql.KindMalformed},
		{"key identifier empty (6.1.1.1)", withCard(`,"trusted_authorities":[{"type":"aki","values":[""]}]`), dcql.KindMalformed},
		{"path null", withCard(`,"claims":[{"path":null}]`), dcql.KindMalformed},
		{"path with a fraction", withCard(`,"claims":[{"path":["a",1.5]}]`), dcql.KindMalformed},
		{"path with a list", withCard(`,"claims":[{"path":["a",["b"]]}]`), dcql.KindMalformed},
		{"claim id with a slash", withCard(`,"claims":[{"id":"a/b","path":["a"]}]`), dcql.KindMalformed},
		{"claim id empty", withCard(`,"claims":[{"id":"","path":["a"]}]`), dcql.KindMalformed},
		{"claim id twice, without claim_sets", withCard(`,"claims":[{"id":"a","path":["a"]},{"path":["b"]},{"id":"a","path":["c"]}]`), dcql.KindMalformed},
		{"values a string", withCard(`,"claims":[{"path":["a"],"values":"x"}]`), dcql.KindMalformed},
		{"values with a list", withCard(`,"claims":[{"path":["a"],"values":[["x"]]}]`), dcql.KindMalformed},
		{"values with 1.0", withCard(`,"claims":[{"path":["a"],"values":[1.0]}]`), dcql.KindMalformed},
		{"values with 1e3", withCard(`,"claims":[{"path":["a"],"values":[1e3]}]`), dcql.KindMalformed},
		{"claims null", withCard(`,"claims":null`), dcql.KindMalformed},
		{"claim_sets of ids", withCard(`,"claims":[{"id":"a","path":["a"]}],"claim_sets":["a"]`), dcql.KindMalformed},
		{"claim set with a number", withCard(`,"claims":[{"id":"a","path":["a"]}],"claim_sets":[[1]]`), dcql.KindMalformed},
		{"33 claim sets", withCard(`,"claims":[{"id":"a","path":["a"]}],"claim_sets":[` + numbered(33, `["a"]`) + `]`), dcql.KindTooLarge},
		{"mdoc, path of one (7.2)", `{"credentials":[{"id":"a","format":"mso_mdoc","meta":{},"claims":[{"path":["given_name"]}]}]}`, dcql.KindMalformed},
		{"mdoc, path of three (7.2)", `{"credentials":[{"id":"a","format":"mso_mdoc","meta":{},"claims":[{"path":["n","address","street"]}]}]}`, dcql.KindMalformed},
		{"mdoc, path with null (7.2)", `{"credentials":[{"id":"a","format":"mso_mdoc","meta":{},"claims":[{"path":["n",null]}]}]}`, dcql.KindMalformed},
		{"mdoc, path with an index (7.2)", `{"credentials":[{"id":"a","format":"mso_mdoc","meta":{},"claims":[{"path":["n",0]}]}]}`, dcql.KindMalformed},
		{"mdoc, intent_to_retain a string (B.2.4)", `{"credentials":[{"id":"a","format":"mso_mdoc","meta":{},"claims":[{"path":["n","e"],"intent_to_retain":"no"}]}]}`, dcql.KindMalformed},
		{"mdoc, intent_to_retain null (B.2.4)", `{"credentials":[{"id":"a","format":"mso_mdoc","meta":{},"claims":[{"path":["n","e"],"intent_to_retain":null}]}]}`, dcql.KindMalformed},
		{"credential_sets an object", `{"credentials":[{` + card + `}],"credential_sets":{}}`, dcql.KindMalformed},
		{"credential set a list", `{"credentials":[{` + card + `}],"credential_sets":[["card"]]}`, dcql.KindMalformed},
		{"option an id", `{"credentials":[{` + card + `}],"credential_sets":[{"options":["card"]}]}`, dcql.KindMalformed},
		{"option with an id twice", `{"credentials":[{` + card + `}],"credential_sets":[{"options":[["card","card"]]}]}`, dcql.KindMalformed},
		{"required null", `{"credentials":[{` + card + `}],"credential_sets":[{"options":[["card"]],"required":null}]}`, dcql.KindMalformed},
		{"17 ids in an option", `{"credentials":[{` + card + `}],"credential_sets":[{"options":[[` + numbered(17, `"card"`) + `]]}]}`, dcql.KindTooLarge},
		{"17 credential sets", `{"credentials":[{` + card + `}],"credential_sets":[` + numbered(17, `{"options":[["card"]]}`) + `]}`, dcql.KindTooLarge},
		{"17 KiB", withCard(`,"claims":[{"path":["` + strings.Repeat("a", 17<<10) + `"]}]`), dcql.KindTooLarge},
		{"17 credentials", `{"credentials":[` + numbered(17, `{"id":"c%d","format":"x","meta":{}}`) + `]}`, dcql.KindTooLarge},
		{"129 claims", withCard(`,"claims":[` + numbered(129, `{"path":["c%d"]}`) + `]`), dcql.KindTooLarge},
		{"65 values", withCard(`,"claims":[{"path":["a"],"values":[` + numbered(65, `%d`) + `]}]`), dcql.KindTooLarge},
		{"33 options", `{"credentials":[{` + card + `}],"credential_sets":[{"options":[` + numbered(33, `["card"]`) + `]}]}`, dcql.KindTooLarge},
	}
	for _, c := range rows {
		t.Run(c.defect, func(t *testing.T) {
			_, err := dcql.Parse([]byte(c.text))
			if got := fault.KindOf(err); got != c.kind {
				t.Errorf("got %v, want %s", err, c.kind)
			}
		})
	}
	t.Logf("%d refusals", len(rows))
}

// numbered repeats an element, filling in its number where it has a place for it.
func numbered(n int, element string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = strings.ReplaceAll(element, "%d", fmt.Sprint(i))
	}
	return strings.Join(parts, ",")
}

func TestUnknownPropertiesAreIgnored(t *testing.T) {
	q, err := dcql.Parse([]byte(`{"future":1,"credentials":[{` + card + `,"future":{},"claims":[{"path":["a"],"intent_to_retain":true}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(q.Credentials[0].Claims) != 1 || !q.Credentials[0].Claims[0].Path.Equal(claim.Path{"a"}) {
		t.Errorf("parsed to %+v", q)
	}
}

func TestDefaults(t *testing.T) {
	q, err := dcql.Parse([]byte(`{"credentials":[{` + card + `}],"credential_sets":[{"options":[["card"]]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	c := q.Credentials[0]
	if !c.HolderBinding || c.Multiple || !q.Sets[0].Required {
		t.Errorf("defaults of section 6: %+v", q)
	}
}

// Whatever is parsed is written so that it parses to the same.
func TestEncodeRoundTrip(t *testing.T) {
	for _, text := range append(examples(t), withCard(`,"trusted_authorities":[{"type":"aki","values":["s9tIpPmhxdiuNkHMEWNpYim8S8Y"]}],"multiple":true,"require_cryptographic_holder_binding":false`),
		`{"credentials":[{"id":"a","format":"ldp_vc","meta":{"type_values":[["A","B"],["C"]]}}]}`,
		`{"credentials":[{"id":"a","format":"mso_mdoc","meta":{"doctype_value":"org.iso.18013.5.1.mDL"},"claims":[{"path":["n","e"],"intent_to_retain":false}]}]}`,
		`{"credentials":[{"id":"a","format":"jwt_vc_json","meta":{}}],"credential_sets":[{"options":[["a"]],"required":false}]}`,
		withCard(`,"claims":[{"path":["a",null,0],"values":["x",7,true]}]`)) {
		q, err := dcql.Parse([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		first, err := q.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := dcql.Parse(first)
		if err != nil {
			t.Fatalf("%s: %v", first, err)
		}
		if second, _ := again.Encode(); string(first) != string(second) || fmt.Sprintf("%+v", q) != fmt.Sprintf("%+v", again) {
			t.Errorf("first  %s\nsecond %s", first, second)
		}
	}
}

// examples are the queries of OpenID4VP 1.0 that are typed here: sections 7.4
// and B.1.3.2, and annex D. TestPublishedQueries reads others from files.
func examples(t testing.TB) []string {
	return []string{exampleSimple, exampleClaimSets, exampleCredentialSets, exampleValues, exampleLinkedData}
}

const (
	exampleSimple = `{"credentials":[{"id":"my_credential","format":"dc+sd-jwt",
		"meta":{"vct_values":["https://credentials.example.com/identity_credential"]},
		"claims":[{"path":["family_name"]},{"path":["given_name"]},{"path":["address","street_address"]}]}]}`
	exampleClaimSets = `{"credentials":[{"id":"pid","format":"dc+sd-jwt",
		"meta":{"vct_values":["https://credentials.example.com/identity_credential"]},
		"claims":[{"id":"a","path":["family_name"]},{"id":"b","path":["postal_code"]},{"id":"c","path":["locality"]},
			{"id":"d","path":["region"]},{"id":"e","path":["date_of_birth"]}],
		"claim_sets":[["a","c","d","e"],["a","b","e"]]}]}`
	exampleCredentialSets = `{"credentials":[
		{"id":"pid","format":"dc+sd-jwt","meta":{"vct_values":["https://credentials.example.com/identity_credential"]},
			"claims":[{"path":["given_name"]},{"path":["family_name"]},{"path":["address","street_address"]}]},
		{"id":"other_pid","format":"dc+sd-jwt","meta":{"vct_values":["https://othercredentials.example/pid"]},
			"claims":[{"path":["given_name"]},{"path":["family_name"]},{"path":["address","street_address"]}]},
		{"id":"pid_reduced_cred_1","format":"dc+sd-jwt","meta":{"vct_values":["https://credentials.example.com/reduced_identity_credential"]},
			"claims":[{"path":["family_name"]},{"path":["given_name"]}]},
		{"id":"pid_reduced_cred_2","format":"dc+sd-jwt","meta":{"vct_values":["https://cred.example/residence_credential"]},
			"claims":[{"path":["postal_code"]},{"path":["locality"]},{"path":["region"]}]},
		{"id":"nice_to_have","format":"dc+sd-jwt","meta":{"vct_values":["https://company.example/company_rewards"]},
			"claims":[{"path":["rewards_number"]}]}],
		"credential_sets":[
			{"options":[["pid"],["other_pid"],["pid_reduced_cred_1","pid_reduced_cred_2"]]},
			{"required":false,"options":[["nice_to_have"]]}]}`
	exampleValues = `{"credentials":[{"id":"my_credential","format":"dc+sd-jwt",
		"meta":{"vct_values":["https://credentials.example.com/identity_credential"]},
		"claims":[{"path":["family_name"],"values":["Doe"]},{"path":["given_name"]},{"path":["address","street_address"]},
			{"path":["postal_code"],"values":["90210","90211"]}]}]}`
	exampleLinkedData = `{"credentials":[{"id":"example_ldp_vc","format":"ldp_vc","meta":{"type_values":[["IDCredential"]]},
		"claims":[{"path":["credentialSubject","family_name"]},{"path":["credentialSubject","given_name"]},
			{"path":["credentialSubject","birthdate"]},{"path":["credentialSubject","address","street_address"]},
			{"path":["credentialSubject","address","locality"]},{"path":["credentialSubject","address","postal_code"]},
			{"path":["credentialSubject","address","country"]}]}]}`
)

func FuzzParse(f *testing.F) {
	for _, text := range examples(f) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		q, err := dcql.Parse(data)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Errorf("a refusal without kind: %v", err)
			}
			return
		}
		q.Match([]dcql.Credential{{ID: "1", Format: "dc+sd-jwt", Claims: map[string]any{"a": []any{"b"}}}})
		text, err := q.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := dcql.Parse(text); err != nil && len(text) <= dcql.MaxQuery {
			t.Errorf("%s: %v", text, err)
		}
	})
}
