package native

import (
	"testing"

	"domicile/cmd/internal/relay"
)

func TestOneExchangeDoesNotTakeTheRoomOfAll(t *testing.T) {
	h := newHub()
	var waiting []chan struct{}
	for range 2 * relay.MaxWaiters {
		if c := h.join("one"); c != nil {
			waiting = append(waiting, c)
		}
	}
	if len(waiting) != relay.MaxWaiters {
		t.Errorf("%d wait for one exchange", len(waiting))
	}
	if h.join("two") == nil {
		t.Error("another exchange has no room")
	}
	h.leave("one", waiting[0])
	if h.join("one") == nil {
		t.Error("there is no room after one has left")
	}
}
