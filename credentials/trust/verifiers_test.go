package trust_test

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"domicile/credentials/trust"
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/crypto/x5c"
)

// verifierList is a list that names one of each, to spoil.
func verifierList(t testing.TB) map[string]any {
	t.Helper()
	var none *party
	authority := none.issue(t, "Authority", func(c *x509.Certificate) { c.IsCA, c.BasicConstraintsValid = true, true })
	var public map[string]any
	if err := json.Unmarshal([]byte(jwk(t, key(t, alg.ES256, 1), "1")), &public); err != nil {
		t.Fatal(err)
	}
	return map[string]any{
		"domicile_trust_list": 1, "epoch": 1, "issued": "2026-11-01T00:00:00Z", "expires": "2026-12-01T00:00:00Z",
		"anchors": []any{},
		"verifiers": map[string]any{
			"authorities": []any{base64.StdEncoding.EncodeToString(authority.certificate.Raw)},
			"registrars":  []any{map[string]any{"id": "https://registrar.example", "name": "Registrar", "keys": []any{public}}},
			"clients": []any{map[string]any{
				"id": "example-client", "name": "Bar", "addresses": []any{"https://bar.example/cb"}, "keys": []any{public},
				"metadata": map[string]any{"client_name": "Bar"},
			}},
		},
	}
}

func text(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestVerifiersOfAList(t *testing.T) {
	v, err := trust.LoadVerifiers(text(t, verifierList(t)))
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Authorities) != 1 || v.Authorities[0].Subject.CommonName != "Authority" || v.List.Epoch != 1 {
		t.Errorf("%+v", v)
	}
	r, known := v.Registrar("https://registrar.example")
	if !known || r.Name != "Registrar" || len(r.Keys) != 1 || r.Keys[0].ID != "1" {
		t.Errorf("%+v", r)
	}
	c, known := v.Client("example-client")
	if !known || c.Name != "Bar" || c.Addresses[0] != "https://bar.example/cb" || len(c.Keys) != 1 || c.Metadata["client_name"] != "Bar" {
		t.Errorf("%+v", c)
	}
	if _, known := v.Client("Example-client"); known {
		t.Error("an identifier in other letters")
	}
	if _, known := v.Registrar("https://registrar.example/"); known {
		t.Error("a registrar with another ending")
	}
}

