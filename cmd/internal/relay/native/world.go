package native

import (
	"context"
	"crypto/rand"
	"net/http"
	"time"

	"domicile/cmd/internal/relay"
)

// patience bounds one pause: another process may have changed the database.
const patience = 5 * time.Second

// world is a relay.World for one request.
type world struct {
	s        *Server
	w        http.ResponseWriter
	control  *http.ResponseController
	ctx      context.Context
	exchange string        // that this request waits for
	changed  chan struct{} // nil before the first pause
	begun    bool          // the head of a stream was sent
}

func (w *world) Now() time.Time { return w.s.now() }

func (w *world) Random(b []byte) error {
	_, err := rand.Read(b)
	return err
}

// Query does not end with the request: a statement takes no time that matters,
// and a change that is broken off is one that nobody can tell from one that was
// made.
func (w *world) Query(statement string, args ...any) ([][]any, error) {
	rows, err := w.s.store.Query(context.Background(), statement, args...)
	if err != nil {
		w.s.log.Error("the database failed", "statement", statement, "error", err)
	}
	return rows, err
}

// Pause begins to listen the first time, and returns at once: what changed since
// the Query before it would else be missed.
func (w *world) Pause(exchange string, d time.Duration) error {
	if w.changed == nil {
		w.exchange, w.changed = exchange, w.s.hub.join(exchange)
		if w.changed == nil {
			return relay.ErrBusy
		}
		return nil
	}
	if !w.s.waits.enter() {
		return relay.ErrBusy
	}
	defer w.s.waits.leave()
	timer := time.NewTimer(min(d, patience))
	defer timer.Stop()
	select {
	case <-w.changed:
	case <-timer.C:
	case <-w.s.stopping:
		return relay.ErrBusy
	case <-w.ctx.Done():
		return w.ctx.Err()
	}
	return nil
}

func (w *world) Changed(exchange string) { w.s.hub.wake(exchange) }

func (w *world) Emit(head *relay.Response, chunk []byte) error {
	w.control.SetWriteDeadline(time.Now().Add(writeTimeout))
	if !w.begun {
		w.begun = true
		w.s.writeHead(w.w, head)
	}
	if _, err := w.w.Write(chunk); err != nil {
		return err
	}
	return w.control.Flush()
}

func (w *world) Fetch(r *relay.FetchRequest) (*relay.FetchResponse, error) {
	return w.s.gateway.fetch(w.ctx, r)
}

// end stops listening.
func (w *world) end() {
	if w.changed != nil {
		w.s.hub.leave(w.exchange, w.changed)
	}
}
