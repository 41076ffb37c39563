package verifier_test

import (
	"strings"
	"testing"
	"time"

	"domicile/credentials/request"
	"domicile/credentials/sdjwt"
	"domicile/credentials/verdict"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/wasm/api"
)

const relayAddress = "https://verifier.example/relay"

// online is how the tests ask over the relay, unless they say otherwise.
func online() api.ChallengeRequest {
	return api.ChallengeRequest{
		Preset: "over18", ReturnURL: pageAddress, Way: api.WayRelay, Identity: api.IdentityKey, Relay: relayAddress + "/",
	}
}

func (d *desk) challenge(q api.ChallengeRequest) api.Challenge {
	d.t.Helper()
	asked, err := run(d.table, api.VerifierChallenge, q)
	if err != nil {
		d.t.Fatal(err)
	}
	return asked
}

// exchangeBody is what the relay is told.
func exchangeBody(t *testing.T, asked api.Challenge) map[string]any {
	t.Helper()
	if asked.Exchange == nil {
		t.Fatal("there is nothing for the relay")
	}
	body, err := encoding.DecodeJSONObject([]byte(asked.Exchange.Body))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// opened is a wallet that follows a code, and the engine that signs for it.
type opened struct {
	request *request.Request
	nonce   string
	live    api.Live
}

// open follows a code as a wallet does that believes those verifiers.
func (d *desk) open(asked api.Challenge, w request.Wallet) opened {
	d.t.Helper()
	o, err := request.Open(d, asked.Text, w, d.now)
	if err != nil {
		d.t.Fatal(err)
	}
	seen := opened{}
	for o.Step().Fetch != nil {
		fetch := o.Step().Fetch
		if fetch.URL != relayAddress+"/x/"+asked.Exchange.ID+"/request" {
			d.t.Fatalf("the wallet is sent to %s", fetch.URL)
		}
		object, _ := exchangeBody(d.t, asked)["request"].(string)
		if fetch.Method == "POST" {
			seen.nonce = formValue(d.t, fetch.Body, "wallet_nonce")
			if seen.live, err = run(d.table, api.VerifierLive, api.LiveRequest{Challenge: asked.ID, WalletNonce: seen.nonce}); err != nil {
				d.t.Fatal(err)
			}
			object = seen.live.Object
		}
		reply := request.Reply{Status: 200, Headers: map[string]string{"content-type": "application/oauth-authz-req+jwt"}, Body: object}
		if err := o.Take(reply, d.now); err != nil {
			d.t.Fatal(err)
		}
	}
	if o.Step().Code {
		if err := o.EnterCode(seen.live.Digits); err != nil {
			d.t.Fatal(err)
		}
	}
	seen.request = o.Step().Request
	return seen
}

func formValue(t *testing.T, form, name string) string {
	t.Helper()
	for pair := range strings.SplitSeq(form, "&") {
		if value, found := strings.CutPrefix(pair, name+"="); found {
			return value
		}
	}
	t.Fatalf("%s is not in %q", name, form)
	return ""
}

// present is the holder's card for a question, with a proof that a test may spoil.
func (d *desk) present(r *request.Request, spoil func(*sdjwt.Proof)) *request.Answer {
	d.t.Helper()
	card, err := sdjwt.Parse(d.card)
	if err != nil {
		d.t.Fatal(err)
	}
	proof := sdjwt.Proof{Nonce: r.Nonce, Audience: r.Audience(), Now: d.now}
	for _, t := range r.Transactions {
		proof.Transactions, proof.TransactionsAlg = append(proof.Transactions, t.Hash), t.HashAlg
	}
	if spoil != nil {
		spoil(&proof)
	}
	proven, err := card.Prove(d.holder, proof)
	if err != nil {
		d.t.Fatal(err)
	}
	return &request.Answer{State: r.State, Presentations: map[string][]string{r.Query.Credentials[0].ID: {proven}}}
}

// post is the form that a wallet posts.
func (d *desk) post(r *request.Request, a *request.Answer) string {
	d.t.Helper()
	delivery, err := r.Deliver(d, a)
	if err != nil || delivery.Post == nil {
		d.t.Fatalf("%+v %v", delivery, err)
	}
	return delivery.Post.Body
}

func (d *desk) receive(asked api.Challenge, body string) api.VerifyResponse {
	d.t.Helper()
	response, err := run(d.table, api.VerifierReceive, api.ReceiveRequest{Challenge: asked.ID, Body: body})
	if err != nil {
		d.t.Fatal(err)
	}
	if response.Sentence == "" || len(response.Steps) != len(verdict.Steps) {
		d.t.Errorf("%s is not put into words", response.Verdict.Kind)
	}
	return response
}

func TestTheCodeOfARelayHoldsOnlyAReference(t *testing.T) {
	d := newDesk(t, "live")
	asked := d.challenge(online())
	if !strings.HasPrefix(asked.Text, "openid4vp://?client_id=decentralized_identifier:did:jwk:") || len(asked.Text) > 500 ||
		!strings.HasSuffix(asked.Text, "&request_uri="+relayAddress+"/x/"+asked.Exchange.ID+"/request&request_uri_method=post") {
		t.Errorf("the code is %s", asked.Text)
	}
	body := exchangeBody(t, asked)
	if body["mode"] != "direct_post.jwt" || body["live"] != true || body["redirect_uri"] != nil || len(asked.Exchange.Token) != 22 || len(asked.Exchange.ID) != 22 {
		t.Errorf("the relay is told %v", body)
	}
	if strings.Contains(asked.Text, asked.Exchange.Token) || strings.Contains(asked.Exchange.Body, asked.Exchange.Token) {
		t.Error("the page's token goes out")
	}
	if again := d.challenge(online()); again.Exchange.ID == asked.Exchange.ID || again.Exchange.Token == asked.Exchange.Token {
		t.Error("two exchanges have one name")
	}
}

func TestAnAnswerOverTheRelay(t *testing.T) {
	for name, change := range map[string]func(*api.ChallengeRequest){
		"by key":                      func(*api.ChallengeRequest) {},
		"by key, with a check code":   func(q *api.ChallengeRequest) { q.CheckCode = true },
		"by address":                  func(q *api.ChallengeRequest) { q.Identity = api.IdentityAddress },
		"to authorise an agreement":   func(q *api.ChallengeRequest) { q.Transaction = agreement() },
		"with a query of one's own":   func(q *api.ChallengeRequest) { q.Preset, q.Query, q.Purpose = "", ownQuery, "Check a name" },
		"with another purpose":        func(q *api.ChallengeRequest) { q.Purpose = "Sell you a drink" },
		"with a name of the verifier": func(q *api.ChallengeRequest) { q.Verifier = "Harbour Bar" },
	} {
		d := newDesk(t, "live")
		q := online()
		change(&q)
		asked := d.challenge(q)
		seen := d.open(asked, request.Wallet{})
		if seen.live.Digits != "" && len(seen.live.Digits) != 2 || (seen.live.Digits == "") == asked.CheckCode {
			t.Errorf("%s: the digits are %q", name, seen.live.Digits)
		}
		if q.Purpose != "" && seen.request.Purpose != q.Purpose || seen.request.VerifierName != q.Verifier {
			t.Errorf("%s: the wallet shows %q by %q", name, seen.request.Purpose, seen.request.VerifierName)
		}
		body := d.post(seen.request, d.present(seen.request, nil))
		if !strings.HasPrefix(body, "response=") {
			t.Errorf("%s: the relay sees %.40s", name, body)
		}
		response := d.receive(asked, body)
		if response.Verdict.Kind != verdict.OK || response.Verdict.Holder != "proven" || len(response.Cards) != 1 {
			t.Errorf("%s: %s %s", name, response.Verdict.Kind, response.Sentence)
		}
		if (len(response.Agreed) > 0) != (q.Transaction != nil) {
			t.Errorf("%s: agreed is %v", name, response.Agreed)
		}
	}
}

const ownQuery = `{"credentials":[{"id":"mine","format":"dc+sd-jwt","meta":{"vct_values":["urn:domicile:residency-card:1"]},
	"claims":[{"path":["given_name"],"values":["Aiko","Ana"]}]}]}`

func agreement() *api.AskedTransaction {
	return &api.AskedTransaction{Type: "urn:domicile:transaction:agreement:1", Members: map[string]string{"title": "House rules", "text": "I will be quiet after ten."}}
}

// Each row spoils one thing between the question and the verdict.
func TestAnswersOverTheRelayThatAreRefused(t *testing.T) {
	for _, row := range []struct {
		defect, kind string
		body         func(d *desk, r *request.Request) string
	}{
		{"another nonce", "holder_binding_nonce", func(d *desk, r *request.Request) string {
			return d.post(r, d.present(r, func(p *sdjwt.Proof) { p.Nonce = "another" }))
		}},
		{"for another verifier", "holder_binding_audience", func(d *desk, r *request.Request) string {
			return d.post(r, d.present(r, func(p *sdjwt.Proof) { p.Audience = "x509_san_dns:other.example" }))
		}},
		{"for our address without its prefix", "holder_binding_audience", func(d *desk, r *request.Request) string {
			return d.post(r, d.present(r, func(p *sdjwt.Proof) { p.Audience = strings.TrimPrefix(r.ClientID, "decentralized_identifier:") }))
		}},
		{"a proof of yesterday", "holder_binding_stale", func(d *desk, r *request.Request) string {
			return d.post(r, d.present(r, func(p *sdjwt.Proof) { p.Now = d.now.AddDate(0, 0, -1) }))
		}},
		{"no proof", "holder_binding_missing", func(d *desk, r *request.Request) string {
			a := d.present(r, nil)
			a.Presentations["card"] = []string{d.card}
			return d.post(r, a)
		}},
		{"a flipped character of the hash", "holder_binding_sd_hash", func(d *desk, r *request.Request) string {
			a := d.present(r, nil)
			parts := strings.Split(a.Presentations["card"][0], "~")
			parts = append(parts[:1], parts[2:]...) // a disclosure less than was signed
			a.Presentations["card"] = []string{strings.Join(parts, "~")}
			return d.post(r, a)
		}},
		{"another state", "answer_state", func(d *desk, r *request.Request) string {
			a := d.present(r, nil)
			a.State = "another"
			return d.post(r, a)
		}},
		{"no state", "answer_state", func(d *desk, r *request.Request) string {
			a := d.present(r, nil)
			a.State = ""
			return d.post(r, a)
		}},
		{"two cards for one", "answer_count", func(d *desk, r *request.Request) string {
			a := d.present(r, nil)
			a.Presentations["card"] = append(a.Presentations["card"], a.Presentations["card"][0])
			return d.post(r, a)
		}},
		{"a card that was not asked for", "query_id_unknown", func(d *desk, r *request.Request) string {
			a := d.present(r, nil)
			a.Presentations["passport"] = a.Presentations["card"]
			return d.post(r, a)
		}},
		{"in plain text", "answer_encryption", func(d *desk, r *request.Request) string {
			form, err := d.present(r, nil).Fragment()
			if err != nil {
				d.t.Fatal(err)
			}
			return form
		}},
		{"encrypted for the key of another question", "answer_encryption", func(d *desk, r *request.Request) string {
			other := d.open(d.challenge(online()), request.Wallet{}).request
			other.State = r.State
			return d.post(other, d.present(r, nil))
		}},
		{"encrypted for another key of the same name", "answer_encryption", func(d *desk, r *request.Request) string {
			other := d.open(d.challenge(online()), request.Wallet{}).request
			other.Recipient.Key.ID = r.Recipient.Key.ID
			return d.post(other, d.present(r, nil))
		}},
		{"another question's answer, sealed for this one", "answer_state", func(d *desk, r *request.Request) string {
			other := d.open(d.challenge(online()), request.Wallet{}).request
			return d.post(r, d.present(other, nil))
		}},
		{"another question's proof with this one's state", "holder_binding_nonce", func(d *desk, r *request.Request) string {
			other := d.open(d.challenge(online()), request.Wallet{}).request
			a := d.present(other, nil)
			a.State = r.State
			return d.post(r, a)
		}},
		{"signed and not encrypted", "answer_encryption", func(d *desk, r *request.Request) string { return "response=e30.e30.c2ln" }},
		{"nothing", "answer_encryption", func(*desk, *request.Request) string { return "" }},
		{"a broken form", "answer_malformed", func(*desk, *request.Request) string { return "response=%zz" }},
		{"a parameter twice", "answer_malformed", func(*desk, *request.Request) string { return "state=a&state=b" }},
		{"far too long", "answer_too_long", func(*desk, *request.Request) string { return "response=" + strings.Repeat("a", 200<<10) }},
		{"the holder's no", "answer_declined", func(d *desk, r *request.Request) string {
			no, err := r.Decline(request.AccessDenied)
			if err != nil {
				d.t.Fatal(err)
			}
			return no.Post.Body
		}},
		{"a no without a state", "answer_declined", func(*desk, *request.Request) string { return "error=access_denied" }},
		{"a no to another question", "answer_state", func(*desk, *request.Request) string { return "error=access_denied&state=another" }},
	} {
		t.Run(row.defect, func(t *testing.T) {
			d := newDesk(t, "live")
			asked := d.challenge(online())
			seen := d.open(asked, request.Wallet{})
			response := d.receive(asked, row.body(d, seen.request))
			if got := response.Verdict; got.Kind != row.kind || got.Verdict != verdict.Invalid {
				t.Errorf("%s %s, want %s", got.Verdict, got.Kind, row.kind)
			}
			// Whatever came was the one answer: the right one is too late now.
			again := d.receive(asked, d.post(seen.request, d.present(seen.request, nil)))
			if again.Verdict.Kind != "answer_repeated" {
				t.Errorf("a second answer: %s", again.Verdict.Kind)
			}
		})
	}
}

func TestAnAnswerOverTheRelayIsGoodOnce(t *testing.T) {
	d := newDesk(t, "live")
	asked := d.challenge(online())
	seen := d.open(asked, request.Wallet{})
	body := d.post(seen.request, d.present(seen.request, nil))
	if first := d.receive(asked, body); first.Verdict.Kind != verdict.OK {
		t.Fatal(first.Verdict.Kind)
	}
	if second := d.receive(asked, body); second.Verdict.Kind != "answer_repeated" || len(second.Cards) != 0 {
		t.Errorf("the same again: %s", second.Verdict.Kind)
	}
	if other := d.receive(d.challenge(online()), body); other.Verdict.Kind != "answer_encryption" {
		t.Errorf("for another question: %s", other.Verdict.Kind)
	}
	if _, err := run(d.table, api.VerifierLive, api.LiveRequest{Challenge: asked.ID, WalletNonce: seen.nonce}); verdict.KindOf(err) != "engine_session" {
		t.Errorf("an answered question is signed again: %v", err)
	}
}

// The card of one way must not answer a question of another.
func TestWaysAreKeptApart(t *testing.T) {
	d := newDesk(t, "live")
	asked := d.challenge(online())
	seen := d.open(asked, request.Wallet{})
	plain, err := d.present(seen.request, nil).JSON()
	if err != nil {
		t.Fatal(err)
	}
	d.want("answer_state", plain, asked)
	code := d.ask("over18")
	if _, err := run(d.table, api.VerifierReceive, api.ReceiveRequest{Challenge: code.ID, Body: "response=x"}); verdict.KindOf(err) != "engine_session" {
		t.Errorf("a code's question is answered over the relay: %v", err)
	}
	if _, err := run(d.table, api.VerifierBrowser, api.BrowserAnswer{Challenge: asked.ID, Data: "{}"}); verdict.KindOf(err) != "engine_session" {
		t.Errorf("a relay's question is answered by the browser: %v", err)
	}
	if got := d.receive(asked, d.post(seen.request, d.present(seen.request, nil))); got.Verdict.Kind != verdict.OK {
		t.Errorf("afterwards: %s", got.Verdict.Kind)
	}
}

func TestASameDeviceAnswerNeedsTheCodeThatCameBack(t *testing.T) {
	d := newDesk(t, "live")
	q := online()
	q.Way = api.WaySameDevice
	asked := d.challenge(q)
	if got := exchangeBody(t, asked)["redirect_uri"]; got != pageAddress {
		t.Errorf("the wallet leads back to %v", got)
	}
	seen := d.open(asked, request.Wallet{})
	answer := api.ReceiveRequest{Challenge: asked.ID, Body: d.post(seen.request, d.present(seen.request, nil))}
	if _, err := run(d.table, api.VerifierReceive, answer); verdict.KindOf(err) != "answer_response_code" {
		t.Errorf("without a code: %v", err)
	}
	answer.ResponseCode = "AAAAAAAAAAAAAAAAAAAAAA"
	if response, err := run(d.table, api.VerifierReceive, answer); err != nil || response.Verdict.Kind != verdict.OK {
		t.Errorf("with it: %s %v", response.Verdict.Kind, err)
	}
}

func TestTheFirstWalletIsSignedForAndNoOther(t *testing.T) {
	d := newDesk(t, "live")
	q := online()
	q.CheckCode = true
	asked := d.challenge(q)
	live := func(nonce string) (api.Live, error) {
		return run(d.table, api.VerifierLive, api.LiveRequest{Challenge: asked.ID, WalletNonce: nonce})
	}
	first, err := live("first")
	if err != nil || len(first.Digits) != 2 {
		t.Fatalf("%+v %v", first, err)
	}
	if again, err := live("first"); err != nil || again != first {
		t.Errorf("the same wallet again: %+v %v", again, err)
	}
	for kind, nonce := range map[string]string{"request_wallet_nonce": "second", "engine_request": strings.Repeat("a", 513)} {
		if _, err := live(nonce); verdict.KindOf(err) != kind {
			t.Errorf("%.10q: %v", nonce, err)
		}
	}
	if _, err := live(""); verdict.KindOf(err) != "engine_request" {
		t.Errorf("no nonce: %v", err)
	}
}

// The relay hands the stored request to whoever has the code. Who could work out
// the digits from it would try wallet_nonces until they are those of another
// screen, and lead its holder's wallet to that one.
func TestDigitsCannotBeKnownFromTheStoredRequest(t *testing.T) {
	d := newDesk(t, "live")
	q := online()
	q.CheckCode = true
	asked := d.challenge(q)
	object, _ := exchangeBody(t, asked)["request"].(string)
	seen, err := request.Look(object)
	if err != nil {
		t.Fatal(err)
	}
	known, _ := seen["parameters"].(map[string]any)["nonce"].(string)
	if known == "" {
		t.Fatal("the stored request has no nonce")
	}
	if bound := d.open(asked, request.Wallet{}).request.Nonce; bound == known || bound == "" {
		t.Errorf("the nonce that the digits are made of stood in the stored request")
	}
}

// Once a wallet is signed for, what another made of the stored request is refused.
func TestOnlyTheWalletThatIsSignedForCanAnswer(t *testing.T) {
	d := newDesk(t, "live")
	asked := d.challenge(online())
	other, err := request.Open(d, strings.TrimSuffix(asked.Text, "&request_uri_method=post"), request.Wallet{}, d.now)
	if err != nil {
		t.Fatal(err)
	}
	object, _ := exchangeBody(t, asked)["request"].(string)
	stored := request.Reply{Status: 200, Headers: map[string]string{"content-type": "application/oauth-authz-req+jwt"}, Body: object}
	if err := other.Take(stored, d.now); err != nil {
		t.Fatal(err)
	}
	d.open(asked, request.Wallet{})
	r := other.Step().Request
	if got := d.receive(asked, d.post(r, d.present(r, nil))); got.Verdict.Kind != "holder_binding_nonce" {
		t.Errorf("another wallet's answer: %s", got.Verdict.Kind)
	}
}

// How long a code was looked at is no part of the time to answer.
func TestTimeBeginsWhenAWalletOpens(t *testing.T) {
	d := newDesk(t, "live")
	asked := d.challenge(online())
	d.now = d.now.Add(119 * time.Second)
	seen := d.open(asked, request.Wallet{})
	if want := d.now.Add(120 * time.Second).Format(time.RFC3339); seen.live.ExpiresAt != want || seen.request.ExpiresAt.Format(time.RFC3339) != want {
		t.Errorf("until %s and %s, want %s", seen.live.ExpiresAt, seen.request.ExpiresAt, want)
	}
	d.now = d.now.Add(119 * time.Second)
	if got := d.receive(asked, d.post(seen.request, d.present(seen.request, nil))); got.Verdict.Kind != verdict.OK {
		t.Errorf("in time: %s", got.Verdict.Kind)
	}
}

func TestLateIsRefused(t *testing.T) {
	d := newDesk(t, "live")
	unopened, asked := d.challenge(online()), d.challenge(online())
	seen := d.open(asked, request.Wallet{})
	body := d.post(seen.request, d.present(seen.request, nil))
	d.now = d.now.Add(121 * time.Second)
	if _, err := run(d.table, api.VerifierLive, api.LiveRequest{Challenge: unopened.ID, WalletNonce: "n"}); verdict.KindOf(err) != "request_expired" {
		t.Errorf("opened late: %v", err)
	}
	d.now = d.now.Add(180 * time.Second)
	if got := d.receive(asked, body); got.Verdict.Kind != "answer_late" {
		t.Errorf("answered late: %s", got.Verdict.Kind)
	}
}

func TestAnswersOfTheBrowser(t *testing.T) {
	for name, who := range map[string]api.Identity{"unsigned": api.IdentityAddress, "signed": api.IdentityKey} {
		d := newDesk(t, "live")
		ask := func() (api.Challenge, *request.Request) {
			q := online()
			q.Way, q.Identity = api.WayBrowser, who
			asked := d.challenge(q)
			data, err := encoding.DecodeJSONObject([]byte(asked.Browser.Data))
			if err != nil || asked.Browser.Protocol != "openid4vp-v1-"+name || asked.Text != "" || asked.Exchange != nil {
				t.Fatalf("%+v %v", asked, err)
			}
			r, err := request.OpenBrowser(data, "https://verifier.example", request.Wallet{}, d.now)
			if err != nil {
				t.Fatal(err)
			}
			return asked, r
		}
		for _, row := range []struct {
			kind  string
			spoil func(answer *api.BrowserAnswer)
		}{
			{verdict.OK, func(*api.BrowserAnswer) {}},
			{"answer_malformed", func(a *api.BrowserAnswer) { a.Protocol = "openid4vp" }},
			{"json_syntax", func(a *api.BrowserAnswer) { a.Data = "nothing" }},
			{"answer_encryption", func(a *api.BrowserAnswer) { a.Data = `{"vp_token":{"card":["x"]}}` }},
			{"answer_declined", func(a *api.BrowserAnswer) { a.Data = `{"error":"access_denied"}` }},
		} {
			asked, r := ask()
			delivery, err := r.Deliver(d, d.present(r, nil))
			if err != nil {
				t.Fatal(err)
			}
			text, err := encoding.EncodeJSON(delivery.Data)
			if err != nil {
				t.Fatal(err)
			}
			answer := api.BrowserAnswer{Challenge: asked.ID, Protocol: asked.Browser.Protocol, Data: string(text)}
			row.spoil(&answer)
			response, err := run(d.table, api.VerifierBrowser, answer)
			if err != nil || response.Verdict.Kind != row.kind {
				t.Errorf("%s: %s %v, want %s", name, response.Verdict.Kind, err, row.kind)
			}
		}
	}
}

// A page of another origin that shows our question gets an answer for itself.
func TestAnAnswerThroughAnotherPageIsRefused(t *testing.T) {
	d := newDesk(t, "live")
	q := online()
	q.Way, q.Identity = api.WayBrowser, api.IdentityAddress
	asked := d.challenge(q)
	data, err := encoding.DecodeJSONObject([]byte(asked.Browser.Data))
	if err != nil {
		t.Fatal(err)
	}
	r, err := request.OpenBrowser(data, "https://phishing.example", request.Wallet{}, d.now)
	if err != nil {
		t.Fatal(err)
	}
	delivery, err := r.Deliver(d, d.present(r, nil))
	if err != nil {
		t.Fatal(err)
	}
	text, _ := encoding.EncodeJSON(delivery.Data)
	response, err := run(d.table, api.VerifierBrowser, api.BrowserAnswer{Challenge: asked.ID, Protocol: asked.Browser.Protocol, Data: string(text)})
	if err != nil || response.Verdict.Kind != "holder_binding_audience" {
		t.Errorf("%s %v", response.Verdict.Kind, err)
	}
}

func TestAfterARestartNothingIsOpen(t *testing.T) {
	d := newDesk(t, "live")
	asked := d.challenge(online())
	d = newDesk(t, "live")
	for name, try := range map[string]func() error{
		"live": func() error {
			_, err := run(d.table, api.VerifierLive, api.LiveRequest{Challenge: asked.ID, WalletNonce: "n"})
			return err
		},
		"receive": func() error {
			_, err := run(d.table, api.VerifierReceive, api.ReceiveRequest{Challenge: asked.ID})
			return err
		},
	} {
		if err := try(); verdict.KindOf(err) != "engine_session" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestQuestionsThatCannotBeAsked(t *testing.T) {
	d := newDesk(t, "live")
	for _, row := range []struct {
		defect, kind string
		change       func(*api.ChallengeRequest)
	}{
		{"neither preset nor query", "engine_request", func(q *api.ChallengeRequest) { q.Preset = "" }},
		{"preset and query", "engine_request", func(q *api.ChallengeRequest) { q.Query = ownQuery }},
		{"no way", "engine_request", func(q *api.ChallengeRequest) { q.Way = "pigeon" }},
		{"no identity", "engine_request", func(q *api.ChallengeRequest) { q.Identity = "nobody" }},
		{"a check code without a key", "engine_request", func(q *api.ChallengeRequest) { q.CheckCode, q.Identity = true, api.IdentityAddress }},
		{"a check code without a relay", "engine_request", func(q *api.ChallengeRequest) { q.CheckCode, q.Way = true, api.WayCode }},
		{"a certificate that nobody brought", "identity_missing", func(q *api.ChallengeRequest) { q.Identity = api.IdentityCertificate }},
		{"an attestation that nobody brought", "identity_missing", func(q *api.ChallengeRequest) { q.Identity = api.IdentityAttestation }},
		{"high assurance by key", "identity_high_assurance", func(q *api.ChallengeRequest) { q.HighAssurance = true }},
		{"a query that is no JSON", "json_syntax", func(q *api.ChallengeRequest) { q.Preset, q.Query = "", "over 18?" }},
		{"a query for nothing", "query_malformed", func(q *api.ChallengeRequest) { q.Preset, q.Query = "", `{"credentials":[]}` }},
		{"a format that is not read here", "format_unsupported", func(q *api.ChallengeRequest) {
			q.Preset, q.Query = "", `{"credentials":[{"id":"a","format":"mso_mdoc","meta":{"doctype_value":"org.iso.18013.5.1.mDL"}}]}`
		}},
		{"a transaction of no known type", "request_transaction_data", func(q *api.ChallengeRequest) { q.Transaction = &api.AskedTransaction{Type: "urn:x"} }},
		{"a relay that anybody can read", "request_return_address", func(q *api.ChallengeRequest) { q.Relay = "http://relay.example/relay" }},
		{"a purpose as long as a book", "request_malformed", func(q *api.ChallengeRequest) { q.Purpose = strings.Repeat("a", 201) }},
		{"a page without an origin", "engine_request", func(q *api.ChallengeRequest) { q.Way, q.ReturnURL = api.WayBrowser, "/verifier/" }},
	} {
		q := online()
		row.change(&q)
		if asked, err := run(d.table, api.VerifierChallenge, q); verdict.KindOf(err) != row.kind || asked.ID != "" {
			t.Errorf("%s: %v, want %s", row.defect, err, row.kind)
		}
	}
}

func TestWithoutChanceNothingIsAsked(t *testing.T) {
	for _, q := range []api.ChallengeRequest{online(), {Preset: "over18", ReturnURL: pageAddress}} {
		d := newDesk(t, "live")
		d.chance = strings.NewReader("")
		if _, err := run(d.table, api.VerifierChallenge, q); fault.KindOf(err) == "" {
			t.Errorf("%s: %v", q.Way, err)
		}
	}
}

func TestAQueryInWords(t *testing.T) {
	d := newDesk(t, "live")
	const query = `{"credentials":[
		{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["urn:domicile:residency-card:1"]},"claims":[{"path":["age_equal_or_over","18"],"values":[true]}]},
		{"id":"b","format":"dc+sd-jwt","meta":{"vct_values":["urn:example:library"]}}],
		"credential_sets":[{"options":[["a"]]},{"options":[["b"]],"required":false}]}`
	read, err := run(d.table, api.VerifierQuery, api.QueryRequest{Query: query})
	if err != nil || len(read.Cards) != 2 {
		t.Fatalf("%+v %v", read, err)
	}
	a, b := read.Cards[0], read.Cards[1]
	if a.Name != "Residency card" || a.Optional || a.Claims[0].Label != "Over 18" || a.Claims[0].Values[0] != "true" {
		t.Errorf("%+v", a)
	}
	if b.Name != "" || !b.Optional || b.Types[0] != "urn:example:library" || len(b.Claims) != 0 {
		t.Errorf("%+v", b)
	}
	if _, err := run(d.table, api.VerifierQuery, api.QueryRequest{Query: `{"credentials":[{"id":"a"}]}`}); verdict.KindOf(err) != "query_malformed" {
		t.Errorf("%v", err)
	}
}

// What the page offers to ask for can be asked for.
func TestEveryKnownClaimCanBeAskedFor(t *testing.T) {
	d := newDesk(t, "live")
	all, err := run(d.table, api.VerifierPresets, api.Nothing{})
	if err != nil || len(all.Types) < 2 {
		t.Fatalf("%+v %v", all, err)
	}
	for _, typ := range all.Types {
		var claims []string
		for _, c := range typ.Claims {
			claims = append(claims, `{"path":`+c.Path+`}`)
		}
		query := `{"credentials":[{"id":"x","format":"dc+sd-jwt","meta":{"vct_values":["` + typ.Type + `"]},"claims":[` + strings.Join(claims, ",") + `]}]}`
		read, err := run(d.table, api.VerifierQuery, api.QueryRequest{Query: query})
		if err != nil || read.Cards[0].Name != typ.Name || len(read.Cards[0].Claims) != len(typ.Claims) {
			t.Errorf("%s: %+v %v", typ.Name, read, err)
		}
	}
}
