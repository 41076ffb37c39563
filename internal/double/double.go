// Package double is an issuer for tests: it follows OpenID4VCI 1.0 as a real one
// does, without a network, but for the one defect that a test gives it.
package double

import (
	"crypto/sha256"
	"encoding/binary"
	"net/url"
	"strings"
	"testing"
	"time"

	"domicile/credentials/issue"
	"domicile/credentials/offer"
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

// Noon is the time at which tests happen.
var Noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// Rand returns reproducible bytes that never repeat.
func Rand(seed string) *Reader { return &Reader{seed: seed} }

// Reader is what Rand returns.
type Reader struct {
	seed string
	n    uint64
	rest []byte
}

// Read fills p.
func (r *Reader) Read(p []byte) (int, error) {
	for i := range p {
		if len(r.rest) == 0 {
			r.n++
			sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(r.seed), r.n))
			r.rest = sum[:]
		}
		p[i], r.rest = r.rest[0], r.rest[1:]
	}
	return len(p), nil
}

// Issuer is the issuer. Its zero hooks do nothing.
type Issuer struct {
	ID     string
	Key    keys.Private // signs the cards, under the kid "1"
	TxCode string       // "" for none
	Batch  int
	Types  []string // of the cards in the offer
	Now    time.Time

	// Lose makes the answers to requests of a path's last name get lost, so
	// many times. The request itself arrives.
	Lose map[string]int
	// Tweak changes the body of a reply.
	Tweak func(name string, body map[string]any)
	// Order changes what is issued; Text changes a credential that was.
	Order func(copy int, o *issue.Order)
	Text  func(copy int, text string) string
	// Document is the DID document that the issuer's host serves.
	Document map[string]any
	// Keyless makes the issuer publish no keys.
	Keyless bool

	Requests []string // names of the paths, in order
	t        testing.TB
	rand     *Reader
	nonces   int
	retry    string
}

// New makes an issuer of residency cards, three copies each.
func New(t testing.TB) *Issuer {
	t.Helper()
	i := &Issuer{
		t: t, ID: "https://office.example/issuers/meridia", TxCode: "493536", Batch: 3,
		Types: []string{issue.ResidencyCard}, Now: Noon, Lose: map[string]int{}, rand: Rand("issuer"),
	}
	i.Key = i.NewKey()
	return i
}

// NewKey makes another key.
func (i *Issuer) NewKey() keys.Private {
	key, err := keys.Generate(i.rand, alg.ES256)
	if err != nil {
		i.t.Fatal(err)
	}
	return key
}

// TrustList is a list of trust that names the issuer alone, in a scope: issued on
// the first day of the month of Noon, and good for a year.
func (i *Issuer) TrustList(scope string) []byte {
	jwk := i.Key.Public().JWK()
	jwk["kid"] = "1"
	list, err := encoding.EncodeJSON(map[string]any{
		"domicile_trust_list": 1, "epoch": 1, "issued": "2026-11-01T00:00:00Z", "expires": "2027-11-01T00:00:00Z",
		"anchors": []any{map[string]any{"id": i.ID, "name": "Meridia, as listed", "scope": scope, "keys": []any{jwk}}},
	})
	if err != nil {
		i.t.Fatal(err)
	}
	return list
}

// Card is a residency card bound to a holder's key, as Serve would issue it.
func (i *Issuer) Card(holder keys.Public) string { return i.issue(0, i.Types[0], holder) }

// Claims are those on every card.
func Claims() map[string]any {
	return map[string]any{
		"given_name": "Aiko", "family_name": "Ito", "birthdate": "1990-02-03", "nationalities": []any{"JP", "XM"},
		"residency":       map[string]any{"programme": "founder", "number": "XM-123", "since": "2026-01-01", "country": "XM"},
		"issuing_country": "XM", "issuing_authority": "Residency Office",
	}
}

// Offer is the text of an offer by value.
func (i *Issuer) Offer() string {
	grant := map[string]any{"pre-authorized_code": "code-1"}
	if i.TxCode != "" {
		grant["tx_code"] = map[string]any{"length": len(i.TxCode), "input_mode": "numeric"}
	}
	var ids []any
	for _, typ := range i.Types {
		ids = append(ids, typ)
	}
	return "openid-credential-offer://?credential_offer=" + url.QueryEscape(i.text(map[string]any{
		"credential_issuer": i.ID, "credential_configuration_ids": ids,
		"grants": map[string]any{offer.GrantPreAuthorized: grant},
	}))
}

func (i *Issuer) text(v any) string {
	data, err := encoding.EncodeJSON(v)
	if err != nil {
		i.t.Fatal(err)
	}
	return string(data)
}

// Serve answers one request.
func (i *Issuer) Serve(r offer.Request) offer.Response {
	u, err := url.Parse(r.URL)
	if err != nil {
		i.t.Fatal(err)
	}
	name := u.Path[strings.LastIndex(u.Path, "/")+1:]
	if parts := strings.Split(u.Path, "/"); len(parts) > 2 && parts[1] == ".well-known" {
		name = parts[2]
	}
	i.Requests = append(i.Requests, name)
	status, body := i.route(name, r)
	if i.Tweak != nil {
		i.Tweak(name, body)
	}
	if i.Lose[name] > 0 {
		i.Lose[name]--
		return offer.Response{}
	}
	return offer.Response{
		Status: status, Headers: map[string]string{"content-type": "application/json"}, Body: i.text(body),
	}
}

