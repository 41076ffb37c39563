package offer

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

func decode(t *testing.T, data []byte) map[string]any {
	t.Helper()
	o, err := encoding.DecodeJSONObject(data)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func mustIdentifier(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := parseIdentifier(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// Whatever goes wrong with a reply, at whichever request, has its kind; and
// where it says that the network failed, the issuance can go on.
func TestRepliesRefused(t *testing.T) {
	rows := []struct {
		defect string
		change func(r *Response)
		kind   fault.Kind
	}{
		{"none", func(r *Response) { r.Status = 0 }, KindNetwork},
		{"server broken", func(r *Response) { r.Status = 500 }, KindNetwork},
		{"gateway down", func(r *Response) { r.Status = 503 }, KindNetwork},
		{"too many requests", func(r *Response) { r.Status = 429 }, KindNetwork},
		{"captive portal", func(r *Response) { r.Headers["content-type"] = "text/html"; r.Body = "<h1>Sign in</h1>" }, KindNetwork},
		{"redirect 301", func(r *Response) { r.Status = 301 }, KindRedirect},
		{"redirect 302", func(r *Response) { r.Status = 302 }, KindRedirect},
		{"redirect 307", func(r *Response) { r.Status = 307 }, KindRedirect},
		{"redirect 308", func(r *Response) { r.Status = 308 }, KindRedirect},
		{"too large", func(r *Response) { r.Body = `{"x":"` + strings.Repeat("x", MaxReply) + `"}` }, KindReply},
		{"no JSON", func(r *Response) { r.Body = "{" }, KindReply},
		{"a list", func(r *Response) { r.Body = "[]" }, KindReply},
		{"duplicate member", func(r *Response) { r.Body = `{"x":1,"x":2}` }, KindReply},
		{"informational", func(r *Response) { r.Status, r.Body = 100, "{}" }, KindReply},
	}
	for _, endpoint := range []string{"openid-credential-issuer", "oauth-authorization-server", "token", "nonce", "credential"} {
		for _, row := range rows {
			t.Run(endpoint+": "+row.defect, func(t *testing.T) {
				d := newDouble(t)
				d.tweak[endpoint] = func(r *Response, o map[string]any) {
					r.Body = text(o)
					row.change(r)
				}
				s, _, err := d.run("card")
				wantKind(t, err, row.kind)
				if row.kind == KindNetwork {
					goOn(t, d, s, endpoint)
				}
			})
		}
	}
}

func goOn(t *testing.T, d *double, s *Session, endpoint string) {
	t.Helper()
	delete(d.tweak, endpoint)
	step, err := s.Step(noon)
	for n := 0; err == nil && step.Issued == nil && n < 10; n++ {
		if step.Preview != nil {
			step, err = s.Accept(d.code, newKeys(t, step.Preview.Keys()), noon)
		} else {
			step, err = s.Next(d.serve(step.Request), noon)
		}
	}
	if err != nil || step.Issued == nil {
		t.Errorf("cannot go on: %+v, %v", step, err)
	}
}

func TestTokenRefusals(t *testing.T) {
	rows := []struct {
		defect string
		status int
		body   string
		kind   fault.Kind
	}{
		{"client unknown", 401, `{"error":"invalid_client"}`, KindDenied},
		{"grant unsupported", 400, `{"error":"unsupported_grant_type"}`, KindDenied},
		{"no error code", 400, `{}`, KindReply},
		{"hostile error code", 400, `{"error":"<script>"}`, KindReply},
		{"no token", 200, `{"token_type":"Bearer"}`, KindReply},
		{"token with a line break", 200, `{"access_token":"a\r\nX: y","token_type":"Bearer"}`, KindReply},
		{"token with a space", 200, `{"access_token":"a b","token_type":"Bearer"}`, KindReply},
		{"token too long", 200, `{"access_token":"` + strings.Repeat("a", maxToken+1) + `","token_type":"Bearer"}`, KindReply},
		{"no token type", 200, `{"access_token":"a"}`, KindReply},
		{"bound token", 200, `{"access_token":"a","token_type":"DPoP"}`, KindReply},
		{"lifetime a text", 200, `{"access_token":"a","token_type":"Bearer","expires_in":"9"}`, KindReply},
		{"negative lifetime", 200, `{"access_token":"a","token_type":"Bearer","expires_in":-9}`, KindReply},
		{"details no list", 200, `{"access_token":"a","token_type":"Bearer","authorization_details":{}}`, KindReply},
		{"details of numbers", 200, `{"access_token":"a","token_type":"Bearer","authorization_details":[1]}`, KindReply},
		{"identifiers no list", 200, `{"access_token":"a","token_type":"Bearer","authorization_details":[{"credential_identifiers":1}]}`, KindReply},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			d := newDouble(t)
			d.tweak["token"] = func(r *Response, _ map[string]any) { r.Status, r.Body = row.status, row.body }
			_, _, err := d.run("card")
			wantKind(t, err, row.kind)
		})
	}
}

func TestWrongTransactionCodeIsAskedForAgain(t *testing.T) {
	d := newDouble(t)
	s, step := d.start("card")
	step, err := d.follow(s, step)
	if err != nil {
		t.Fatal(err)
	}
	held := newKeys(t, 3)
	for _, code := range []string{"111111", "222222"} {
		if step, err = s.Accept(code, held, noon); err == nil {
			step, err = d.follow(s, step)
		}
		if err != nil || step.Preview == nil || !step.Preview.TxCode.Retry {
			t.Fatalf("%+v, %v", step, err)
		}
	}
	if step, err = s.Accept(d.code, held, noon); err == nil {
		step, err = d.follow(s, step)
	}
	if err != nil || len(step.Issued) != 1 {
		t.Errorf("%+v, %v", step, err)
	}
}

func TestSpentOffer(t *testing.T) {
	d := newDouble(t)
	d.code = ""
	d.redeemed = true // by somebody else
	_, _, err := d.run("card")
	wantKind(t, err, KindSpent)
}

func TestCredentialRefusals(t *testing.T) {
	many := `{"credentials":[` + strings.Repeat(`{"credential":"x"},`, 3) + `{"credential":"x"}]}`
	rows := []struct {
		defect string
		status int
		body   string
		kind   fault.Kind
	}{
		{"token refused", 401, `{"error":"invalid_token"}`, KindAccessExpired},
		{"token refused without a word", 401, `{}`, KindAccessExpired},
		{"denied", 400, `{"error":"credential_request_denied"}`, KindDenied},
		{"proof refused", 400, `{"error":"invalid_proof"}`, KindDenied},
		{"nonces refused for ever", 400, `{"error":"invalid_nonce"}`, KindDenied},
		{"transaction unknown", 400, `{"error":"invalid_transaction_id"}`, KindSpent},
		{"no error code", 400, `{"message":"no"}`, KindReply},
		{"nothing", 200, `{}`, KindReply},
		{"empty list", 200, `{"credentials":[]}`, KindReply},
		{"list of texts", 200, `{"credentials":["x"]}`, KindReply},
		{"credential an object", 200, `{"credentials":[{"credential":{}}]}`, KindReply},
		{"credential empty", 200, `{"credentials":[{"credential":""}]}`, KindReply},
		{"credential too large", 200, `{"credentials":[{"credential":"` + strings.Repeat("x", 65<<10) + `"}]}`, KindReply},
		{"more than asked for", 200, many, KindReply},
		{"notification a number", 200, `{"credentials":[{"credential":"x"}],"notification_id":1}`, KindReply},
		{"deferred without interval", 202, `{"transaction_id":"t"}`, KindReply},
		{"deferred for no time", 202, `{"transaction_id":"t","interval":0}`, KindReply},
		{"deferred without a name", 202, `{"transaction_id":"","interval":9}`, KindReply},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			d := newDouble(t)
			d.tweak["credential"] = func(r *Response, _ map[string]any) { r.Status, r.Body = row.status, row.body }
			_, _, err := d.run("card")
			wantKind(t, err, row.kind)
			if d.nonces > 2 {
				t.Errorf("%d nonces fetched", d.nonces)
			}
		})
	}
}

