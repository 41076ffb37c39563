package relay_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"domicile/cmd/internal/relay"
	"domicile/cmd/internal/relay/memory"
	"domicile/cmd/internal/relay/native"
	"domicile/cmd/internal/relay/relaytest"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// stores are the two readings of the statements, each new.
func stores(t *testing.T) map[string]relaytest.Store {
	t.Helper()
	sqlite, err := native.OpenStore(t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sqlite.Close() })
	return map[string]relaytest.Store{"memory": memory.New(), "SQLite": sqlite}
}

func newHandler() *relay.Handler { return relay.New(relay.Config{Secret: make([]byte, 32)}) }

// stage plays calls on one store, each in a World of its own.
type stage struct {
	t       *testing.T
	handler *relay.Handler
	store   relaytest.Store
	now     time.Time
	drawn   uint64
}

func newStage(t *testing.T, store relaytest.Store) *stage {
	return &stage{t: t, handler: newHandler(), store: store, now: noon}
}

func (s *stage) world() *relaytest.World {
	s.drawn += 1000 // so that no two calls draw the same
	return &relaytest.World{Store: s.store, Time: s.now, Drawn: s.drawn}
}

func (s *stage) call(call relaytest.Call) *relay.Response {
	return s.handler.Serve(s.world(), relaytest.RequestOf(call))
}

func (s *stage) want(status int, call relaytest.Call) *relay.Response {
	s.t.Helper()
	out := s.call(call)
	if out.Status != status {
		s.t.Fatalf("%s %s: %d %s, want %d", call.Method, call.Path, out.Status, out.Body, status)
	}
	return out
}

// act is one call of a scene. Where the same call is heard by a store that has
// already done it, the second status may be another.
type act struct {
	call          relaytest.Call
	status, again int
	holds         string
}

// scenes are whole exchanges, of fixed secrets, so that each fault meets the same.
func scenes(n int) map[string][]act {
	x := relaytest.Exchange{ID: relaytest.SecretOf(fmt.Sprint("id", n)), Token: relaytest.SecretOf(fmt.Sprint("token", n))}
	claim := relaytest.SecretOf("claim")
	ask := x.Claim(`{"claim":"` + claim + `"}`)
	return map[string][]act{
		"by reference": {
			{x.Create(relaytest.Terms), 201, 200, "expires_at"},
			{x.Request(), 200, 200, relaytest.JWT},
			{x.State(""), 200, 200, `"state":"opened"`},
			{x.Answer("response=" + relaytest.JWE), 200, 200, "{}"},
			{x.State("?seen=1&wait=5"), 200, 200, `"state":"answered"`},
			{ask, 200, 200, relaytest.JWE},
			{x.Ack(claim), 204, 204, ""},
			{x.State(""), 404, 404, "relay_unknown"},
			{x.Answer("response=" + relaytest.JWE), 200, 200, "{}"},
		},
		"live": {
			{x.Create(`{"mode":"direct_post.jwt","live":true}`), 201, 200, ""},
			{x.Post("wallet_nonce=n"), 503, 503, "relay_unsigned"},
			{x.Sign("n", relaytest.SignedJWT), 204, 204, ""},
			{x.Post("wallet_nonce=n"), 200, 200, relaytest.SignedJWT},
			{x.Post("wallet_nonce=m"), 400, 400, "relay_nonce_other"},
			{x.State(""), 200, 200, `"crowded":true`},
			{x.Answer("error=access_denied"), 200, 200, "{}"},
			{ask, 200, 200, "error=access_denied"},
			{x.Ack(claim), 204, 204, ""},
		},
		"refused": {
			{x.Create(relaytest.Terms), 201, 200, ""},
			{x.Create(`{"mode":"direct_post"}`), 409, 409, "relay_taken"},
			{x.Sign("n", relaytest.SignedJWT), 409, 409, ""},
			{x.Answer("vp_token=a"), 400, 400, "relay_plain"},
			{ask, 404, 404, "relay_unanswered"},
			{x.Withdraw(), 204, 204, ""},
			{x.Request(), 404, 404, "relay_unknown"},
		},
	}
}

