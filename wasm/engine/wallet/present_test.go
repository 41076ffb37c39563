package wallet_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/credentials/issue"
	"domicile/credentials/request"
	"domicile/credentials/sdjwt"
	"domicile/crypto/encoding"
	"domicile/internal/double"
	"domicile/wasm/api"
)

func TestARequestByReferenceIsAnswered(t *testing.T) {
	p := newPage(t, double.New(t))
	p.receive()
	d := newDesk(p, func(q *request.Question) { q.CheckCode = true })
	d.replies = []api.HTTPResponse{reply(200, `{"redirect_uri":"https://shop.example/thanks#response_code=x"}`)}

	step := call(p, api.PresentOpen, api.PresentOpenRequest{Text: d.link()})
	if step.HTTP == nil || step.Host != "shop.example" || step.HTTP.Method != "POST" || step.Sending || step.Preview != nil {
		t.Fatalf("%+v", step)
	}
	if strings.Contains(step.HTTP.Body, issue.ResidencyCard) {
		t.Error("the verifier is told of a card before anybody agreed")
	}
	if step = p.fetch(d, step); !step.Code || step.Preview != nil || step.HTTP != nil {
		t.Fatalf("%+v", step)
	}
	step = call(p, api.PresentCode, api.PresentCodeRequest{Session: step.Session, Digits: d.digits()})
	preview := step.Preview
	if preview == nil || preview.Sure != api.SureProven || preview.Verifier != "Harbour Shop" || !preview.Sends || !preview.Encrypted || preview.Host != "shop.example" {
		t.Fatalf("%+v", preview)
	}
	step = p.agree(step)
	if step.HTTP == nil || !step.Sending || step.HTTP.URL != responseURI || strings.Contains(step.HTTP.Body, "vp_token") {
		t.Fatalf("%+v", step)
	}
	if step = p.fetch(d, step); !step.Done || step.Redirect != "https://shop.example/thanks#response_code=x" || step.Text != "" {
		t.Errorf("%+v", step)
	}
	answer := d.answer()
	if err := d.request.Accept(answer); err != nil {
		t.Fatal(err)
	}
	token, err := sdjwt.Parse(answer.Presentations["card"][0])
	if err != nil {
		t.Fatal(err)
	}
	if err := token.VerifyKeyBinding(sdjwt.Binding{Nonce: d.request.Nonce, Audience: d.signer.ClientID, Now: p.now}); err != nil {
		t.Error(err)
	}
	wantFailure(t, p.table, api.PresentContinue, api.PresentContinueRequest{Session: step.Session}, "engine_session")
	if line := call(p, api.WalletRead, api.Nothing{}).Log[0]; line.Event != api.LogShown || line.Host != "shop.example" || line.Sure != api.SureProven {
		t.Errorf("%+v", line)
	}
}

// Nothing leaves before the record that logs it is kept, whatever a page asks.
func TestNothingLeavesUnlogged(t *testing.T) {
	p := newPage(t, double.New(t))
	p.receive()
	d := newDesk(p, nil)
	step := p.consider(d)
	step = call(p, api.PresentAnswer, api.PresentAnswerRequest{Session: step.Session, Choices: suggestion(*step.Preview)})
	for range 3 {
		response := reply(200, "{}")
		wantFailure(t, p.table, api.PresentContinue, api.PresentContinueRequest{Session: step.Session, Response: &response}, "engine_session")
		if step = call(p, api.PresentContinue, api.PresentContinueRequest{Session: step.Session}); step.Change == nil || step.HTTP != nil {
			t.Fatalf("%+v", step)
		}
	}
	// Another tab was faster: the change is made anew for the wallet as it is.
	other := p.consider(newDesk(p, nil))
	p.store(*call(p, api.PresentRefuse, api.PresentRefuseRequest{Session: other.Session}).Change)
	if step = call(p, api.PresentContinue, api.PresentContinueRequest{Session: step.Session}); step.Change == nil || step.Change.Seq != len(p.records) {
		t.Fatalf("%+v", step)
	}
	p.store(*step.Change)
	if step = call(p, api.PresentContinue, api.PresentContinueRequest{Session: step.Session}); step.HTTP == nil || !step.Sending {
		t.Errorf("%+v", step)
	}
}

