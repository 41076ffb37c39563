package double

import (
	"crypto/x509"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/credentials/issue"
	"domicile/credentials/request"
	"domicile/credentials/trust"
	"domicile/crypto/alg"
	"domicile/crypto/did"
	"domicile/crypto/keys"
)

// Client is a way in which a verifier is known (OpenID4VP 1.0, 5.9).
type Client string

// The kinds of clients.
const (
	ByAddress     Client = "redirect_uri"
	ByJWK         Client = "did:jwk"
	ByKey         Client = "did:key"
	ByWeb         Client = "did:web"
	ByName        Client = "x509_san_dns"
	ByHash        Client = "x509_hash"
	ByAttestation Client = "verifier_attestation"
	BeforeSigned  Client = "known beforehand, signed"
	Before        Client = "known beforehand"
)

// Clients are all kinds of clients.
var Clients = []Client{ByAddress, ByJWK, ByKey, ByWeb, ByName, ByHash, ByAttestation, BeforeSigned, Before}

// Addresses of the verifier.
const (
	VerifierHost   = "verifier.example"
	VerifierOrigin = "https://" + VerifierHost
	// RequestURI serves the request object, AnswerURI takes the answer.
	RequestURI = VerifierOrigin + "/request/1"
	AnswerURI  = VerifierOrigin + "/answer/1"
	// Registrar vouches for verifiers.
	Registrar = "https://registrar.example"
	// NoPage as a page stands for none at all.
	NoPage = "-"
	// KnownID is the client identifier of a verifier that is known beforehand.
	KnownID = "example-client"
)

// Verifier is a verifier for tests: it asks as OpenID4VP 1.0 says, without a
// network, but for the one defect that a test gives it. Its zero hooks do
// nothing.
type Verifier struct {
	Client    Client
	Key       keys.Private // signs its requests, whatever it is known by
	Agreement keys.Agreement
	Question  request.Question
	// Request is the question once it was asked.
	Request *request.Request

	// The test's own PKI, from the authority to the verifier.
	Root, Middle, Leaf *Certified
	Registrar          keys.Private
	// Document is the DID document of a did:web.
	Document map[string]any
	// Wallet is what the wallet is set to. It believes Root and Registrar.
	Wallet request.Wallet
	// Now is the wallet's time.
	Now time.Time

	// Header and Claims change the request object; SignWith is another key to
	// sign with.
	Header, Claims func(map[string]any)
	SignWith       keys.Private
	// Statement changes the attestation, before it is signed by StatementKey.
	Statement    func(header, claims map[string]any)
	StatementKey keys.Private
	// Form changes the parameters of an address.
	Form func(url.Values)
	// Reply changes the answer to a fetch.
	Reply func(*request.Reply)
	// Page is the origin that the browser names, "" for the verifier's own.
	Page string
	// Digits are typed where the check code is asked for, "" for the right ones.
	Digits string
	// Fetched are the fetches that arrived.
	Fetched []request.Fetch

	t    testing.TB
	rand *Reader
}

// pki is made once: its keys are slow to make in WebAssembly, and nothing changes
// them.
var pki struct {
	once               sync.Once
	root, middle, leaf *Certified
}

// NewVerifier makes a verifier that asks for a name, and wants the answer
// encrypted and posted.
func NewVerifier(t testing.TB, client Client) *Verifier {
	t.Helper()
	v := &Verifier{Client: client, Now: Noon, t: t, rand: Rand("verifier")}
	pki.once.Do(func() {
		pki.root = Certify(t, nil, "Root", Authority)
		pki.middle = Certify(t, pki.root, "Authority for shops", Authority)
		pki.leaf = Certify(t, pki.middle, "Bar Möbius", For(VerifierHost, "other.example"))
	})
	v.Root, v.Middle, v.Leaf = pki.root, pki.middle, pki.leaf
	v.Key, v.Registrar = v.Leaf.Key, v.NewKey()
	v.StatementKey = v.Registrar
	var err error
	if v.Agreement, err = keys.GenerateAgreement(v.rand); err != nil {
		t.Fatal(err)
	}
	public := v.Agreement.Public()
	public.ID = "enc-1"
	v.Question = request.Question{
		Mode: request.DirectPostJWT, ReturnURL: AnswerURI, VerifierName: "Bar", Purpose: "To greet you",
		Query: NameQuery(), Encrypt: public,
	}
	v.Wallet = request.Wallet{Formats: []string{"dc+sd-jwt"}, Verifiers: v.believed()}
	return v
}

