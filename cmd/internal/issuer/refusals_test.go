package issuer

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

func TestTokenRefuses(t *testing.T) {
	b := newBench(t)
	o := b.offer()
	code, tx := b.code(o), o.TxCode
	good := tokenForm(code, tx)
	wrong := tokenForm(code, otherCode(tx))
	rows := []struct {
		defect, media, body string
		status              int
		code                string
	}{
		{"no body", formMedia, "", 400, "invalid_request"},
		{"JSON", jsonMedia, "{}", 400, "invalid_request"},
		{"no content type", "", good, 400, "invalid_request"},
		{"form in another charset", formMedia + "; charset=utf-16", good, 400, "invalid_request"},
		{"damaged escape", formMedia, good + "&x=%zz", 400, "invalid_request"},
		{"parameter twice", formMedia, good + "&tx_code=" + tx, 400, "invalid_request"},
		{"no grant type", formMedia, strings.Replace(good, "grant_type", "grant", 1), 400, "invalid_request"},
		{"authorization code", formMedia, "grant_type=authorization_code&code=x", 400, "unsupported_grant_type"},
		{"no code", formMedia, strings.Replace(good, "pre-authorized_code=", "code=", 1), 400, "invalid_request"},
		{"no transaction code", formMedia, strings.Replace(good, "tx_code=", "pin=", 1), 400, "invalid_request"},
		{"unknown code", formMedia, tokenForm("unknown", tx), 400, "invalid_grant"},
		{"wrong transaction code", formMedia, wrong, 400, "invalid_grant"},
		{"too large", formMedia, good + "&x=" + strings.Repeat("x", MaxBody), 413, "invalid_request"},
		{"none", formMedia, good, 200, ""},
		{"replayed code", formMedia, good, 400, "invalid_grant"},
		{"replayed code with a retry secret", formMedia, good + "&domicile_retry=0123456789abcdef", 400, "invalid_grant"},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			status, code, _ := b.post("/token", row.media, "", row.body)
			if status != row.status || code != row.code {
				t.Errorf("got %d %s, want %d %s", status, code, row.status, row.code)
			}
		})
	}
}

func otherCode(tx string) string {
	if tx == "000000" {
		return "000001"
	}
	return "000000"
}

func TestTransactionCodeGuessedInARow(t *testing.T) {
	b := newBench(t)
	o := b.offer()
	for range TxAttempts {
		if _, code, _ := b.post("/token", formMedia, "", tokenForm(b.code(o), otherCode(o.TxCode))); code != "invalid_grant" {
			t.Fatal(code)
		}
	}
	if status, code, _ := b.post("/token", formMedia, "", tokenForm(b.code(o), o.TxCode)); status != 400 || code != "invalid_grant" {
		t.Errorf("the right code counts after %d wrong ones: %d %s", TxAttempts, status, code)
	}
	if status, _, _ := b.do("GET", strings.Split(reference(o), "?")[0], nil, ""); status != 404 {
		t.Errorf("the offer is still given out: %d", status)
	}
}

// reference is the address in an offer by reference.
func reference(o Offer) string {
	text := o.Text[strings.Index(o.Text, "=")+1:]
	return strings.NewReplacer("%3A", ":", "%2F", "/").Replace(text)
}

func TestTransactionCodeGuessedAtOnce(t *testing.T) {
	b := newBench(t)
	o := b.offer()
	code := b.code(o)
	var tried sync.WaitGroup
	for n := range 32 {
		tried.Go(func() {
			guess := otherCode(o.TxCode)
			if n == 31 {
				guess = "111111"
			}
			if guess == o.TxCode {
				return
			}
			b.post("/token", formMedia, "", tokenForm(code, guess))
		})
	}
	tried.Wait()
	var left int
	if err := b.store.db.QueryRow("SELECT attempts FROM offer").Scan(&left); err != nil || left != 0 {
		t.Errorf("%d attempts are left after 32, %v", left, err)
	}
}

