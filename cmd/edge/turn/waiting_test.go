package turn

import (
	"errors"
	"testing"
	"time"

	"domicile/cmd/internal/relay"
)

// pauses is a handler that waits for changes of the exchange in its path.
func pauses(w relay.World, r *relay.Request) *relay.Response {
	if err := w.Pause(r.Path, time.Minute); errors.Is(err, relay.ErrBusy) {
		return relay.Refuse(relay.KindBusy)
	}
	return relay.Refuse(relay.KindPath)
}

func at(t *testing.T, path string) []byte {
	return message(t, noon, "GET", path, "", "192.0.2.1", int64(0), []byte{})
}

// All the waiting of one page must not keep others from being answered at once.
func TestWhoWaitsLeavesRoomForOthers(t *testing.T) {
	tab := table(pauses)
	waiting := 0
	for n := range maxRunning {
		if _, kind, _ := turnOf(t, tab.Begin(at(t, "/"+string(rune('a'+n))))); kind == "pause" {
			waiting++
		}
	}
	if waiting != maxWaiting || tab.Running() != maxWaiting {
		t.Errorf("%d wait, %d under way", waiting, tab.Running())
	}
}

func TestOneExchangeDoesNotTakeTheRoomOfAll(t *testing.T) {
	tab := table(pauses)
	var ids []int64
	for range 2 * relay.MaxWaiters {
		id, kind, rest := turnOf(t, tab.Begin(at(t, "/one")))
		if kind == "pause" {
			ids = append(ids, id)
		} else if rest[1] != int64(503) {
			t.Errorf("%s %v", kind, rest)
		}
	}
	if len(ids) != relay.MaxWaiters {
		t.Errorf("%d wait for one exchange", len(ids))
	}
	if _, kind, _ := turnOf(t, tab.Begin(at(t, "/two"))); kind != "pause" {
		t.Errorf("another: %s", kind)
	}
	tab.Resume(message(t, noon, ids[0], "ok"))
	if _, kind, _ := turnOf(t, tab.Begin(at(t, "/one"))); kind != "pause" {
		t.Errorf("after one has left: %s", kind)
	}
	tab.Begin(message(t, noon+61_000, "GET", "/three", "", "", int64(0), []byte{}))
	if len(tab.waiting) != 1 || tab.waiting["/three"] != 1 {
		t.Errorf("what was given up still waits: %v", tab.waiting)
	}
}
