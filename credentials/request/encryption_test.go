package request_test

import (
	"bytes"
	"strings"
	"testing"

	"domicile/credentials/request"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
	"domicile/internal/double"
)

// key changes the only key of client_metadata.
func key(t *testing.T, tweak func(jwk map[string]any)) func(*double.Verifier) {
	return metadata(t, func(m map[string]any) {
		tweak(double.Part(t, m, "jwks")["keys"].([]any)[0].(map[string]any))
	})
}

func jwk(crv, x, y string) map[string]any {
	object := map[string]any{"kty": "EC", "crv": crv, "x": x, "y": y, "use": "enc", "alg": "ECDH-ES", "kid": "1"}
	if y == "" {
		object["kty"] = "OKP"
		delete(object, "y")
	}
	return object
}

// Keys of the standard's example (section 8.3).
var (
	onP256   = jwk("P-256", "YO4epjifD-KWeq1sL2tNmm36BhXnkJ0He-WqMYrp9Fk", "Hekpm0zfK7C-YccH5iBjcIXgf6YdUvNUac_0At55Okk")
	onX25519 = jwk("X25519", "WPX7wnwq10hFNK9aDSyG1QlLswE_CJY14LdhcFUIVVc", "")
	onP384   = jwk("P-384", "iHytgLNtXjEyYMAIGwfgjINZRmLfObYbmjPhkaPD8OiTkJtRHjegTNdH31Mxg4nV", "MizXWSqNB7sSt_SNjg3spvaJnmjB-LpxsPpLUaea33rvINL3Mq-gEaANErRQpbLx")
	onX448   = jwk("X448", "pK5IRpLlX-8XcsRYWHejpzkfsHoDOmAYuBzAC7aTpewWOw_QFHSa64t9p2kuommI8JQQLohS2AIA", "")
)

func jwks(list ...any) any { return map[string]any{"keys": list} }

func TestEncryptionRefusals(t *testing.T) {
	set := func(name string, value any) func(*double.Verifier) {
		return metadata(t, func(m map[string]any) { m[name] = value })
	}
	with := func(name string, value any) func(*double.Verifier) {
		return key(t, func(k map[string]any) { k[name] = value })
	}
	const enc = "encrypted_response_enc_values_supported"
	row := func(defect string, spoil func(*double.Verifier)) refusal {
		return refusal{"8.3: " + defect, double.ByJWK, byGet, spoil, request.KindEncryption}
	}
	refuse(t, []refusal{
		row("no client_metadata", noClaim("client_metadata")),
		row("no jwks", metadata(t, func(m map[string]any) { delete(m, "jwks") })),
		row("jwks a list", set("jwks", []any{onP256})),
		row("jwks without keys", set("jwks", map[string]any{})),
		row("jwks empty", set("jwks", jwks())),
		row("jwks_uri instead", metadata(t, func(m map[string]any) { delete(m, "jwks"); m["jwks_uri"] = "https://verifier.example/jwks" })),
		row("more keys than anybody needs", set("jwks", jwks(onP256, onP256, onP256, onP256, onP256, onP256, onP256, onP256, onP256))),
		row("a key for signatures only", with("use", "sig")),
		row("a key for deriving nothing", with("key_ops", []any{"verify"})),
		row("alg missing", key(t, func(k map[string]any) { delete(k, "alg") })),
		row("alg empty", with("alg", "")),
		row("alg another", with("alg", "ECDH-ES+A128KW")),
		row("alg of RSA", with("alg", "RSA-OAEP-256")),
		row("curve P-384 only", set("jwks", jwks(onP384))),
		row("curve X448 only", set("jwks", jwks(onX448))),
		row("a point that is not on the curve", with("y", onP256["x"])),
		row("a point of small order", set("jwks", jwks(jwk("X25519", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "")))),
		row("a private key", with("d", "Et-3ce0omz8_TuZ96Df9lp0GAaaDoUnDe6X-CRO7Aww")),
		row("enc empty", set(enc, []any{})),
		row("enc a text", set(enc, "A128GCM")),
		row("enc CBC only", set(enc, []any{"A128CBC-HS256", "A256CBC-HS512"})),
		row("enc A192GCM only", set(enc, []any{"A192GCM"})),
		row("enc in small letters", set(enc, []any{"a128gcm"})),
	})
}