func (s *stage) act(a act, again bool) {
	s.t.Helper()
	want := a.status
	if again {
		want = a.again
	}
	out := s.call(a.call)
	if isEither := out.Status == want || again && out.Status == a.status; !isEither || !strings.Contains(string(out.Body), a.holds) {
		s.t.Errorf("%s %s: %d %s, want %d and %q", a.call.Method, a.call.Path[24:], out.Status, out.Body, want, a.holds)
	}
}

// R3, R4: each statement of each route fails, before it was done or after, by an
// error or by a panic. The reply is 503 and never a success; the same request
// again converges, and the scene goes on as if nothing had been.
func TestR3FaultAtEachStatement(t *testing.T) {
	for name, store := range stores(t) {
		n, faults := 0, 0
		for title := range scenes(0) {
			for at := range scenes(0)[title] {
				for _, after := range []bool{false, true} {
					for _, isPanic := range []bool{false, true} {
						for statement := 1; ; statement++ {
							n++
							s := newStage(t, store)
							if !s.faulty(scenes(n)[title], at, statement, after, isPanic) {
								break
							}
							faults++
							if t.Failed() {
								t.Fatalf("%s, %s: step %d, statement %d, after it: %v, panic: %v", name, title, at, statement, after, isPanic)
							}
						}
					}
				}
			}
		}
		if faults < 100 {
			t.Errorf("%s: only %d faults were tried", name, faults)
		}
		t.Logf("%s: %d faults in %d scenes", name, faults, n)
	}
}

// faulty plays a scene with one fault, and tells whether there was that statement.
func (s *stage) faulty(scene []act, at, statement int, after, isPanic bool) bool {
	for _, a := range scene[:at] {
		s.act(a, false)
	}
	w := s.world()
	struck := false
	w.Fault = func(n int, _ string, isAfter bool) error {
		if n != statement || isAfter != after {
			return nil
		}
		struck = true
		if isPanic {
			panic("struck")
		}
		return errors.New("D1_ERROR: overloaded")
	}
	out := s.handler.Serve(w, relaytest.RequestOf(scene[at].call))
	if !struck {
		return false
	}
	want, kind := 503, "relay_store"
	if isPanic {
		want, kind = 500, `"id":"`
	}
	if out.Status != want || !strings.Contains(string(out.Body), kind) || !isPanic && out.Header["Retry-After"] == "" {
		s.t.Errorf("struck: %d %s %v", out.Status, out.Body, out.Header)
	}
	for i, a := range scene[at:] {
		s.act(a, i == 0)
	}
	return true
}

// R4: a store that fails for good is never a success, whatever is asked.
func TestR4StoreThatIsDownIsNeverASuccess(t *testing.T) {
	s := newStage(t, memory.New())
	for title, scene := range scenes(1) {
		for _, a := range scene {
			w := s.world()
			w.Fault = func(int, string, bool) error { return errors.New("disk I/O error") }
			if out := s.handler.Serve(w, relaytest.RequestOf(a.call)); out.Status != 503 || out.Header["Retry-After"] == "" {
				t.Errorf("%s, %s: %d %s", title, a.call.Method, out.Status, out.Body)
			}
		}
	}
	w := s.world()
	w.Fault = func(int, string, bool) error { return errors.New("no such table: exchange") }
	if out := s.handler.Serve(w, relaytest.RequestOf(relaytest.Call{Method: "GET", Path: "/health"})); out.Status != 503 {
		t.Errorf("health: %d %s", out.Status, out.Body)
	}
}

// R4: a home that returns what the statement cannot return is a trap, not an answer.
func TestR4StoreThatReturnsAnotherTypeIsNoSuccess(t *testing.T) {
	s := newStage(t, strange{})
	for _, a := range scenes(1)["by reference"] {
		if out := s.call(a.call); out.Status < 500 && a.holds != "" {
			t.Errorf("%s %s: %d %s", a.call.Method, a.call.Path[24:], out.Status, out.Body)
		}
	}
}

type strange struct{ relaytest.Store }

func (strange) Query(context.Context, string, ...any) ([][]any, error) {
	return [][]any{{1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5}}, nil
}
