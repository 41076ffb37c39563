package relay_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"domicile/cmd/internal/relay"
	"domicile/cmd/internal/relay/memory"
	"domicile/cmd/internal/relay/relaytest"
)

// R5: no sweep runs, and the clock steps forth and back: a second after its end
// nothing of an exchange is left to anybody, and the reply is that for none.
func TestR5NothingIsReadableAfterItsEnd(t *testing.T) {
	for name, store := range stores(t) {
		s := newStage(t, store)
		x := relaytest.NewExchange()
		s.want(201, x.Create(`{"request":"`+relaytest.JWT+`","mode":"direct_post.jwt","lifetime":60}`))
		s.want(200, x.Answer("response="+relaytest.JWE))
		s.now = noon.Add(-time.Hour) // a clock that is set back keeps it, no longer than until its end
		s.want(200, x.State(""))
		s.now = noon.Add(59 * time.Second)
		s.want(200, x.State(""))
		none := newStage(t, store).want(404, relaytest.NewExchange().State(""))
		for _, late := range []time.Duration{60 * time.Second, 61 * time.Second, 24 * time.Hour} {
			s.now = noon.Add(late)
			for _, call := range []relaytest.Call{x.State(""), x.State("?seen=2&wait=25"), x.Request(), x.Post("wallet_nonce=n"), x.Answer("response=" + relaytest.JWE),
				x.Answer("error=a"), x.Claim(`{"claim":"` + relaytest.SecretOf("a") + `"}`), x.Sign("n", relaytest.JWT)} {
				if out := s.want(404, call); string(out.Body) != string(none.Body) {
					t.Errorf("%s, %v late: %s", name, late, out.Body)
				}
			}
		}
		s.want(201, relaytest.Exchange{ID: x.ID, Token: relaytest.SecretOf("another")}.Create(relaytest.Terms))
	}
}

// R5: a day without a sweep, then one: the space is free again, and what lives stays.
func TestR5SweepFreesTheSpaceOfWhatIsOver(t *testing.T) {
	for name, store := range stores(t) {
		s := newStage(t, store)
		for n := range 50 {
			x := relaytest.NewExchange()
			s.now = noon.Add(time.Duration(n) * 29 * time.Minute)
			s.want(201, x.Create(relaytest.Terms))
			s.want(200, x.Answer("response="+relaytest.JWE))
		}
		kept := relaytest.NewExchange()
		s.want(201, kept.Create(relaytest.Terms))
		if err := relay.Sweep(s.now, func(statement string, args ...any) ([][]any, error) {
			return store.Query(context.Background(), statement, args...)
		}); err != nil {
			t.Fatal(err)
		}
		s.want(200, kept.State(""))
		if m, ok := store.(*memory.Store); ok && m.Len() != 2 { // kept, and the last of the fifty
			t.Errorf("%s: %d exchanges take up space", name, m.Len())
		}
	}
}

// R10: a phone that is offline for 30 seconds or 5 minutes resumes; after 11
// minutes it hears that all is over.
func TestR10OfflinePhoneResumesOrHearsThatItIsOver(t *testing.T) {
	for _, row := range []struct {
		away   time.Duration
		status int
	}{{30 * time.Second, 200}, {5 * time.Minute, 200}, {11 * time.Minute, 404}} {
		s := newStage(t, memory.New())
		x := relaytest.NewExchange()
		s.want(201, x.Create(`{"request":"`+relaytest.JWT+`","mode":"direct_post.jwt","lifetime":600}`))
		s.want(200, x.Request())
		s.now = noon.Add(row.away)
		out := s.want(row.status, x.Answer("response="+relaytest.JWE))
		if row.status == 404 && !strings.Contains(string(out.Body), "it is over") {
			t.Errorf("%v: %s", row.away, out.Body)
		}
	}
}

