package request_test

import (
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"domicile/credentials/dcql"
	"domicile/credentials/request"
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/internal/double"
	"domicile/internal/vectors"
)

// The standard's own examples, as they lie beside the project. They are read as a
// wallet or a verifier would get them.

const examples = "openid4vc/oid4vp/"

// example reads one. Some have an ellipsis for a query.
func example(t *testing.T, file string) map[string]any {
	t.Helper()
	query := string(vectors.Read(t, examples+"query_lang/multi_credentials.json"))
	text := strings.ReplaceAll(string(vectors.Read(t, examples+file)), "{...}", query)
	object, err := encoding.DecodeJSONObject([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return object
}

func TestQueriesOfTheStandard(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(vectors.Dir(t, examples+"query_lang"), "*.json"))
	more, _ := filepath.Glob(filepath.Join(vectors.Dir(t, examples+"request"), "dcql_*.json"))
	for _, file := range append(files, more...) {
		query := example(t, filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file))
		v := double.NewVerifier(t, double.ByAddress)
		v.Wallet.Formats = nil
		claimed("dcql_query", query)(v)
		r, err := v.Open(byGet(v))
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		again := double.NewVerifier(t, double.ByAddress)
		again.Wallet.Formats, again.Question.Query = nil, r.Query
		if second, err := again.Open(byValue(again)); err != nil || len(second.Query.Credentials) != len(query["credentials"].([]any)) {
			t.Errorf("%s, asked by ourselves: %v", file, err)
		}
	}
	t.Logf("%d queries of the standard", len(files)+len(more))
}

func TestMetadataOfTheStandard(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(vectors.Dir(t, examples+"client_metadata"), "*.json"))
	for _, file := range files {
		v := double.NewVerifier(t, double.ByAddress)
		v.Question.Mode = request.DirectPost
		claimed("client_metadata", example(t, "client_metadata/"+filepath.Base(file)))(v)
		v.Wallet.Formats = nil
		if r, err := v.Open(byGet(v)); err != nil || len(r.Formats) != 1 {
			t.Errorf("%s: %v", file, err)
		}
		// A wallet that has only other cards says so.
		sdjwt := strings.Contains(file, "sd_jwt")
		v.Wallet.Formats = []string{"dc+sd-jwt"}
		if _, err := v.Open(byGet(v)); (fault.KindOf(err) == request.KindFormats) == sdjwt {
			t.Errorf("%s, for a wallet of SD-JWTs: %v", file, err)
		}
	}
	t.Logf("%d metadata of the standard", len(files))
}

// The example's header is of RSA, which signs no request here; and nobody
// resolves its DID.
func TestHeaderOfTheStandard(t *testing.T) {
	object := example(t, "request/request_header_client_id_did.json")
	id := "decentralized_identifier:did:example:123"
	v := double.NewVerifier(t, double.ByJWK)
	both(form("client_id", id), claimed("client_id", id))(v)
	v.Header = func(h map[string]any) {
		clear(h)
		for name, value := range object {
			h[name] = value
		}
	}
	if _, err := v.Open(byGet(v)); fault.KindOf(err) != alg.KindNotAllowed {
		t.Errorf("RS256: %v", err)
	}
	object["alg"] = "ES256"
	if _, err := v.Open(byGet(v)); fault.KindOf(err) != request.KindClientKey {
		t.Errorf("did:example: %v", err)
	}
}

