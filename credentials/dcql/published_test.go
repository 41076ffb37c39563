package dcql_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"domicile/credentials/dcql"
	"domicile/internal/vectors"
)

// published reads every query of the specification that lies beside the
// project, by the name of its file.
func published(t testing.TB) map[string]dcql.Query {
	t.Helper()
	queries := map[string]dcql.Query{}
	for _, pattern := range []string{"query_lang/*.json", "request/dcql_*.json"} {
		files, _ := filepath.Glob(filepath.Join(vectors.Dir(t, "openid4vc/oid4vp"), pattern))
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			q, err := dcql.Parse(raw)
			if err != nil {
				t.Errorf("%s: %v", filepath.Base(file), err)
			}
			queries[filepath.Base(file)] = q
		}
	}
	if len(queries) == 0 {
		t.Skip("no published queries")
	}
	return queries
}

// vehicle, licence and photo are mobile documents as the examples ask for them.
func vehicle(t testing.TB) dcql.Credential {
	return dcql.Credential{ID: "vehicle", Format: "mso_mdoc", Types: []string{"org.iso.7367.1.mVRC"}, HolderBound: true,
		Claims: tree(t, `{"org.iso.7367.1":{"vehicle_holder":"Alice","plate":"X"},"org.iso.18013.5.1":{"given_name":"Alice"}}`)}
}

func mobile(t testing.TB, id, docType, claims string) dcql.Credential {
	return dcql.Credential{ID: id, Format: "mso_mdoc", Types: []string{docType}, HolderBound: true,
		Claims: tree(t, `{"org.iso.18013.5.1":`+claims+`}`)}
}

// Each published query is evaluated over cards that satisfy it, and over all of
// them but one.
func TestPublishedQueries(t *testing.T) {
	person := dcql.Credential{ID: "person", Format: "dc+sd-jwt", Types: []string{"https://credentials.example.com/identity_credential"}, HolderBound: true,
		Claims: tree(t, `{"given_name":"A","family_name":"D","address":{"street_address":"42 Market Street"},"birthdate":"1940-01-01"}`)}
	licence := mobile(t, "licence", "org.iso.18013.5.1.mDL", `{"given_name":"A","family_name":"D","portrait":"x","resident_address":"y"}`)
	photo := mobile(t, "photo", "org.iso.23220.photoid.1", `{"resident_address":"y","resident_country":"XM"}`)
	w3c := dcql.Credential{ID: "w3c", Format: "jwt_vc_json", Types: []string{"VerifiableCredential", "IDCredential"}, HolderBound: true,
		Claims: w3cClaims(t)}
	rows := map[string]struct {
		cards []dcql.Credential
		want  string
	}{
		"simple_mdoc.json":       {[]dcql.Credential{vehicle(t)}, `[["org.iso.7367.1","vehicle_holder"],["org.iso.18013.5.1","given_name"]]`},
		"multi_credentials.json": {[]dcql.Credential{person, vehicle(t)}, `[["given_name"],["family_name"],["address","street_address"]]`},
		"complex_mdoc.json": {[]dcql.Credential{licence, photo},
			`[["org.iso.18013.5.1","given_name"],["org.iso.18013.5.1","family_name"],["org.iso.18013.5.1","portrait"]]`},
		"dcql_jwt_vc.json": {[]dcql.Credential{w3c}, `[["credentialSubject","family_name"],["credentialSubject","given_name"]]`},
	}
	evaluated := 0
	for name, q := range published(t) {
		row, known := rows[name]
		if !known {
			t.Logf("%s is parsed only", name)
			continue
		}
		evaluated++
		r := q.Match(row.cards)
		if !r.Satisfiable || len(r.Asks[0].Fits) != 1 || dump(t, r.Asks[0].Fits[0].Disclose) != row.want {
			t.Errorf("%s: %+v", name, r)
		}
		if r := q.Match(row.cards[1:]); r.Satisfiable {
			t.Errorf("%s: satisfied without %s", name, row.cards[0].ID)
		}
	}
	t.Logf("%d published queries parsed, %d evaluated", len(published(t)), evaluated)
}

// w3cClaims are those of the example credential of annex B.1.3.1.2, whose root
// is the credential and not the token around it.
func w3cClaims(t testing.TB) map[string]any {
	t.Helper()
	var payload struct {
		VC json.RawMessage `json:"vc"`
	}
	vectors.ReadJSON(t, "openid4vc/oid4vp/credentials/jwt_vc.json", &payload)
	return tree(t, string(payload.VC))
}

// In the complex query the licence can answer for the person and the photo card
// for the address: alternatives of two sets, of which the second is optional.
func TestPublishedAlternatives(t *testing.T) {
	q, there := published(t)["complex_mdoc.json"]
	if !there {
		t.Skip("no complex_mdoc.json")
	}
	licence := mobile(t, "licence", "org.iso.18013.5.1.mDL", `{"given_name":"A","family_name":"D","portrait":"x","resident_address":"y"}`)
	photo := mobile(t, "photo", "org.iso.23220.photoid.1", `{"resident_address":"y","resident_country":"XM"}`)
	r := q.Match([]dcql.Credential{licence, photo})
	for name, row := range map[string]struct {
		chosen map[string][]string
		good   bool
	}{
		"the person alone":                 {map[string][]string{"mdl-id": {"licence"}}, true},
		"the person and the address":       {map[string][]string{"mdl-id": {"licence"}, "photo_card-address": {"photo"}}, true},
		"the address alone":                {map[string][]string{"photo_card-address": {"photo"}}, false},
		"an address that is not all there": {map[string][]string{"mdl-id": {"licence"}, "mdl-address": {"licence"}}, false},
	} {
		if err := r.Permits(row.chosen); (err == nil) != row.good {
			t.Errorf("%s: %v", name, err)
		}
	}
}
