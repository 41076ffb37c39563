package turn

import (
	"iter"
	"time"

	"domicile/cmd/edge/frame"
	"domicile/cmd/internal/relay"
)

const (
	// maxRunning is how many requests one program serves at a time. Each may
	// hold a body of 64 KiB, and the platform gives 128 MB in all.
	maxRunning = 400
	// maxWaiting is how many of them may wait for changes, so that there is always
	// room for those that are over at once.
	maxWaiting = 300
	// abandoned is how long the other side may take for what a handler asked
	// for. The longest is a pause or a fetch, of seconds; a request whose client
	// went away is never resumed.
	abandoned = time.Minute
	// swept is how often the table is searched for what was abandoned.
	swept = 5 * time.Second
)

// Server is what answers requests: a relay.Handler.
type Server interface {
	Serve(w relay.World, r *relay.Request) *relay.Response
}

// Table holds the requests that are under way. It is used by one call at a time.
type Table struct {
	server  Server
	random  func([]byte) error
	running map[int64]*run
	waiting waiting
	last    int64
	cleaned time.Time
}

// run is one request under way.
type run struct {
	world *world
	next  func() ([]any, bool)
	stop  func()
	since time.Time
}

// New makes a table. Random fills its argument from a cryptographic source.
func New(server Server, random func([]byte) error) *Table {
	return &Table{server: server, random: random, running: map[int64]*run{}, waiting: waiting{}}
}

// Running is how many requests are under way.
func (t *Table) Running() int { return len(t.running) }

// Begin starts a request and gives its first turn.
func (t *Table) Begin(message []byte) []byte {
	now, r, err := readRequest(message)
	if err != nil {
		return t.reply(relay.Refuse(relay.KindBody))
	}
	t.clean(now)
	if len(t.running) >= maxRunning {
		return t.reply(relay.Refuse(relay.KindBusy))
	}
	t.last++
	w := &world{now: now, random: t.random, waiting: t.waiting}
	next, stop := iter.Pull(func(yield func([]any) bool) {
		w.yield = yield
		w.end(t.server.Serve(w, r))
	})
	t.running[t.last] = &run{world: w, next: next, stop: stop, since: now}
	return t.step(t.last)
}

// Resume hands a request what it asked for and gives its next turn.
func (t *Table) Resume(message []byte) []byte {
	now, id, outcome, err := readOutcome(message)
	one := t.running[id]
	if err != nil || one == nil {
		return t.reply(relay.Refuse(relay.KindBusy))
	}
	one.since, one.world.now, one.world.outcome = now, now, outcome
	return t.step(id)
}

// step runs a request until it wants something, or is done.
func (t *Table) step(id int64) []byte {
	one := t.running[id]
	wish, ok := one.pull()
	if !ok || wish[0] == "done" {
		delete(t.running, id)
		one.quit()
	}
	if !ok {
		return t.reply(relay.Refuse(relay.KindPanic))
	}
	return t.write(id, one.world.takeChanged(), wish)
}

// pull gives the next wish; ok is false where the handler let a panic through or
// ended without a word.
func (r *run) pull() (wish []any, ok bool) {
	defer func() {
		if recover() != nil {
			wish, ok = nil, false
		}
	}()
	return r.next()
}

// quit ends the coroutine.
func (r *run) quit() {
	defer func() { _ = recover() }()
	r.stop()
}

// clean gives up what nobody resumed for too long.
func (t *Table) clean(now time.Time) {
	if now.Sub(t.cleaned) < swept && len(t.running) < maxRunning {
		return
	}
	t.cleaned = now
	for id, one := range t.running {
		if now.Sub(one.since) > abandoned {
			delete(t.running, id)
			one.quit()
		}
	}
}

// reply is the only turn of a request that is not let in.
func (t *Table) reply(r *relay.Response) []byte { return t.write(0, nil, done(r)) }

func (t *Table) write(id int64, changed []string, wish []any) []byte {
	head := []any{id, wish[0], int64(len(changed))}
	for _, exchange := range changed {
		head = append(head, exchange)
	}
	message, err := frame.Append(nil, append(head, wish[1:]...)...)
	if err != nil {
		panic(err) // world asks with values of a frame only
	}
	return message
}