func TestBrowserRequestOfTheStandard(t *testing.T) {
	payload := example(t, "digital_credentials_api/signed_request_payload_compact.json")
	v := double.NewVerifier(t, double.ByName)
	v.InBrowser(request.Browser)
	v.Wallet.Formats = nil
	leaf := double.Certify(t, v.Middle, "Relying party", double.For("rp.example.com"))
	certificates(func(*double.Verifier) []*double.Certified { return []*double.Certified{leaf, v.Middle} })(v)
	v.Claims = func(c map[string]any) {
		clear(c)
		for name, value := range payload {
			c[name] = value
		}
	}
	for page, kind := range map[string]fault.Kind{
		"https://origin1.example.com": "", "https://origin2.example.com": "",
		"https://origin3.example.com": request.KindOrigin, "https://origin1.example.com/": request.KindOrigin,
	} {
		v.Page = page
		r, err := v.OpenBrowser()
		if fault.KindOf(err) != kind {
			t.Errorf("%s: %v", page, err)
		}
		if err == nil && (r.ClientID != "x509_san_dns:rp.example.com" || r.Nonce != "n-0S6_WzA2Mj" || r.Audience() != "origin:"+page) {
			t.Errorf("%+v", r)
		}
	}
	w := double.NewVerifier(t, double.ByAddress)
	w.InBrowser(request.Browser)
	if _, err := w.Ask().ReadData(example(t, "digital_credentials_api/error_invalid_request.json"), keys.Agreement{}); fault.KindOf(err) != request.KindAnswerDeclined {
		t.Errorf("an error: %v", err)
	}
}

