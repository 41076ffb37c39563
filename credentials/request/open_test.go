package request_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"domicile/credentials/dcql"
	"domicile/credentials/request"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/internal/double"
)

func TestAddressRefusals(t *testing.T) {
	refuse(t, []refusal{
		{"RFC 9101, 5: request and request_uri", double.ByJWK, byGet, form("request", "a.b.c"), request.KindMalformed},
		{"5.1: request_uri_method PUT", double.ByJWK, byGet, form("request_uri_method", "put"), request.KindReferenceMethod},
		{"5.1: request_uri_method in capitals", double.ByJWK, byPost, form("request_uri_method", "POST"), request.KindReferenceMethod},
		{"5.1: request_uri_method empty", double.ByJWK, byPost, form("request_uri_method", ""), request.KindReferenceMethod},
		{"5.1: request_uri_method without request_uri", double.ByJWK, byPost, noForm("request_uri"), request.KindReferenceMethod},
		{"5.1: request_uri_method beside an object", double.ByJWK, wrapped, form("request_uri_method", "post"), request.KindReferenceMethod},
		{"5.10: request_uri over http", double.ByJWK, byGet, form("request_uri", "http://verifier.example/r"), request.KindReferenceAddress},
		{"5.10: request_uri a script", double.ByJWK, byGet, form("request_uri", "javascript:alert(1)"), request.KindReferenceAddress},
		{"5.10: request_uri a file", double.ByJWK, byGet, form("request_uri", "file:///etc/passwd"), request.KindReferenceAddress},
		{"5.10: request_uri empty", double.ByJWK, byGet, form("request_uri", ""), request.KindReferenceAddress},
		{"5.10: request_uri with a password", double.ByJWK, byGet, form("request_uri", "https://a:b@verifier.example/r"), request.KindReferenceAddress},
		{"5.10.1: client_id missing in the address", double.ByJWK, wrapped, noForm("client_id"), request.KindClientMismatch},
		{"5.2: client_id missing beside request_uri", double.ByJWK, byGet, noForm("client_id"), request.KindClientPrefix},
		{"5.10.1: client_id of another in the address", double.ByJWK, byGet, form("client_id", "decentralized_identifier:did:key:zDnaeother"), request.KindClientMismatch},
		{"5.10.1: client_id without its prefix in the address", double.ByName, byGet, form("client_id", double.VerifierHost), request.KindClientMismatch},
		{"5.10.1: client_id with another prefix in the address", double.ByName, byPost, form("client_id", "x509_hash:"+double.VerifierHost), request.KindClientMismatch},
		{"5.9.3: origin as a prefix", double.ByJWK, byGet, form("client_id", "origin:https://verifier.example"), request.KindClientPrefix},
		{"8.5: a prefix that is not supported", double.ByJWK, byGet, form("client_id", "openid_federation:https://verifier.example"), request.KindClientPrefix},
	})
}