// Other sources say nothing of verifiers: whoever issues cards vouches for nobody.
func TestSourcesWithoutVerifiers(t *testing.T) {
	k := jwk(t, key(t, alg.ES256, 1), "")
	list := verifierList(t)
	delete(list, "verifiers")
	for name, data := range map[string]string{
		"a JWK": k, "a JWK set": `{"keys":[` + k + `]}`, "a list of issuers": string(text(t, list)), "an empty object": "{}",
		"a member of another list": `{"verifiers":{"authorities":["x"]}}`,
	} {
		v, err := trust.LoadVerifiers([]byte(data))
		if err != nil || len(v.Authorities)+len(v.Registrars)+len(v.Clients) != 0 {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
	}
	var none *party
	a, b := none.issue(t, "A", nil), none.issue(t, "B", nil)
	v, err := trust.LoadVerifiers(append(a.pem(), b.pem()...))
	if err != nil || len(v.Authorities) != 2 || len(v.Registrars)+len(v.Clients) != 0 {
		t.Errorf("PEM: %+v, %v", v, err)
	}
}

func TestVerifierListRefusals(t *testing.T) {
	type list = map[string]any
	in := func(name string, tweak func(one list)) func(list) {
		return func(l list) { tweak(l["verifiers"].(list)[name].([]any)[0].(list)) }
	}
	set := func(name string, value any) func(list) {
		return func(l list) { l["verifiers"].(list)[name] = value }
	}
	many := func(n int, one any) []any {
		all := make([]any, n)
		for i := range all {
			all[i] = one
		}
		return all
	}
	for _, c := range []struct {
		defect string
		tweak  func(list)
		kind   fault.Kind
	}{
		{"verifiers a list", func(l list) { l["verifiers"] = []any{} }, encoding.KindJSONMemberType},
		{"no date of issue", func(l list) { delete(l, "issued") }, trust.KindList},
		{"an epoch below zero", func(l list) { l["epoch"] = -1 }, trust.KindList},
		{"authorities a text", set("authorities", "MIIB"), encoding.KindJSONMemberType},
		{"an authority that is no certificate", set("authorities", []any{"MIIB"}), x5c.KindCertificate},
		{"an authority in base64url", set("authorities", []any{"MI-_"}), x5c.KindCertificate},
		{"registrars an object", set("registrars", list{}), encoding.KindJSONMemberType},
		{"a registrar a text", set("registrars", []any{"x"}), trust.KindList},
		{"more registrars than allowed", set("registrars", many(trust.MaxRegistrars+1, "x")), trust.KindList},
		{"a registrar without an id", in("registrars", func(r list) { delete(r, "id") }), trust.KindList},
		{"a registrar without a name", in("registrars", func(r list) { r["name"] = "" }), trust.KindList},
		{"a registrar without keys", in("registrars", func(r list) { r["keys"] = []any{} }), trust.KindList},
		{"a registrar whose key is none", in("registrars", func(r list) { r["keys"] = []any{"x"} }), trust.KindList},
		{"a registrar with a private key", in("registrars", func(r list) { r["keys"].([]any)[0].(list)["d"] = "AAAA" }), keys.KindPrivate},
		{"a registrar with two keys of one name", in("registrars", func(r list) { r["keys"] = append(r["keys"].([]any), r["keys"].([]any)[0]) }), keys.KindDuplicate},
		{"clients an object", set("clients", list{}), encoding.KindJSONMemberType},
		{"a client a number", set("clients", []any{7}), trust.KindList},
		{"more clients than allowed", set("clients", many(trust.MaxClients+1, 7)), trust.KindList},
		{"a client without an id", in("clients", func(c list) { c["id"] = "" }), trust.KindList},
		{"a client with a number for an id", in("clients", func(c list) { c["id"] = 7 }), encoding.KindJSONMemberType},
		{"a client without a name", in("clients", func(c list) { delete(c, "name") }), trust.KindList},
		{"a client without addresses", in("clients", func(c list) { c["addresses"] = []any{} }), trust.KindList},
		{"a client with addresses as a text", in("clients", func(c list) { c["addresses"] = "https://bar.example/cb" }), encoding.KindJSONMemberType},
		{"a client with metadata as a text", in("clients", func(c list) { c["metadata"] = "x" }), encoding.KindJSONMemberType},
	} {
		t.Run(c.defect, func(t *testing.T) {
			l := verifierList(t)
			c.tweak(l)
			if v, err := trust.LoadVerifiers(text(t, l)); fault.KindOf(err) != c.kind {
				t.Errorf("got %+v, %v, want %s", v, err, c.kind)
			}
		})
	}
	for defect, data := range map[string]string{
		"empty": "", "a word": "x", "a list": "[]", "too long": "{" + strings.Repeat(" ", encoding.MaxBundle),
		"a member twice": `{"domicile_trust_list":1,"domicile_trust_list":1}`,
	} {
		if v, err := trust.LoadVerifiers([]byte(data)); fault.KindOf(err) == "" {
			t.Errorf("%s: %+v, %v", defect, v, err)
		}
	}
}

// An expired list says nothing, and a store without one believes nobody.
func TestVerifiersOfAStore(t *testing.T) {
	v, err := trust.LoadVerifiers(text(t, verifierList(t)))
	if err != nil {
		t.Fatal(err)
	}
	var none *party
	lasting, err := trust.LoadVerifiers(none.issue(t, "A", nil).pem())
	if err != nil {
		t.Fatal(err)
	}
	var store trust.Store
	store.AddVerifiers(v)
	store.AddVerifiers(lasting)
	for at, want := range map[string][3]int{
		"2026-11-30T23:59:59Z": {2, 1, 1}, "2026-12-01T00:00:00Z": {2, 1, 1}, "2026-12-01T00:00:01Z": {1, 0, 0},
	} {
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		got := store.Verifiers(now)
		if n := [3]int{len(got.Authorities), len(got.Registrars), len(got.Clients)}; n != want {
			t.Errorf("at %s: %v, want %v", at, n, want)
		}
	}
	if got := (*trust.Store)(nil).Verifiers(time.Now()); len(got.Authorities)+len(got.Registrars)+len(got.Clients) != 0 {
		t.Errorf("no store: %+v", got)
	}
}

func ExampleLoadVerifiers() {
	v, err := trust.LoadVerifiers([]byte(`{"domicile_trust_list":1,"epoch":7,
		"issued":"2026-11-01T00:00:00Z","expires":"2026-12-01T00:00:00Z","anchors":[],
		"verifiers":{"clients":[{"id":"example-client","name":"Bar Möbius","addresses":["https://bar.example/cb"]}]}}`))
	if err != nil {
		panic(err)
	}
	client, known := v.Client("example-client")
	fmt.Println(client.Name, client.Addresses, known)
	// Output: Bar Möbius [https://bar.example/cb] true
}

func FuzzLoadVerifiers(f *testing.F) {
	f.Add(text(f, verifierList(f)))
	var none *party
	f.Add(none.issue(f, "A", nil).pem())
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := trust.LoadVerifiers(data)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Errorf("a refusal without kind: %v", err)
			}
			return
		}
		for _, r := range v.Registrars {
			if r.ID == "" || len(r.Keys) == 0 {
				t.Errorf("%+v", r)
			}
		}
		for _, c := range v.Clients {
			if c.ID == "" || len(c.Addresses) == 0 {
				t.Errorf("%+v", c)
			}
		}
	})
}

func TestVouchersThatVouchForNobody(t *testing.T) {
	for defect, data := range map[string]string{
		"an empty text":               "",
		"a list without verifiers":    `{"domicile_trust_list":1,"epoch":1,"issued":"2026-11-01T00:00:00Z","expires":"2027-11-01T00:00:00Z","anchors":[]}`,
		"a key set":                   `{"keys":[]}`,
		"a list that verifies nobody": `{"domicile_trust_list":1,"epoch":1,"issued":"2026-11-01T00:00:00Z","expires":"2027-11-01T00:00:00Z","anchors":[],"verifiers":{}}`,
	} {
		if _, err := trust.LoadVouchers([]byte(data)); fault.KindOf(err) == "" {
			t.Errorf("%s: %v", defect, err)
		}
	}
	if v, err := trust.LoadVouchers(text(t, verifierList(t))); err != nil || len(v.Registrars) == 0 {
		t.Errorf("%+v %v", v, err)
	}
}
