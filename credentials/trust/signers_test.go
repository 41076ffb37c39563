package trust_test

import (
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"domicile/credentials/trust"
	"domicile/crypto/alg"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/crypto/x5c"
	"domicile/internal/vectors"
)

func ExampleStore_Signers() {
	anchors, err := trust.Load("issuer.json", []byte(`{"issuer":"https://meridia.example","keys":[
		{"kty":"OKP","crv":"Ed25519","kid":"2026","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}`))
	if err != nil {
		panic(err)
	}
	store := trust.NewStore(anchors...)
	signers, err := store.Signers(trust.Question{Issuer: "https://meridia.example", KeyID: "2026"}, now)
	fmt.Println(len(signers), signers[0].Anchor.ID, signers[0].Key.Algorithm(), err)
	_, err = store.Signers(trust.Question{Issuer: "https://elsewhere.example", KeyID: "2026"}, now)
	fmt.Println(fault.KindOf(err))
	// Output:
	// 1 https://meridia.example EdDSA <nil>
	// issuer_unknown
}

func store(t *testing.T, sources ...string) *trust.Store {
	t.Helper()
	s := &trust.Store{}
	for _, source := range sources {
		anchors, err := trust.Load("source", []byte(source))
		if err != nil {
			t.Fatal(err)
		}
		s.Add(anchors...)
	}
	return s
}

func TestSignersByKey(t *testing.T) {
	a, b := key(t, alg.ES256, 1), key(t, alg.EdDSA, 2)
	set := func(issuer string, members ...string) string {
		return `{` + issuer + `"keys":[` + strings.Join(members, ",") + `]}`
	}
	named, anonymous := set(`"issuer":"https://a.example",`, jwk(t, a, "1"), jwk(t, b, "2")), set("", jwk(t, a, ""), jwk(t, b, "2"))
	document := `{"id":"did:web:a.example","verificationMethod":[{"id":"#k","type":"Multikey","publicKeyMultibase":"` + a.Multikey() + `"}],"assertionMethod":["#k"]}`
	rows := []struct {
		name   string
		source string
		q      trust.Question
		want   []keys.Public
	}{
		{"the kid picks", named, trust.Question{Issuer: "https://a.example", KeyID: "2"}, []keys.Public{b}},
		{"no kid in the credential: all", named, trust.Question{Issuer: "https://a.example"}, []keys.Public{a, b}},
		{"no kid, the algorithm's first", named, trust.Question{Issuer: "https://a.example", Algorithm: alg.EdDSA}, []keys.Public{b, a}},
		{"no issuer in the credential", named, trust.Question{KeyID: "1"}, []keys.Public{a}},
		{"kid unknown to the set", named, trust.Question{Issuer: "https://a.example", KeyID: "3"}, nil},
		{"another issuer", named, trust.Question{Issuer: "https://b.example", KeyID: "1"}, nil},
		{"issuer with a slash more", named, trust.Question{Issuer: "https://a.example/", KeyID: "1"}, nil},
		{"kid in another case", set("", jwk(t, a, "k")), trust.Question{KeyID: "K"}, nil},
		{"set for any issuer", anonymous, trust.Question{Issuer: "https://b.example", KeyID: "2"}, []keys.Public{b, a}},
		{"key without kid fits any", anonymous, trust.Question{Issuer: "https://b.example", KeyID: "9"}, []keys.Public{a}},
		{"single JWK", jwk(t, a, ""), trust.Question{Issuer: "https://b.example", KeyID: "9"}, []keys.Public{a}},
		{"DID document, whole URL", document, trust.Question{Issuer: "did:web:a.example", KeyID: "did:web:a.example#k"}, []keys.Public{a}},
		{"DID document, fragment with #", document, trust.Question{Issuer: "did:web:a.example", KeyID: "#k"}, []keys.Public{a}},
		{"DID document, the document itself", document, trust.Question{Issuer: "did:web:a.example", KeyID: "did:web:a.example"}, []keys.Public{a}},
		{"DID document, bare fragment", document, trust.Question{Issuer: "did:web:a.example", KeyID: "k"}, []keys.Public{a}},
		{"DID document, no kid", document, trust.Question{Issuer: "did:web:a.example"}, []keys.Public{a}},
		{"DID document, method of another DID", document, trust.Question{Issuer: "did:web:a.example", KeyID: "did:web:b.example#k"}, nil},
		{"DID document, another issuer", document, trust.Question{Issuer: "did:web:b.example", KeyID: "did:web:a.example#k"}, nil},
	}
	for _, r := range rows {
		signers, err := store(t, r.source).Signers(r.q, now)
		if len(r.want) == 0 {
			wantKind(t, r.name, err, trust.KindUnknown)
		} else if err != nil || len(signers) != len(r.want) {
			t.Errorf("%s: %d signers, %v", r.name, len(signers), err)
			continue
		}
		for i, want := range r.want {
			if signers[i].Key != want || signers[i].Certificate != nil || signers[i].Anchor.Source != "source" || signers[i].Anchor.Scope != trust.Live {
				t.Errorf("%s: signer %d is %+v", r.name, i, signers[i])
			}
		}
	}
}