// NameQuery asks for the name on a residency card.
func NameQuery() dcql.Query {
	return dcql.Query{Credentials: []dcql.CredentialQuery{{
		ID: "card", Format: "dc+sd-jwt", Types: [][]string{{issue.ResidencyCard}}, HolderBinding: true,
		Claims: []dcql.ClaimQuery{{Path: claim.Path{"given_name"}}},
	}}}
}

// believed is what the wallet believes about verifiers.
func (v *Verifier) believed() trust.Verifiers {
	known := trust.Client{ID: KnownID, Name: "Bar, as listed", Addresses: []string{AnswerURI}}
	if v.Client == BeforeSigned {
		known.Keys = []keys.Named{{ID: "key-1", Public: v.Key.Public()}}
	}
	return trust.Verifiers{
		Authorities: []*x509.Certificate{v.Root.Certificate},
		Registrars:  []trust.Registrar{{ID: Registrar, Name: "Registrar", Keys: []keys.Named{{Public: v.Registrar.Public()}}}},
		Clients:     []trust.Client{known},
	}
}

// NewKey makes another key.
func (v *Verifier) NewKey() keys.Private {
	v.t.Helper()
	key, err := keys.Generate(v.rand, alg.ES256)
	if err != nil {
		v.t.Fatal(err)
	}
	return key
}

// Chain is the verifier's chain as it is sent, without the root.
func (v *Verifier) Chain() []*x509.Certificate {
	return []*x509.Certificate{v.Leaf.Certificate, v.Middle.Certificate}
}

// Signer signs the verifier's requests, nil where it does not.
func (v *Verifier) Signer() *request.Signer {
	v.t.Helper()
	signer, err := v.signer()
	if err != nil {
		v.t.Fatal(err)
	}
	return signer
}

func (v *Verifier) signer() (*request.Signer, error) {
	switch v.Client {
	case ByJWK:
		return request.SignByKey(v.Key)
	case ByKey:
		id, err := did.FromKey(v.Key.Public())
		if err != nil {
			return nil, err
		}
		return request.SignByDID(v.Key, id+"#"+strings.TrimPrefix(id, "did:key:"))
	case ByWeb:
		return request.SignByDID(v.Key, "did:web:"+VerifierHost+"#key-1")
	case ByName:
		return request.SignByCertificate(v.Key, v.Chain(), request.SANDNS, VerifierHost)
	case ByHash:
		return request.SignByCertificate(v.Key, v.Chain(), request.CertHash, "")
	case ByAttestation:
		return request.SignByAttestation(v.Key, v.Attestation())
	case BeforeSigned:
		return request.SignRegistered(v.Key, KnownID, "key-1")
	}
	return nil, nil
}

// Attestation is the registrar's on the verifier (section 12).
func (v *Verifier) Attestation() string {
	header := map[string]any{"typ": "verifier-attestation+jwt", "alg": "ES256"}
	claims := map[string]any{
		"iss": Registrar, "sub": "bar", "iat": Noon.Unix() - 60, "exp": Noon.Unix() + 3600,
		"cnf": map[string]any{"jwk": v.Key.Public().JWK()}, "redirect_uris": []any{AnswerURI},
	}
	return v.stated(header, claims)
}

// Registration is the registrar's on what a verifier may ask for: an element of
// verifier_info.
func (v *Verifier) Registration(clientID string) map[string]any {
	header := map[string]any{"typ": "verifier-registration+jwt", "alg": "ES256"}
	claims := map[string]any{
		"iss": Registrar, "sub": clientID, "exp": Noon.Unix() + 3600, "name": "Bar Möbius", "purpose": "Greeting guests",
		"credentials": []any{map[string]any{
			"format": "dc+sd-jwt", "meta": map[string]any{"vct_values": []any{issue.ResidencyCard}},
			"claims": []any{map[string]any{"path": []any{"given_name"}}},
		}},
	}
	return map[string]any{"format": "jwt", "data": v.stated(header, claims)}
}

func (v *Verifier) stated(header, claims map[string]any) string {
	v.t.Helper()
	if v.Statement != nil {
		v.Statement(header, claims)
	}
	return Forge(v.t, header, claims, v.StatementKey)
}

// WebDocument is a DID document that the verifier's host serves.
func (v *Verifier) WebDocument() map[string]any {
	id := "did:web:" + VerifierHost
	return map[string]any{"id": id, "verificationMethod": []any{map[string]any{
		"id": id + "#key-1", "type": "JsonWebKey2020", "controller": id, "publicKeyJwk": v.Key.Public().JWK(),
	}}}
}

// TB is the test that the verifier is for.
func (v *Verifier) TB() testing.TB { return v.t }