// Everything that a request must have, by the clause that says so.
func TestParameterRefusals(t *testing.T) {
	unbound := func(v *double.Verifier) { v.Question.Query.Credentials[0].HolderBinding = false }
	refuse(t, []refusal{
		{"5.2: nonce missing", double.ByJWK, byGet, noClaim("nonce"), request.KindNonce},
		{"5.2: nonce with a blank", double.ByJWK, byGet, claimed("nonce", "n 1"), request.KindNonce},
		{"5.2: nonce with a plus", double.ByJWK, byGet, claimed("nonce", "n+1"), request.KindNonce},
		{"5.2: nonce a number", double.ByJWK, byGet, claimed("nonce", 7), request.KindMalformed},
		{"5.2: state with a slash", double.ByJWK, byGet, claimed("state", "a/b"), request.KindState},
		{"5.2: state a number", double.ByJWK, byGet, claimed("state", 7), request.KindState},
		{"5.3: no state, and no proof of the holder", double.ByJWK, byGet, both(unbound, noClaim("state")), request.KindState},
		{"5.2: client_id missing in the object", double.ByJWK, byGet, noClaim("client_id"), request.KindClientMismatch},
		{"5.2: client_id missing everywhere", double.ByJWK, wrapped, both(noForm("client_id"), noClaim("client_id")), request.KindClientPrefix},
		{"5.6: response_type missing", double.ByJWK, byGet, noClaim("response_type"), request.KindResponseType},
		{"5.6: response_type code", double.ByJWK, byGet, claimed("response_type", "code"), request.KindResponseType},
		{"8: response_type with an ID token", double.ByJWK, byGet, claimed("response_type", "vp_token id_token"), request.KindResponseType},
		{"8.2: response_mode form_post", double.ByJWK, byGet, claimed("response_mode", "form_post"), request.KindResponseMode},
		{"8.2: response_mode query", double.ByJWK, byGet, claimed("response_mode", "query"), request.KindResponseMode},
		{"A.2: response_mode dc_api outside of the browser", double.ByJWK, byGet, claimed("response_mode", "dc_api"), request.KindResponseMode},
		{"8.2: response_mode a list", double.ByJWK, byGet, claimed("response_mode", []any{"direct_post"}), request.KindMalformed},
		{"8.2: response_uri missing", double.ByJWK, byGet, noClaim("response_uri"), request.KindReturnAddress},
		{"8.2: response_uri and redirect_uri", double.ByJWK, byGet, claimed("redirect_uri", double.AnswerURI), request.KindMalformed},
		{"8.2: redirect_uri and response_uri, other mode", double.ByJWK, byGet, both(mode(request.Fragment), claimed("response_uri", double.AnswerURI)), request.KindMalformed},
		{"14.3.1: response_uri over http", double.ByJWK, byGet, claimed("response_uri", "http://verifier.example/"), request.KindReturnAddress},
		{"14.3.1: response_uri a script", double.ByJWK, byGet, claimed("response_uri", "javascript:alert(1)"), request.KindReturnAddress},
		{"14.3.1: response_uri on the wallet's machine", double.ByJWK, byGet, claimed("response_uri", "http://127.0.0.1:631/"), request.KindReturnAddress},
		{"14.3.1: response_uri in the wallet's network", double.ByJWK, byGet, claimed("response_uri", "https://192.168.1.1/"), request.KindReturnAddress},
		{"14.3.1: response_uri at a printer", double.ByJWK, byGet, claimed("response_uri", "https://printer.local/"), request.KindReturnAddress},
		{"14.3.1: response_uri with a fragment", double.ByJWK, byGet, claimed("response_uri", double.AnswerURI+"#x"), request.KindReturnAddress},
		{"5.1: dcql_query and scope", double.ByJWK, byGet, claimed("scope", "com.example.card"), request.KindMalformed},
		{"5.1: neither dcql_query nor scope", double.ByJWK, byGet, noClaim("dcql_query"), request.KindQueryMissing},
		{"5.5: a scope that nobody defined", double.ByJWK, byGet, both(func(v *double.Verifier) {
			v.Claims = func(c map[string]any) { delete(c, "dcql_query"); c["scope"] = "com.example.card" }
		}), request.KindQueryMissing},
		{"6: dcql_query as a text", double.ByJWK, byGet, claimed("dcql_query", "{}"), request.KindMalformed},
		{"6: dcql_query without credentials", double.ByJWK, byGet, claimed("dcql_query", map[string]any{}), dcql.KindMalformed},
		{"6: credentials empty", double.ByJWK, byGet, claimed("dcql_query", map[string]any{"credentials": []any{}}), dcql.KindMalformed},
		{"5.1: client_metadata a text", double.ByJWK, byGet, claimed("client_metadata", "{}"), request.KindMalformed},
		{"8.5: formats of another wallet only", double.ByJWK, byGet, func(v *double.Verifier) { v.Wallet.Formats = []string{"mso_mdoc"} }, request.KindFormats},
		{"8.5: the verifier reads other formats", double.ByJWK, byGet, metadata(t, func(m map[string]any) {
			m["vp_formats_supported"] = map[string]any{"mso_mdoc": map[string]any{}}
		}), request.KindFormats},
		{"a purpose longer than anybody reads", double.ByJWK, byGet, claimed("domicile_purpose", strings.Repeat("p", request.MaxPurpose+1)), request.KindMalformed},
		{"a member in other letters", double.ByJWK, byGet, both(noClaim("nonce"), claimed("Nonce", "x")), encoding.KindJSONCaseVariantKey},
	})
}

