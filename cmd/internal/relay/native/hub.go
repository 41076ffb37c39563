package native

import (
	"sync"

	"domicile/cmd/internal/relay"
)

// hub wakes requests that wait for a change of an exchange, within this process.
type hub struct {
	mu      sync.Mutex
	waiting map[string]map[chan struct{}]bool
}

func newHub() *hub { return &hub{waiting: map[string]map[chan struct{}]bool{}} }

// join returns a channel that gets a value after each change; several changes
// may be one value. It returns nil where too many wait for the exchange already.
func (h *hub) join(exchange string) chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.waiting[exchange]) >= relay.MaxWaiters {
		return nil
	}
	c := make(chan struct{}, 1)
	if h.waiting[exchange] == nil {
		h.waiting[exchange] = map[chan struct{}]bool{}
	}
	h.waiting[exchange][c] = true
	return c
}

func (h *hub) leave(exchange string, c chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.waiting[exchange], c)
	if len(h.waiting[exchange]) == 0 {
		delete(h.waiting, exchange)
	}
}

func (h *hub) wake(exchange string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.waiting[exchange] {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}