// After a lost network the same message goes again, and another answer cannot.
func TestALostNetwork(t *testing.T) {
	p := newPage(t, double.New(t))
	p.receive()
	d := newDesk(p, nil)
	step := call(p, api.PresentOpen, api.PresentOpenRequest{Text: d.link()})
	lost := func(status int) api.PresentContinueRequest {
		return api.PresentContinueRequest{Session: step.Session, Response: &api.HTTPResponse{Status: status, Headers: map[string]string{}}}
	}
	for _, status := range []int{0, 429, 503} {
		wantFailure(t, p.table, api.PresentContinue, lost(status), "request_network")
	}
	again := call(p, api.PresentContinue, api.PresentContinueRequest{Session: step.Session})
	if again.HTTP == nil || again.HTTP.Body != step.HTTP.Body || again.Host != step.Host {
		t.Fatalf("%+v", again)
	}
	step = p.agree(p.fetch(d, again))
	sent := *step.HTTP
	for _, status := range []int{0, 500} {
		d.serve(sent)
		wantFailure(t, p.table, api.PresentContinue, lost(status), "answer_network")
		step = call(p, api.PresentContinue, api.PresentContinueRequest{Session: step.Session})
		if step.HTTP.Body != sent.Body {
			t.Error("another message is sent the second time")
		}
	}
	portal := api.HTTPResponse{Status: 200, Headers: map[string]string{"content-type": "text/html"}, Body: "<html>"}
	wantFailure(t, p.table, api.PresentContinue, api.PresentContinueRequest{Session: step.Session, Response: &portal}, "answer_network")
	wantFailure(t, p.table, api.PresentAnswer, api.PresentAnswerRequest{Session: step.Session, Choices: []api.Choice{{Ask: "card", Cards: []string{"x"}}}}, "engine_session")
	wantFailure(t, p.table, api.PresentRefuse, api.PresentRefuseRequest{Session: step.Session}, "engine_session")
	if step = p.fetch(d, step); !step.Done {
		t.Errorf("%+v", step)
	}
	for _, body := range d.received {
		if body != d.received[0] {
			t.Error("two answers were sent")
		}
	}
}

// A person who refuses and a wallet that has no such card send the same bytes.
func TestARefusalTellsNothing(t *testing.T) {
	refuse := func(have bool) (api.HTTPRequest, api.WalletState) {
		p := newPage(t, double.New(t))
		if have {
			p.receive()
		}
		d := newDesk(p, nil)
		step := p.consider(d)
		if step.Preview.Satisfiable != have {
			t.Fatalf("%+v", step.Preview)
		}
		step = call(p, api.PresentRefuse, api.PresentRefuseRequest{Session: step.Session})
		state := p.store(*step.Change)
		step = call(p, api.PresentContinue, api.PresentContinueRequest{Session: step.Session})
		sent := *step.HTTP
		if step = p.fetch(d, step); !step.Done {
			t.Errorf("%+v", step)
		}
		return sent, state
	}
	refused, state := refuse(true)
	none, _ := refuse(false)
	if refused.Body != none.Body || refused.URL != none.URL || refused.Method != none.Method || len(refused.Headers) != len(none.Headers) {
		t.Errorf("refused  %+v\nno card  %+v", refused, none)
	}
	for name, value := range refused.Headers {
		if none.Headers[name] != value {
			t.Errorf("the header %s tells them apart", name)
		}
	}
	if !strings.Contains(refused.Body, "error=access_denied") || state.Log[0].Event != api.LogRefused {
		t.Errorf("%s %+v", refused.Body, state.Log[0])
	}
}

// A refusal that nobody heard is over all the same.
func TestARefusalThatIsNotHeard(t *testing.T) {
	p := newPage(t, double.New(t))
	d := newDesk(p, nil)
	step := p.consider(d)
	step = call(p, api.PresentRefuse, api.PresentRefuseRequest{Session: step.Session})
	p.store(*step.Change)
	d.replies = []api.HTTPResponse{reply(400, `{"error":"invalid_request"}`)}
	if step = p.fetch(d, call(p, api.PresentContinue, api.PresentContinueRequest{Session: step.Session})); !step.Done || step.Redirect != "" {
		t.Errorf("%+v", step)
	}
}

func TestOneTryForTheCode(t *testing.T) {
	p := newPage(t, double.New(t))
	d := newDesk(p, func(q *request.Question) { q.CheckCode = true })
	step := p.fetch(d, call(p, api.PresentOpen, api.PresentOpenRequest{Text: d.link()}))
	wrong := "00"
	if d.digits() == wrong {
		wrong = "01"
	}
	wantFailure(t, p.table, api.PresentCode, api.PresentCodeRequest{Session: step.Session, Digits: wrong}, "request_check_code")
	wantFailure(t, p.table, api.PresentCode, api.PresentCodeRequest{Session: step.Session, Digits: d.digits()}, "engine_session")
	if len(d.received) != 0 {
		t.Error("something was sent")
	}
}

