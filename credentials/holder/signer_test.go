package holder_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net/url"
	"slices"
	"testing"

	"domicile/credentials/holder"
	"domicile/credentials/issue"
	"domicile/credentials/sdjwt"
	"domicile/credentials/trust"
	"domicile/crypto/did"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/internal/double"
)

// try receives a card as far as it comes.
func (h *home) try(issuer *double.Issuer, store *trust.Store) (holder.Step, error) {
	i, err := h.Order(issuer.Offer(), holder.Dealings{Rand: h.rand, Trust: store}, h.now)
	if err != nil {
		h.t.Fatal(err)
	}
	step, err := i.Continue(h.rand, nil, h.now)
	if step, err = h.follow(i, issuer, step, err); err != nil {
		return step, err
	}
	step, err = i.Accept(h.rand, issuer.TxCode, h.now)
	return h.follow(i, issuer, step, err)
}

func TestIssuersKnownByADID(t *testing.T) {
	issuer := double.New(t)
	self, err := did.FromKey(issuer.Key.Public())
	if err != nil {
		t.Fatal(err)
	}
	other, err := did.FromKey(issuer.NewKey().Public())
	if err != nil {
		t.Fatal(err)
	}
	document := func(id string, key keys.Public) map[string]any {
		return map[string]any{"id": id, "verificationMethod": []any{map[string]any{
			"id": id + "#1", "type": "JsonWebKey2020", "controller": id, "publicKeyJwk": key.JWK(),
		}}, "assertionMethod": []any{id + "#1"}}
	}
	const web = "did:web:office.example:issuers:meridia"
	for name, row := range map[string]struct {
		iss      string
		document map[string]any
		looks    bool
		kind     fault.Kind
	}{
		"a key that is its own name":         {iss: self},
		"another key that is its own name":   {iss: other, kind: holder.KindCardIssuer},
		"a document on the web":              {iss: web, document: document(web, issuer.Key.Public()), looks: true},
		"a document with another key":        {iss: web, document: document(web, issuer.NewKey().Public()), looks: true, kind: holder.KindCardIssuer},
		"the document of somebody else":      {iss: web, document: document("did:web:other.example", issuer.Key.Public()), looks: true, kind: "offer_issuer_mismatch"},
		"a document in the wallet's network": {iss: "did:web:192.168.1.1", kind: holder.KindCardIssuer},
		"a method that is not known":         {iss: "did:example:1", kind: holder.KindCardIssuer},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			issuer.Requests, issuer.Document = nil, row.document
			issuer.Order = func(_ int, o *issue.Order) { o.Issuer, o.KeyID = row.iss, "" }
			_, err := h.try(issuer, nil)
			wantKind(t, name, err, row.kind)
			if looked := slices.Contains(issuer.Requests, "did.json"); looked != row.looks {
				t.Errorf("looked up: %v", looked)
			}
			if len(h.State().Cards) == 1 != (row.kind == "") {
				t.Errorf("%d cards", len(h.State().Cards))
			}
		})
	}
}

// certify makes a self-signed certificate for a key.
func certify(t *testing.T, key keys.Private, address string) []byte {
	t.Helper()
	d, _, err := encoding.String(key.JWK(), "d")
	if err != nil {
		t.Fatal(err)
	}
	secret, err := encoding.DecodeBase64URL(d)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), secret)
	if err != nil {
		t.Fatal(err)
	}
	named, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Office"}, URIs: []*url.URL{named},
		NotBefore: double.Noon.AddDate(-1, 0, 0), NotAfter: double.Noon.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
		AuthorityKeyId: []byte("the authority behind it"),
	}
	der, err := x509.CreateCertificate(double.Rand("certificate"), template, template, signer.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// withCertificate makes the issuer put a certificate into the header of its
// cards.
func withCertificate(t *testing.T, issuer *double.Issuer, der []byte) {
	issuer.Text = func(_ int, text string) string {
		token, err := sdjwt.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		claims, err := token.Claims()
		if err != nil {
			t.Fatal(err)
		}
		header := map[string]any{"x5c": []string{encoding.EncodeBase64(der)}}
		again, err := sdjwt.Issue(double.Rand(text), issuer.Key, header, claims, sdjwt.Frame{})
		if err != nil {
			t.Fatal(err)
		}
		return again
	}
}

// A certificate that a card brings says which key signed; who stands behind it
// is said by the list of trust alone.
func TestCardsThatBringACertificate(t *testing.T) {
	for defect, row := range map[string]struct {
		forAddress string
		otherKey   bool
		kind       fault.Kind
	}{
		"none":                    {"https://office.example/issuers/meridia", false, ""},
		"for another issuer":      {"https://other.example", false, holder.KindCardIssuer},
		"for a key that is other": {"https://office.example/issuers/meridia", true, holder.KindCardIssuer},
	} {
		t.Run(defect, func(t *testing.T) {
			h, issuer := newHome(t), double.New(t)
			certified := issuer.Key
			if row.otherKey {
				certified = issuer.NewKey()
			}
			der := certify(t, certified, row.forAddress)
			withCertificate(t, issuer, der)
			_, err := h.try(issuer, nil)
			wantKind(t, defect, err, row.kind)
			if slices.Contains(issuer.Requests, "jwt-vc-issuer") {
				t.Error("keys were looked up all the same")
			}
			if row.kind != "" {
				return
			}
			certificate, err := x509.ParseCertificate(der)
			if err != nil {
				t.Fatal(err)
			}
			card := h.State().Cards[0]
			if _, listed := card.ListedBy(nil, h.now); listed {
				t.Error("a certificate vouches for itself")
			}
			store := trust.NewStore(trust.Anchor{ID: issuer.ID, Scope: trust.Live, Certificates: []*x509.Certificate{certificate}})
			if _, listed := card.ListedBy(store, h.now); !listed {
				t.Error("a pinned certificate does not vouch")
			}
		})
	}
}

// A certificate that anybody can make for the address of a listed issuer does
// not stand in for what the list says.
func TestCertificateInTheNameOfAListedIssuer(t *testing.T) {
	const office = "https://office.example/issuers/meridia"
	for defect, pin := range map[string]func(*double.Issuer) trust.Anchor{
		"listed with a key": func(issuer *double.Issuer) trust.Anchor {
			return trust.Anchor{ID: office, Scope: trust.Live, Keys: []keys.Named{{Public: issuer.NewKey().Public()}}}
		},
		"listed with a certificate": func(issuer *double.Issuer) trust.Anchor {
			certificate, err := x509.ParseCertificate(certify(t, issuer.NewKey(), office))
			if err != nil {
				t.Fatal(err)
			}
			return trust.Anchor{ID: office, Scope: trust.Live, Certificates: []*x509.Certificate{certificate}}
		},
	} {
		t.Run(defect, func(t *testing.T) {
			h, issuer := newHome(t), double.New(t)
			store := trust.NewStore(pin(issuer))
			impostor := issuer.NewKey()
			withCertificate(t, issuer, certify(t, impostor, office))
			genuine := issuer.Key
			text := issuer.Text
			issuer.Text = func(n int, card string) string {
				issuer.Key = impostor
				defer func() { issuer.Key = genuine }()
				return text(n, card)
			}
			_, err := h.try(issuer, store)
			wantKind(t, defect, err, holder.KindCardIssuer)
			if len(h.State().Cards) != 0 {
				t.Error("the card is in the wallet")
			}
		})
	}
}
