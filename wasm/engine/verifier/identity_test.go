package verifier_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"testing"
	"time"

	"domicile/credentials/request"
	"domicile/credentials/trust"
	"domicile/credentials/verdict"
	"domicile/crypto/encoding"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
	"domicile/wasm/api"
)

// office is an authority that certifies verifiers, and a shop that it certified.
type office struct {
	authority *x509.Certificate
	chain     []byte // PEM, the shop's own certificate first
	key       []byte // PEM
}

func newOffice(t *testing.T, d *desk, curve elliptic.Curve, host string) office {
	t.Helper()
	caKey, shopKey := newKey(t, elliptic.P256()), newKey(t, curve)
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{Organization: []string{"Meridia Trade Office"}},
		NotBefore: d.now.AddDate(-1, 0, 0), NotAfter: d.now.AddDate(1, 0, 0), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	if err != nil {
		t.Fatal(err)
	}
	shop := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{Organization: []string{"Harbour Bar"}}, DNSNames: []string{host},
		NotBefore: d.now.AddDate(0, -1, 0), NotAfter: d.now.AddDate(0, 1, 0), KeyUsage: x509.KeyUsageDigitalSignature,
	}
	shopDER, err := x509.CreateCertificate(rand.Reader, shop, ca, &shopKey.PublicKey, caKey)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(shopKey)
	if err != nil {
		t.Fatal(err)
	}
	authority, err := x509.ParseCertificate(caDER)
	if err != nil {
		t.Fatal(err)
	}
	return office{authority, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: shopDER}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})}
}