func TestAVerifierWithACertificate(t *testing.T) {
	p := newPage(t, double.New(t))
	p.receive()
	known := certified(t, "shop.example")
	signer, err := request.SignByCertificate(known.key, known.chain, request.CertHash, "")
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, rand: double.Rand("desk"), signer: signer}
	d.ask(p, nil)
	for _, row := range []struct {
		defect  string
		source  api.TrustSource
		failure string
	}{
		{"an authority that nobody named", api.TrustSource{Name: "none", Data: p.issuer.TrustList("test")}, "request_certificate"},
		{"an authority that only issues cards", api.TrustSource{Name: "issuers.pem", Data: known.authority}, "request_certificate"},
		{"", api.TrustSource{Name: "verifiers.pem", Data: known.authority, Verifiers: true}, ""},
	} {
		loaded := call(p, api.TrustLoad, api.TrustLoadRequest{Sources: []api.TrustSource{row.source}})
		step := call(p, api.PresentOpen, api.PresentOpenRequest{Text: d.link(), HAIP: true})
		response := d.serve(*step.HTTP)
		answer := api.PresentContinueRequest{Session: step.Session, Response: &response}
		if row.failure != "" {
			wantFailure(t, p.table, api.PresentContinue, answer, row.failure)
			continue
		}
		preview := call(p, api.PresentContinue, answer).Preview
		if preview == nil || preview.Sure != api.SureVerified || preview.Name != "Harbour Shop Ltd" || preview.By != "Verifier Authority" {
			t.Errorf("%+v", preview)
		}
		if len(loaded.Vouchers) != 1 || loaded.Vouchers[0] != (api.Voucher{Source: "verifiers.pem", Name: "Verifier Authority"}) || len(loaded.Anchors) != 0 {
			t.Errorf("%+v", loaded)
		}
	}
}

// What a request's content is refused for, the verifier may be told; nothing is
// sent by itself, and nothing where it is not known who asks.
func TestRequestsThatAreRefusedBeforeConsent(t *testing.T) {
	p := newPage(t, double.New(t))
	p.receive()
	for _, row := range []struct {
		defect string
		change func(*desk)
		haip   bool
		kind   string
		told   string // the code that the verifier may be told; "" for nobody to tell
	}{
		{"a wallet that is held to the high assurance profile", func(*desk) {}, true, "request_profile", "invalid_request"},
		{"an unknown kind of transaction", func(d *desk) {
			d.object = func(string) string { return d.resigned(map[string]any{"transaction_data": []any{"e30"}}) }
		}, false, "request_transaction_data", "invalid_transaction_data"},
		{"a format that no card of this wallet can have", func(d *desk) {
			d.object = func(string) string {
				return d.resigned(map[string]any{"dcql_query": map[string]any{"credentials": []any{map[string]any{"id": "a", "format": "mso_mdoc", "meta": map[string]any{"doctype_value": "x"}}}}})
			}
		}, false, "request_formats", "vp_formats_not_supported"},
		{"a signature that is not the verifier's", func(d *desk) {
			d.object = func(text string) string { return text[:len(text)-4] + "AAAA" }
		}, false, "request_signature", ""},
		{"another wallet's nonce", func(d *desk) {
			d.object = func(string) string { return d.resigned(map[string]any{"wallet_nonce": "another-0123456789"}) }
		}, false, "request_wallet_nonce", ""},
		{"another verifier than the code's", func(d *desk) {
			d.object = func(string) string {
				return d.resigned(map[string]any{"client_id": "decentralized_identifier:did:jwk:e30"})
			}
		}, false, "request_client_mismatch", ""},
	} {
		d := newDesk(p, nil)
		row.change(d)
		step := call(p, api.PresentOpen, api.PresentOpenRequest{Text: d.link(), HAIP: row.haip})
		response := d.serve(*step.HTTP)
		handed := api.PresentContinueRequest{Session: step.Session, Response: &response}
		if row.told == "" {
			wantFailure(t, p.table, api.PresentContinue, handed, row.kind)
			wantFailure(t, p.table, api.PresentRefuse, api.PresentRefuseRequest{Session: step.Session}, "engine_session")
			continue
		}
		step = call(p, api.PresentContinue, handed)
		if step.Failure == nil || step.Failure.Kind != row.kind || step.Failure.Sentence == "" || step.HTTP != nil || len(d.received) != 0 {
			t.Errorf("%s: %+v", row.defect, step)
			continue
		}
		wantFailure(t, p.table, api.PresentAnswer, api.PresentAnswerRequest{Session: step.Session}, "engine_session")
		step = call(p, api.PresentRefuse, api.PresentRefuseRequest{Session: step.Session})
		if want := "error=" + row.told; step.HTTP == nil || !strings.HasPrefix(step.HTTP.Body, want) || !strings.Contains(step.HTTP.Body, "state="+d.request.State) {
			t.Errorf("%s: told %+v", row.defect, step.HTTP)
			continue
		}
		if step = p.fetch(d, step); !step.Done {
			t.Errorf("%s: %+v", row.defect, step)
		}
	}
}

