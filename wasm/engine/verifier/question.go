package verifier

import (
	"io"
	"slices"
	"time"

	"domicile/credentials/request"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
	"domicile/wasm/api"
)

// maxOpen bounds the questions that an answer may still come to. A kiosk renews
// its question every minute or so; the oldest go.
const maxOpen = 64

// question is one that was asked.
type question struct {
	id      string
	way     api.Way
	preset  string
	request *request.Request
	signer  *request.Signer // nil where nothing is signed
	// key decrypts the answer; the zero key where it comes in plain.
	key keys.Agreement
	// until is when the last answer may come in by a relay: later than the
	// request's own end, which begins anew when a wallet opens it.
	until time.Time
	// walletNonce is that of the first wallet that opened it.
	walletNonce string
	answered    bool // by the relay or the browser; whatever the answer was
}

// keep remembers a question.
func (v *Verifier) keep(q *question) {
	if len(v.open) == maxOpen {
		v.open = slices.Delete(v.open, 0, 1)
	}
	v.open = append(v.open, q)
}

// find returns an open question by its name, if it was asked in one of the ways.
func (v *Verifier) find(id string, ways ...api.Way) *question {
	for _, q := range v.open {
		if q.id == id && slices.Contains(ways, q.way) {
			return q
		}
	}
	return nil
}

// askedBy finds the question that a text answers, by the state in the answer. A
// text that names none of those listed is held to the newest of them, and fails
// there: while a question is open, nothing counts but its answer. Nil where none
// is listed. What was asked over a relay or the browser is answered there alone.
func (v *Verifier) askedBy(text string, ids []string) *question {
	state := ""
	if answer, err := request.ParseAnswer(text); err == nil {
		state = answer.State
	}
	var newest *question
	for _, q := range v.open {
		switch {
		case q.way != api.WayCode || !slices.Contains(ids, q.id):
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