// A page that dies with its claim does not keep the answer from its successor.
func TestClaimRunsOut(t *testing.T) {
	for _, store := range stores(t) {
		s := newStage(t, store)
		x := relaytest.NewExchange()
		first, second := `{"claim":"`+relaytest.SecretOf("1")+`"}`, `{"claim":"`+relaytest.SecretOf("2")+`"}`
		s.want(201, x.Create(relaytest.Terms))
		s.want(200, x.Answer("response="+relaytest.JWE))
		s.want(200, x.Claim(first))
		s.now = noon.Add((relay.ClaimSeconds - 1) * time.Second)
		if out := s.want(409, x.Claim(second)); out.Header["Retry-After"] != fmt.Sprint(relay.ClaimSeconds) {
			t.Errorf("%v", out.Header)
		}
		s.now = noon.Add(relay.ClaimSeconds * time.Second)
		s.want(200, x.Claim(second))
		s.want(409, x.Claim(first))
		s.want(204, x.Ack(relaytest.SecretOf("1")))
		s.want(200, x.Claim(second))
		s.want(204, x.Ack(relaytest.SecretOf("2")))
		s.want(404, x.Claim(second))
	}
}

// A wait ends when the page has signed, when time is up, and where the clock
// stands still.
func TestWaitEnds(t *testing.T) {
	s := newStage(t, memory.New())
	x := relaytest.NewExchange()
	s.want(201, x.Create(`{"mode":"direct_post.jwt","live":true}`))
	w := s.world()
	w.OnPause = func() { s.want(204, x.Sign("n", relaytest.SignedJWT)) }
	if out := s.handler.Serve(w, relaytest.RequestOf(x.Post("wallet_nonce=n"))); out.Status != 200 || len(w.Statements) != 4 {
		t.Errorf("%d %s after %v", out.Status, out.Body, w.Statements)
	}
	w = s.world()
	if out := s.handler.Serve(w, relaytest.RequestOf(x.State("?seen=2&wait=25"))); out.Status != 200 || w.Time.Sub(s.now) != 25*time.Second {
		t.Errorf("%d after %v", out.Status, w.Time.Sub(s.now))
	}
	w = s.world()
	w.OnPause = func() { w.Time = s.now }
	if out := s.handler.Serve(w, relaytest.RequestOf(x.State("?seen=2&wait=25"))); out.Status != 200 || len(w.Statements) > 500 {
		t.Errorf("%d after %d statements", out.Status, len(w.Statements))
	}
}

// The stream says what is, what changes, and that it still listens; it ends by
// itself, and when the exchange or the client is gone.
func TestStreamBeatsAndEnds(t *testing.T) {
	s := newStage(t, memory.New())
	x := relaytest.NewExchange()
	listen := x.State("")
	listen.Header = append(listen.Header, "Accept: text/event-stream")
	s.want(404, listen)
	s.want(201, x.Create(relaytest.Terms))
	w := s.world()
	if out := s.handler.Serve(w, relaytest.RequestOf(listen)); out != nil || len(w.Chunks) != 6 || w.Time.Sub(s.now) != relay.StreamSeconds*time.Second {
		t.Errorf("%v, %q, after %v", out, w.Chunks, w.Time.Sub(s.now))
	}
	if w.Head.Header["Content-Type"] != "text/event-stream" || w.Head.Header["Cache-Control"] != "no-store" || w.Head.Header["Access-Control-Allow-Origin"] != "*" {
		t.Errorf("%v", w.Head.Header)
	}
	w = s.world()
	w.Gone = 2
	if out := s.handler.Serve(w, relaytest.RequestOf(listen)); out != nil || len(w.Chunks) != 1 {
		t.Errorf("gone: %v, %q", out, w.Chunks)
	}
	w = s.world()
	w.Fault = func(n int, _ string, _ bool) error {
		if n == 2 {
			panic("in the middle of a stream")
		}
		return nil
	}
	if out := s.handler.Serve(w, relaytest.RequestOf(listen)); out != nil || len(w.Chunks) != 1 {
		t.Errorf("panic: %v, %q", out, w.Chunks)
	}
	w = s.world()
	w.OnPause = func() { s.want(204, x.Withdraw()) }
	if out := s.handler.Serve(w, relaytest.RequestOf(listen)); out != nil || len(w.Chunks) != 2 || !strings.HasPrefix(w.Chunks[1], "event: gone\n") {
		t.Errorf("withdrawn: %v, %q", out, w.Chunks)
	}
}