func TestOpenedRequestsOfEveryClientInEveryWay(t *testing.T) {
	for _, client := range double.Clients {
		for _, m := range []request.Mode{request.Fragment, request.DirectPost, request.DirectPostJWT} {
			for name, way := range map[string]way{"by GET": byGet, "by POST": byPost, "wrapped": wrapped, "by value": byValue} {
				t.Run(string(client)+" "+string(m)+" "+name, func(t *testing.T) {
					v := double.NewVerifier(t, client)
					v.Question.Mode = m
					unsigned := client == double.ByAddress || client == double.Before
					r, err := v.Open(way(v))
					if name == "by value" && !unsigned {
						if fault.KindOf(err) != request.KindUnsigned {
							t.Errorf("a signature that is due is missing: %v", err)
						}
						return
					}
					if err != nil {
						t.Fatal(err)
					}
					compare(t, v, r)
				})
			}
		}
	}
}

func compare(t *testing.T, v *double.Verifier, r *request.Request) {
	t.Helper()
	asked := v.Request
	if r.ClientID != asked.ClientID || r.Nonce != asked.Nonce || r.State != asked.State || r.AnswerURL() != asked.AnswerURL() || r.Mode != asked.Mode {
		t.Errorf("asked %+v\nread  %+v", asked, r)
	}
	if r.Identity != identities[v.Client] {
		t.Errorf("identity %+v, want %+v", r.Identity, identities[v.Client])
	}
	if (r.Recipient != nil) != (r.Mode == request.DirectPostJWT) || r.Recipient != nil && r.Recipient.Key != v.Question.Encrypt {
		t.Errorf("recipient %+v", r.Recipient)
	}
	if !r.ExpiresAt.Equal(asked.ExpiresAt) || r.VerifierName != "Bar" || r.Purpose != "To greet you" {
		t.Errorf("words and times: %+v", r)
	}
}

// What each way of being known proves (section 5.9.3).
var identities = map[double.Client]request.Identity{
	double.ByAddress:     {Prefix: request.RedirectURI, Sure: request.Claimed},
	double.ByJWK:         {Prefix: request.DID, Sure: request.Proven},
	double.ByKey:         {Prefix: request.DID, Sure: request.Proven},
	double.ByWeb:         {Prefix: request.DID, Sure: request.Proven, Name: double.VerifierHost},
	double.ByName:        {Prefix: request.SANDNS, Sure: request.Verified, Name: "Bar Möbius", By: "Root"},
	double.ByHash:        {Prefix: request.CertHash, Sure: request.Verified, Name: "Bar Möbius", By: "Root"},
	double.ByAttestation: {Prefix: request.Attested, Sure: request.Verified, Name: "bar", By: "Registrar"},
	double.BeforeSigned:  {Sure: request.Verified, Name: "Bar, as listed"},
	double.Before:        {Sure: request.Verified, Name: "Bar, as listed"},
}

// Only what stands in the object counts (section 5.10.1).
func TestAddressDoesNotCountBesideTheObject(t *testing.T) {
	for name, way := range map[string]way{"by reference": byGet, "wrapped": wrapped} {
		v := double.NewVerifier(t, double.ByJWK)
		v.Form = func(f url.Values) {
			for _, parameter := range []string{"nonce", "state", "response_uri", "redirect_uri", "response_mode", "response_type", "scope", "dcql_query", "transaction_data"} {
				f.Set(parameter, "attacker")
			}
		}
		r, err := v.Open(way(v))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		compare(t, v, r)
	}
}

// Unknown parameters are ignored, and so is "iss" (section 5).
func TestIgnoredParameters(t *testing.T) {
	v := double.NewVerifier(t, double.ByJWK)
	v.Claims = func(c map[string]any) {
		c["iss"], c["jti"], c["x"] = "https://somebody.else", 7, map[string]any{"y": []any{}}
		double.Part(t, c, "client_metadata")["logo_uri"] = "https://verifier.example/logo.png"
	}
	if _, err := v.Open(byGet(v)); err != nil {
		t.Error(err)
	}
}