func TestOneOfManyRedeems(t *testing.T) {
	b := newBench(t)
	o := b.offer()
	code := b.code(o)
	var mu sync.Mutex
	won := 0
	var tried sync.WaitGroup
	for range 16 {
		tried.Go(func() {
			if status, _, _ := b.post("/token", formMedia, "", tokenForm(code, o.TxCode)); status == 200 {
				mu.Lock()
				won++
				mu.Unlock()
			}
		})
	}
	tried.Wait()
	if won != 1 {
		t.Errorf("%d of 16 redeemed one code", won)
	}
}

func TestRetryIsForTheSameWalletAndUntilTheCard(t *testing.T) {
	b := newBench(t)
	o := b.offer()
	form := tokenForm(b.code(o), o.TxCode)
	mine, others := form+"&domicile_retry=0123456789abcdef", form+"&domicile_retry=fedcba9876543210"
	_, _, body := b.post("/token", formMedia, "", mine)
	first, _, _ := encoding.String(body, "access_token")
	if status, _, _ := b.post("/token", formMedia, "", others); status != 400 {
		t.Errorf("another wallet redeems again: %d", status)
	}
	status, _, body := b.post("/token", formMedia, "", mine)
	second, _, _ := encoding.String(body, "access_token")
	if status != 200 || second == "" || second == first {
		t.Fatalf("the same wallet cannot ask again: %d", status)
	}
	if status, code, _ := b.post("/credential", jsonMedia, first, "{}"); status != 401 || code != "invalid_token" {
		t.Errorf("the replaced token still counts: %d %s", status, code)
	}
	held := []keys.Private{newKey(t)}
	if status, code, _ := b.request(second, b.proofs(held, nil, nil)); status != 200 {
		t.Fatal(status, code)
	}
	if status, code, _ := b.post("/token", formMedia, "", mine); status != 400 || code != "invalid_grant" {
		t.Errorf("redeemed again after the card: %d %s", status, code)
	}
}

func TestExpired(t *testing.T) {
	b := newBench(t)
	o := b.offer()
	token := b.token()
	b.shift = OfferLifetime
	if status, code, _ := b.post("/token", formMedia, "", tokenForm(b.code(o), o.TxCode)); status != 400 || code != "invalid_grant" {
		t.Errorf("expired offer: %d %s", status, code)
	}
	if status, _, _ := b.do("GET", reference(o), nil, ""); status != 404 {
		t.Errorf("expired reference: %d", status)
	}
	if status, code, _ := b.post("/credential", jsonMedia, token, "{}"); status != 401 || code != "invalid_token" {
		t.Errorf("expired token: %d %s", status, code)
	}
	b.shift = 0
	token, nonce := b.token(), b.nonce()
	b.shift = NonceLifetime - time.Second
	proofs := b.proofs([]keys.Private{newKey(t)}, nil, func(c map[string]any) { c["nonce"] = nonce })
	b.shift = NonceLifetime + time.Second
	b.store.db.Exec("UPDATE offer SET token_until = token_until + 3600")
	if status, code, _ := b.request(token, proofs); status != 400 || code != "invalid_nonce" {
		t.Errorf("expired nonce: %d %s", status, code)
	}
}

// proofs signs a proof for each key, with one defect each.
func (b *bench) proofs(held []keys.Private, header, claims func(map[string]any)) []string {
	b.t.Helper()
	nonce := b.nonce()
	list := make([]string, len(held))
	for n, key := range held {
		h := map[string]any{"typ": "openid4vci-proof+jwt", "alg": "ES256", "jwk": key.Public().JWK()}
		c := map[string]any{"aud": b.config.Identifier(), "iat": b.now().Unix(), "nonce": nonce}
		if header != nil {
			header(h)
		}
		if claims != nil {
			claims(c)
		}
		payload, err := json.Marshal(c)
		if err != nil {
			b.t.Fatal(err)
		}
		if list[n], err = jose.Sign(key, h, payload); err != nil {
			// Our own signer refuses some headers: assemble them by hand.
			list[n] = assemble(b.t, key, h, payload)
		}
	}
	return list
}