func TestStaleNonceIsReplacedOnce(t *testing.T) {
	d := newDouble(t)
	first := true
	d.tweak["credential"] = func(r *Response, _ map[string]any) {
		if first {
			first = false
			r.Status, r.Body = 400, `{"error":"invalid_nonce"}`
		}
	}
	if _, step, err := d.run("card"); err != nil || len(step.Issued) != 1 || d.nonces != 2 {
		t.Errorf("%+v, %v, %d nonces", step, err, d.nonces)
	}
}

func TestCredentialIdentifierIsUsedWhereOneIsGiven(t *testing.T) {
	d := newDouble(t)
	d.tweak["token"] = func(r *Response, o map[string]any) {
		o["authorization_details"] = []any{map[string]any{
			"type": "openid_credential", "credential_configuration_id": "card", "credential_identifiers": []any{"card-of-ana", "other"},
		}}
		r.Body = text(o)
	}
	s, step := d.start("card")
	step, err := d.follow(s, step)
	if err != nil {
		t.Fatal(err)
	}
	if step, err = s.Accept(d.code, newKeys(t, 3), noon); err != nil {
		t.Fatal(err)
	}
	for err == nil && !strings.HasSuffix(step.Request.URL, "/credential") {
		step, err = s.Next(d.serve(step.Request), noon)
	}
	body := decode(t, []byte(step.Request.Body))
	if body["credential_identifier"] != "card-of-ana" || body["credential_configuration_id"] != nil {
		t.Errorf("body %v", body)
	}
}

