package turn

import (
	"errors"
	"time"

	"domicile/cmd/internal/relay"
)

// ErrGone is returned when nobody waits for the response any more. A handler
// gets it from each call and can do nothing but return.
var ErrGone = errors.New("edge: the request is gone")

// ErrFault is returned when what a handler asked for failed.
var ErrFault = errors.New("edge: a fault outside")

// ErrOutcome is returned when what came back is not what was asked for.
var ErrOutcome = errors.New("edge: an outcome of another form")

// outcome is what came back for a wish.
type outcome struct {
	word   string // "ok", "fault" or "gone"
	values []any
}

// world is the World of one request: it wishes, and the table passes it on.
type world struct {
	now     time.Time
	random  func([]byte) error
	yield   func([]any) bool
	outcome outcome
	changed []string
	waiting waiting
	gone    bool
}

// ask yields a wish and gives what came back for it.
func (w *world) ask(wish ...any) ([]any, error) {
	if w.gone || !w.yield(wish) || w.outcome.word == "gone" {
		w.gone = true
		return nil, ErrGone
	}
	if w.outcome.word != "ok" {
		return w.outcome.values, ErrFault
	}
	return w.outcome.values, nil
}

// end yields the response; nothing where the request is gone.
func (w *world) end(r *relay.Response) {
	if !w.gone {
		w.yield(done(r))
	}
}

func (w *world) takeChanged() []string {
	list := w.changed
	w.changed = nil
	return list
}

// Now is the time of the call that runs this request.
func (w *world) Now() time.Time { return w.now }

// Random fills b from a cryptographic source.
func (w *world) Random(b []byte) error { return w.random(b) }

// Changed tells that something changed in that exchange, with the next turn.
func (w *world) Changed(exchange string) { w.changed = append(w.changed, exchange) }

// Query runs a statement.
func (w *world) Query(statement string, args ...any) ([][]any, error) {
	values, err := w.ask(append([]any{"query", statement}, args...)...)
	if err != nil {
		return nil, err
	}
	return readRows(values)
}

// Pause waits.
func (w *world) Pause(exchange string, d time.Duration) error {
	if !w.waiting.enter(exchange) {
		return relay.ErrBusy
	}
	defer w.waiting.leave(exchange)
	_, err := w.ask("pause", exchange, d.Milliseconds())
	return err
}

// Emit sends a part of the response.
func (w *world) Emit(head *relay.Response, chunk []byte) error {
	_, err := w.ask(append([]any{"emit", chunk, int64(head.Status)}, pairs(head.Header)...)...)
	return err
}

// faults are what the other side calls the failures of a fetch.
var faults = map[string]error{"redirect": relay.ErrRedirect, "too large": relay.ErrTooLarge, "timeout": relay.ErrTimeout, "private": relay.ErrPrivate}

// Fetch sends the gateway's request.
func (w *world) Fetch(r *relay.FetchRequest) (*relay.FetchResponse, error) {
	values, err := w.ask(append([]any{"fetch", r.Method, r.URL, r.Body}, pairs(r.Header)...)...)
	if err != nil {
		if len(values) > 0 {
			if word, _ := values[0].(string); faults[word] != nil {
				err = faults[word]
			}
		}
		return nil, err
	}
	return readFetched(values)
}
