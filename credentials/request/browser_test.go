package request_test

import (
	"testing"

	"domicile/credentials/request"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/internal/double"
)

// Annex A: what comes through the Digital Credentials API.
func TestBrowserRefusals(t *testing.T) {
	for _, r := range []struct {
		defect string
		client double.Client
		spoil  func(*double.Verifier)
		kind   fault.Kind
	}{
		{"A.2: expected_origins missing", double.ByName, noClaim("expected_origins"), request.KindOrigin},
		{"A.2: expected_origins empty", double.ByName, claimed("expected_origins", []any{}), request.KindOrigin},
		{"A.2: expected_origins a text", double.ByName, claimed("expected_origins", double.VerifierOrigin), request.KindOrigin},
		{"A.2: expected_origins others", double.ByName, claimed("expected_origins", []any{"https://evil.example"}), request.KindOrigin},
		{"A.2: expected_origins with a slash", double.ByName, claimed("expected_origins", []any{double.VerifierOrigin + "/"}), request.KindOrigin},
		{"A.2: expected_origins in capitals", double.ByName, claimed("expected_origins", []any{"https://VERIFIER.example"}), request.KindOrigin},
		{"A.2: expected_origins with the port", double.ByName, claimed("expected_origins", []any{double.VerifierOrigin + ":443"}), request.KindOrigin},
		{"A.2: asked from another page", double.ByName, func(v *double.Verifier) { v.Page = "https://evil.example" }, request.KindOrigin},
		{"A.2: no origin", double.ByName, func(v *double.Verifier) { v.Page = double.NoPage }, request.KindOrigin},
		{"A.2: no origin, unsigned", double.ByAddress, func(v *double.Verifier) { v.Page = double.NoPage }, request.KindOrigin},
		{"A.3.2: client_id missing", double.ByName, noClaim("client_id"), request.KindClientPrefix},
		{"5.9.3: origin as a prefix", double.ByName, claimed("client_id", "origin:"+double.VerifierOrigin), request.KindClientPrefix},
		{"5.9.3: redirect_uri signed", double.ByName, claimed("client_id", "redirect_uri:"+double.VerifierOrigin), request.KindSignedUnexpected},
		{"A.3.2: not signed", double.ByName, header("alg", "none"), request.KindUnsigned},
		{"A.3.2: signature of another key", double.ByName, stranger, request.KindSignature},
		{"A.3.2: signature of another key, by hash", double.ByHash, stranger, request.KindSignature},
		{"A.3.2: typ missing", double.ByName, noHeader("typ"), request.KindObjectType},
		{"A.2: a request in the request", double.ByName, claimed("request", "a.b.c"), request.KindMalformed},
		{"A.2: response_mode direct_post", double.ByName, claimed("response_mode", "direct_post"), request.KindResponseMode},
		{"A.2: response_mode direct_post, unsigned", double.ByAddress, claimed("response_mode", "direct_post.jwt"), request.KindResponseMode},
		{"A.2: response_mode missing", double.ByAddress, noClaim("response_mode"), request.KindResponseMode},
		{"A.2: response_type missing", double.ByAddress, noClaim("response_type"), request.KindResponseType},
		{"A.2: nonce missing", double.ByAddress, noClaim("nonce"), request.KindNonce},
		{"A.2: dcql_query missing", double.ByAddress, noClaim("dcql_query"), request.KindQueryMissing},
		{"8.3: no key for the answer", double.ByAddress, noClaim("client_metadata"), request.KindEncryption},
		{"8.5: transaction_data unknown", double.ByAddress, claimed("transaction_data", []any{"e30"}), request.KindTransactionData},
		{"5.7: aud another wallet", double.ByName, claimed("aud", "https://wallet.example"), request.KindAudience},
		{"RFC 7519, 4.1.4: exp over", double.ByHash, claimed("exp", double.Noon.Unix()-61), request.KindExpired},
		{"its time over, unsigned", double.ByAddress, claimed("domicile_expires", "1"), request.KindExpired},
		{"5.9.3: kid missing", double.ByJWK, noHeader("kid"), request.KindClientKey},
		{"5.9.3: a did:web, whose document nobody fetches here", double.ByWeb, nothing, request.KindClientKey},
		{"5.9.2: unknown", double.BeforeSigned, func(v *double.Verifier) { v.Wallet.Verifiers.Clients = nil }, request.KindClientUnknown},
	} {
		t.Run(r.defect, func(t *testing.T) {
			v := double.NewVerifier(t, r.client)
			r.spoil(v)
			v.InBrowser(request.BrowserJWT)
			if _, err := v.OpenBrowser(); fault.KindOf(err) != r.kind {
				t.Errorf("got %v, want %s", err, r.kind)
			}
		})
	}
	if _, err := request.OpenBrowser(map[string]any{"request": map[string]any{"payload": "x", "signatures": []any{}}}, double.VerifierOrigin, request.Wallet{}, double.Noon); fault.KindOf(err) != request.KindMalformed {
		t.Errorf("A.3.2.2: several signatures: %v", err)
	}
}

