package verifier

import (
	"io"
	"slices"
	"time"

	"domicile/credentials/request"
	"domicile/crypto/encoding"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

// maxOpen bounds the questions that an answer may still come to. A kiosk renews
// its question every minute or so; the oldest go.
const maxOpen = 64

// question is one that was asked.
type question struct {
	request *request.Request
	preset  string
}

// Challenge asks a preset, with a fresh nonce that never leaves the engine but
// in the question.
func (v *Verifier) Challenge(q api.ChallengeRequest) (api.Challenge, error) {
	preset, err := request.FindPreset(q.Preset)
	if err != nil {
		return api.Challenge{}, err
	}
	purpose := preset.Purpose
	if q.Purpose != "" {
		purpose = q.Purpose
	}
	asked, err := request.Build(v.around.Rand, request.Question{
		ReturnURL: q.ReturnURL, VerifierName: q.Verifier, Purpose: purpose, Query: preset.Query(),
	}, v.around.Now())
	if err != nil {
		return api.Challenge{}, err
	}
	text, err := asked.Text()
	if err != nil {
		return api.Challenge{}, err
	}
	if len(v.open) == maxOpen {
		v.open = slices.Delete(v.open, 0, 1)
	}
	v.open = append(v.open, &question{request: asked, preset: preset.ID})
	return api.Challenge{ID: asked.State, Text: text, ExpiresAt: engine.Text(asked.ExpiresAt)}, nil
}

// askedBy finds the question that a text answers, by the state in the answer. A
// text that names none of those listed is held to the newest of them, and fails
// there: while a question is open, nothing counts but its answer. Nil where none
// is listed.
func (v *Verifier) askedBy(text string, ids []string) *question {
	state := ""
	if answer, err := request.ParseAnswer(text); err == nil {
		state = answer.State
	}
	var newest *question
	for _, q := range v.open {
		switch {
		case !slices.Contains(ids, q.request.State):
		case q.request.State == state:
			return q
		default:
			newest = q
		}
	}
	if newest == nil && len(ids) > 0 {
		// The page lists only questions that are forgotten. An answer to one of
		// them is to another question than this one, which nobody was asked.
		return &question{request: &request.Request{}}
	}
	return newest
}

// expire closes a question whose time is over. The clock that asked is the one
// that judges, so none of the leeway is due that a wallet's clock gets.
func (q *question) expire(rand io.Reader, now time.Time) {
	if now.After(q.request.ExpiresAt) {
		q.close(rand)
	}
}

// close makes every further answer one to another question: the nonce is
// replaced by one that nobody was told.
func (q *question) close(rand io.Reader) {
	secret := make([]byte, 16)
	if _, err := io.ReadFull(rand, secret); err != nil {
		secret = nil // package verify refuses every answer to an empty nonce
	}
	spent := *q.request
	spent.Nonce = encoding.EncodeBase64URL(secret)
	q.request = &spent
}