func assemble(t *testing.T, key keys.Private, header map[string]any, payload []byte) string {
	t.Helper()
	h, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	input := encoding.EncodeBase64URL(h) + "." + encoding.EncodeBase64URL(payload)
	signature, err := key.Sign([]byte(input))
	if err != nil {
		t.Fatal(err)
	}
	return input + "." + encoding.EncodeBase64URL(signature)
}

// request asks for the residency card.
func (b *bench) request(token string, proofs []string) (int, string, map[string]any) {
	b.t.Helper()
	body, err := json.Marshal(map[string]any{
		"credential_configuration_id": "residency-card", "proofs": map[string]any{"jwt": proofs},
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return b.post("/credential", jsonMedia, token, string(body))
}

func TestProofRefused(t *testing.T) {
	b := newBench(t)
	token := b.token()
	key, foreign := newKey(t), newKey(t)
	set := func(name string, value any) func(map[string]any) {
		return func(m map[string]any) { m[name] = value }
	}
	drop := func(name string) func(map[string]any) {
		return func(m map[string]any) { delete(m, name) }
	}
	rows := []struct {
		defect         string
		header, claims func(map[string]any)
		code           string
	}{
		{"without typ", set("typ", ""), nil, "invalid_proof"},
		{"typ JWT", set("typ", "JWT"), nil, "invalid_proof"},
		{"typ of a key binding", set("typ", "kb+jwt"), nil, "invalid_proof"},
		{"alg none", set("alg", "none"), nil, "invalid_proof"},
		{"alg HS256", set("alg", "HS256"), nil, "invalid_proof"},
		{"alg of another key type", set("alg", "EdDSA"), nil, "invalid_proof"},
		{"foreign key", set("jwk", foreign.Public().JWK()), nil, "invalid_proof"},
		{"private jwk", set("jwk", key.JWK()), nil, "invalid_proof"},
		{"symmetric jwk", set("jwk", map[string]any{"kty": "oct", "k": "AAAA"}), nil, "invalid_proof"},
		{"no jwk", drop("jwk"), nil, "invalid_proof"},
		{"kid beside jwk", set("kid", "did:example:1#0"), nil, "invalid_proof"},
		{"x5c beside jwk", set("x5c", []string{"AAAA"}), nil, "invalid_proof"},
		{"unknown crit", set("crit", []string{"x"}), nil, "invalid_proof"},
		{"wrong aud", nil, set("aud", "https://other.example"), "invalid_proof"},
		{"aud of the token endpoint", nil, set("aud", b.config.Identifier()+"/token"), "invalid_proof"},
		{"aud a list", nil, set("aud", []string{b.config.Identifier()}), "invalid_proof"},
		{"no aud", nil, drop("aud"), "invalid_proof"},
		{"no iat", nil, drop("iat"), "invalid_proof"},
		{"iat in the future", nil, set("iat", time.Now().Add(time.Hour).Unix()), "invalid_proof"},
		{"iat long past", nil, set("iat", time.Now().Add(-time.Hour).Unix()), "invalid_proof"},
		{"iat in milliseconds", nil, set("iat", time.Now().UnixMilli()), "invalid_proof"},
		{"iat a fraction", nil, set("iat", 1.5), "invalid_proof"},
		{"no nonce", nil, drop("nonce"), "invalid_proof"},
		{"made-up nonce", nil, set("nonce", "made-up"), "invalid_nonce"},
		{"nonce of our length", nil, set("nonce", strings.Repeat("A", 54)), "invalid_nonce"},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			status, code, body := b.request(token, b.proofs([]keys.Private{key}, row.header, row.claims))
			if status != 400 || code != row.code {
				t.Errorf("got %d %v, want %s", status, body, row.code)
			}
		})
	}
	if status, code, _ := b.request(token, b.proofs([]keys.Private{key}, nil, nil)); status != 200 {
		t.Errorf("the proof without defect: %d %s", status, code)
	}
}