// Presentations of formats that are objects are none that is read here.
func TestResponsesOfTheStandard(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(vectors.Dir(t, examples+"response"), "*_vc.json"))
	for _, file := range files {
		object := example(t, "response/"+filepath.Base(file))
		text, err := encoding.EncodeJSON(map[string]any{"vp_token": map[string]any{"card": []any{object}}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := request.ParseAnswer(string(text)); fault.KindOf(err) != request.KindAnswerMalformed {
			t.Errorf("%s: %v", file, err)
		}
	}
	t.Logf("%d responses of the standard", len(files))
}

// The example of section 8.3: a request with four keys, an answer to the first,
// and the key that opens it.
func TestEncryptedResponseOfTheStandard(t *testing.T) {
	const sealed = "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTEyOEdDTSIsImtpZCI6ImFjIiwiZXBrIjp7Imt" +
		"0eSI6IkVDIiwieCI6Im5ubVZwbTNWM2piaGNhZlFhUkJrU1ZOSGx3Wkh3dC05ck9wSnVmeVlJdWsiLCJ5I" +
		"joicjRmakRxd0p5czlxVU9QLV9iM21SNVNaRy0tQ3dPMm1pYzVWU05UWU45ZyIsImNydiI6IlAtMjU2In1" +
		"9..uAYcHRUSSn2X0WPX.yVzlGSYG4qbg0bq18JcUiDRw56yVnbKR8E7S7YlEtzT00RqE3Pw5oTpUG3hdLN" +
		"4taHZ9gC1kwak8JOnJgQ.1wR024_3-qtAlx1oFIUpQQ"
	private := jwk("P-256", onP256["x"].(string), onP256["y"].(string))
	private["kid"], private["d"] = "ac", "Et-3ce0omz8_TuZ96Df9lp0GAaaDoUnDe6X-CRO7Aww"
	key, err := keys.ParseAgreementJWK(private)
	if err != nil {
		t.Fatal(err)
	}
	first := jwk("P-256", onP256["x"].(string), onP256["y"].(string))
	first["kid"] = "ac"
	v := double.NewVerifier(t, double.ByAddress)
	v.InBrowser(request.BrowserJWT)
	v.Claims = func(c map[string]any) {
		c["nonce"] = "xyz123ltcaccescbwc777"
		c["client_metadata"] = map[string]any{
			"jwks": jwks(first, onX25519, onP384, onX448), "encrypted_response_enc_values_supported": []any{"A128GCM", "A128CBC-HS256"},
		}
	}
	r, err := v.OpenBrowser()
	if err != nil || r.Recipient.Key.ID != "ac" || r.Recipient.Enc != "A128GCM" {
		t.Fatalf("%+v, %v", r, err)
	}
	a, err := r.ReadData(map[string]any{"response": sealed}, key)
	if err != nil || a.Presentations["example_credential_id"][0] != "eyJhb...YMetA" {
		t.Errorf("%+v, %v", a, err)
	}
	if err := r.Accept(a); fault.KindOf(err) != dcql.KindUnknownID {
		t.Errorf("the example answers another query than the request has: %v", err)
	}
}

// Addresses of sections 5.8 to 5.10, with what they leave out filled in.
func TestAddressesOfTheStandard(t *testing.T) {
	query := url.QueryEscape(`{"credentials":[{"id":"some_identity_credential","format":"dc+sd-jwt","meta":{"vct_values":["https://credentials.example.com/identity_credential"]},"claims":[{"path":["family_name"]},{"path":["given_name"]}]}]}`)
	r, err := request.Parse("https://wallet.example.org/universal-link?response_type=vp_token" +
		"&client_id=redirect_uri%3Ahttps%3A%2F%2Fclient.example.org%2Fcb&redirect_uri=https%3A%2F%2Fclient.example.org%2Fcb&dcql_query=" + query +
		"&nonce=n-0S6_WzA2Mj&client_metadata=%7B%22vp_formats_supported%22%3A%7B%22dc%2Bsd-jwt%22%3A%7B%22sd-jwt_alg_values%22%3A%20%5B%22ES256%22%5D%2C%22kb-jwt_alg_values%22%3A%20%5B%22ES256%22%5D%7D%7D%7D")
	if err != nil || r.ReturnURL != "https://client.example.org/cb" || !r.Takes("dc+sd-jwt", "ES256", "ES256") || r.Takes("dc+sd-jwt", "ES384", "") {
		t.Errorf("%+v, %v", r, err)
	}
	o, err := request.Open(noise(1), "https://wallet.example.org/authorize?client_id=x509_san_dns%3Aclient.example.org"+
		"&request_uri=https%3A%2F%2Fclient.example.org%2Frequest%2Fvapof4ql2i7m41m68uep&request_uri_method=post", request.Wallet{}, double.Noon)
	if err != nil || o.Step().Fetch.Method != "POST" || o.Step().Fetch.URL != "https://client.example.org/request/vapof4ql2i7m41m68uep" {
		t.Errorf("%v", err)
	}
	// An identifier without a prefix, of a verifier that nobody knows.
	if _, err := request.Parse("openid4vp://?response_type=vp_token&client_id=https%3A%2F%2Fclient.example.org%2Fcb" +
		"&redirect_uri=https%3A%2F%2Fclient.example.org%2Fcb&scope=com.example.healthCardCredential_presentation&nonce=n-0S6_WzA2Mj"); fault.KindOf(err) != request.KindClientUnknown {
		t.Errorf("%v", err)
	}
	for client, want := range map[string]struct {
		prefix request.Prefix
		own    string
	}{
		"redirect_uri:https://client.example.org/cb":                {request.RedirectURI, "https://client.example.org/cb"},
		"decentralized_identifier:did:example:123":                  {request.DID, "did:example:123"},
		"verifier_attestation:verifier.example":                     {request.Attested, "verifier.example"},
		"x509_san_dns:client.example.org":                           {request.SANDNS, "client.example.org"},
		"x509_hash:Uvo3HtuIxuhC92rShpgqcT3YXwrqRxWEviRiA0OZszk":     {request.CertHash, "Uvo3HtuIxuhC92rShpgqcT3YXwrqRxWEviRiA0OZszk"},
		"openid_federation:https://federation-verifier.example.com": {"openid_federation", "https://federation-verifier.example.com"},
		"origin:https://verifier.example.com":                       {"origin", "https://verifier.example.com"},
		"example-client":                                            {request.PreRegistered, "example-client"},
		"https://client.example.org/cb":                             {request.PreRegistered, "https://client.example.org/cb"},
	} {
		if prefix, own := request.PrefixOf(client); prefix != want.prefix || own != want.own {
			t.Errorf("%s: %q, %q", client, prefix, own)
		}
	}
}
