package trust_test

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"domicile/credentials/trust"
	"domicile/crypto/alg"
	"domicile/crypto/did"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/crypto/x5c"
)

func ExampleLoad() {
	anchors, err := trust.Load("list.json", []byte(`{"domicile_trust_list":1,"epoch":7,
		"issued":"2026-11-01T00:00:00Z","expires":"2026-12-01T00:00:00Z",
		"anchors":[{"id":"https://meridia.example","name":"Republic of Meridia","scope":"test","types":["urn:example:card:1"],
			"keys":[{"kty":"OKP","crv":"Ed25519","kid":"2026","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}]}`))
	if err != nil {
		panic(err)
	}
	for _, a := range anchors {
		fmt.Println(a.Name, a.Scope, a.Types, len(a.Keys), a.List.Epoch)
	}
	// Output: Republic of Meridia test [urn:example:card:1] 1 7
}

func TestLoadByContent(t *testing.T) {
	var none *party
	a, b := none.issue(t, "Office A", nil), none.issue(t, "", func(c *x509.Certificate) {
		c.Subject = pkix.Name{Organization: []string{"Office"}, Country: []string{"XM"}}
	})
	k := key(t, alg.ES256, 1)
	rows := []struct {
		name  string
		data  string
		id    []string
		names []string
	}{
		{"PEM", string(a.pem()), []string{""}, []string{"Office A"}},
		{"PEM of two, with text before", "two offices\n" + string(a.pem()) + string(b.pem()), []string{"", ""}, []string{"Office A", "Office, XM"}},
		{"JWK", jwk(t, k, ""), []string{""}, []string{"source"}},
		{"JWK after white space", " \n\t" + jwk(t, k, "") + "\n", []string{""}, []string{"source"}},
		{"JWK set", `{"keys":[` + jwk(t, k, "") + `]}`, []string{""}, []string{"source"}},
		{"JWK set of an issuer", `{"issuer":"https://a.example","keys":[` + jwk(t, k, "") + `]}`, []string{"https://a.example"}, []string{"https://a.example"}},
		{"DID document", `{"id":"did:web:a.example","assertionMethod":[{"id":"#1","publicKeyJwk":` + jwk(t, k, "") + `}]}`, []string{"did:web:a.example"}, []string{"did:web:a.example"}},
	}
	for _, r := range rows {
		anchors, err := trust.Load("source", []byte(r.data))
		if err != nil || len(anchors) != len(r.id) {
			t.Errorf("%s: %+v, %v", r.name, anchors, err)
			continue
		}
		for i, anchor := range anchors {
			if anchor.ID != r.id[i] || anchor.Name != r.names[i] || anchor.Scope != trust.Live || anchor.Source != "source" || len(anchor.Keys)+len(anchor.Certificates) != 1 {
				t.Errorf("%s: %+v", r.name, anchor)
			}
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	k := key(t, alg.ES256, 2)
	private, err := keys.Generate(bytes.NewReader(bytes.Repeat([]byte{2}, 32)), alg.EdDSA)
	if err != nil {
		t.Fatal(err)
	}
	text, err := encoding.EncodeJSON(private.JWK())
	if err != nil {
		t.Fatal(err)
	}
	rows := []struct {
		defect, data string
		kind         fault.Kind
	}{
		{"empty", "", trust.KindSource},
		{"white space", " \n", trust.KindSource},
		{"text", "https://a.example/jwks.json", trust.KindSource},
		{"JSON array", "[" + jwk(t, k, "") + "]", trust.KindSource},
		{"JSON of something else", `{"vct":"urn:card"}`, trust.KindSource},
		{"a credential's payload", `{"iss":"did:web:a.example","id":"did:web:a.example"}`, trust.KindSource},
		{"binary", "\x30\x82\x01\x00", trust.KindSource},
		{"longer than any", strings.Repeat(" ", encoding.MaxBundle+1), trust.KindSource},
		{"JSON cut short", `{"keys":[`, ""},
		{"private key", string(text), keys.KindPrivate},
		{"private key in a set", `{"keys":[` + string(text) + `]}`, keys.KindPrivate},
		{"PEM of a private key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", x5c.KindCertificate},
		{"PEM cut short", "-----BEGIN CERTIFICATE-----\nAAAA\n", x5c.KindCertificate},
		{"DID document without keys", `{"id":"did:web:a.example","assertionMethod":[]}`, did.KindNoKey},
		{"member twice", `{"keys":[],"keys":[` + jwk(t, k, "") + `]}`, encoding.KindJSONDuplicateKey},
	}
	for _, r := range rows {
		anchors, err := trust.Load("source", []byte(r.data))
		if len(anchors) != 0 || err == nil || r.kind != "" && fault.KindOf(err) != r.kind {
			t.Errorf("%s: %v, %v, want %s", r.defect, anchors, err, r.kind)
		}
	}
}

// list writes a trust list of one anchor in which from is replaced by to.
func list(t testing.TB, from, to string) []byte {
	t.Helper()
	text := `{"domicile_trust_list":1,"epoch":3,"issued":"2026-10-01T00:00:00Z","expires":"2026-12-01T00:00:00Z","anchors":[
		{"id":"https://a.example","name":"A","scope":"live","types":["card"],"from":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00+01:00","keys":[` + jwk(t, key(t, alg.ES256, 4), "k") + `]}]}`
	if !strings.Contains(text, from) {
		t.Fatalf("the list has no %q", from)
	}
	return []byte(strings.Replace(text, from, to, 1))
}

func TestParseList(t *testing.T) {
	var none *party
	office := none.issue(t, "office", nil)
	der := base64.StdEncoding.EncodeToString(office.certificate.Raw)
	anchors, err := trust.ParseList(list(t, `"scope":"live"`, `"scope":"test","certificates":["`+der+`"]`))
	if err != nil || len(anchors) != 1 {
		t.Fatal(anchors, err)
	}
	a := anchors[0]
	if a.ID != "https://a.example" || a.Name != "A" || a.Scope != trust.Test || len(a.Types) != 1 || len(a.Keys) != 1 || a.Keys[0].ID != "k" || len(a.Certificates) != 1 {
		t.Errorf("%+v", a)
	}
	if !a.From.Equal(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)) || !a.Until.Equal(time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC)) {
		t.Errorf("from %s until %s", a.From, a.Until)
	}
	store := trust.NewStore(anchors...)
	if got := store.Floor(); !got.Equal(time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("floor %s", got)
	}
	if got := store.Anchors(); len(got) != 1 || got[0].List.Epoch != 3 {
		t.Errorf("%+v", got)
	}
	var nobody *trust.Store
	if len(nobody.Anchors()) != 0 || !nobody.Floor().IsZero() {
		t.Error("nobody is somebody")
	}
}