func TestDeferredIssuance(t *testing.T) {
	d := newDouble(t)
	d.defer1 = true
	s, step, err := d.run("card")
	if err != nil || step.Wait == nil || !step.Save || !step.Wait.Until.Equal(noon.Add(time.Minute)) {
		t.Fatalf("%+v, %v", step, err)
	}
	stored, err := s.State()
	if err != nil {
		t.Fatal(err)
	}
	s, step, err = Resume(stored, newKeys(t, 3), noon.Add(59*time.Second))
	if err != nil || step.Wait == nil {
		t.Fatalf("asks too early: %+v, %v", step, err)
	}
	_, err = s.Next(Response{Status: 200}, noon)
	wantKind(t, err, KindOrder)
	later := noon.Add(time.Minute)
	if step, err = s.Step(later); err != nil || step.Request == nil {
		t.Fatal(step, err)
	}
	again := Response{Status: 202, Headers: map[string]string{"content-type": "application/json"}, Body: `{"transaction_id":"t-1","interval":5}`}
	if step, err = s.Next(again, later); err != nil || step.Wait == nil {
		t.Fatalf("asked to wait again: %+v, %v", step, err)
	}
	if step.Save {
		t.Error("an issuer that is never ready fills the wallet with its every answer")
	}
	later = later.Add(5 * time.Second)
	changed := again
	changed.Body = `{"transaction_id":"t-2","interval":5}`
	_, err = s.Next(changed, later)
	wantKind(t, err, KindReply)
	if step, err = s.Step(later); err != nil {
		t.Fatal(err)
	}
	if step, err = s.Next(d.serve(step.Request), later); err != nil || step.Issued[0].Credentials[0] != "late" {
		t.Errorf("%+v, %v", step, err)
	}
}

func TestOfferByReference(t *testing.T) {
	d := newDouble(t)
	whole, err := url.Parse(d.offerText("card"))
	if err != nil {
		t.Fatal(err)
	}
	good := whole.Query().Get("credential_offer")
	rows := []struct {
		defect string
		reply  Response
		kind   fault.Kind
	}{
		{"gone", Response{Status: 404}, KindSpent},
		{"used", Response{Status: 410}, KindSpent},
		{"no answer", Response{}, KindNetwork},
		{"redirect", Response{Status: 302}, KindRedirect},
		{"no offer", Response{Status: 200, Body: "{}"}, KindMalformed},
		{"too large", Response{Status: 200, Body: `{"x":"` + strings.Repeat("x", MaxOffer) + `"}`}, KindMalformed},
		{"issuer on this machine", Response{Status: 200, Body: strings.Replace(good, "https://office.example", "http://localhost:80", 1)}, KindAddress},
		{"another reference", Response{Status: 200, Body: `{"credential_offer_uri":"https://a.example"}`}, KindMalformed},
		{"none", Response{Status: 200, Body: good}, ""},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			s, step, err := Start("openid-credential-offer://?credential_offer_uri=https%3A%2F%2Foffice.example%2F1", Options{Rand: &counting{}}, noon)
			if err != nil || step.Request.Method != "GET" || step.Request.URL != "https://office.example/1" {
				t.Fatal(step, err)
			}
			row.reply.Headers = map[string]string{"content-type": "application/json; charset=utf-8"}
			_, err = s.Next(row.reply, noon)
			wantKind(t, err, row.kind)
		})
	}
}

func FuzzReplies(f *testing.F) {
	f.Add(uint8(0), 200, `{"credential_issuer":"https://office.example"}`)
	f.Add(uint8(2), 400, `{"error":"invalid_grant"}`)
	f.Add(uint8(4), 200, `{"credentials":[{"credential":"x"}]}`)
	f.Fuzz(func(t *testing.T, at uint8, status int, body string) {
		d := newDouble(t)
		endpoints := []string{"openid-credential-issuer", "oauth-authorization-server", "token", "nonce", "credential"}
		d.tweak[endpoints[int(at)%len(endpoints)]] = func(r *Response, _ map[string]any) { r.Status, r.Body = status, body }
		if _, _, err := d.run("card"); err != nil && fault.KindOf(err) == "" {
			t.Fatalf("an error without a kind: %v", err)
		}
	})
}

func FuzzResume(f *testing.F) {
	f.Add([]byte(`{"version":1,"phase":"token"}`))
	f.Add([]byte(`{"version":1,"phase":"deferred","cards":[{}],"deferral":{}}`))
	f.Fuzz(func(t *testing.T, stored []byte) {
		s, _, err := Resume(stored, nil, noon)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Fatalf("an error without a kind: %v", err)
			}
			return
		}
		s.Next(Response{Status: 200, Headers: map[string]string{"content-type": "application/json"}, Body: "{}"}, noon)
	})
}