func TestNonceReplayed(t *testing.T) {
	b := newBench(t)
	token := b.token()
	proofs := b.proofs([]keys.Private{newKey(t)}, nil, nil)
	if status, code, _ := b.request(token, proofs); status != 200 {
		t.Fatal(status, code)
	}
	if status, code, _ := b.request(token, proofs); status != 400 || code != "invalid_nonce" {
		t.Errorf("replayed: %d %s", status, code)
	}
}

func TestProofSetRefused(t *testing.T) {
	b := newBench(t)
	token := b.token()
	one := b.proofs([]keys.Private{newKey(t)}, nil, nil)
	key := newKey(t)
	rows := map[string][]string{
		"none":              {},
		"batch too large":   b.proofs(newKeys(t, BatchSize+1), nil, nil),
		"one key twice":     b.proofs([]keys.Private{key, key}, nil, nil),
		"one of two broken": append(b.proofs([]keys.Private{newKey(t)}, nil, nil), one[0][:len(one[0])-4]+"AAAA"),
		"no JWS":            {"hello"},
		"two dots":          {".."},
	}
	for defect, proofs := range rows {
		t.Run(defect, func(t *testing.T) {
			if status, code, _ := b.request(token, proofs); status != 400 || code != "invalid_proof" {
				t.Errorf("got %d %s", status, code)
			}
		})
	}
}

func TestCredentialRequestRefused(t *testing.T) {
	b := newBench(t)
	token := b.token()
	proof := b.proofs([]keys.Private{newKey(t)}, nil, nil)[0]
	good := map[string]any{"credential_configuration_id": "residency-card", "proofs": map[string]any{"jwt": []string{proof}}}
	with := func(name string, value any) string {
		o := maps.Clone(good)
		if o[name] = value; value == nil {
			delete(o, name)
		}
		data, _ := json.Marshal(o)
		return string(data)
	}
	rows := []struct {
		defect, media, token, body string
		status                     int
		code                       string
	}{
		{"no token", jsonMedia, "", with("x", 1), 401, ""},
		{"unknown token", jsonMedia, "unknown", with("x", 1), 401, "invalid_token"},
		{"form", formMedia, token, "a=b", 400, "invalid_credential_request"},
		{"no content type", "", token, with("x", 1), 400, "invalid_credential_request"},
		{"no JSON", jsonMedia, token, "{", 400, "invalid_credential_request"},
		{"a list", jsonMedia, token, "[]", 400, "invalid_credential_request"},
		{"duplicate member", jsonMedia, token, `{"proofs":{},"proofs":{}}`, 400, "invalid_credential_request"},
		{"too large", jsonMedia, token, with("x", strings.Repeat("x", MaxBody)), 413, "invalid_credential_request"},
		{"no configuration", jsonMedia, token, with("credential_configuration_id", nil), 400, "invalid_credential_request"},
		{"configuration a number", jsonMedia, token, with("credential_configuration_id", 1), 400, "invalid_credential_request"},
		{"unknown configuration", jsonMedia, token, with("credential_configuration_id", "x"), 400, "unknown_credential_configuration"},
		{"identifier as well", jsonMedia, token, with("credential_identifier", "x"), 400, "invalid_credential_request"},
		{"unknown identifier", jsonMedia, token, `{"credential_identifier":"x"}`, 400, "unknown_credential_identifier"},
		{"encrypted response", jsonMedia, token, with("credential_response_encryption", map[string]any{}), 400, "invalid_encryption_parameters"},
		{"no proofs", jsonMedia, token, with("proofs", nil), 400, "invalid_proof"},
		{"proof of a draft", jsonMedia, token, `{"credential_configuration_id":"residency-card","proof":{"proof_type":"jwt","jwt":"` + proof + `"}}`, 400, "invalid_proof"},
		{"other proof type", jsonMedia, token, with("proofs", map[string]any{"attestation": []string{proof}}), 400, "invalid_proof"},
		{"two proof types", jsonMedia, token, with("proofs", map[string]any{"jwt": []string{proof}, "di_vp": []any{}}), 400, "invalid_proof"},
		{"none", jsonMedia, token, with("x", 1), 200, ""},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			status, code, body := b.post("/credential", row.media, row.token, row.body)
			if status != row.status || code != row.code {
				t.Errorf("got %d %v, want %d %s", status, body, row.status, row.code)
			}
		})
	}
}

