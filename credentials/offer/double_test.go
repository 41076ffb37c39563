package offer

import (
	"crypto/sha256"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// counting is a reader of bytes that differ, so that keys and secrets do too.
type counting struct{ n byte }

func (c *counting) Read(p []byte) (int, error) {
	for i := range p {
		c.n++
		sum := sha256.Sum256([]byte{c.n, byte(i)})
		p[i] = sum[0]
	}
	return len(p), nil
}

// double is an issuer that follows the standard, but for the one defect that a
// test gives it: tweak changes the replies to one path.
type double struct {
	t        *testing.T
	id       string
	tweak    map[string]func(r *Response, o map[string]any)
	requests []string // "METHOD path" in order
	code     string   // expected tx_code, "" for none
	nonces   int
	redeemed bool
	retry    string // the domicile_retry it saw first
	metadata map[string]any
	server   map[string]any
	defer1   bool // postpone the credential once
	notices  int
}

func newDouble(t *testing.T) *double {
	id := "https://office.example/issuers/meridia"
	return &double{
		t: t, id: id, code: "493536", tweak: map[string]func(*Response, map[string]any){},
		metadata: map[string]any{
			"credential_issuer":            id,
			"credential_endpoint":          id + "/credential",
			"nonce_endpoint":               id + "/nonce",
			"deferred_credential_endpoint": id + "/deferred",
			"notification_endpoint":        id + "/notification",
			"batch_credential_issuance":    map[string]any{"batch_size": 3},
			"display":                      []any{map[string]any{"name": "Republic of Meridia", "locale": "en"}},
			"credential_configurations_supported": map[string]any{
				"card": configuration("urn:example:card:1"), "pass": configuration("urn:example:pass:1"),
				"mdl": map[string]any{"format": "mso_mdoc", "doctype": "org.iso.18013.5.1.mDL"},
			},
		},
		server: map[string]any{
			"issuer": id, "token_endpoint": id + "/token", "domicile_retry_supported": true,
			"grant_types_supported": []any{GrantPreAuthorized},
		},
	}
}

func configuration(vct string) map[string]any {
	return map[string]any{
		"format": "dc+sd-jwt", "vct": vct,
		"cryptographic_binding_methods_supported": []any{"jwk"},
		"proof_types_supported": map[string]any{
			"jwt": map[string]any{"proof_signing_alg_values_supported": []any{"ES256"}},
		},
		"credential_metadata": map[string]any{
			"display": []any{map[string]any{"name": "Residency card", "locale": "en", "background_color": "#12107C"}},
			"claims": []any{
				map[string]any{"path": []any{"given_name"}, "display": []any{map[string]any{"name": "Given name", "locale": "en"}}},
				map[string]any{"path": []any{"nationalities", nil}},
			},
			"domicile_not_given": []any{"It is not a visa."},
		},
	}
}

// offerText is the double's offer by value.
func (d *double) offerText(configurations ...string) string {
	grant := map[string]any{"pre-authorized_code": "code-1"}
	if d.code != "" {
		grant["tx_code"] = map[string]any{"length": len(d.code)}
	}
	offer := map[string]any{
		"credential_issuer": d.id, "credential_configuration_ids": configurations,
		"grants": map[string]any{GrantPreAuthorized: grant},
	}
	return "openid-credential-offer://?credential_offer=" + url.QueryEscape(text(offer))
}

func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// serve answers one request.
func (d *double) serve(r *Request) Response {
	u, err := url.Parse(r.URL)
	if err != nil {
		d.t.Fatalf("request to %q: %v", r.URL, err)
	}
	d.requests = append(d.requests, r.Method+" "+u.Path)
	name := u.Path[strings.LastIndex(u.Path, "/")+1:]
	if strings.Contains(u.Path, ".well-known") {
		name = strings.Split(u.Path, "/")[2]
	}
	status, body := d.route(name, r)
	response := Response{Status: status, Headers: map[string]string{"content-type": "application/json"}}
	if change := d.tweak[name]; change != nil {
		response.Body = "\x00"
		change(&response, body)
		if response.Body != "\x00" || response.Status != status {
			if response.Body == "\x00" {
				response.Body = text(body)
			}
			return response
		}
	}
	response.Body = text(body)
	return response
}

func (d *double) route(name string, r *Request) (int, map[string]any) {
	switch name {
	case "openid-credential-issuer":
		return 200, d.metadata
	case "oauth-authorization-server":
		return 200, d.server
	case "token":
		return d.token(r)
	case "nonce":
		d.nonces++
		return 200, map[string]any{"c_nonce": d.nonce()}
	case "credential":
		return d.credential(r)
	case "deferred":
		return 200, map[string]any{"credentials": []any{map[string]any{"credential": "late"}}}
	}
	d.t.Fatalf("request to %q", r.URL)
	return 0, nil
}

func (d *double) nonce() string { return "nonce-" + string(rune('a'+d.nonces)) }

func (d *double) token(r *Request) (int, map[string]any) {
	form, err := url.ParseQuery(r.Body)
	if err != nil || r.Headers["Content-Type"] != "application/x-www-form-urlencoded" {
		d.t.Fatalf("token request: %v", r)
	}
	again := d.redeemed && form.Get("domicile_retry") != d.retry
	if form.Get("pre-authorized_code") != "code-1" || form.Get("tx_code") != d.code || again {
		return 400, map[string]any{"error": "invalid_grant"}
	}
	d.redeemed, d.retry = true, form.Get("domicile_retry")
	return 200, map[string]any{"access_token": "access-1", "token_type": "bearer", "expires_in": 300}
}

// credential gives one "copy of <thumbprint>" for each proof.
func (d *double) credential(r *Request) (int, map[string]any) {
	if r.Headers["Authorization"] != "Bearer access-1" {
		return 401, map[string]any{"error": "invalid_token"}
	}
	body, err := encoding.DecodeJSONObject([]byte(r.Body))
	if err != nil {
		d.t.Fatal(err)
	}
	if d.defer1 {
		d.defer1 = false
		return 202, map[string]any{"transaction_id": "t-1", "interval": 60}
	}
	proofs, _, _ := encoding.Object(body, "proofs")
	jwts, _, _ := encoding.Strings(proofs, "jwt")
	var list []any
	for _, jwt := range jwts {
		key, claims := d.proof(jwt)
		if claims["nonce"] != d.nonce() {
			return 400, map[string]any{"error": "invalid_nonce"}
		}
		list = append(list, map[string]any{"credential": "copy of " + key.Thumbprint()})
	}
	return 200, map[string]any{"credentials": list, "notification_id": "n-1"}
}

func (d *double) proof(jwt string) (keys.Public, map[string]any) {
	d.t.Helper()
	token, err := jose.Parse(jwt)
	if err != nil {
		d.t.Fatal(err)
	}
	jwk, _, _ := encoding.Object(token.Header, "jwk")
	key, err := keys.ParsePublicJWK(jwk)
	if err != nil {
		d.t.Fatal(err)
	}
	if err := token.Verify(key); err != nil {
		d.t.Fatal(err)
	}
	claims, err := encoding.DecodeJSONObject(token.Payload)
	if err != nil {
		d.t.Fatal(err)
	}
	if token.Header["typ"] != "openid4vci-proof+jwt" || claims["aud"] != d.id {
		d.t.Fatalf("proof %v %v", token.Header, claims)
	}
	return key, claims
}

// start opens the double's offer.
func (d *double) start(configurations ...string) (*Session, Step) {
	d.t.Helper()
	s, step, err := Start(d.offerText(configurations...), Options{Rand: &counting{}}, noon)
	if err != nil {
		d.t.Fatal(err)
	}
	return s, step
}

// follow serves requests until the session wants something else, or fails.
func (d *double) follow(s *Session, step Step) (Step, error) {
	var err error
	for i := 0; err == nil && step.Request != nil; i++ {
		if i == 20 {
			d.t.Fatal("the session goes round in circles")
		}
		step, err = s.Next(d.serve(step.Request), noon)
	}
	return step, err
}

// run goes all the way, accepting the preview with the right code.
func (d *double) run(configurations ...string) (*Session, Step, error) {
	s, step := d.start(configurations...)
	step, err := d.follow(s, step)
	if err != nil || step.Preview == nil {
		return s, step, err
	}
	if step, err = s.Accept(d.code, newKeys(d.t, step.Preview.Keys()), noon); err != nil {
		return s, step, err
	}
	step, err = d.follow(s, step)
	return s, step, err
}

func newKeys(t *testing.T, n int) []keys.Private {
	t.Helper()
	rand := &counting{}
	list := make([]keys.Private, n)
	for i := range list {
		key, err := keys.Generate(rand, alg.ES256)
		if err != nil {
			t.Fatal(err)
		}
		list[i] = key
	}
	return list
}

func wantKind(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != kind {
		t.Errorf("got %v, want kind %s", err, kind)
	}
}