func newKey(t *testing.T, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func (o office) believed(haip bool) request.Wallet {
	return request.Wallet{Verifiers: trust.Verifiers{Authorities: []*x509.Certificate{o.authority}}, HAIP: haip}
}

func TestACertificateIsKnownByItsHostOrItsHash(t *testing.T) {
	for _, row := range []struct {
		name, host string
		haip       bool
		prefix     request.Prefix
	}{
		{"for the relay's host", "verifier.example", false, request.SANDNS},
		{"for another host", "shop.example", false, request.CertHash},
		{"with high assurance", "verifier.example", true, request.CertHash},
	} {
		d := newDesk(t, "live")
		o := newOffice(t, d, elliptic.P256(), row.host)
		told, err := run(d.table, api.VerifierIdentify, api.IdentifyRequest{Certificate: o.chain, Key: o.key})
		if err != nil || told.Name != "Harbour Bar" || told.Hosts[0] != row.host || !told.HighAssurance || told.Until == "" {
			t.Fatalf("%s: %+v %v", row.name, told, err)
		}
		q := online()
		q.Identity, q.HighAssurance = api.IdentityCertificate, row.haip
		asked := d.challenge(q)
		seen := d.open(asked, o.believed(row.haip))
		if got := seen.request.Identity; got.Prefix != row.prefix || got.Sure != request.Verified || got.Name != "Harbour Bar" || got.By != "Meridia Trade Office" {
			t.Errorf("%s: the wallet sees %+v", row.name, got)
		}
		if response := d.receive(asked, d.post(seen.request, d.present(seen.request, nil))); response.Verdict.Kind != verdict.OK {
			t.Errorf("%s: %s", row.name, response.Verdict.Kind)
		}
	}
}

// By codes alone the signed request stands in the code itself.
func TestACertificateByCodesAlone(t *testing.T) {
	d := newDesk(t, "live")
	o := newOffice(t, d, elliptic.P256(), "verifier.example")
	if _, err := run(d.table, api.VerifierIdentify, api.IdentifyRequest{Certificate: o.chain, Key: o.key}); err != nil {
		t.Fatal(err)
	}
	asked := d.challenge(api.ChallengeRequest{Preset: "over18", ReturnURL: pageAddress, Identity: api.IdentityCertificate})
	opening, err := request.Open(d, asked.Text, o.believed(false), d.now)
	if err != nil || opening.Step().Request == nil {
		t.Fatalf("%+v %v", opening, err)
	}
	d.want(verdict.OK, d.answerToSigned(opening.Step().Request), asked)
}

func (d *desk) answerToSigned(r *request.Request) string {
	d.t.Helper()
	text, err := d.present(r, nil).ReturnTo(r.ReturnURL)
	if err != nil {
		d.t.Fatal(err)
	}
	return text
}

func TestHighAssuranceIsHeldTo(t *testing.T) {
	d := newDesk(t, "live")
	for _, row := range []struct {
		defect string
		curve  elliptic.Curve
		change func(*api.ChallengeRequest)
	}{
		{"a key for ES384", elliptic.P384(), func(*api.ChallengeRequest) {}},
		{"by codes alone", elliptic.P256(), func(q *api.ChallengeRequest) { q.Way = api.WayCode }},
		{"a card without a holder's proof", elliptic.P256(), func(q *api.ChallengeRequest) {
			q.Preset, q.Query = "", `{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{},"require_cryptographic_holder_binding":false}]}`
		}},
	} {
		o := newOffice(t, d, row.curve, "verifier.example")
		if _, err := run(d.table, api.VerifierIdentify, api.IdentifyRequest{Certificate: o.chain, Key: o.key}); err != nil {
			t.Fatal(err)
		}
		q := online()
		q.Identity, q.HighAssurance = api.IdentityCertificate, true
		row.change(&q)
		if _, err := run(d.table, api.VerifierChallenge, q); verdict.KindOf(err) != "identity_high_assurance" {
			t.Errorf("%s: %v", row.defect, err)
		}
	}
}

// attest makes a registrar's attestation of a key.
func attest(t *testing.T, d *desk, registrar, key keys.Private, until time.Time) string {
	t.Helper()
	payload, err := encoding.EncodeJSON(map[string]any{
		"iss": "https://registrar.example", "sub": "harbour-bar", "iat": d.now.Unix(), "exp": until.Unix(),
		"cnf": map[string]any{"jwk": key.Public().JWK()},
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := jose.Sign(registrar, map[string]any{"typ": "verifier-attestation+jwt"}, payload)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func jwk(t *testing.T, key keys.Private) []byte {
	t.Helper()
	text, err := encoding.EncodeJSON(key.JWK())
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestAnAttestedVerifier(t *testing.T) {
	d := newDesk(t, "live")
	registrar, key := d.newKey(), d.newKey()
	brought := api.IdentifyRequest{Attestation: attest(t, d, registrar, key, d.now.AddDate(0, 1, 0)) + "\n", Key: jwk(t, key)}
	told, err := run(d.table, api.VerifierIdentify, brought)
	if err != nil || told.Name != "harbour-bar" || told.Identity != api.IdentityAttestation {
		t.Fatalf("%+v %v", told, err)
	}
	q := online()
	q.Identity = api.IdentityAttestation
	asked := d.challenge(q)
	w := request.Wallet{Verifiers: trust.Verifiers{Registrars: []trust.Registrar{{
		ID: "https://registrar.example", Name: "Registrar of Meridia", Keys: []keys.Named{{Public: registrar.Public()}},
	}}}}
	seen := d.open(asked, w)
	if got := seen.request.Identity; got.Sure != request.Verified || got.By != "Registrar of Meridia" || got.Name != "harbour-bar" {
		t.Errorf("the wallet sees %+v", got)
	}
	if response := d.receive(asked, d.post(seen.request, d.present(seen.request, nil))); response.Verdict.Kind != verdict.OK {
		t.Error(response.Verdict.Kind)
	}
}

func TestIdentitiesThatCannotBeUsed(t *testing.T) {
	d := newDesk(t, "live")
	o, other := newOffice(t, d, elliptic.P256(), "a.example"), newOffice(t, d, elliptic.P256(), "a.example")
	registrar, key := d.newKey(), d.newKey()
	good := attest(t, d, registrar, key, d.now.AddDate(0, 1, 0))
	for _, row := range []struct {
		defect string
		q      api.IdentifyRequest
	}{
		{"a key alone", api.IdentifyRequest{Key: o.key}},
		{"a certificate alone", api.IdentifyRequest{Certificate: o.chain}},
		{"certificate and attestation", api.IdentifyRequest{Certificate: o.chain, Attestation: good, Key: o.key}},
		{"another certificate's key", api.IdentifyRequest{Certificate: o.chain, Key: other.key}},
		{"key and certificate exchanged", api.IdentifyRequest{Certificate: o.key, Key: o.chain}},
		{"a public key", api.IdentifyRequest{Attestation: good, Key: []byte(`{"kty":"EC"}`)}},
		{"another key than is attested", api.IdentifyRequest{Attestation: good, Key: jwk(t, d.newKey())}},
		{"an attestation that is over", api.IdentifyRequest{Attestation: attest(t, d, registrar, key, d.now.Add(-time.Hour)), Key: jwk(t, key)}},
		{"an attestation of another type", api.IdentifyRequest{Attestation: d.card, Key: jwk(t, key)}},
		{"no attestation", api.IdentifyRequest{Attestation: "hello", Key: jwk(t, key)}},
	} {
		if told, err := run(d.table, api.VerifierIdentify, row.q); verdict.KindOf(err) != "identity_unusable" || told.Identity != "" {
			t.Errorf("%s: %+v %v", row.defect, told, err)
		}
	}
	d.now = d.now.AddDate(0, 2, 0)
	if _, err := run(d.table, api.VerifierIdentify, api.IdentifyRequest{Certificate: o.chain, Key: o.key}); verdict.KindOf(err) != "identity_unusable" {
		t.Errorf("a certificate that is over: %v", err)
	}
}

func TestAnIdentityIsForgotten(t *testing.T) {
	d := newDesk(t, "live")
	o := newOffice(t, d, elliptic.P256(), "verifier.example")
	q := online()
	q.Identity = api.IdentityCertificate
	for name, next := range map[string]api.IdentifyRequest{"on demand": {}, "for one that cannot be used": {Key: o.key}} {
		if _, err := run(d.table, api.VerifierIdentify, api.IdentifyRequest{Certificate: o.chain, Key: o.key}); err != nil {
			t.Fatal(err)
		}
		d.challenge(q)
		_, _ = run(d.table, api.VerifierIdentify, next)
		if _, err := run(d.table, api.VerifierChallenge, q); verdict.KindOf(err) != "identity_missing" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