func TestCardIsNotIssuedToOtherKeysAsWell(t *testing.T) {
	b := newBench(t)
	token := b.token()
	held := newKeys(t, 2)
	for range 2 { // the same keys may ask again: the reply may have been lost
		if status, code, body := b.request(token, b.proofs(held, nil, nil)); status != 200 || len(body["credentials"].([]any)) != 2 {
			t.Fatal(status, code)
		}
	}
	if status, code, _ := b.request(token, b.proofs(newKeys(t, 2), nil, nil)); status != 400 || code != "credential_request_denied" {
		t.Errorf("other keys: %d %s", status, code)
	}
	if _, count, err := b.store.issued(context.Background(), 10); err != nil || count != 1 {
		t.Errorf("%d cards counted, %v", count, err)
	}
}

func TestNotificationRefused(t *testing.T) {
	b := newBench(t)
	token := b.token()
	_, _, body := b.request(token, b.proofs(newKeys(t, 1), nil, nil))
	id, _, _ := encoding.String(body, "notification_id")
	rows := []struct {
		defect, token, body string
		status              int
		code                string
	}{
		{"no token", "", `{}`, 401, ""},
		{"unknown token", "x", `{}`, 401, "invalid_token"},
		{"no id", token, `{"event":"credential_accepted"}`, 400, "invalid_notification_request"},
		{"unknown event", token, `{"notification_id":"` + id + `","event":"loved"}`, 400, "invalid_notification_request"},
		{"unknown id", token, `{"notification_id":"x","event":"credential_accepted"}`, 400, "invalid_notification_id"},
		{"token of another card", b.token(), `{"notification_id":"` + id + `","event":"credential_accepted"}`, 400, "invalid_notification_id"},
		{"none", token, `{"notification_id":"` + id + `","event":"credential_deleted"}`, 204, ""},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			status, code, _ := b.post("/notification", jsonMedia, row.token, row.body)
			if status != row.status || code != row.code {
				t.Errorf("got %d %s, want %d %s", status, code, row.status, row.code)
			}
		})
	}
}

func TestMethods(t *testing.T) {
	b := newBench(t)
	id := b.config.Identifier()
	rows := map[string]string{
		id + "/token": "POST", id + "/nonce": "POST", id + "/credential": "POST", id + "/notification": "POST",
		b.server.URL + "/.well-known/openid-credential-issuer/issuers/meridia":   "GET",
		b.server.URL + "/.well-known/oauth-authorization-server/issuers/meridia": "GET",
		b.server.URL + "/.well-known/jwt-vc-issuer/issuers/meridia":              "GET",
		b.server.URL + "/trust/list.json":                                        "GET", b.server.URL + "/office/api/offers": "POST", b.server.URL + "/office/api/issued": "GET",
	}
	for address, method := range rows {
		for _, other := range []string{"GET", "POST", "PUT", "DELETE", "PATCH"} {
			if other == method {
				continue
			}
			if status, header, _ := b.do(other, address, nil, ""); status != http.StatusMethodNotAllowed || header.Get("Allow") != method {
				t.Errorf("%s %s: %d, allow %q", other, address, status, header.Get("Allow"))
			}
		}
		status, header, _ := b.do("OPTIONS", address, map[string]string{"Origin": "https://wallet.example"}, "")
		if strings.Contains(address, "/office/") {
			if status != 405 || header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s: other origins may call it: %d", address, status)
			}
		} else if status != 204 || header.Get("Access-Control-Allow-Origin") != "*" || header.Get("Access-Control-Allow-Methods") != method {
			t.Errorf("%s: preflight %d %v", address, status, header)
		}
	}
}
