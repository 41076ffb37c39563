package turn

import "domicile/cmd/internal/relay"

// waiting counts the requests that wait for changes, by exchange.
type waiting map[string]int

// enter makes room for one more; false where there is none.
func (w waiting) enter(exchange string) bool {
	total := 0
	for _, n := range w {
		total += n
	}
	if total >= maxWaiting || w[exchange] >= relay.MaxWaiters {
		return false
	}
	w[exchange]++
	return true
}

func (w waiting) leave(exchange string) {
	if w[exchange]--; w[exchange] == 0 {
		delete(w, exchange)
	}
}
