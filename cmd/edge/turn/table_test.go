package turn

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"domicile/cmd/edge/frame"
	"domicile/cmd/internal/relay"
)

type serve func(w relay.World, r *relay.Request) *relay.Response

func (s serve) Serve(w relay.World, r *relay.Request) *relay.Response { return s(w, r) }

const noon = int64(1_800_000_000_000)

func message(t *testing.T, values ...any) []byte {
	t.Helper()
	m, err := frame.Append(nil, values...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// get is the first message of a plain request at a time.
func get(t *testing.T, now int64) []byte {
	return message(t, now, "GET", "/relay/health", "", "192.0.2.1", int64(0), []byte("body"), "accept", "a/b")
}

// turnOf reads what a table gives: "turn kind changed values".
func turnOf(t *testing.T, m []byte) (id int64, kind string, rest []any) {
	t.Helper()
	values, err := frame.Read(m)
	if err != nil || len(values) < 3 {
		t.Fatalf("%x: %v", m, err)
	}
	return values[0].(int64), values[1].(string), values[2:]
}

func table(s serve) *Table {
	return New(s, func(b []byte) error { _, err := rand.Read(b); return err })
}

func TestARequestInItsTurns(t *testing.T) {
	tab := table(func(w relay.World, r *relay.Request) *relay.Response {
		w.Changed("one")
		rows, err := w.Query("health", "a", int64(2), nil)
		if err != nil || len(rows) != 2 || rows[1][0] != "x" {
			t.Errorf("rows %v: %v", rows, err)
		}
		if err := w.Pause("one", 1500*time.Millisecond); err != nil {
			t.Error(err)
		}
		head := &relay.Response{Status: 200, Header: map[string]string{"A": "b"}}
		if err := w.Emit(head, []byte("chunk")); err != nil {
			t.Error(err)
		}
		if w.Now() != time.UnixMilli(noon+3).UTC() {
			t.Error(w.Now())
		}
		return &relay.Response{Status: 200, Body: []byte(r.Path + r.Header["accept"]), Route: "GET health"}
	})
	id, kind, rest := turnOf(t, tab.Begin(get(t, noon)))
	if have := fmt.Sprint(kind, rest); have != "query[1 one health a 2 <nil>]" {
		t.Error(have)
	}
	for i, step := range []struct {
		outcome []any
		want    string
	}{
		{[]any{int64(2), int64(1), nil, "x"}, "pause[0 one 1500]"},
		{nil, "emit[0 [99 104 117 110 107] 200 A b]"},
		{nil, "done[0 200 [47 114 101 108 97 121 47 104 101 97 108 116 104 97 47 98] GET health ]"},
	} {
		_, kind, rest = turnOf(t, tab.Resume(message(t, append([]any{noon + int64(i) + 1, id, "ok"}, step.outcome...)...)))
		if have := fmt.Sprint(kind, rest); have != step.want {
			t.Errorf("have %s, want %s", have, step.want)
		}
	}
	if tab.Running() != 0 {
		t.Error("it is still under way")
	}
}

// waits asks for ever, however often it fails; a handler may be that stubborn.
func waits(ended *int) serve {
	return func(w relay.World, _ *relay.Request) *relay.Response {
		defer func() { *ended++ }()
		for range 3 {
			if _, err := w.Query("health"); errors.Is(err, ErrGone) {
				if _, err := w.Query("health"); !errors.Is(err, ErrGone) {
					panic("it is not gone for good")
				}
				return relay.Refuse(relay.KindStore)
			}
		}
		return relay.Refuse(relay.KindStore)
	}
}

func TestWhatIsAbandonedIsGivenUp(t *testing.T) {
	ended := 0
	tab := table(waits(&ended))
	first, _, _ := turnOf(t, tab.Begin(get(t, noon)))
	second, _, _ := turnOf(t, tab.Begin(get(t, noon+50_000)))
	turnOf(t, tab.Begin(get(t, noon+61_000)))
	if ended != 1 || tab.Running() != 2 {
		t.Errorf("%d ended, %d under way", ended, tab.Running())
	}
	if _, kind, rest := turnOf(t, tab.Resume(message(t, noon+61_000, first, "ok", int64(0), int64(0)))); kind != "done" || rest[1] != int64(503) {
		t.Errorf("what was given up got %s %v", kind, rest)
	}
	if _, kind, _ := turnOf(t, tab.Resume(message(t, noon+61_000, second, "ok", int64(0), int64(0)))); kind != "query" {
		t.Error("what was not is over")
	}
}

func TestAClientThatWentAway(t *testing.T) {
	ended := 0
	tab := table(waits(&ended))
	id, _, _ := turnOf(t, tab.Begin(get(t, noon)))
	tab.Resume(message(t, noon, id, "gone"))
	if ended != 1 || tab.Running() != 0 {
		t.Errorf("%d ended, %d under way", ended, tab.Running())
	}
}

func TestAFullTableSaysSo(t *testing.T) {
	ended := 0
	tab := table(waits(&ended))
	for range maxRunning {
		tab.Begin(get(t, noon))
	}
	if _, kind, rest := turnOf(t, tab.Begin(get(t, noon))); kind != "done" || rest[1] != int64(503) {
		t.Errorf("%s %v", kind, rest)
	}
	if _, kind, _ := turnOf(t, tab.Begin(get(t, noon+61_000))); kind != "query" || ended != maxRunning {
		t.Errorf("%s after %d ended", kind, ended)
	}
}

func TestAPanicEndsOneRequest(t *testing.T) {
	trip := true
	tab := table(func(w relay.World, _ *relay.Request) *relay.Response {
		if _, err := w.Query("health"); trip || err != nil {
			panic("canary")
		}
		return relay.Refuse(relay.KindPath)
	})
	one, _, _ := turnOf(t, tab.Begin(get(t, noon)))
	two, _, _ := turnOf(t, tab.Begin(get(t, noon)))
	reply := tab.Resume(message(t, noon, one, "ok", int64(0), int64(0)))
	if _, kind, rest := turnOf(t, reply); kind != "done" || rest[1] != int64(500) || strings.Contains(string(reply), "canary") {
		t.Errorf("%s %v", kind, rest)
	}
	trip = false
	if _, kind, rest := turnOf(t, tab.Resume(message(t, noon, two, "ok", int64(0), int64(0)))); kind != "done" || rest[1] != int64(404) {
		t.Errorf("the other request: %s %v", kind, rest)
	}
}

func TestOutcomesOfAnotherForm(t *testing.T) {
	for defect, outcome := range map[string][]any{
		"no values":        {},
		"a row missing":    {int64(2), int64(1), "a"},
		"a count below 0":  {int64(-1), int64(1)},
		"too many columns": {int64(0), int64(65)},
		"a text for count": {"1", int64(1), "a"},
	} {
		var have error
		tab := table(func(w relay.World, _ *relay.Request) *relay.Response {
			_, have = w.Query("health")
			return relay.Refuse(relay.KindStore)
		})
		id, _, _ := turnOf(t, tab.Begin(get(t, noon)))
		tab.Resume(message(t, append([]any{noon, id, "ok"}, outcome...)...))
		if have != ErrOutcome {
			t.Errorf("%s: %v", defect, have)
		}
	}
}

func TestFaultsOfAFetch(t *testing.T) {
	for word, want := range map[string]error{"redirect": relay.ErrRedirect, "too large": relay.ErrTooLarge, "timeout": relay.ErrTimeout, "": ErrFault, "other": ErrFault} {
		var have error
		tab := table(func(w relay.World, _ *relay.Request) *relay.Response {
			_, have = w.Fetch(&relay.FetchRequest{Method: "GET", URL: "https://a.example/"})
			return relay.Refuse(relay.KindGatewayFailed)
		})
		id, _, _ := turnOf(t, tab.Begin(get(t, noon)))
		tab.Resume(message(t, noon, id, "fault", word))
		if have != want {
			t.Errorf("%q: %v", word, have)
		}
	}
}

func TestMessagesThatAreNone(t *testing.T) {
	tab := table(func(relay.World, *relay.Request) *relay.Response { panic("it was let in") })
	for defect, m := range map[string][]byte{
		"nothing": {}, "no frame": {9}, "half a request": message(t, noon, "GET"),
		"half a header": append(get(t, noon), message(t, "name")...), "a number for a path": message(t, noon, "GET", int64(1), "", "", int64(0), []byte{}),
	} {
		if _, kind, rest := turnOf(t, tab.Begin(m)); kind != "done" || rest[1] != int64(400) {
			t.Errorf("%s: %s %v", defect, kind, rest)
		}
		if _, kind, rest := turnOf(t, tab.Resume(m)); kind != "done" || rest[1] != int64(503) {
			t.Errorf("%s: %s %v", defect, kind, rest)
		}
	}
}

func FuzzMessages(f *testing.F) {
	f.Add([]byte{}, []byte{2})
	f.Fuzz(func(t *testing.T, first, second []byte) {
		ended := 0
		tab := table(waits(&ended))
		turnOf(t, tab.Begin(first))
		turnOf(t, tab.Resume(second))
	})
}