func TestRecipientIsPicked(t *testing.T) {
	signing := map[string]any{"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "s", "x": onP256["x"], "y": onP256["y"]}
	for name, c := range map[string]struct {
		keys       any
		enc        any
		curve, aes string
	}{
		"the example of the standard":     {jwks(onP256, onX25519, onP384, onX448), []any{"A128GCM", "A128CBC-HS256"}, "P-256", jose.A128GCM},
		"the first that is known":         {jwks(onP384, onX448, onX25519, onP256), nil, "X25519", jose.A128GCM},
		"the one that is not for signing": {jwks(signing, onP256), []any{"A256CBC-HS512", "A256GCM"}, "P-256", jose.A256GCM},
		"use absent":                      {jwks(map[string]any{"kty": "EC", "crv": "P-256", "alg": "ECDH-ES", "kid": "1", "x": onP256["x"], "y": onP256["y"]}), nil, "P-256", jose.A128GCM},
		"something that is no key before": {jwks("x", map[string]any{"kty": "oct", "alg": "dir"}, onP256), []any{"A256GCM", "A128GCM"}, "P-256", jose.A256GCM},
	} {
		v := double.NewVerifier(t, double.ByJWK)
		metadata(t, func(m map[string]any) {
			m["jwks"] = c.keys
			if delete(m, "encrypted_response_enc_values_supported"); c.enc != nil {
				m["encrypted_response_enc_values_supported"] = c.enc
			}
		})(v)
		r, err := v.Open(byGet(v))
		if err != nil || string(r.Recipient.Key.Curve()) != c.curve || r.Recipient.Enc != c.aes {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

// sealed is an encrypted answer of a wallet to the verifier's request.
func sealed(t testing.TB, v *double.Verifier, presentation string) (form string) {
	t.Helper()
	r, err := v.Open(v.Reference(false))
	if err != nil {
		t.Fatal(err)
	}
	delivery, err := r.Deliver(noise(4), &request.Answer{Presentations: map[string][]string{"card": {presentation}}, State: r.State})
	if err != nil {
		t.Fatal(err)
	}
	return delivery.Post.Body
}

// The length of what is posted tells only which of three sizes it has.
func TestLengthOfAnAnswerTellsLittle(t *testing.T) {
	v := double.NewVerifier(t, double.ByJWK)
	lengths := map[int]int{}
	for _, c := range []struct{ size, below int }{
		{1, 4 << 10}, {500, 4 << 10}, {2600, 4 << 10}, {2700, 16 << 10}, {11_800, 16 << 10}, {12_000, 64 << 10}, {47_900, 64 << 10},
	} {
		body := sealed(t, v, strings.Repeat("a", c.size))
		if len(body) >= c.below || len(body) < c.below*9/10 {
			t.Errorf("%d bytes are posted as %d, not just below %d", c.size, len(body), c.below)
		}
		if known, seen := lengths[c.below]; seen && known != len(body) {
			t.Errorf("lengths %d and %d below %d", known, len(body), c.below)
		}
		lengths[c.below] = len(body)
		a, err := v.Request.ReadAnswer(body, v.Agreement)
		if err != nil || len(a.Presentations["card"][0]) != c.size {
			t.Errorf("%d bytes come back as %v", c.size, err)
		}
	}
	if len(lengths) != 3 {
		t.Errorf("lengths %v", lengths)
	}
	t.Logf("posted lengths %v", lengths)
}

func TestHeaderOfAnAnswer(t *testing.T) {
	for enc, listed := range map[string]any{jose.A128GCM: []any{"A128GCM"}, jose.A256GCM: []any{"A256GCM"}} {
		v := double.NewVerifier(t, double.ByJWK)
		metadata(t, func(m map[string]any) { m["encrypted_response_enc_values_supported"] = listed })(v)
		token, err := jose.ParseJWE(strings.TrimPrefix(sealed(t, v, "x"), "response="))
		if err != nil {
			t.Fatal(err)
		}
		// alg is that of the key, kid the key's own (section 8.3).
		if token.Enc() != enc || token.KeyID() != "enc-1" || token.Header["alg"] != "ECDH-ES" {
			t.Errorf("%v", token.Header)
		}
		payload, err := token.Decrypt(v.Agreement)
		if err != nil {
			t.Fatal(err)
		}
		object, err := encoding.DecodeJSONObject(payload)
		if err != nil || object["state"] != v.Request.State || double.Part(t, object, "vp_token")["card"] == nil {
			t.Errorf("8.3: %v, %v", object, err)
		}
	}
}

// The verifier's side of section 8.3: what it does not take for an answer.
func TestReadAnswerRefusals(t *testing.T) {
	v := double.NewVerifier(t, double.ByJWK)
	good := sealed(t, v, "a.b.c~")
	r := v.Request
	if _, err := r.ReadAnswer(good, v.Agreement); err != nil {
		t.Fatal(err)
	}
	other, err := keys.GenerateAgreement(noise(7))
	if err != nil {
		t.Fatal(err)
	}
	to := func(key keys.AgreementPublic, kid, payload string) string {
		key.ID = kid
		text, err := jose.Encrypt(noise(8), key, jose.A128GCM, nil, []byte(payload))
		if err != nil {
			t.Fatal(err)
		}
		return "response=" + text
	}
	answered := `{"vp_token":{"card":["a"]},"state":"` + r.State + `"}`
	changed := []byte(good)
	if changed[1000]++; changed[1000] == 'z'+1 || changed[1000] == 'Z'+1 || changed[1000] == '9'+1 {
		changed[1000] = 'a'
	}
	plainJWT := "response=" + double.Forge(t, map[string]any{"alg": "ES256"}, map[string]any{"vp_token": map[string]any{"card": []any{"a"}}}, v.Key)
	for defect, c := range map[string]struct {
		form string
		kind fault.Kind
	}{
		"8.3.1: plain where encrypted is due":  {"vp_token=%7B%22card%22%3A%5B%22a%22%5D%7D&state=" + r.State, request.KindAnswerEncryption},
		"8.3.1: nothing":                       {"", request.KindAnswerEncryption},
		"8.3.1: response empty":                {"response=&state=" + r.State, request.KindAnswerEncryption},
		"8.3: signed, and not encrypted":       {plainJWT, request.KindAnswerEncryption},
		"8.3: for the key of another":          {to(other.Public(), "enc-1", answered), request.KindAnswerEncryption},
		"8.3: kid another key of ours":         {to(v.Agreement.Public(), "enc-2", answered), request.KindAnswerEncryption},
		"8.3: a letter changed":                {string(changed), request.KindAnswerEncryption},
		"8.3: cut short":                       {good[:len(good)-22], jose.KindTokenSegments},
		"8.3: no token":                        {"response=x", jose.KindTokenSegments},
		"8.3: response twice":                  {good + "&" + good, request.KindAnswerMalformed},
		"8.3: no JSON inside":                  {to(v.Agreement.Public(), "enc-1", "x"), encoding.KindJSONSyntax},
		"8.3: a list inside":                   {to(v.Agreement.Public(), "enc-1", "[]"), encoding.KindJSONNotObject},
		"8.1: no vp_token inside":              {to(v.Agreement.Public(), "enc-1", "{}"), request.KindAnswerMalformed},
		"8.1: vp_token a text inside":          {to(v.Agreement.Public(), "enc-1", `{"vp_token":"a"}`), request.KindAnswerMalformed},
		"8.1: a presentation without its list": {to(v.Agreement.Public(), "enc-1", `{"vp_token":{"card":"a"}}`), request.KindAnswerMalformed},
		"8.1: a presentation twice":            {to(v.Agreement.Public(), "enc-1", `{"vp_token":{"card":["a"],"card":["b"]}}`), encoding.KindJSONDuplicateKey},
		"8.5: an error":                        {"error=access_denied&state=" + r.State, request.KindAnswerDeclined},
		"8.5: an error of another state":       {"error=access_denied&state=another", request.KindAnswerState},
		"8.5: an error inside":                 {to(v.Agreement.Public(), "enc-1", `{"error":"access_denied"}`), request.KindAnswerDeclined},
		"8.5: an error that nobody defined":    {"error=%3Cscript%3E", request.KindAnswerDeclined},
		"over 128 KiB":                         {"response=" + strings.Repeat("a", 128<<10), request.KindAnswerTooLong},
	} {
		if _, err := r.ReadAnswer(c.form, v.Agreement); fault.KindOf(err) != c.kind {
			t.Errorf("%s: got %v, want %s", defect, err, c.kind)
		}
	}
	if _, err := r.ReadAnswer("error=%3Cscript%3E", v.Agreement); strings.Contains(err.Error(), "script") {
		t.Errorf("a stranger's words are passed on: %v", err)
	}
	if _, err := r.ReadAnswer(good, other); fault.KindOf(err) != request.KindAnswerEncryption {
		t.Errorf("with the key of another request: %v", err)
	}
	if _, err := r.ReadAnswer(good, keys.Agreement{}); fault.KindOf(err) != request.KindAnswerEncryption {
		t.Errorf("without a key: %v", err)
	}
}

// Another client's response, an old one, or one without a state (sections 5.3
// and 14.3.2).
func TestAnswersToAnotherRequest(t *testing.T) {
	v, w := double.NewVerifier(t, double.ByJWK), double.NewVerifier(t, double.ByJWK)
	w.Agreement, w.Question.Encrypt = v.Agreement, v.Question.Encrypt
	w.Ask() // draws another nonce and state than v does
	w.Request = nil
	form := sealed(t, w, "a")
	a, err := v.Ask().ReadAnswer(form, v.Agreement)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Request.Accept(a); fault.KindOf(err) != request.KindAnswerState {
		t.Errorf("another request's answer: %v", err)
	}
	if err := w.Request.Accept(a); err != nil {
		t.Errorf("its own: %v", err)
	}
	delete(a.Presentations, "card")
	a.Presentations["passport"] = []string{"a"}
	if err := w.Request.Accept(a); err == nil {
		t.Error("8.1: an answer to a query that was not asked")
	}
}

// An encrypted answer where a plain one is due, and the reverse.
func TestReadPlainAnswerRefusals(t *testing.T) {
	v := double.NewVerifier(t, double.ByJWK)
	form := sealed(t, v, "a")
	w := double.NewVerifier(t, double.ByJWK)
	w.Question.Mode = request.DirectPost
	if _, err := w.Ask().ReadAnswer(form, v.Agreement); fault.KindOf(err) != request.KindAnswerEncryption {
		t.Errorf("encrypted where it was not asked for: %v", err)
	}
	plain := "vp_token=%7B%22card%22%3A%5B%22a%22%5D%7D&state=" + w.Request.State
	if a, err := w.Request.ReadAnswer(plain+"&id_token=x&unknown=y", keys.Agreement{}); err != nil || w.Request.Accept(a) != nil {
		t.Errorf("8.1: other parameters are ignored: %v", err)
	}
	if _, err := w.Request.ReadAnswer(plain+"&vp_token=x", keys.Agreement{}); fault.KindOf(err) != request.KindAnswerMalformed {
		t.Errorf("vp_token twice: %v", err)
	}
}

// A key without a name gets one: each JWK MUST have a kid (section 5.1).
func TestKeyOfAQuestionHasAName(t *testing.T) {
	v := double.NewVerifier(t, double.ByAddress)
	v.Question.Encrypt.ID = ""
	r, err := v.Open(byValue(v))
	if err != nil || r.Recipient.Key.ID == "" {
		t.Errorf("%+v, %v", r, err)
	}
	v = double.NewVerifier(t, double.ByAddress)
	v.Question.Encrypt = keys.AgreementPublic{}
	if _, err := request.Build(noise(1), v.Question, v.Now); fault.KindOf(err) != request.KindEncryption {
		t.Errorf("no key: %v", err)
	}
}

func TestDeliverNeedsRandomness(t *testing.T) {
	v := double.NewVerifier(t, double.ByJWK)
	r, err := v.Open(byGet(v))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Deliver(bytes.NewReader(nil), &request.Answer{}); fault.KindOf(err) != keys.KindRandom {
		t.Errorf("got %v", err)
	}
}
