package wallet_test

import (
	"testing"
	"time"

	"domicile/credentials/offer"
	"domicile/credentials/verdict"
	"domicile/crypto/sealed"
	"domicile/internal/double"
	"domicile/wasm/api"
	"domicile/wasm/engine"
	"domicile/wasm/engine/verifier"
	"domicile/wasm/engine/wallet"
)

const passphrase = "a harbour in the fog"

// page does what the wallet's page does: it calls the engine by the table,
// sends requests, and keeps the records.
type page struct {
	t        *testing.T
	table    engine.Table
	issuer   *double.Issuer
	envelope api.Bytes
	records  []api.Bytes
	now      time.Time
}

func newPage(t *testing.T, issuer *double.Issuer) *page {
	p := &page{t: t, issuer: issuer, now: double.Noon}
	p.restart()
	made := call(p, api.VaultCreate, api.VaultCreateRequest{Passphrase: passphrase})
	p.envelope, p.records = made.Envelope, made.Records
	call(p, api.VaultApply, api.VaultApplyRequest{Records: made.Records})
	return p
}

// restart is what happens after a reload or a trap.
func (p *page) restart() {
	around := engine.Surroundings{Rand: double.Rand("page"), Now: func() time.Time { return p.now }}
	p.table = wallet.New(around, sealed.Cost{Memory: 64, Passes: 1, Threads: 1}).Table()
	p.trust("test")
}

// trust loads the list of trust, with the issuer in a scope.
func (p *page) trust(scope string) { trust(p.t, p.table, p.issuer, scope) }

func trust(t *testing.T, table engine.Table, issuer *double.Issuer, scope string) {
	t.Helper()
	loaded, err := run(table, api.TrustLoad, api.TrustLoadRequest{Sources: []api.TrustSource{{Name: "list", Data: issuer.TrustList(scope)}}})
	if err != nil || len(loaded.Anchors) != 1 || loaded.Issued != "2026-11-01T00:00:00Z" {
		t.Fatalf("%+v %v", loaded, err)
	}
}

func run[Q, R any](table engine.Table, c api.Call[Q, R], q Q) (R, error) {
	response, err := table[c.Name].Run(&q)
	return response.(R), err
}

func call[Q, R any](p *page, c api.Call[Q, R], q Q) R {
	p.t.Helper()
	response, err := run(p.table, c, q)
	if err != nil {
		p.t.Fatalf("%s: %v", c.Name, err)
	}
	return response
}

func wantFailure[Q, R any](t *testing.T, table engine.Table, c api.Call[Q, R], q Q, kind string) {
	t.Helper()
	if _, err := run(table, c, q); verdict.KindOf(err) != kind {
		t.Errorf("%s: %v, want %s", c.Name, err, kind)
	}
}

// store keeps a change and applies it.
func (p *page) store(c api.Change) api.WalletState {
	p.t.Helper()
	if c.Seq != len(p.records) {
		p.t.Fatalf("a change for number %d, %d are stored", c.Seq, len(p.records))
	}
	for _, r := range c.Rewrites {
		p.records[r.Seq] = r.Record
	}
	p.records = append(p.records, c.Records...)
	return call(p, api.VaultApply, api.VaultApplyRequest{Seq: c.Seq, Records: c.Records})
}

// follow does what the steps of an issuance ask, up to a preview or the end.
func (p *page) follow(step api.IssuanceStep) api.IssuanceStep {
	p.t.Helper()
	for step.Preview == nil && !step.Done {
		next := api.OfferContinueRequest{Session: step.Session}
		if r := step.HTTP; r != nil {
			got := p.issuer.Serve(offer.Request{Method: r.Method, URL: r.URL, Headers: r.Headers, Body: r.Body})
			next.Response = &api.HTTPResponse{Status: got.Status, Headers: got.Headers, Body: got.Body}
		} else {
			p.store(*step.Change)
		}
		step = call(p, api.OfferContinue, next)
	}
	return step
}

func (p *page) receive() string {
	p.t.Helper()
	step := p.follow(call(p, api.OfferOpen, api.OfferOpenRequest{Text: p.issuer.Offer()}))
	step = p.follow(call(p, api.OfferAccept, api.OfferAcceptRequest{Session: step.Session, TxCode: p.issuer.TxCode}))
	return step.CardID
}

func newVerifier(p *page, scope string) engine.Table {
	around := engine.Surroundings{Rand: double.Rand("verifier"), Now: func() time.Time { return p.now }}
	table := verifier.New(around).Table()
	trust(p.t, table, p.issuer, scope)
	return table
}

func challenge(p *page, verifying engine.Table, preset string) api.Challenge {
	p.t.Helper()
	asked, err := run(verifying, api.VerifierChallenge, api.ChallengeRequest{
		Preset: preset, Verifier: "Harbour Bar", ReturnURL: "https://verifier.example/verifier/",
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return asked
}

// answer shows the only card that fits, and returns the answer that a code or a
// link carries.
func (p *page) answer(text string) api.PresentStep {
	p.t.Helper()
	step := call(p, api.PresentOpen, api.PresentOpenRequest{Text: text})
	if step.Preview == nil || len(step.Preview.Asks) != 1 || len(step.Preview.Asks[0].Options) != 1 {
		p.t.Fatalf("%+v", step)
	}
	step = call(p, api.PresentAnswer, api.PresentAnswerRequest{Session: step.Session, Choices: suggestion(*step.Preview)})
	p.store(*step.Change)
	step = call(p, api.PresentContinue, api.PresentContinueRequest{Session: step.Session})
	if !step.Done || step.Text == "" {
		p.t.Fatalf("%+v", step)
	}
	return step
}

// suggestion takes what the preview suggests.
func suggestion(preview api.PresentPreview) []api.Choice {
	var choices []api.Choice
	for _, ask := range preview.Asks {
		if ask.Required {
			choices = append(choices, api.Choice{Ask: ask.ID, Cards: []string{ask.Suggested}})
		}
	}
	return choices
}
