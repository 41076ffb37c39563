package interop

import (
	"crypto/rand"
	"crypto/x509"
	"strings"
	"testing"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/request"
	"domicile/credentials/sdjwt"
	"domicile/credentials/trust"
	"domicile/crypto/alg"
	"domicile/crypto/did"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
	"domicile/internal/double"
)

const (
	registrarID  = "https://registrar.example"
	knownID      = "known-client"
	unsignedID   = "known-client-without-keys"
	cardType     = "urn:example:card:1"
	verifierHost = "localhost"
)

// world is who there is beside the two programs: authorities, a registrar, an
// issuer, a holder, and the key of the verifier, whichever of the two it is.
type world struct {
	root, middle, leaf        *double.Certified
	registrar, issuer, holder keys.Private
	key                       keys.Private
	card                      string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	valid := func(tweak func(*x509.Certificate)) func(*x509.Certificate) {
		return func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
			tweak(c)
		}
	}
	w := &world{registrar: newKey(t), issuer: newKey(t), holder: newKey(t)}
	w.root = double.Certify(t, nil, "Root", valid(double.Authority))
	w.middle = double.Certify(t, w.root, "Authority for shops", valid(double.Authority))
	w.leaf = double.Certify(t, w.middle, "Bar Möbius", valid(double.For(verifierHost)))
	w.key = w.leaf.Key
	var err error
	w.card, err = sdjwt.Issue(rand.Reader, w.issuer, nil, map[string]any{
		"iss": "https://issuer.example", "vct": cardType, "iat": time.Now().Unix() - 60, "exp": time.Now().Unix() + 3600,
		"given_name": "Aiko", "family_name": "Ito", "cnf": map[string]any{"jwk": w.holder.Public().JWK()},
	}, sdjwt.Frame{Paths: []claim.Path{{"given_name"}, {"family_name"}}})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func newKey(t *testing.T) keys.Private {
	t.Helper()
	key, err := keys.Generate(rand.Reader, alg.ES256)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// identity is one way in which a verifier is known, in our terms and in those of
// the other package.
type identity struct {
	name     string
	clientID string
	prefix   string          // theirs
	ours     *request.Signer // nil where nothing is signed
	theirs   map[string]any  // likewise
	header   map[string]any  // what their package leaves out of the header
}

// identities are those that both programs have, of a verifier that takes answers
// at an address.
func (w *world) identities(t *testing.T, answer string) []identity {
	t.Helper()
	x5c := []string{encoding.EncodeBase64(w.leaf.Certificate.Raw), encoding.EncodeBase64(w.middle.Certificate.Raw)}
	chain := []*x509.Certificate{w.leaf.Certificate, w.middle.Certificate}
	attestation := w.attestation(t, answer)
	id, err := did.FromKey(w.key.Public())
	if err != nil {
		t.Fatal(err)
	}
	kid := id + "#" + strings.TrimPrefix(id, "did:key:")
	signed := func(signer *request.Signer, err error) *request.Signer {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return signer
	}
	byJWK := signed(request.SignByKey(w.key))
	return []identity{
		{name: "redirect_uri", clientID: "redirect_uri:" + answer, prefix: "redirect_uri"},
		{name: "did:jwk", clientID: byJWK.ClientID, prefix: "decentralized_identifier", ours: byJWK,
			theirs: map[string]any{"method": "did", "alg": "ES256", "didUrl": strings.TrimPrefix(byJWK.ClientID, "decentralized_identifier:") + "#0"}},
		{name: "did:key", clientID: "decentralized_identifier:" + id, prefix: "decentralized_identifier", ours: signed(request.SignByDID(w.key, kid)),
			theirs: map[string]any{"method": "did", "alg": "ES256", "didUrl": kid}},
		{name: "x509_san_dns", clientID: "x509_san_dns:" + verifierHost, prefix: "x509_san_dns",
			ours:   signed(request.SignByCertificate(w.key, chain, request.SANDNS, verifierHost)),
			theirs: map[string]any{"method": "x5c", "alg": "ES256", "x5c": x5c}},
		{name: "x509_hash", clientID: "x509_hash:" + request.CertificateHash(w.leaf.Certificate), prefix: "x509_hash",
			ours:   signed(request.SignByCertificate(w.key, chain, request.CertHash, "")),
			theirs: map[string]any{"method": "x5c", "alg": "ES256", "x5c": x5c}},
		{name: "verifier_attestation", clientID: "verifier_attestation:bar", prefix: "verifier_attestation",
			ours:   signed(request.SignByAttestation(w.key, attestation)),
			theirs: map[string]any{"method": "custom", "alg": "ES256"}, header: map[string]any{"jwt": attestation}},
		{name: "known beforehand, signed", clientID: knownID, prefix: "pre-registered", ours: signed(request.SignRegistered(w.key, knownID, "")),
			theirs: map[string]any{"method": "custom", "alg": "ES256"}},
		{name: "known beforehand", clientID: unsignedID, prefix: "pre-registered"},
	}
}

// attestation limits the verifier to one address, or to none where it is "".
func (w *world) attestation(t *testing.T, answer string) string {
	t.Helper()
	claims := map[string]any{
		"iss": registrarID, "sub": "bar", "exp": time.Now().Unix() + 600, "cnf": map[string]any{"jwk": w.key.Public().JWK()},
	}
	if answer != "" {
		claims["redirect_uris"] = []string{answer}
	}
	return double.Forge(t, map[string]any{"alg": "ES256", "typ": "verifier-attestation+jwt"}, claims, w.registrar)
}

// wallet is what our wallet believes about verifiers.
func (w *world) wallet(answer string) request.Wallet {
	return request.Wallet{Formats: []string{"dc+sd-jwt"}, Verifiers: trust.Verifiers{
		Authorities: []*x509.Certificate{w.root.Certificate},
		Registrars:  []trust.Registrar{{ID: registrarID, Name: "Registrar", Keys: []keys.Named{{Public: w.registrar.Public()}}}},
		Clients: []trust.Client{
			{ID: knownID, Name: "Known", Addresses: []string{answer}, Keys: []keys.Named{{Public: w.key.Public()}}},
			{ID: unsignedID, Name: "Known, unsigned", Addresses: []string{answer}},
		},
	}}
}

// believes is the same for their wallet.
func (w *world) believes() map[string]any {
	return map[string]any{
		"root": encoding.EncodeBase64(w.root.Certificate.Raw), "registrar": w.registrar.Public().JWK(), "known": w.key.Public().JWK(),
	}
}
