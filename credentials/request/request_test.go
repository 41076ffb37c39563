package request_test

import (
	"encoding/json"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/credentials/request"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

const verifierURL = "https://verifier.example/verifier/?shop=1"

var testNow = time.Unix(1_780_000_000, 0).UTC()

// noise is a reproducible source of randomness for tests.
func noise(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

func build(t testing.TB) *request.Request {
	t.Helper()
	preset, err := request.FindPreset("over18")
	if err != nil {
		t.Fatal(err)
	}
	r, err := request.Build(noise(1), request.Question{
		ReturnURL: verifierURL, VerifierName: "Café & Bar «Möbius»", Purpose: preset.Purpose, Query: preset.Query(),
	}, testNow)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func text(t testing.TB, r *request.Request) string {
	t.Helper()
	text, err := r.Text()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestWhatIsBuiltIsParsed(t *testing.T) {
	r := build(t)
	got, err := request.Parse(text(t, r))
	if err != nil {
		t.Fatal(err)
	}
	r.Identity = got.Identity // only a reader finds out who asks
	a, _ := json.Marshal(r)
	b, _ := json.Marshal(got)
	if string(a) != string(b) {
		t.Errorf("built  %s\nparsed %s", a, b)
	}
	if got.ClientID != "redirect_uri:"+verifierURL || !got.ExpiresAt.Equal(testNow.Add(120*time.Second)) {
		t.Errorf("client %q, expires %s", got.ClientID, got.ExpiresAt)
	}
	if len(text(t, r)) > 900 {
		t.Errorf("%d characters do not make a comfortable code", len(text(t, r)))
	}
}

// Another implementation reads the parameters with its own form decoder.
func TestParametersAreAForm(t *testing.T) {
	r := build(t)
	_, query, _ := strings.Cut(text(t, r), "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"client_id": r.ClientID, "redirect_uri": verifierURL, "nonce": r.Nonce, "state": r.State,
		"response_type": "vp_token", "response_mode": "fragment", "domicile_purpose": r.Purpose, "domicile_expires": "1780000120",
	} {
		if values.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, values.Get(name), want)
		}
	}
	var metadata struct {
		Name    string         `json:"client_name"`
		Formats map[string]any `json:"vp_formats_supported"`
	}
	if err := json.Unmarshal([]byte(values.Get("client_metadata")), &metadata); err != nil {
		t.Fatal(err)
	}
	if metadata.Name != r.VerifierName || metadata.Formats["dc+sd-jwt"] == nil {
		t.Errorf("client_metadata %+v", metadata)
	}
}

func TestNonceAndStateAreFresh(t *testing.T) {
	source, seen := noise(2), map[string]bool{}
	q := request.Question{ReturnURL: verifierURL, Query: request.Presets()[0].Query()}
	for range 20 {
		r, err := request.Build(source, q, testNow)
		if err != nil {
			t.Fatal(err)
		}
		if seen[r.Nonce] || seen[r.State] || r.Nonce == r.State || len(r.Nonce) != 22 {
			t.Fatalf("nonce %q, state %q", r.Nonce, r.State)
		}
		seen[r.Nonce], seen[r.State] = true, true
	}
}

// goodForm are the parameters of a good request, to spoil one of.
func goodForm(t testing.TB) url.Values {
	_, query, _ := strings.Cut(text(t, build(t)), "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return values
}

func TestParseRefusals(t *testing.T) {
	set := func(name, value string) func(url.Values) { return func(v url.Values) { v.Set(name, value) } }
	del := func(name string) func(url.Values) { return func(v url.Values) { v.Del(name) } }
	client := func(returnURL string) func(url.Values) {
		return func(v url.Values) {
			v.Set("client_id", "redirect_uri:"+returnURL)
			v.Set("redirect_uri", returnURL)
		}
	}
	for _, c := range []struct {
		defect string
		tweak  func(url.Values)
		kind   fault.Kind
	}{
		{"by reference", set("request_uri", "https://verifier.example/r/1"), request.KindByReference},
		{"signed", set("request", "eyJ.eyJ.sig"), request.KindSigned},
		{"transaction data", set("transaction_data", "[]"), request.KindTransactionData},
		{"response type absent", del("response_type"), request.KindResponseType},
		{"response type code", set("response_type", "code"), request.KindResponseType},
		{"response type with an id token", set("response_type", "vp_token id_token"), request.KindResponseType},
		{"response mode direct_post with a return address", set("response_mode", "direct_post"), request.KindMalformed},
		{"response mode direct_post.jwt with a return address", set("response_mode", "direct_post.jwt"), request.KindMalformed},
		{"response mode fragment with an address to post to", set("response_uri", verifierURL), request.KindMalformed},
		{"response mode of a browser", set("response_mode", "dc_api"), request.KindResponseMode},
		{"response mode of a browser, encrypted", set("response_mode", "dc_api.jwt"), request.KindResponseMode},
		{"response mode query", set("response_mode", "query"), request.KindResponseMode},
		{"response mode empty", set("response_mode", ""), request.KindResponseMode},
		{"response mode in capitals", set("response_mode", "Fragment"), request.KindResponseMode},
		{"client absent", del("client_id"), request.KindClientPrefix},
		{"client registered before", set("client_id", "example-client"), request.KindClientUnknown},
		{"client an address without prefix", set("client_id", verifierURL), request.KindClientUnknown},
		{"client by certificate", set("client_id", "x509_san_dns:verifier.example"), request.KindUnsigned},
		{"client by certificate hash", set("client_id", "x509_hash:Uvo3HtuIxuhC92rShpgqcT3YXwrqRxWEviRiA0OZszk"), request.KindUnsigned},
		{"client by DID", set("client_id", "decentralized_identifier:did:example:123"), request.KindUnsigned},
		{"client by federation", set("client_id", "openid_federation:https://verifier.example"), request.KindClientPrefix},
		{"client by attestation", set("client_id", "verifier_attestation:verifier.example"), request.KindUnsigned},
		{"client as a browser's origin", set("client_id", "origin:https://verifier.example"), request.KindClientPrefix},
		{"prefix in capitals", set("client_id", "Redirect_uri:"+verifierURL), request.KindClientUnknown},
		{"return to another address", set("redirect_uri", "https://evil.example/"), request.KindReturnMismatch},
		{"return to a path below", set("redirect_uri", verifierURL+"/x"), request.KindReturnMismatch},
		{"return address empty", client(""), request.KindReturnAddress},
		{"return address without host", client("https:///x"), request.KindReturnAddress},
		{"return address opaque", client("https:verifier.example"), request.KindReturnAddress},
		{"return by http", client("http://verifier.example/"), request.KindReturnAddress},
		{"return by http to a name like this machine", client("http://localhost.evil.example/"), request.KindReturnAddress},
		{"return by http to the local network", client("http://192.168.0.7/"), request.KindReturnAddress},
		{"return to a script", client("javascript:alert(1)"), request.KindReturnAddress},
		{"return to a script with a host", client("javascript://verifier.example/%0aalert(1)"), request.KindReturnAddress},
		{"return to data", client("data:text/html,x"), request.KindReturnAddress},
		{"return to a file", client("file:///etc/passwd"), request.KindReturnAddress},
		{"return with a password", client("https://verifier.example@evil.example/"), request.KindReturnAddress},
		{"return with a fragment", client("https://verifier.example/#x"), request.KindReturnAddress},
		{"return with an empty fragment", client("https://verifier.example/#"), request.KindReturnAddress},
		{"return address too long", client("https://verifier.example/" + strings.Repeat("x", 2048)), request.KindReturnAddress},
		{"nonce absent", del("nonce"), request.KindNonce},
		{"nonce empty", set("nonce", ""), request.KindNonce},
		{"nonce with a blank", set("nonce", "a b"), request.KindNonce},
		{"nonce with a letter beyond ASCII", set("nonce", "nönce"), request.KindNonce},
		{"nonce too long", set("nonce", strings.Repeat("n", 257)), request.KindNonce},
		{"state with a slash", set("state", "a/b"), request.KindState},
		{"state empty", set("state", ""), request.KindState},
		{"state too long", set("state", strings.Repeat("s", 257)), request.KindState},
		{"state absent where nothing else binds", func(v url.Values) {
			v.Del("state")
			v.Set("dcql_query", `{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{},"require_cryptographic_holder_binding":false}]}`)
		}, request.KindState},
		{"query absent", del("dcql_query"), request.KindQueryMissing},
		{"scope instead of a query", func(v url.Values) { v.Del("dcql_query"); v.Set("scope", "x") }, request.KindQueryMissing},
		{"scope beside a query", set("scope", "x"), request.KindMalformed},
		{"query not JSON", set("dcql_query", "all"), encoding.KindJSONSyntax},
		{"query without credentials", set("dcql_query", "{}"), dcql.KindMalformed},
		{"query with a member twice", set("dcql_query", `{"credentials":[],"credentials":[]}`), encoding.KindJSONDuplicateKey},
		{"metadata not an object", set("client_metadata", "[]"), encoding.KindJSONNotObject},
		{"metadata not JSON", set("client_metadata", "x"), encoding.KindJSONSyntax},
		{"name a number", set("client_metadata", `{"client_name":7}`), request.KindMalformed},
		{"name too long", set("client_metadata", `{"client_name":"`+strings.Repeat("n", 201)+`"}`), request.KindMalformed},
		{"formats an array", set("client_metadata", `{"vp_formats_supported":[]}`), request.KindMalformed},
		{"purpose too long", set("domicile_purpose", strings.Repeat("p", 201)), request.KindMalformed},
		{"expiry as a date", set("domicile_expires", "2026-01-01"), request.KindMalformed},
		{"expiry with a sign", set("domicile_expires", "+1780000120"), request.KindMalformed},
		{"expiry with a fraction", set("domicile_expires", "1780000120.5"), request.KindMalformed},
		{"expiry in milliseconds", set("domicile_expires", "1780000120000"), request.KindMalformed},
		{"expiry zero", set("domicile_expires", "0"), request.KindMalformed},
		{"too long", set("x", strings.Repeat("x", 32<<10)), request.KindTooLong},
	} {
		t.Run(c.defect, func(t *testing.T) {
			values := goodForm(t)
			c.tweak(values)
			_, err := request.Parse("openid4vp://?" + values.Encode())
			if got := fault.KindOf(err); got != c.kind {
				t.Errorf("got %v, want %s", err, c.kind)
			}
		})
	}
}

func TestOuterFormRefusals(t *testing.T) {
	good := text(t, build(t))
	for _, c := range []struct {
		defect, text string
		kind         fault.Kind
	}{
		{"empty", "", request.KindMalformed},
		{"scheme alone", "openid4vp://", request.KindMalformed},
		{"parameters without an address", strings.TrimPrefix(good, "openid4vp:"), request.KindMalformed},
		{"fragment", good + "#x", request.KindMalformed},
		{"fragment after a parameter that nobody knows", good + "&x=1#y", request.KindMalformed},
		{"nonce twice", good + "&nonce=x", request.KindMalformed},
		{"nonce twice, the second coded", good + "&%6eonce=x", request.KindMalformed},
		{"unknown parameter twice", good + "&x=1&x=1", request.KindMalformed},
		{"percent without digits", good + "&x=%zz", request.KindMalformed},
		{"parameter not UTF-8", good + "&x=%ff", request.KindMalformed},
		{"33 parameters", good + strings.Repeat("&", 33), request.KindMalformed},
	} {
		t.Run(c.defect, func(t *testing.T) {
			if _, err := request.Parse(c.text); fault.KindOf(err) != c.kind {
				t.Errorf("got %v, want %s", err, c.kind)
			}
		})
	}
}

func TestToleratedForms(t *testing.T) {
	good := text(t, build(t))
	for _, text := range []string{
		strings.Replace(good, "openid4vp://?", "openid4vp://authorize?", 1),
		strings.Replace(good, "openid4vp://?", "openid4vp:?", 1),
		strings.Replace(good, "openid4vp://?", "haip-vp://?", 1),
		strings.Replace(good, "openid4vp://?", "https://wallet.example/present?", 1),
		strings.Replace(good, "&response_mode=fragment", "", 1),
		good + "&unknown=1&verifier_info=%5B%7B%22format%22%3A%22x%22%2C%22data%22%3A%22y%22%7D%5D",
	} {
		if _, err := request.Parse(text); err != nil {
			t.Errorf("%.60s…: %v", text, err)
		}
	}
	for _, address := range []string{"http://127.0.0.1:8080/verifier/", "http://localhost:8080/", "http://[::1]/", "https://verifier.example"} {
		values := goodForm(t)
		values.Set("client_id", "redirect_uri:"+address)
		values.Del("redirect_uri")
		r, err := request.Parse("openid4vp://?" + values.Encode())
		if err != nil || r.ReturnURL != address {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestTime(t *testing.T) {
	r := build(t)
	for _, c := range []struct {
		after time.Duration
		kind  fault.Kind
	}{{0, ""}, {180 * time.Second, ""}, {181 * time.Second, request.KindExpired}, {-time.Hour, ""}} {
		if err := r.CheckTime(testNow.Add(c.after)); fault.KindOf(err) != c.kind {
			t.Errorf("after %s: got %v, want %q", c.after, err, c.kind)
		}
	}
	if err := (&request.Request{}).CheckTime(testNow); err != nil {
		t.Errorf("a request without expiry: %v", err)
	}
}

func TestBuildRefusals(t *testing.T) {
	good := request.Question{ReturnURL: verifierURL, Query: request.Presets()[0].Query()}
	for _, c := range []struct {
		defect string
		tweak  func(*request.Question)
		kind   fault.Kind
	}{
		{"return by http", func(q *request.Question) { q.ReturnURL = "http://verifier.example/" }, request.KindReturnAddress},
		{"query empty", func(q *request.Question) { q.Query = dcql.Query{} }, dcql.KindMalformed},
		{"path empty", func(q *request.Question) {
			q.Query.Credentials = []dcql.CredentialQuery{{ID: "a", Format: "dc+sd-jwt", Claims: []dcql.ClaimQuery{{Path: claim.Path{}}}}}
		}, dcql.KindMalformed},
		{"purpose too long", func(q *request.Question) { q.Purpose = strings.Repeat("p", 201) }, request.KindMalformed},
		{"longer than a wallet reads", func(q *request.Question) {
			q.Info = []any{map[string]any{"format": "x", "data": strings.Repeat("d", request.MaxRequest)}}
		}, request.KindTooLong},
	} {
		q := good
		c.tweak(&q)
		if _, err := request.Build(noise(1), q, testNow); fault.KindOf(err) != c.kind {
			t.Errorf("%s: got %v, want %s", c.defect, err, c.kind)
		}
	}
	if _, err := request.Build(strings.NewReader("short"), good, testNow); fault.KindOf(err) != request.KindRandom {
		t.Errorf("randomness too short: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(text(f, build(f)))
	f.Add("openid4vp://?client_id=redirect_uri:https://v.example/&response_type=vp_token&nonce=n&dcql_query=%7B%7D")
	f.Fuzz(func(t *testing.T, input string) {
		r, err := request.Parse(input)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Errorf("a refusal without kind: %v", err)
			}
			return
		}
		again, err := r.Text()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := request.Parse(again); err != nil && len(again) <= request.MaxRequest {
			t.Errorf("%q was read as %q, which is refused: %v", input, again, err)
		}
	})
}