func (i *Issuer) route(name string, r offer.Request) (int, map[string]any) {
	switch name {
	case "openid-credential-issuer":
		return 200, i.metadata()
	case "oauth-authorization-server":
		return 200, map[string]any{"issuer": i.ID, "token_endpoint": i.ID + "/token", "domicile_retry_supported": true,
			"grant_types_supported": []any{offer.GrantPreAuthorized}}
	case "jwt-vc-issuer":
		if i.Keyless {
			return 404, map[string]any{"error": "not_found"}
		}
		jwk := i.Key.Public().JWK()
		jwk["kid"] = "1"
		return 200, map[string]any{"issuer": i.ID, "jwks": map[string]any{"keys": []any{jwk}}}
	case "did.json":
		return 200, i.Document
	case "token":
		return i.token(r)
	case "nonce":
		i.nonces++
		return 200, map[string]any{"c_nonce": i.nonce()}
	case "credential":
		return i.credential(r)
	}
	i.t.Fatalf("request to %q", r.URL)
	return 0, nil
}

func (i *Issuer) metadata() map[string]any {
	configurations := map[string]any{}
	for _, typ := range i.Types {
		configurations[typ] = map[string]any{
			"format": "dc+sd-jwt", "vct": typ, "cryptographic_binding_methods_supported": []any{"jwk"},
			"proof_types_supported": map[string]any{"jwt": map[string]any{"proof_signing_alg_values_supported": []any{"ES256"}}},
			"credential_metadata": map[string]any{
				"display": []any{map[string]any{"name": "Residency card", "background_color": "#12107c"}},
				"claims":  []any{map[string]any{"path": []any{"given_name"}}},
			},
		}
	}
	return map[string]any{
		"credential_issuer": i.ID, "credential_endpoint": i.ID + "/credential", "nonce_endpoint": i.ID + "/nonce",
		"batch_credential_issuance":           map[string]any{"batch_size": i.Batch},
		"display":                             []any{map[string]any{"name": "Republic of Meridia"}},
		"credential_configurations_supported": configurations,
	}
}

func (i *Issuer) nonce() string { return "nonce-" + string(rune('a'+i.nonces)) }

func (i *Issuer) token(r offer.Request) (int, map[string]any) {
	form, err := url.ParseQuery(r.Body)
	if err != nil {
		i.t.Fatal(err)
	}
	again := i.retry != "" && form.Get("domicile_retry") != i.retry
	if form.Get("pre-authorized_code") != "code-1" || form.Get("tx_code") != i.TxCode || again {
		return 400, map[string]any{"error": "invalid_grant"}
	}
	i.retry = form.Get("domicile_retry")
	return 200, map[string]any{"access_token": "access-1", "token_type": "bearer", "expires_in": 300}
}

func (i *Issuer) credential(r offer.Request) (int, map[string]any) {
	if r.Headers["Authorization"] != "Bearer access-1" {
		return 401, map[string]any{"error": "invalid_token"}
	}
	body, err := encoding.DecodeJSONObject([]byte(r.Body))
	if err != nil {
		i.t.Fatal(err)
	}
	typ, _, _ := encoding.String(body, "credential_configuration_id")
	proofs, _, _ := encoding.Object(body, "proofs")
	jwts, _, _ := encoding.Strings(proofs, "jwt")
	var list []any
	for n, proof := range jwts {
		holder, fresh := i.prove(proof)
		if !fresh {
			return 400, map[string]any{"error": "invalid_nonce"}
		}
		list = append(list, map[string]any{"credential": i.issue(n, typ, holder)})
	}
	return 200, map[string]any{"credentials": list}
}

// prove checks a key proof.
func (i *Issuer) prove(proof string) (holder keys.Public, fresh bool) {
	token, err := jose.Parse(proof)
	if err != nil {
		i.t.Fatal(err)
	}
	jwk, _, _ := encoding.Object(token.Header, "jwk")
	holder, err = keys.ParsePublicJWK(jwk)
	if err != nil {
		i.t.Fatal(err)
	}
	if err := token.Verify(holder); err != nil {
		i.t.Fatal(err)
	}
	claims, err := encoding.DecodeJSONObject(token.Payload)
	if err != nil {
		i.t.Fatal(err)
	}
	return holder, claims["nonce"] == i.nonce()
}

func (i *Issuer) issue(n int, typ string, holder keys.Public) string {
	order := issue.Order{
		Format: "dc+sd-jwt", Type: typ, Claims: Claims(), Issuer: i.ID, Key: i.Key, KeyID: "1",
		Holders: []keys.Public{holder}, IssuedAt: i.Now, Expires: i.Now.AddDate(1, 0, 0),
	}
	if i.Order != nil {
		i.Order(n, &order)
	}
	texts, err := issue.Issue(i.rand, order)
	if err != nil {
		i.t.Fatal(err)
	}
	if i.Text != nil {
		return i.Text(n, texts[0])
	}
	return texts[0]
}