func TestSignersByCertificate(t *testing.T) {
	var none *party
	root := none.issue(t, "root", authority)
	leaf := root.issue(t, "leaf", nil)
	other := none.issue(t, "other", nil)
	chain := []*x509.Certificate{leaf.certificate}
	rows := []struct {
		name string
		pin  *party
		q    trust.Question
		at   time.Time
		kind fault.Kind
	}{
		{"chain to the pinned root", root, trust.Question{Issuer: "https://a.example", KeyID: "any", Chain: chain}, now, ""},
		{"chain of the pinned signer", leaf, trust.Question{Chain: chain}, now, ""},
		{"pinned signer, no chain", leaf, trust.Question{Issuer: "https://a.example", KeyID: "any"}, now, ""},
		{"pinned signer, by its identifier", leaf, trust.Question{Thumb: trust.CertificateKeyID(leaf.certificate)}, now, ""},
		{"chain, by its identifier", root, trust.Question{Chain: chain, Thumb: trust.CertificateKeyID(leaf.certificate)}, now, ""},
		{"identifier of another certificate", leaf, trust.Question{Thumb: trust.CertificateKeyID(other.certificate)}, now, trust.KindUnknown},
		{"identifier of another than the chain's", root, trust.Question{Chain: chain, Thumb: trust.CertificateKeyID(root.certificate)}, now, trust.KindUnknown},
		{"identifier cut short", leaf, trust.Question{Thumb: trust.CertificateKeyID(leaf.certificate)[:7]}, now, trust.KindUnknown},
		{"chain to nobody", other, trust.Question{Chain: chain}, now, trust.KindUnknown},
		{"forged leaf before the pinned root", root, trust.Question{Chain: []*x509.Certificate{other.certificate, root.certificate}}, now, x5c.KindBroken},
		{"chain expired", root, trust.Question{Chain: chain}, now.AddDate(0, 0, 2), x5c.KindExpired},
		{"pinned signer expired", leaf, trust.Question{}, now.AddDate(0, 0, 2), x5c.KindExpired},
		{"pinned signer not valid yet", leaf, trust.Question{}, now.AddDate(0, 0, -2), x5c.KindExpired},
	}
	for _, r := range rows {
		signers, err := store(t, string(r.pin.pem())).Signers(r.q, r.at)
		if r.kind != "" {
			wantKind(t, r.name, err, r.kind)
			continue
		}
		if err != nil || len(signers) != 1 || signers[0].Key != leaf.public(t) || !signers[0].Certificate.Equal(leaf.certificate) {
			t.Errorf("%s: %d signers, %v", r.name, len(signers), err)
		}
	}
}

func TestSignersRefusesStatements(t *testing.T) {
	usage := func(last ...int) asn1.ObjectIdentifier {
		return append(asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1}, last...)
	}
	rows := []struct {
		name   string
		usages []asn1.ObjectIdentifier
		kind   string
		want   fault.Kind
	}{
		{"no usage allows all", nil, trust.HCERTTest, ""},
		{"another's usage allows all", []asn1.ObjectIdentifier{{2, 23, 136, 1, 1, 14, 2}}, trust.HCERTVaccination, ""},
		{"test for a test", []asn1.ObjectIdentifier{usage(1847, 2021, 1, 1)}, trust.HCERTTest, ""},
		{"older arc", []asn1.ObjectIdentifier{usage(0, 1847, 2021, 1, 3)}, trust.HCERTRecovery, ""},
		{"two usages", []asn1.ObjectIdentifier{usage(1847, 2021, 1, 1), usage(1847, 2021, 1, 2)}, trust.HCERTVaccination, ""},
		{"test for a vaccination", []asn1.ObjectIdentifier{usage(1847, 2021, 1, 1)}, trust.HCERTVaccination, trust.KindNotForType},
		{"vaccination for a test, older arc", []asn1.ObjectIdentifier{usage(0, 1847, 2021, 1, 2)}, trust.HCERTTest, trust.KindNotForType},
		{"two usages for the third", []asn1.ObjectIdentifier{usage(1847, 2021, 1, 1), usage(1847, 2021, 1, 2)}, trust.HCERTRecovery, trust.KindNotForType},
		{"no health certificate", []asn1.ObjectIdentifier{usage(1847, 2021, 1, 1)}, "urn:card", ""},
	}
	var none *party
	for _, r := range rows {
		signer := none.issue(t, "signer", statement(r.usages...))
		_, err := store(t, string(signer.pem())).Signers(trust.Question{Type: r.kind}, now)
		wantKind(t, r.name, err, r.want)
	}
}

