package wallet_test

import (
	"strings"
	"testing"
	"time"

	"domicile/credentials/verdict"
	"domicile/internal/double"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

// The main job from end to end, through the calls that the pages make: a card
// is received, a question asked, an answer shown as an animated code, scanned,
// and judged.
func TestTheWholeJourney(t *testing.T) {
	p := newPage(t, double.New(t))
	p.receive()
	verifying := newVerifier(p, "live")
	asked := challenge(p, verifying, "over18")

	if still := call(p, api.QREncode, api.QRRequest{Text: asked.Text}); len(still.Codes) != 1 {
		t.Errorf("the question needs %d codes", len(still.Codes))
	}
	answered := p.answer(asked.Text)
	frames := call(p, api.QREncode, api.QRRequest{Text: answered.Text})
	text := scan(t, verifying, frames)
	for name, shown := range map[string]string{"the code": text, "the link": answered.ReturnTo} {
		verifying := newVerifier(p, "live")
		asked := challenge(p, verifying, "over18") // the same randomness: the same question
		response, err := run(verifying, api.VerifierVerify, api.VerifyRequest{Text: shown, Challenges: []string{asked.ID}})
		if err != nil || response.Verdict.Verdict != verdict.Valid || response.Verdict.Holder != "proven" {
			t.Fatalf("%s: %+v %v", name, response, err)
		}
		if len(response.Cards) != 1 || response.Preset != "over18" {
			t.Fatalf("%s: %+v", name, response)
		}
		card := response.Cards[0]
		if len(card.Shown) != 1 || card.Shown[0].Label != "Over 18" || card.Shown[0].Value != "true" {
			t.Errorf("%s shows %+v", name, card.Shown)
		}
		for _, claim := range card.Other {
			if strings.Contains("Aiko Ito 1990-02-03 XM-123", claim.Value) && claim.Value != "XM" {
				t.Errorf("%s also says %+v", name, claim)
			}
		}
		for _, step := range response.Steps {
			if step.Title == "" || step.Sentence == "" {
				t.Errorf("%s: a step without words: %+v", name, step)
			}
		}
	}
}

// scan reads every frame but the second, as a camera would.
func scan(t *testing.T, table engine.Table, codes api.QRCodes) string {
	t.Helper()
	for i, code := range codes.Codes {
		if i == 1 && len(codes.Codes) > 1 {
			continue
		}
		result, err := run(table, api.ScanAdd, api.ScanRequest{Session: "camera", Text: strings.ToUpper(code.Text)})
		if err != nil || result.State == api.ScanRefused {
			t.Fatalf("frame %d: %+v %v", i, result.Failure, err)
		}
		if result.State == api.ScanComplete {
			if result.Item.Type != api.ItemAnswer {
				t.Errorf("it is a %s", result.Item.Type)
			}
			return result.Item.Text
		}
	}
	t.Fatal("the frames were not enough")
	return ""
}

func TestAnswersThatTheVerifierRefuses(t *testing.T) {
	p := newPage(t, double.New(t))
	p.receive()
	verifying := newVerifier(p, "test")
	first, second := challenge(p, verifying, "over18"), challenge(p, verifying, "name-residency")
	answer := p.answer(first.Text).ReturnTo
	stranger := newVerifier(p, "test")
	for _, row := range []struct {
		defect  string
		table   engine.Table
		request api.VerifyRequest
		kind    string
	}{
		{"nothing", verifying, api.VerifyRequest{Text: "", Challenges: nil}, "qr_empty"},
		{"the answer to another question", verifying, api.VerifyRequest{Text: answer, Challenges: []string{second.ID}, AcceptTest: true}, "answer_state"},
		{"an answer that no question is open for", stranger, api.VerifyRequest{Text: answer, Challenges: []string{"x"}, AcceptTest: true}, "answer_state"},
		{"one byte changed", verifying, api.VerifyRequest{Text: strings.Replace(answer, "~", "~A", 1), Challenges: []string{first.ID}, AcceptTest: true}, ""},
		{"a practice card in live mode", verifying, api.VerifyRequest{Text: answer, Challenges: []string{first.ID, second.ID}}, "issuer_test_only"},
		{"a replay", verifying, api.VerifyRequest{Text: answer, Challenges: []string{first.ID, second.ID}, AcceptTest: true}, "holder_binding_nonce"},
		{"a clock turned back", verifying, api.VerifyRequest{Text: answer, AcceptTest: true, LastSeen: "2027-01-01T00:00:00Z"}, "clock_suspect"},
	} {
		response, err := run(row.table, api.VerifierVerify, row.request)
		if err != nil {
			t.Fatalf("%s: %v", row.defect, err)
		}
		if response.Verdict.Verdict == verdict.Valid || row.kind != "" && response.Verdict.Kind != row.kind {
			t.Errorf("%s: %s %s", row.defect, response.Verdict.Verdict, response.Verdict.Kind)
		}
		if response.Sentence == "" || len(response.Steps) != len(verdict.Steps) {
			t.Errorf("%s: no words", row.defect)
		}
	}
	wantFailure(t, verifying, api.VerifierVerify, api.VerifyRequest{Text: answer, LastSeen: "yesterday"}, "engine_request")
	wantFailure(t, verifying, api.VerifierChallenge, api.ChallengeRequest{Preset: "everything"}, "request_preset_unknown")
}

func TestAQuestionDies(t *testing.T) {
	p := newPage(t, double.New(t))
	p.receive()
	verifying := newVerifier(p, "live")
	asked := challenge(p, verifying, "over18")
	answer := p.answer(asked.Text).ReturnTo
	p.now = p.now.Add(4 * time.Minute)
	response, err := run(verifying, api.VerifierVerify, api.VerifyRequest{Text: answer, Challenges: []string{asked.ID}})
	if err != nil || response.Verdict.Kind != "holder_binding_nonce" {
		t.Errorf("%s %v", response.Verdict.Kind, err)
	}
	wantFailure(t, p.table, api.PresentOpen, api.PresentOpenRequest{Text: asked.Text}, "request_expired")
}

// A clock that was once set forward by mistake must not make the right time
// suspect for ever: what is kept is what others bore witness to.
func TestOwnClockIsNoWitness(t *testing.T) {
	p := newPage(t, double.New(t))
	verifying := newVerifier(p, "live")
	for lastSeen, want := range map[string]string{
		"":                     "2026-11-01T00:00:00Z", // the list of issuers is of that day
		"2026-11-20T11:00:00Z": "2026-11-20T11:00:00Z",
		"2027-01-01T00:00:00Z": "2027-01-01T00:00:00Z",
	} {
		response, err := run(verifying, api.VerifierVerify, api.VerifyRequest{Text: "hello", LastSeen: lastSeen})
		if err != nil || response.LastSeen != want {
			t.Errorf("after %q: %q %v", lastSeen, response.LastSeen, err)
		}
	}
}

func TestTimeThatAHolderAgreedToIsKept(t *testing.T) {
	p := newPage(t, double.New(t))
	p.receive()
	verifying := newVerifier(p, "live")
	asked := challenge(p, verifying, "over18")
	answer := p.answer(asked.Text).ReturnTo
	response, err := run(verifying, api.VerifierVerify, api.VerifyRequest{Text: answer, Challenges: []string{asked.ID}, LastSeen: "2026-11-20T11:00:00Z"})
	if err != nil || response.Verdict.Verdict != verdict.Valid || response.LastSeen != "2026-11-20T12:00:00Z" {
		t.Errorf("%s %q %v", response.Verdict.Kind, response.LastSeen, err)
	}
}
