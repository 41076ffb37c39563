// Package verifier answers the calls of the verifier's engine: it asks and it
// judges. It links no key storage: the keys that it makes or is given live in its
// memory, and end with it.
//
// # Questions
//
// [Verifier.Challenge] asks, in an OpenID4VP 1.0 request, in one of four ways:
//
//	code         by value; the answer comes as codes, or in the page's address
//	relay        by reference to a relay, which takes the encrypted answer
//	same-device  likewise, and the wallet leads the person back to the page
//	browser      through the Digital Credentials API
//
// Up to 64 questions are open at once, because a page renews what it shows while
// an answer to the last one is on its way; the oldest go. Questions live in memory
// only: after a restart, old answers fit none.
//
// By codes, a question dies after 120 seconds by the engine's own clock, and with
// the first answer that proves the holder. An answer that proves nothing leaves it
// open, so that no stranger can use it up.
//
// Elsewhere a question takes one answer, whatever it is, because the relay or the
// browser brings one only. [Verifier.Live] signs it for the wallet that opened it
// first, and gives that wallet 120 seconds from then.
//
// # Who asks
//
// By its address (unsigned), by a key that is made for the session (did:jwk), or by
// the certificate or attestation that [Verifier.Identify] brought. The answer is
// encrypted for a key that is made for each question.
//
// # Verdicts
//
// [Verifier.Verify] judges a text, [Verifier.Receive] what was posted to a relay,
// [Verifier.Browser] what the browser gave. While the page lists questions, only an
// answer to one of them counts, and a card that is merely shown is refused. Nobody
// is trusted until trust.load says who. Whatever is wrong with the answer is the
// verdict; an error, with its kind, is a mistake of the page, or a question that is
// not open.
package verifier

import (
	"cmp"
	"time"

	"domicile/credentials/request"
	"domicile/credentials/verdict"
	"domicile/credentials/verify"
	"domicile/crypto/keys"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

// Verifier is one engine: what it trusts and the questions it has open, in
// memory only. After a restart old answers fit no question.
type Verifier struct {
	around  engine.Surroundings
	scanner engine.Scanner
	trusted engine.Trusted
	open    []*question // oldest first

	session  keys.Private // made when it is first needed
	identity identity
}

// New returns an engine that trusts nobody yet.
func New(around engine.Surroundings) *Verifier { return &Verifier{around: around} }

// Table lists the engine's calls.
func (v *Verifier) Table() engine.Table {
	t := engine.Table{}
	v.scanner.Register(t)
	v.trusted.Register(t)
	engine.Handle(t, api.QREncode, engine.Draw)
	engine.Handle(t, api.VerifierPresets, v.Presets)
	engine.Handle(t, api.VerifierQuery, v.Query)
	engine.Handle(t, api.VerifierIdentify, v.Identify)
	engine.Handle(t, api.VerifierChallenge, v.Challenge)
	engine.Handle(t, api.VerifierLive, v.Live)
	engine.Handle(t, api.VerifierReceive, v.Receive)
	engine.Handle(t, api.VerifierBrowser, v.Browser)
	engine.Handle(t, api.VerifierVerify, v.Verify)
	return t
}

// Verify judges a scanned text. Whatever is wrong with the text is the verdict;
// an error is a mistake of the page.
func (v *Verifier) Verify(q api.VerifyRequest) (api.VerifyResponse, error) {
	now := v.around.Now()
	floor, err := lastSeen(q.LastSeen)
	if err != nil {
		return api.VerifyResponse{}, err
	}
	asked := v.askedBy(q.Text, q.Challenges)
	if asked != nil {
		asked.expire(v.around.Rand, now)
	}
	judged := verify.Verify([]byte(q.Text), v.options(asked, q.AcceptTest, floor, now))
	if asked != nil && judged.Holder == "proven" {
		asked.close(v.around.Rand) // a nonce is good for one answer
	}
	return v.respond(judged, q.Text, asked, floor, now), nil
}

// attested is the newest time that a verdict bears witness to: when the card was
// issued, or now, where a holder's device agreed with this one about it. Our own
// clock alone is no witness: once set forward by mistake, it would make the right
// time suspect for ever.
func attested(judged verdict.Verdict, now time.Time) time.Time {
	if judged.Verdict != verdict.Valid {
		return time.Time{}
	}
	if judged.Holder == "proven" {
		return now
	}
	from, err := time.Parse(time.RFC3339, judged.Validity.From)
	if err != nil {
		return time.Time{} // the card does not say
	}
	return from
}

// lastSeen reads the newest time the device has seen.
func lastSeen(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, engine.BadRequest("last_seen is no RFC 3339 time")
	}
	return t, nil
}

// since reads a clock as the time that passed since now.
func since(clock func() time.Time) func() time.Duration {
	start := clock()
	return func() time.Duration { return clock().Sub(start) }
}

func latest(times ...time.Time) time.Time {
	var newest time.Time
	for _, t := range times {
		if t.After(newest) {
			newest = t
		}
	}
	return newest
}

// describe puts a verdict into words, with the claims that were asked for apart
// from the others.
func describe(judged verdict.Verdict, text string, asked *question) api.VerifyResponse {
	response := api.VerifyResponse{Verdict: judged, Sentence: judged.Sentence()}
	for _, step := range judged.Steps {
		response.Steps = append(response.Steps, stepText(step))
	}
	response.Cards, response.Agreed = split(judged.Claims, text, asked), []api.Line{}
	if asked == nil {
		return response
	}
	response.Preset = asked.preset
	if judged.Verdict == verdict.Valid {
		response.Agreed = agreed(asked.request.Transactions)
	}
	return response
}

// agreed lists what the holder authorised, as the wallet had to show it.
func agreed(list []request.Transaction) []api.Line {
	lines := []api.Line{}
	for _, t := range list {
		for _, f := range t.Fields {
			lines = append(lines, api.Line{Label: f.Label, Value: f.Value})
		}
	}
	return lines
}

func stepText(s verdict.StepResult) api.StepText {
	words := steps[s.Step]
	told := api.StepText{Step: s.Step, Result: s.Result, Title: words.title, Sentence: words.passed}
	if s.Result == verdict.Skipped {
		told.Sentence = "Not needed, or not reached."
	}
	if entry, known := verdict.Lookup(s.Kind); known {
		told.Title, told.Sentence = cmp.Or(entry.Title, words.title), entry.Sentence
	}
	return told
}

// steps says what each step is, and that it passed.
var steps = map[verdict.Step]struct{ title, passed string }{
	verdict.Envelope:  {"What it is", "The code was read whole."},
	verdict.Format:    {"Form", "The card is well formed."},
	verdict.Issuer:    {"Issuer", "The issuer is on your list, for this kind of card."},
	verdict.Signature: {"Signature", "The issuer signed exactly this card."},
	verdict.Time:      {"Dates", "The card is valid today."},
	verdict.Status:    {"Revocation", "The card is not suspended or revoked."},
	verdict.Holder:    {"Holder", "The holder proved to have the key of the card, just now and to you."},
	verdict.Policy:    {"What you asked", "The card shows what you asked for."},
}
