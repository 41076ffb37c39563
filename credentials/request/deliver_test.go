package request_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/request"
	"domicile/credentials/sdjwt"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/internal/double"
)

// The whole way of a question and its answer: built, written, read, answered with
// a real card, posted, read, accepted.
func TestRoundTrip(t *testing.T) {
	office := double.New(t)
	holder := office.NewKey()
	card, err := sdjwt.Parse(office.Card(holder.Public()))
	if err != nil {
		t.Fatal(err)
	}
	for _, client := range double.Clients {
		for _, m := range []request.Mode{request.Fragment, request.DirectPost, request.DirectPostJWT} {
			for name, way := range map[string]way{"by GET": byGet, "by POST": byPost, "wrapped": wrapped} {
				t.Run(string(client)+" "+string(m)+" "+name, func(t *testing.T) {
					v := double.NewVerifier(t, client)
					v.Question.Mode = m
					r, err := v.Open(way(v))
					if err != nil {
						t.Fatal(err)
					}
					a := present(t, card, holder, r)
					delivery, err := r.Deliver(noise(3), a)
					if err != nil {
						t.Fatal(err)
					}
					got, err := arrived(t, v, delivery)
					if err != nil {
						t.Fatal(err)
					}
					if err := v.Request.Accept(got); err != nil {
						t.Error(err)
					}
					prove(t, v.Request, got.Presentations["card"][0])
				})
			}
		}
	}
}

// present answers a request with one claim of a card.
func present(t testing.TB, card *sdjwt.Token, holder keys.Private, r *request.Request) *request.Answer {
	t.Helper()
	chosen, err := card.Select([]claim.Path{{"given_name"}})
	if err != nil {
		t.Fatal(err)
	}
	shown, err := chosen.Prove(holder, sdjwt.Proof{Nonce: r.Nonce, Audience: r.Audience(), Now: double.Noon})
	if err != nil {
		t.Fatal(err)
	}
	return &request.Answer{Presentations: map[string][]string{"card": {shown}}, State: r.State}
}

// arrived reads an answer where the verifier does.
func arrived(t testing.TB, v *double.Verifier, d request.Delivery) (*request.Answer, error) {
	t.Helper()
	if d.Post == nil {
		if !strings.HasPrefix(d.ReturnTo, double.AnswerURI+"#") {
			t.Errorf("returned to %.60s", d.ReturnTo)
		}
		return request.ParseAnswer(d.ReturnTo)
	}
	if d.Post.Method != "POST" || d.Post.URL != double.AnswerURI || d.Post.Headers["Content-Type"] != "application/x-www-form-urlencoded" {
		t.Errorf("%+v", d.Post)
	}
	values, err := url.ParseQuery(d.Post.Body)
	if err != nil {
		t.Fatal(err)
	}
	if encrypted := values.Get("response") != ""; encrypted != v.Request.Mode.Encrypted() || encrypted && len(values) != 1 {
		t.Errorf("posted %v", values)
	}
	return v.Request.ReadAnswer(d.Post.Body, v.Agreement)
}

func prove(t testing.TB, r *request.Request, presentation string) {
	t.Helper()
	token, err := sdjwt.Parse(presentation)
	if err != nil {
		t.Fatal(err)
	}
	if err := token.VerifyKeyBinding(sdjwt.Binding{Nonce: r.Nonce, Audience: r.Audience(), Now: double.Noon}); err != nil {
		t.Error(err)
	}
}

// The audience is the whole client identifier, with its prefix (section 14.8).
func TestAudienceIsTheFullClientIdentifier(t *testing.T) {
	for _, client := range double.Clients {
		v := double.NewVerifier(t, client)
		r, err := v.Open(byGet(v))
		if err != nil || r.Audience() != v.Request.ClientID || r.ClientID != v.Request.ClientID {
			t.Errorf("%s: %q, %v", client, r.Audience(), err)
		}
	}
}

