package relayclient

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"domicile/credentials/request"
	"domicile/crypto/encoding"
)

// ErrAway is returned when the relay cannot be reached, or is not able to work.
var ErrAway = errors.New("the relay cannot be reached")

// Refusal is what the relay refuses, with its kind; package relay lists them.
type Refusal struct {
	Status         int
	Kind, Sentence string
}

// Error is the relay's sentence.
func (r *Refusal) Error() string {
	if r.Kind == "" {
		return fmt.Sprintf("the relay answered with status %d, and not as a relay does", r.Status)
	}
	return r.Sentence + " (" + r.Kind + ")"
}

// Is reports whether an error is the relay's refusal of a kind.
func Is(err error, kind string) bool {
	var r *Refusal
	return errors.As(err, &r) && r.Kind == kind
}

// call sends a request until it is answered, or the tries or the context end. An
// error is ErrAway where a try failed before the end.
func (x *Exchange) call(ctx context.Context, f request.Fetch, tries int) (map[string]any, error) {
	headers := map[string]string{"Authorization": "Bearer " + x.token}
	for name, value := range f.Headers {
		headers[name] = value
	}
	f.Headers = headers
	for wait := firstWait; ; wait = min(2*wait, longestWait) {
		reply := x.courier.Send(ctx, f)
		switch tries--; {
		case !isAway(reply):
			return read(reply)
		case ctx.Err() != nil && wait == firstWait:
			return nil, ctx.Err() // nothing is wrong with the relay
		case tries == 0 && reply.Status == 0:
			return nil, ErrAway
		case tries == 0, tries > 0 && reply.Status == 429:
			return read(reply) // to ask again now does not help
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), ErrAway)
		case <-time.After(max(wait, asked(reply))):
		}
	}
}

const (
	// persistent is as good as without end: the context ends it.
	persistent  = -1
	createTries = 5
	firstWait   = 100 * time.Millisecond
	longestWait = 2 * time.Second
)

// isAway recognises replies after which the same may be asked again.
func isAway(r request.Reply) bool {
	return r.Status == 0 || r.Status == 408 || r.Status == 425 || r.Status == 429 || r.Status >= 500
}

// asked is how long a relay that has no room wants to be left alone, within
// reason.
func asked(r request.Reply) time.Duration {
	seconds, err := strconv.Atoi(r.Headers["retry-after"])
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(min(seconds, 5)) * time.Second
}

// read takes a reply apart; an empty one is an empty object.
func read(r request.Reply) (map[string]any, error) {
	if r.Status == 204 {
		return nil, nil
	}
	object, err := encoding.DecodeJSONObject([]byte(r.Body))
	if r.Status == 200 || r.Status == 201 {
		if err != nil || len(r.Body) > maxReply {
			return nil, &Refusal{Status: r.Status}
		}
		return object, nil
	}
	kind, _, _ := encoding.String(object, "kind")
	sentence, _, _ := encoding.String(object, "error_description")
	return nil, &Refusal{r.Status, kind, sentence}
}
