package verifier_test

import (
	"errors"
	"testing"
	"testing/iotest"
	"time"

	"domicile/credentials/request"
	"domicile/credentials/verdict"
	"domicile/wasm/api"
)

func TestAnAnswerIsGoodOnce(t *testing.T) {
	d := newDesk(t, "live")
	asked := d.ask("over18")
	answer := d.answer(asked)
	d.want(verdict.OK, answer, asked)
	d.want("holder_binding_nonce", answer, asked)
	later := d.ask("over18")
	d.want("answer_state", answer, later)
	d.want("holder_binding_nonce", answer, asked, later)
	d.want(verdict.OK, d.answer(later), asked, later)
}

// A forged answer must not use up the question of the person who stands there.
func TestWhatIsNotProvenClosesNothing(t *testing.T) {
	d := newDesk(t, "live")
	asked := d.ask("over18")
	guessed, err := request.Parse(asked.Text)
	if err != nil {
		t.Fatal(err)
	}
	guessed.Nonce = "guessed"
	d.want("holder_binding_nonce", d.answerTo(guessed), asked)
	d.want(verdict.OK, d.answer(asked), asked)
}

func TestAQuestionLives120Seconds(t *testing.T) {
	for after, kind := range map[time.Duration]string{
		0:                 verdict.OK,
		120 * time.Second: verdict.OK,
		121 * time.Second: "holder_binding_nonce",
		time.Hour:         "holder_binding_nonce",
	} {
		d := newDesk(t, "live")
		asked := d.ask("over18")
		if until := d.now.Add(120 * time.Second).Format(time.RFC3339); asked.ExpiresAt != until {
			t.Errorf("it says %s, want %s", asked.ExpiresAt, until)
		}
		d.now = d.now.Add(after)
		t.Run(after.String(), func(t *testing.T) { d.want(kind, d.answer(asked), asked) })
	}
}

// Without chance there is no secret nonce, and still no second answer.
func TestAReplayFailsWithoutChance(t *testing.T) {
	d := newDesk(t, "live")
	asked := d.ask("over18")
	answer := d.answer(asked)
	d.chance = iotest.ErrReader(errors.New("no chance"))
	d.want(verdict.OK, answer, asked)
	d.want("holder_binding_nonce", answer, asked)
}

// A clock that was put back does not bring a question to life again.
func TestAnExpiredQuestionStaysClosed(t *testing.T) {
	d := newDesk(t, "live")
	asked := d.ask("over18")
	answer := d.answer(asked)
	d.now = d.now.Add(time.Hour)
	d.want("holder_binding_nonce", answer, asked)
	d.now = d.now.Add(-time.Hour)
	d.want("holder_binding_nonce", answer, asked)
}

func TestSeveralQuestionsAreOpen(t *testing.T) {
	d := newDesk(t, "live")
	first, second, third := d.ask("over18"), d.ask("name-residency"), d.ask("over18")
	if first.ID == second.ID || second.ID == third.ID || first.ID == third.ID {
		t.Fatal("two questions have one name")
	}
	for preset, asked := range map[string]api.Challenge{"over18": first, "name-residency": second} {
		response := d.judge(api.VerifyRequest{Text: d.answer(asked), Challenges: []string{first.ID, second.ID, third.ID}})
		if response.Verdict.Verdict != verdict.Valid || response.Preset != preset {
			t.Errorf("%s is judged as %q: %s", preset, response.Preset, response.Verdict.Kind)
		}
	}
	// A question that the page does not name any more is not answered.
	d.want("answer_state", d.answer(third), first, second)
	d.want(verdict.OK, d.answer(third), third)
}

func TestOnlyTheNewestQuestionsAreKept(t *testing.T) {
	const kept = 64
	d := newDesk(t, "live")
	oldest := d.ask("over18")
	next := d.ask("over18")
	for range kept - 1 {
		d.ask("over18")
	}
	d.want("answer_state", d.answer(oldest), oldest)
	d.want(verdict.OK, d.answer(next), next)
}

// While a question is open, only its answer counts: a card that is merely shown
// proves nothing about who shows it.
func TestWhatIsNoAnswerFailsWhileAQuestionIsOpen(t *testing.T) {
	d := newDesk(t, "live")
	asked := d.ask("over18")
	d.want(verdict.OK, d.card)
	d.want("answer_malformed", d.card, asked)
	for _, text := range []string{"", "hello", "https://verifier.example/", asked.Text} {
		response := d.judge(api.VerifyRequest{Text: text, Challenges: []string{asked.ID}})
		if response.Verdict.Verdict != verdict.Invalid || len(response.Cards) != 0 {
			t.Errorf("%.20q: %s %s", text, response.Verdict.Verdict, response.Verdict.Kind)
		}
	}
	d.want(verdict.OK, d.answer(asked), asked)
}

// After a restart the page may still name its questions; nobody knows their nonces.
func TestARestartForgetsQuestions(t *testing.T) {
	d := newDesk(t, "live")
	asked := d.ask("over18")
	answer := d.answer(asked)
	restarted := newDesk(t, "live")
	restarted.want("answer_state", answer, asked)
	restarted.want("answer_malformed", restarted.card, asked)
}

func TestChallengesThatAreMistakesOfThePage(t *testing.T) {
	d := newDesk(t, "live")
	for kind, q := range map[string]api.ChallengeRequest{
		"request_preset_unknown": {Preset: "everything", ReturnURL: pageAddress},
		"request_return_address": {Preset: "over18", ReturnURL: "http://verifier.example/"},
	} {
		if _, err := run(d.table, api.VerifierChallenge, q); verdict.KindOf(err) != kind {
			t.Errorf("%v, want %s", err, kind)
		}
	}
}