func TestSignersAdmission(t *testing.T) {
	k := key(t, alg.ES256, 3)
	base := trust.Anchor{ID: "https://a.example", Keys: []keys.Named{{Public: k}}}
	with := func(change func(*trust.Anchor)) *trust.Store {
		a := base
		change(&a)
		return trust.NewStore(a)
	}
	rows := []struct {
		name  string
		store *trust.Store
		kind  fault.Kind
	}{
		{"no bounds", trust.NewStore(base), ""},
		{"its type", with(func(a *trust.Anchor) { a.Types = []string{"x", "card"} }), ""},
		{"another type", with(func(a *trust.Anchor) { a.Types = []string{"x"} }), trust.KindNotForType},
		{"within its time", with(func(a *trust.Anchor) { a.From, a.Until = now, now }), ""},
		{"before its time", with(func(a *trust.Anchor) { a.From = now.Add(time.Second) }), trust.KindIssuerExpired},
		{"after its time", with(func(a *trust.Anchor) { a.Until = now.Add(-time.Second) }), trust.KindIssuerExpired},
		{"list expired", with(func(a *trust.Anchor) { a.List.Expires = now.Add(-time.Second) }), trust.KindListExpired},
		{"nobody", nil, trust.KindUnknown},
		{"empty", &trust.Store{}, trust.KindUnknown},
	}
	for _, r := range rows {
		_, err := r.store.Signers(trust.Question{Issuer: "https://a.example", Type: "card"}, now)
		wantKind(t, r.name, err, r.kind)
	}
	// A second anchor that does vouch outweighs the first one's refusal.
	both := trust.NewStore(base)
	old := base
	old.Until = now.Add(-time.Second)
	both.Add(old)
	if signers, err := both.Signers(trust.Question{}, now); err != nil || len(signers) != 1 {
		t.Errorf("%d signers, %v", len(signers), err)
	}
}

// TestSignersOfHealthCertificates asks for the signer of every public case, as
// `verify` does, and compares with what the source expects of key usage.
func TestSignersOfHealthCertificates(t *testing.T) {
	var index []struct {
		File     string          `json:"file"`
		Clock    string          `json:"clock"`
		Expected map[string]bool `json:"expected"`
		Observed struct {
			Kind []string `json:"kind"`
			EKU  []string `json:"eku"`
		} `json:"observed"`
	}
	vectors.ReadJSON(t, "dgc/index.json", &index)
	root := vectors.Dir(t, "dgc")
	passed, refused, expired := 0, 0, 0
	for _, c := range index {
		certificate := testContext(t, filepath.Join(root, c.File))
		anchors, err := trust.Load(c.File, certificate)
		if err != nil {
			t.Errorf("%s: %v", c.File, err)
			continue
		}
		if len(c.Observed.Kind) != 1 {
			continue
		}
		q := trust.Question{Type: "hcert:" + c.Observed.Kind[0], Thumb: trust.CertificateKeyID(anchors[0].Certificates[0])}
		_, err = trust.NewStore(anchors...).Signers(q, clock(t, c.Clock))
		allowed, tested := c.Expected["EXPECTEDKEYUSAGE"]
		switch {
		case fault.KindOf(err) == x5c.KindExpired:
			expired++
			t.Logf("%s: %v %v", c.File, err, c.Expected)
		case tested && !allowed && strings.Contains(strings.Join(c.Observed.EKU, " "), ".1847.2021.1."):
			refused++
			wantKind(t, c.File, err, trust.KindNotForType)
		case tested && allowed || !tested && err == nil:
			passed++
			wantKind(t, c.File, err, "")
		}
	}
	t.Logf("health certificates: %d signers found, %d not for the statement, %d certificates expired", passed, refused, expired)
}

// clock reads the dates of the public cases, some of which lack the zone, or the colon that
// RFC 3339 demands in one.
func clock(t *testing.T, text string) time.Time {
	t.Helper()
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at
		}
	}
	t.Fatalf("clock %q", text)
	return time.Time{}
}

func testContext(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		TestContext struct {
			Certificate string `json:"CERTIFICATE"`
		} `json:"TESTCTX"`
	}
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	der, err := base64.StdEncoding.DecodeString(c.TestContext.Certificate)
	if err != nil {
		t.Fatal(err)
	}
	return (&party{certificate: &x509.Certificate{Raw: der}}).pem()
}