func TestFetchOfTheWallet(t *testing.T) {
	for _, c := range []struct {
		client  double.Client
		signing bool
	}{{double.ByJWK, true}, {double.ByAddress, false}} {
		v := double.NewVerifier(t, c.client)
		v.Wallet.Formats = []string{"dc+sd-jwt", "mso_mdoc"}
		if _, err := v.Open(byPost(v)); err != nil {
			t.Fatal(err)
		}
		f := v.Fetched[0]
		form, err := url.ParseQuery(f.Body)
		if err != nil {
			t.Fatal(err)
		}
		if f.Method != "POST" || f.URL != double.RequestURI || f.Headers["Content-Type"] != "application/x-www-form-urlencoded" ||
			f.Headers["Accept"] != "application/oauth-authz-req+jwt" || len(form.Get("wallet_nonce")) != 22 {
			t.Errorf("%+v", f)
		}
		metadata, err := encoding.DecodeJSONObject([]byte(form.Get("wallet_metadata")))
		if err != nil {
			t.Fatal(err)
		}
		if _, lists := metadata["request_object_signing_alg_values_supported"]; lists != c.signing {
			t.Errorf("%s: 5.10: signing algorithms are listed: %v", c.client, lists)
		}
		formats := double.Part(t, metadata, "vp_formats_supported")
		if len(double.Part(t, formats, "dc+sd-jwt")) != 2 || len(double.Part(t, formats, "mso_mdoc")) != 0 {
			t.Errorf("B.3.4: wallet_metadata %v", metadata)
		}
	}
	v := double.NewVerifier(t, double.ByJWK)
	if _, err := v.Open(byGet(v)); err != nil {
		t.Fatal(err)
	}
	if f := v.Fetched[0]; f.Method != "GET" || f.Body != "" || f.Headers["Accept"] != "application/oauth-authz-req+jwt" {
		t.Errorf("%+v", f)
	}
}

func TestWalletNonceIsFresh(t *testing.T) {
	v, seen := double.NewVerifier(t, double.ByJWK), map[string]bool{}
	source := noise(9)
	for range 20 {
		o, err := request.Open(source, v.Reference(true), v.Wallet, v.Now)
		if err != nil {
			t.Fatal(err)
		}
		if body := o.Step().Fetch.Body; seen[body] || o.Host() != double.VerifierHost {
			t.Fatalf("%s from %s", body, o.Host())
		} else {
			seen[body] = true
		}
	}
	if _, err := request.Open(strings.NewReader("short"), v.Reference(true), v.Wallet, v.Now); fault.KindOf(err) != request.KindRandom {
		t.Errorf("randomness too short: %v", err)
	}
}

// A network that failed may be tried again; nothing else may.
func TestStepsOutOfOrder(t *testing.T) {
	open := func() (*double.Verifier, *request.Opening) {
		v := double.NewVerifier(t, double.ByJWK)
		o, err := request.Open(noise(1), v.Reference(false), v.Wallet, v.Now)
		if err != nil {
			t.Fatal(err)
		}
		return v, o
	}
	expect := func(what string, err error, kind fault.Kind) {
		t.Helper()
		if fault.KindOf(err) != kind {
			t.Errorf("%s: got %v, want %q", what, err, kind)
		}
	}
	v, o := open()
	expect("digits before the request", o.EnterCode("00"), request.KindStep)
	expect("no reply", o.Take(request.Reply{}, v.Now), request.KindNetwork)
	expect("the next try", o.Take(v.Serve(*o.Step().Fetch), v.Now), "")
	expect("another reply", o.Take(request.Reply{}, v.Now), request.KindStep)
	expect("digits that nobody asked for", o.EnterCode("00"), request.KindStep)
	if o.Host() != "" || o.Step().Request == nil {
		t.Errorf("%+v", o.Step())
	}

	v, o = open()
	f := *o.Step().Fetch
	v.SignWith = v.NewKey()
	expect("another key", o.Take(v.Serve(f), v.Now), request.KindSignature)
	v.SignWith = v.Key
	expect("a second object", o.Take(v.Serve(f), v.Now), request.KindStep)
}

func TestTimeOfASignedRequest(t *testing.T) {
	for _, c := range []struct {
		after time.Duration
		kind  fault.Kind
	}{{0, ""}, {180 * time.Second, ""}, {181 * time.Second, request.KindExpired}} {
		for _, client := range []double.Client{double.ByJWK, double.ByAddress} {
			for name, way := range map[string]way{"by GET": byGet, "wrapped": wrapped} {
				v := double.NewVerifier(t, client)
				v.Now = double.Noon.Add(c.after)
				if _, err := v.Open(way(v)); fault.KindOf(err) != c.kind {
					t.Errorf("%s, %s, after %s: got %v, want %q", client, name, c.after, err, c.kind)
				}
			}
		}
	}
}
