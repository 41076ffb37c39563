package wallet_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/url"
	"testing"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/credentials/issue"
	"domicile/credentials/request"
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
	"domicile/internal/double"
	"domicile/wasm/api"
)

// desk is a verifier with a server, as a wallet meets it.
type desk struct {
	t        *testing.T
	rand     *double.Reader
	key      keys.Agreement
	private  keys.Private // the signer's, where it is known by its key
	signer   *request.Signer
	request  *request.Request
	nonce    string // the wallet's
	received []string
	replies  []api.HTTPResponse // to answers, in order; then 200 {}
	object   func(string) string
}

const (
	requestURI  = "https://shop.example/request/1"
	responseURI = "https://shop.example/response/1"
)

func over18() dcql.CredentialQuery {
	return dcql.CredentialQuery{
		ID: "card", Format: "dc+sd-jwt", Types: [][]string{{issue.ResidencyCard}}, HolderBinding: true,
		Claims: []dcql.ClaimQuery{{Path: claim.Path{"age_equal_or_over", "18"}}},
	}
}

// newDesk is a verifier that is known by its key, and reads encrypted answers.
func newDesk(p *page, change func(*request.Question)) *desk {
	p.t.Helper()
	d := &desk{t: p.t, rand: double.Rand("desk")}
	key, err := keys.Generate(d.rand, alg.ES256)
	if err != nil {
		p.t.Fatal(err)
	}
	d.private = key
	if d.signer, err = request.SignByKey(key); err != nil {
		p.t.Fatal(err)
	}
	d.ask(p, change)
	return d
}

func (d *desk) ask(p *page, change func(*request.Question)) {
	d.t.Helper()
	key, err := keys.GenerateAgreement(d.rand)
	if err != nil {
		d.t.Fatal(err)
	}
	d.key = key
	public := key.Public()
	public.ID = "answer"
	q := request.Question{
		Mode: request.DirectPostJWT, ReturnURL: responseURI, ClientID: d.signer.ClientID, VerifierName: "Harbour Shop",
		Purpose: "Check your age", Query: dcql.Query{Credentials: []dcql.CredentialQuery{over18()}}, Encrypt: public,
	}
	if change != nil {
		change(&q)
	}
	if d.request, err = request.Build(d.rand, q, p.now); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) link() string { return d.request.Link(requestURI, true) }

// sign makes a request object of any members.
func (d *desk) sign(tree map[string]any) (string, error) {
	payload, err := encoding.EncodeJSON(tree)
	if err != nil {
		return "", err
	}
	_, id := request.PrefixOf(d.signer.ClientID)
	return jose.Sign(d.private, map[string]any{"typ": "oauth-authz-req+jwt", "kid": id + "#0"}, payload)
}

// serve answers what a wallet sends.
func (d *desk) serve(r api.HTTPRequest) api.HTTPResponse {
	d.t.Helper()
	switch r.URL {
	case requestURI:
		form, err := url.ParseQuery(r.Body)
		if err != nil {
			d.t.Fatal(err)
		}
		d.nonce = form.Get("wallet_nonce")
		object, err := d.request.Object(d.signer, d.nonce)
		if err != nil {
			d.t.Fatal(err)
		}
		if d.object != nil {
			object = d.object(object)
		}
		return api.HTTPResponse{Status: 200, Headers: map[string]string{"content-type": "application/oauth-authz-req+jwt"}, Body: object}
	case responseURI:
		d.received = append(d.received, r.Body)
		if len(d.replies) > 0 {
			reply := d.replies[0]
			d.replies = d.replies[1:]
			return reply
		}
		return reply(200, "{}")
	}
	return reply(404, "{}")
}

func reply(status int, body string) api.HTTPResponse {
	return api.HTTPResponse{Status: status, Headers: map[string]string{"content-type": "application/json"}, Body: body}
}

// digits are those on the verifier's screen.
func (d *desk) digits() string { return request.CheckDigits(d.request.Nonce, d.nonce) }

// answer reads the only answer that came.
func (d *desk) answer() *request.Answer {
	d.t.Helper()
	if len(d.received) != 1 {
		d.t.Fatalf("%d answers came", len(d.received))
	}
	answer, err := d.request.ReadAnswer(d.received[0], d.key)
	if err != nil {
		d.t.Fatal(err)
	}
	return answer
}

// fetch carries a step to the verifier and back.
func (p *page) fetch(d *desk, step api.PresentStep) api.PresentStep {
	p.t.Helper()
	response := d.serve(*step.HTTP)
	return call(p, api.PresentContinue, api.PresentContinueRequest{Session: step.Session, Response: &response})
}

// consider opens a verifier's request up to the consent.
func (p *page) consider(d *desk) api.PresentStep {
	p.t.Helper()
	step := call(p, api.PresentOpen, api.PresentOpenRequest{Text: d.link()})
	for step.HTTP != nil {
		step = p.fetch(d, step)
	}
	if step.Code {
		step = call(p, api.PresentCode, api.PresentCodeRequest{Session: step.Session, Digits: d.digits()})
	}
	return step
}

// agree stores the answer that is suggested, up to where it is to be sent.
func (p *page) agree(step api.PresentStep) api.PresentStep {
	p.t.Helper()
	step = call(p, api.PresentAnswer, api.PresentAnswerRequest{Session: step.Session, Choices: suggestion(*step.Preview)})
	p.store(*step.Change)
	return call(p, api.PresentContinue, api.PresentContinueRequest{Session: step.Session})
}

// party is an authority and a certificate of it.
type party struct {
	authority []byte // PEM
	chain     []*x509.Certificate
	key       keys.Private
}

// certified makes a verifier known by a certificate for a host.
func certified(t *testing.T, host string) party {
	t.Helper()
	root, rootKey := issueCertificate(t, "root", nil, nil, "")
	leaf, leafKey := issueCertificate(t, "leaf", root, rootKey, host)
	secret, err := leafKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	x, y := leafKey.X.FillBytes(make([]byte, 32)), leafKey.Y.FillBytes(make([]byte, 32))
	key, err := keys.ParsePrivateJWK(map[string]any{
		"kty": "EC", "crv": "P-256", "d": encoding.EncodeBase64URL(secret), "x": encoding.EncodeBase64URL(x), "y": encoding.EncodeBase64URL(y),
	})
	if err != nil {
		t.Fatal(err)
	}
	return party{pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Raw}), []*x509.Certificate{leaf}, key}
}

func issueCertificate(t *testing.T, seed string, by *x509.Certificate, byKey *ecdsa.PrivateKey, host string) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	secret := make([]byte, 32)
	double.Rand(seed).Read(secret)
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), secret)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(7), NotBefore: double.Noon.AddDate(-1, 0, 0), NotAfter: double.Noon.AddDate(1, 0, 0),
		Subject: pkix.Name{CommonName: "Verifier Authority"}, KeyUsage: x509.KeyUsageCertSign, IsCA: true, BasicConstraintsValid: true,
	}
	if by == nil {
		by, byKey = template, key
	} else {
		template.Subject = pkix.Name{Organization: []string{"Harbour Shop Ltd"}}
		template.KeyUsage, template.IsCA, template.DNSNames = x509.KeyUsageDigitalSignature, false, []string{host}
	}
	der, err := x509.CreateCertificate(double.Rand(seed), template, by, key.Public(), byKey)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return certificate, key
}