func TestParseListRefuses(t *testing.T) {
	rows := []struct {
		defect, from, to string
		kind             fault.Kind
	}{
		{"another version", `trust_list":1`, `trust_list":2`, trust.KindList},
		{"version as text", `trust_list":1`, `trust_list":"1"`, encoding.KindJSONMemberType},
		{"no epoch", `"epoch":3,`, ``, trust.KindList},
		{"epoch of zero", `"epoch":3`, `"epoch":0`, trust.KindList},
		{"epoch below zero", `"epoch":3`, `"epoch":-1`, trust.KindList},
		{"epoch with a fraction", `"epoch":3`, `"epoch":3.5`, encoding.KindJSONNumberInexact},
		{"no date of issue", `"issued":"2026-10-01T00:00:00Z",`, ``, trust.KindList},
		{"date of issue without zone", `2026-10-01T00:00:00Z`, `2026-10-01T00:00:00`, trust.KindList},
		{"date of issue in seconds", `"2026-10-01T00:00:00Z"`, `1790812800`, encoding.KindJSONMemberType},
		{"no expiry", `"expires":"2026-12-01T00:00:00Z",`, ``, trust.KindList},
		{"expiry before issue", `2026-12-01`, `2026-09-01`, trust.KindList},
		{"no anchors", `"anchors"`, `"others"`, trust.KindList},
		{"anchor that is text", `"anchors":[`, `"anchors":["a",`, trust.KindList},
		{"no id", `"id":"https://a.example",`, ``, trust.KindList},
		{"empty id", `https://a.example`, ``, trust.KindList},
		{"no name", `"name":"A",`, ``, trust.KindList},
		{"no scope", `"scope":"live",`, ``, trust.KindList},
		{"scope in another case", `"live"`, `"Live"`, trust.KindList},
		{"scope of neither", `"live"`, `"any"`, trust.KindList},
		{"types that are text", `["card"]`, `"card"`, encoding.KindJSONMemberType},
		{"ends before it begins", `"until":"2027`, `"until":"2025`, trust.KindList},
		{"types emptied, which would be any", `"types":["card"]`, `"types":[]`, trust.KindList},
		{"neither keys nor certificates", `"keys":[`, `"other":[`, trust.KindList},
		{"key that is text", `"keys":[`, `"keys":["a",`, trust.KindList},
		{"key of an unknown curve", `"P-256"`, `"P-521"`, keys.KindTypeUnknown},
		{"kid that is a number", `"kid":"k"`, `"kid":1`, encoding.KindJSONMemberType},
		{"certificate that is none", `"scope"`, `"certificates":["AAAA"],"scope"`, x5c.KindCertificate},
		{"certificate in PEM", `"scope"`, `"certificates":["-----BEGIN CERTIFICATE-----"],"scope"`, x5c.KindCertificate},
		{"member in another case", `"epoch":3`, `"Epoch":3`, encoding.KindJSONCaseVariantKey},
	}
	for _, r := range rows {
		_, err := trust.ParseList(list(t, r.from, r.to))
		wantKind(t, r.defect, err, r.kind)
	}
	member := jwk(t, key(t, alg.EdDSA, 4), "k")
	_, err := trust.ParseList(list(t, `"keys":[`, `"keys":[`+member+`,`))
	wantKind(t, "two keys of one kid", err, keys.KindDuplicate)
	_, err = trust.ParseList(list(t, `"anchors":[`, `"anchors":[{"id":"https://a.example","name":"A","scope":"test","keys":[`+member+`]},`))
	wantKind(t, "two anchors of one id", err, trust.KindList)
}

func FuzzLoad(f *testing.F) {
	var none *party
	f.Add(none.issue(f, "office", nil).pem())
	f.Add(list(f, "live", "test"))
	f.Add([]byte(jwk(f, key(f, alg.ES256, 5), "")))
	f.Add([]byte(`{"id":"did:web:a.example","assertionMethod":[{"id":"#1","publicKeyJwk":` + jwk(f, key(f, alg.ES256, 5), "") + `}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		anchors, err := trust.Load("source", data)
		if err != nil {
			return
		}
		for _, a := range anchors {
			if len(a.Keys)+len(a.Certificates) == 0 || a.Scope != trust.Live && a.Scope != trust.Test || a.Source != "source" {
				t.Errorf("%+v", a)
			}
		}
		// Whatever loads can be asked.
		_, _ = trust.NewStore(anchors...).Signers(trust.Question{KeyID: "k", Thumb: make([]byte, 8)}, now)
	})
}
