package issuer

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"

	"domicile/crypto/encoding"
)

func (b *bench) askOffice(method, path, body string, headers ...string) (int, map[string]any) {
	b.t.Helper()
	all := map[string]string{}
	if body != "" {
		all["Content-Type"] = jsonMedia
	}
	for i := 0; i+1 < len(headers); i += 2 {
		all[headers[i]] = headers[i+1]
	}
	status, header, text := b.do(method, b.server.URL+"/office/api/"+path, all, body)
	o, err := encoding.DecodeJSONObject([]byte(text))
	if err != nil || header.Get("Access-Control-Allow-Origin") != "" {
		b.t.Fatalf("%s: %q %v", path, text, err)
	}
	return status, o
}

func TestEverySamplePersonGetsAnOffer(t *testing.T) {
	b := newBench(t)
	_, o := b.askOffice("GET", "people", "")
	people, _, _ := encoding.Array(o, "people")
	if len(people) < 4 {
		t.Fatalf("%d people", len(people))
	}
	for _, item := range people {
		person := item.(map[string]any)
		status, made := b.askOffice("POST", "offers", `{"person":"`+person["id"].(string)+`"}`)
		tx, _, _ := encoding.String(made, "tx_code")
		uri, _, _ := encoding.String(made, "offer_uri")
		if status != 201 || len(tx) != TxLength || !strings.HasPrefix(uri, "openid-credential-offer://?credential_offer_uri=") {
			t.Errorf("%v: %d %v", person["id"], status, made)
		}
	}
}

func TestFieldsAreChecked(t *testing.T) {
	b := newBench(t)
	rows := []struct {
		field string
		name  string
		value any
	}{
		{"given_name", "given_name", ""}, {"given_name", "given_name", nil}, {"given_name", "given_name", 7},
		{"given_name", "given_name", " Ana"}, {"given_name", "given_name", "A\u202ena"}, {"family_name", "family_name", strings.Repeat("x", 81)},
		{"birthdate", "birthdate", "17.5.1990"}, {"birthdate", "birthdate", "1990-02-30"}, {"birthdate", "birthdate", "2990-05-17"},
		{"birthdate", "birthdate", "1790-05-17"}, {"nationalities", "nationalities", []any{}}, {"nationalities", "nationalities", []any{"PRT"}},
		{"nationalities", "nationalities", []any{"PT", "PT"}}, {"nationalities", "nationalities", "PT"},
		{"nationalities", "nationalities", []any{"A", "B", "C", "D", "E", "F"}},
		{"residency.programme", "residency", map[string]any{"programme": "Golden visa"}}, {"residency.programme", "residency", map[string]any{}},
		{"residency.country", "residency", map[string]any{"programme": "Digital residency", "country": "PT"}},
		{"residency.vip", "residency", map[string]any{"programme": "Digital residency", "vip": true}},
		{"age_equal_or_over", "age_equal_or_over", map[string]any{"65": true}}, {"admin", "admin", true},
		{"issuing_country", "issuing_country", "PT"}, {"issuing_authority", "issuing_authority", ""}, {"issuing_authority", "issuing_authority", "Ministry of Truth"},
	}
	for _, row := range rows {
		claims := maps.Clone(ana())
		if claims[row.name] = row.value; row.value == nil {
			delete(claims, row.name)
		}
		body, err := json.Marshal(map[string]any{"claims": claims})
		if err != nil {
			t.Fatal(err)
		}
		status, o := b.askOffice("POST", "offers", string(body))
		fields, _, _ := encoding.Object(o, "fields")
		if status != 400 || o["error"] != "invalid_claims" || fields[row.field] == nil {
			t.Errorf("%s = %v: %d %v", row.name, row.value, status, o)
		}
	}
}

func TestOfferRequestsRefused(t *testing.T) {
	b := newBench(t)
	rows := map[string]string{
		"neither person nor claims": `{}`,
		"both":                      `{"person":"ana","claims":{}}`,
		"unknown person":            `{"person":"nobody"}`,
		"unknown type":              `{"person":"ana","type":"passport"}`,
		"person a number":           `{"person":1}`,
		"no JSON":                   `{`,
	}
	for defect, body := range rows {
		if status, o := b.askOffice("POST", "offers", body); status != 400 || o["error"] != "invalid_request" {
			t.Errorf("%s: %d %v", defect, status, o)
		}
	}
	if status, _ := b.askOffice("POST", "offers", `{"person":"ana"}`, "Content-Type", "text/plain"); status != 400 {
		t.Errorf("a form of another page can post: %d", status)
	}
}

func TestOfficeIsForItsOwnPages(t *testing.T) {
	b := newBench(t)
	rows := map[string][]string{
		"page of another origin": {"Origin", "https://evil.example"},
		"page of another port":   {"Origin", "http://127.0.0.1:1"},
		"null origin":            {"Origin", "null"},
		"other site":             {"Sec-Fetch-Site", "cross-site"},
		"sibling site":           {"Sec-Fetch-Site", "same-site"},
	}
	for defect, headers := range rows {
		if status, o := b.askOffice("GET", "issued", "", headers...); status != 403 || o["error"] != "access_denied" {
			t.Errorf("%s: %d %v", defect, status, o)
		}
	}
	request, err := http.NewRequest("GET", b.server.URL+"/office/api/issued", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "evil.example" // a name that was made to resolve to this machine
	response, err := b.server.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != 403 {
		t.Errorf("rebound name: %d", response.StatusCode)
	}
	if status, _ := b.askOffice("GET", "issued", "", "Origin", b.server.URL, "Sec-Fetch-Site", "same-origin"); status != 200 {
		t.Errorf("its own page: %d", status)
	}
}