// A no looks the same whatever the reason, carries the state, and nothing else.
func TestDecline(t *testing.T) {
	for m, want := range map[request.Mode]string{
		request.Fragment:      double.AnswerURI + "#error=access_denied&state=",
		request.DirectPost:    "error=access_denied&state=",
		request.DirectPostJWT: "error=access_denied&state=",
	} {
		v := double.NewVerifier(t, double.ByJWK)
		v.Question.Mode = m
		r, err := v.Open(byGet(v))
		if err != nil {
			t.Fatal(err)
		}
		d, err := r.Decline(request.AccessDenied)
		if err != nil {
			t.Fatal(err)
		}
		got := d.ReturnTo
		if d.Post != nil {
			got = d.Post.Body
			if _, err := v.Request.ReadAnswer(got, v.Agreement); fault.KindOf(err) != request.KindAnswerDeclined {
				t.Errorf("%s: the verifier reads %v", m, err)
			}
		}
		if got != want+r.State {
			t.Errorf("%s: %q", m, got)
		}
	}
	for _, m := range []request.Mode{request.Browser, request.BrowserJWT} {
		v := double.NewVerifier(t, double.ByAddress)
		v.InBrowser(m)
		r, err := v.OpenBrowser()
		if err != nil {
			t.Fatal(err)
		}
		d, err := r.Decline(request.AccessDenied)
		if err != nil || len(d.Data) != 1 || d.Data["error"] != "access_denied" {
			t.Errorf("A.4: %+v, %v", d, err)
		}
	}
	if d, err := (&request.Request{ReturnURL: "javascript:alert(1)"}).Decline(request.AccessDenied); fault.KindOf(err) != request.KindReturnAddress {
		t.Errorf("%+v, %v", d, err)
	}
	if d, err := (&request.Request{ReturnURL: "javascript:alert(1)"}).Deliver(noise(1), answer(build(t))); fault.KindOf(err) != request.KindReturnAddress {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestDeliverWithoutARecipient(t *testing.T) {
	r := &request.Request{Mode: request.DirectPostJWT, ResponseURI: double.AnswerURI}
	if _, err := r.Deliver(noise(1), answer(build(t))); fault.KindOf(err) != request.KindEncryption {
		t.Errorf("got %v", err)
	}
}

func TestFormatsThatTheVerifierTakes(t *testing.T) {
	for name, c := range map[string]struct {
		formats        map[string]any
		issuer, holder string
		takes          bool
	}{
		"says nothing":             {nil, "ES256", "ES256", true},
		"names the format":         {map[string]any{"dc+sd-jwt": map[string]any{}}, "ES256", "ES256", true},
		"names another format":     {map[string]any{"mso_mdoc": map[string]any{}}, "ES256", "ES256", false},
		"both algorithms":          {map[string]any{"dc+sd-jwt": map[string]any{"sd-jwt_alg_values": []any{"ES384", "ES256"}, "kb-jwt_alg_values": []any{"EdDSA"}}}, "ES256", "EdDSA", true},
		"another of the issuer":    {map[string]any{"dc+sd-jwt": map[string]any{"sd-jwt_alg_values": []any{"ES384"}}}, "ES256", "ES256", false},
		"another of the holder":    {map[string]any{"dc+sd-jwt": map[string]any{"kb-jwt_alg_values": []any{"ES384"}}}, "ES256", "ES256", false},
		"another, without a proof": {map[string]any{"dc+sd-jwt": map[string]any{"kb-jwt_alg_values": []any{"ES384"}}}, "ES256", "", true},
		"the other name of EdDSA":  {map[string]any{"dc+sd-jwt": map[string]any{"kb-jwt_alg_values": []any{"Ed25519"}}}, "ES256", "EdDSA", true},
		"a name that is none":      {map[string]any{"dc+sd-jwt": map[string]any{"kb-jwt_alg_values": []any{"es256", ""}}}, "ES256", "ES256", false},
		"algorithms a text":        {map[string]any{"dc+sd-jwt": map[string]any{"sd-jwt_alg_values": "ES256"}}, "ES256", "", false},
		"the format a text":        {map[string]any{"dc+sd-jwt": "yes"}, "ES256", "", false},
	} {
		r := &request.Request{Formats: c.formats}
		if got := r.Takes("dc+sd-jwt", c.issuer, c.holder); got != c.takes {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A wallet and a verifier over a network: the caller does all the I/O. Here both
// stand in one process, and the network is a function.
func ExampleOpen() {
	now, random := time.Unix(1_780_000_000, 0), noise(1)
	// The verifier signs with a key of its own, and wants the answer encrypted.
	key, _ := keys.Generate(random, "ES256")
	signer, _ := request.SignByKey(key)
	agreement, _ := keys.GenerateAgreement(random)
	public := agreement.Public()
	public.ID = "1"
	asked, err := request.Build(random, request.Question{
		Mode: request.DirectPostJWT, ReturnURL: "https://bar.example/answer", ClientID: signer.ClientID,
		Query: double.NameQuery(), Encrypt: public, CheckCode: true, Purpose: "To greet you",
	}, now)
	if err != nil {
		fmt.Println(err)
		return
	}
	var posted url.Values
	code := asked.Link("https://bar.example/request/7", true)

	// The wallet has scanned the code. It would ask before it fetches from a host.
	opening, err := request.Open(random, code, request.Wallet{}, now)
	for err == nil && opening.Step().Request == nil {
		switch step := opening.Step(); {
		case step.Code: // the person reads them on the verifier's screen
			err = opening.EnterCode(request.CheckDigits(asked.Nonce, posted.Get("wallet_nonce")))
		default: // HTTP: without cookies, and without following redirects
			posted, _ = url.ParseQuery(step.Fetch.Body)
			object, _ := asked.Object(signer, posted.Get("wallet_nonce"))
			err = opening.Take(request.Reply{Status: 200, Headers: map[string]string{"content-type": "application/oauth-authz-req+jwt"}, Body: object}, now)
		}
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	read := opening.Step().Request
	fmt.Printf("%s: %s\n", read.Identity.Sure, read.Purpose)

	// The person agrees: the wallet presents, and posts what Deliver says.
	delivery, _ := read.Deliver(random, &request.Answer{Presentations: map[string][]string{"card": {"<presentation>"}}, State: read.State})
	answered, err := asked.ReadAnswer(delivery.Post.Body, agreement)
	fmt.Printf("%s: %v %v %v\n", delivery.Post.URL, answered.Presentations["card"], err, asked.Accept(answered))
	// Output:
	// proven: To greet you
	// https://bar.example/answer: [<presentation>] <nil> <nil>
}

// A page asks through the browser's Digital Credentials API, which carries data
// both ways; the browser says who asks.
func ExampleRequest_Browser() {
	now, random := time.Unix(1_780_000_000, 0), noise(1)
	agreement, _ := keys.GenerateAgreement(random)
	asked, err := request.Build(random, request.Question{
		Mode: request.BrowserJWT, Origin: "https://bar.example", Query: double.NameQuery(), Encrypt: agreement.Public(),
	}, now)
	if err != nil {
		fmt.Println(err)
		return
	}
	protocol, data, _ := asked.Browser(nil)
	fmt.Println(protocol)

	// navigator.credentials.get hands this to a wallet, as JSON.
	text, _ := encoding.EncodeJSON(data)
	arrived, _ := encoding.DecodeJSONObject(text)
	read, err := request.OpenBrowser(arrived, "https://bar.example", request.Wallet{}, now)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(read.Identity.Sure, read.Identity.Name, "for", read.Audience())
	delivery, _ := read.Deliver(random, &request.Answer{Presentations: map[string][]string{"card": {"<presentation>"}}})

	answered, err := asked.ReadData(delivery.Data, agreement)
	fmt.Println(answered.Presentations["card"], err, asked.Accept(answered))
	// Output:
	// openid4vp-v1-unsigned
	// proven https://bar.example for origin:https://bar.example
	// [<presentation>] <nil> <nil>
}