func TestBrowserRoundTrip(t *testing.T) {
	for _, client := range []double.Client{double.ByAddress, double.ByJWK, double.ByKey, double.ByName, double.ByHash, double.ByAttestation, double.BeforeSigned} {
		for _, m := range []request.Mode{request.Browser, request.BrowserJWT} {
			v := double.NewVerifier(t, client)
			v.InBrowser(m)
			r, err := v.OpenBrowser()
			if err != nil {
				t.Errorf("%s, %s: %v", client, m, err)
				continue
			}
			if r.Audience() != "origin:"+double.VerifierOrigin || v.Request.Audience() != r.Audience() || r.AnswerURL() != "" {
				t.Errorf("A.4: audience %q", r.Audience())
			}
			want := identities[client]
			if client == double.ByAddress {
				want = request.Identity{Sure: request.Proven, Name: double.VerifierOrigin}
			}
			if r.Identity != want {
				t.Errorf("%s: %+v", client, r.Identity)
			}
			delivery, err := r.Deliver(noise(3), &request.Answer{Presentations: map[string][]string{"card": {"a.b.c~"}}, State: r.State})
			if err != nil || delivery.Post != nil || delivery.ReturnTo != "" {
				t.Fatalf("%+v, %v", delivery, err)
			}
			if _, state := delivery.Data["state"]; state || (delivery.Data["response"] != nil) != m.Encrypted() {
				t.Errorf("A.3: %v", delivery.Data)
			}
			a, err := v.Request.ReadData(wire(t, delivery.Data), v.Agreement)
			if err != nil || v.Request.Accept(a) != nil || a.Presentations["card"][0] != "a.b.c~" {
				t.Errorf("%s, %s: %+v, %v", client, m, a, err)
			}
		}
	}
}

// wire is an object as it arrives from another program.
func wire(t testing.TB, object map[string]any) map[string]any {
	t.Helper()
	text, err := encoding.EncodeJSON(object)
	if err != nil {
		t.Fatal(err)
	}
	again, err := encoding.DecodeJSONObject(text)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// An unsigned request has no client_id, and one that is there does not count; nor
// do expected_origins (annex A.2).
func TestUnsignedRequestOfABrowser(t *testing.T) {
	v := double.NewVerifier(t, double.ByAddress)
	v.InBrowser(request.Browser)
	protocol, data, err := v.Ask().Browser(nil)
	if err != nil || protocol != "openid4vp-v1-unsigned" || data["client_id"] != nil || data["state"] != nil || data["redirect_uri"] != nil {
		t.Errorf("%s %v %v", protocol, data, err)
	}
	v.Claims = func(c map[string]any) {
		c["client_id"], c["expected_origins"], c["state"] = "x509_san_dns:bank.example", []any{"https://bank.example"}, 7
	}
	r, err := v.OpenBrowser()
	if err != nil || r.ClientID != "" || r.Identity != (request.Identity{Sure: request.Proven, Name: double.VerifierOrigin}) || r.State != "" {
		t.Errorf("%+v, %v", r, err)
	}
	// Even that of a signed request's verifier is left out.
	w := double.NewVerifier(t, double.ByName)
	w.InBrowser(request.Browser)
	if _, data, err := w.Ask().Browser(nil); err != nil || data["client_id"] != nil {
		t.Errorf("%v, %v", data, err)
	}
}

func TestSignedRequestOfABrowser(t *testing.T) {
	v := double.NewVerifier(t, double.ByHash)
	v.InBrowser(request.BrowserJWT)
	protocol, data, err := v.Ask().Browser(v.Signer())
	if err != nil || protocol != "openid4vp-v1-signed" || len(data) != 1 {
		t.Fatalf("%s %v %v", protocol, data, err)
	}
	// Nothing counts beside the object.
	wired := wire(t, data)
	wired["nonce"], wired["expected_origins"], wired["response_mode"] = "other", []any{"https://evil.example"}, "dc_api"
	r, err := request.OpenBrowser(wired, double.VerifierOrigin, v.Wallet, v.Now)
	if err != nil || r.Nonce != v.Request.Nonce || r.Mode != request.BrowserJWT {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestReadDataRefusals(t *testing.T) {
	v := double.NewVerifier(t, double.ByAddress)
	v.InBrowser(request.BrowserJWT)
	r := v.Ask()
	for defect, c := range map[string]struct {
		data map[string]any
		kind fault.Kind
	}{
		"A.3: plain where encrypted is due": {map[string]any{"vp_token": map[string]any{"card": []any{"a"}}}, request.KindAnswerEncryption},
		"A.3: nothing":                      {map[string]any{}, request.KindAnswerEncryption},
		"A.3: response a number":            {map[string]any{"response": 7}, request.KindAnswerMalformed},
		"A.3: signed, and not encrypted":    {map[string]any{"response": "a.b.c"}, request.KindAnswerEncryption},
		"A.3: an error":                     {map[string]any{"error": "invalid_request"}, request.KindAnswerDeclined},
	} {
		if _, err := r.ReadData(c.data, v.Agreement); fault.KindOf(err) != c.kind {
			t.Errorf("%s: got %v, want %s", defect, err, c.kind)
		}
	}
	w := double.NewVerifier(t, double.ByAddress)
	w.InBrowser(request.Browser)
	for defect, data := range map[string]map[string]any{
		"8.1: vp_token a text":  {"vp_token": "a"},
		"8.1: vp_token missing": {},
		"8.1: vp_token empty":   {"vp_token": map[string]any{}},
	} {
		if _, err := w.Ask().ReadData(data, keys.Agreement{}); fault.KindOf(err) != request.KindAnswerMalformed {
			t.Errorf("%s: %v", defect, err)
		}
	}
	if _, err := w.Ask().ReadData(map[string]any{"response": "a.b.c.d.e"}, v.Agreement); fault.KindOf(err) != request.KindAnswerEncryption {
		t.Errorf("A.3: encrypted where it was not asked for: %v", err)
	}
}
