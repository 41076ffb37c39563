package verifier_test

import (
	"io"
	"testing"
	"time"

	"domicile/credentials/request"
	"domicile/credentials/sdjwt"
	"domicile/credentials/verdict"
	"domicile/crypto/keys"
	"domicile/internal/double"
	"domicile/wasm/api"
	"domicile/wasm/engine"
	"domicile/wasm/engine/verifier"
)

const pageAddress = "https://verifier.example/verifier/"

// desk is a verifier's page, and a holder in front of it with a card.
type desk struct {
	t      *testing.T
	table  engine.Table
	now    time.Time
	chance io.Reader
	holder keys.Private // signs the answers
	newKey func() keys.Private
	card   string
}

func newDesk(t *testing.T, scope string) *desk {
	t.Helper()
	issuer := double.New(t)
	d := &desk{t: t, now: double.Noon, chance: double.Rand("verifier"), holder: issuer.NewKey(), newKey: issuer.NewKey}
	d.card = issuer.Card(d.holder.Public())
	around := engine.Surroundings{Rand: d, Now: func() time.Time { return d.now }}
	d.table = verifier.New(around).Table()
	sources := []api.TrustSource{{Name: "list", Data: issuer.TrustList(scope)}}
	if _, err := run(d.table, api.TrustLoad, api.TrustLoadRequest{Sources: sources}); err != nil {
		t.Fatal(err)
	}
	return d
}

// Read is the engine's source of chance.
func (d *desk) Read(p []byte) (int, error) { return d.chance.Read(p) }

func run[Q, R any](table engine.Table, c api.Call[Q, R], q Q) (R, error) {
	response, err := table[c.Name].Run(&q)
	return response.(R), err
}

func (d *desk) ask(preset string) api.Challenge {
	d.t.Helper()
	asked, err := run(d.table, api.VerifierChallenge, api.ChallengeRequest{Preset: preset, ReturnURL: pageAddress})
	if err != nil {
		d.t.Fatal(err)
	}
	return asked
}

// answer is what the holder's wallet would say: the card, all of it, with a proof
// for exactly this question.
func (d *desk) answer(asked api.Challenge) string {
	d.t.Helper()
	question, err := request.Parse(asked.Text)
	if err != nil {
		d.t.Fatal(err)
	}
	return d.answerTo(question)
}

func (d *desk) answerTo(question *request.Request) string {
	d.t.Helper()
	card, err := sdjwt.Parse(d.card)
	if err != nil {
		d.t.Fatal(err)
	}
	proven, err := card.Bind(d.holder, question.Nonce, question.ClientID, d.now)
	if err != nil {
		d.t.Fatal(err)
	}
	answer := request.Answer{State: question.State, Presentations: map[string][]string{question.Query.Credentials[0].ID: {proven}}}
	text, err := answer.ReturnTo(question.ReturnURL)
	if err != nil {
		d.t.Fatal(err)
	}
	return text
}

func (d *desk) judge(q api.VerifyRequest) api.VerifyResponse {
	d.t.Helper()
	response, err := run(d.table, api.VerifierVerify, q)
	if err != nil {
		d.t.Fatal(err)
	}
	if len(response.Steps) != len(verdict.Steps) || response.Sentence == "" {
		d.t.Errorf("%s: not put into words", response.Verdict.Kind)
	}
	return response
}

// want judges a text while questions are open.
func (d *desk) want(kind, text string, open ...api.Challenge) {
	d.t.Helper()
	q := api.VerifyRequest{Text: text}
	for _, asked := range open {
		q.Challenges = append(q.Challenges, asked.ID)
	}
	if got := d.judge(q).Verdict; got.Kind != kind || (got.Verdict == verdict.Valid) != (kind == verdict.OK) {
		d.t.Errorf("%s %s, want %s", got.Verdict, got.Kind, kind)
	}
}