// resigned is the request object with other members, signed by the verifier.
func (d *desk) resigned(members map[string]any) string {
	object, err := d.request.Object(d.signer, d.nonce)
	if err != nil {
		d.t.Fatal(err)
	}
	payload, err := encoding.DecodeBase64URL(strings.Split(object, ".")[1])
	if err != nil {
		d.t.Fatal(err)
	}
	tree, err := encoding.DecodeJSONObject(payload)
	if err != nil {
		d.t.Fatal(err)
	}
	for name, value := range members {
		tree[name] = value
	}
	again, err := d.sign(tree)
	if err != nil {
		d.t.Fatal(err)
	}
	return again
}

func TestTransactionsAndCombinationsOnTheScreen(t *testing.T) {
	university := double.New(t)
	p := newPage(t, university)
	p.receive()
	payment, err := request.NewTransaction("urn:domicile:transaction:payment:1", []string{"card"},
		map[string]string{"payee": "Shop", "amount": "12.50", "currency": "EUR"})
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(p, func(q *request.Question) {
		q.Transactions = []request.Transaction{payment}
		other := over18()
		other.ID, other.Types = "other", [][]string{{"urn:other:1"}}
		name := over18()
		name.ID, name.Claims, name.Multiple = "name", []dcql.ClaimQuery{{Path: claim.Path{"family_name"}}}, true
		q.Query = dcql.Query{
			Credentials: []dcql.CredentialQuery{other, over18(), name},
			Sets:        []dcql.SetQuery{{Options: [][]string{{"other"}, {"card"}}, Required: true}, {Options: [][]string{{"name"}}}},
		}
	})
	step := p.consider(d)
	preview := step.Preview
	if len(preview.Transactions) != 1 || preview.Transactions[0].Name != "Payment" || len(preview.Transactions[0].Fields) != 3 ||
		preview.Transactions[0].Fields[1] != (api.TransactionField{Label: "Amount", Value: "12.50"}) || !slices.Equal(preview.Transactions[0].Asks, []string{"card"}) {
		t.Errorf("%+v", preview.Transactions)
	}
	if len(preview.Sets) != 2 || len(preview.Sets[0].Options) != 1 || preview.Sets[0].Suggested != 0 || preview.Sets[1].Suggested != -1 || preview.Sets[1].Required {
		t.Errorf("%+v", preview.Sets)
	}
	if preview.Asks[0].Required || !preview.Asks[1].Required || preview.Asks[2].Required || !preview.Asks[2].Multiple {
		t.Errorf("%+v", preview.Asks)
	}
	nobody := []api.Choice{{Ask: "name", Cards: []string{preview.Asks[2].Suggested}}}
	wantFailure(t, p.table, api.PresentAnswer, api.PresentAnswerRequest{Session: step.Session, Choices: nobody}, "wallet_transaction")
	p.fetch(d, p.agree(step))
	token, err := sdjwt.Parse(d.answer().Presentations["card"][0])
	if err != nil || !slices.Equal(token.Transactions(), []string{payment.Hash}) {
		t.Errorf("%v %v", token.Transactions(), err)
	}
	if line := call(p, api.WalletRead, api.Nothing{}).Log[0]; !slices.Equal(line.Transactions, []string{"Payment"}) {
		t.Errorf("%+v", line)
	}
}

func TestACancelledRequestIsForgotten(t *testing.T) {
	p := newPage(t, double.New(t))
	d := newDesk(p, nil)
	step := call(p, api.PresentOpen, api.PresentOpenRequest{Text: d.link()})
	if step = call(p, api.PresentRefuse, api.PresentRefuseRequest{Session: step.Session}); !step.Done || step.Change != nil || step.HTTP != nil {
		t.Errorf("%+v", step)
	}
	wantFailure(t, p.table, api.PresentContinue, api.PresentContinueRequest{Session: step.Session}, "engine_session")
	if d.nonce != "" {
		t.Error("the verifier was asked")
	}
}

func TestAnAnswerThatComesTooLate(t *testing.T) {
	p := newPage(t, double.New(t))
	p.receive()
	d := newDesk(p, nil)
	step := p.consider(d)
	p.now = p.now.Add(4 * time.Minute)
	wantFailure(t, p.table, api.PresentAnswer, api.PresentAnswerRequest{Session: step.Session, Choices: suggestion(*step.Preview)}, "request_expired")
	if len(d.received) != 0 {
		t.Error("something was sent")
	}
}

func TestTheOldestRequestsGo(t *testing.T) {
	p := newPage(t, double.New(t))
	d := newDesk(p, nil)
	first := call(p, api.PresentOpen, api.PresentOpenRequest{Text: d.link()})
	for range 8 {
		call(p, api.PresentOpen, api.PresentOpenRequest{Text: d.link()})
	}
	wantFailure(t, p.table, api.PresentContinue, api.PresentContinueRequest{Session: first.Session}, "engine_session")
}
