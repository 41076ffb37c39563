package relayclient_test

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"domicile/cmd/internal/courier"
	"domicile/cmd/internal/relay/memory"
	"domicile/cmd/internal/relay/native"
	"domicile/cmd/internal/relayclient"
	"domicile/credentials/request"
)

// relay is a relay that really runs, behind a network that can be told to fail.
type relay struct {
	*httptest.Server
	deaf, mute atomic.Int32 // how many requests get lost, how many replies
	calls      atomic.Int32
}

func start(t *testing.T) *relay {
	t.Helper()
	server := native.New(memory.New(), make([]byte, 32), native.Options{})
	r := &relay{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, in *http.Request) {
		r.calls.Add(1)
		if r.deaf.Add(-1) >= 0 {
			panic(http.ErrAbortHandler)
		}
		if r.mute.Add(-1) >= 0 {
			server.ServeHTTP(httptest.NewRecorder(), in)
			panic(http.ErrAbortHandler)
		}
		server.ServeHTTP(w, in)
	}))
	t.Cleanup(func() { server.Release(); r.Close(); server.Close() })
	return r
}

func (r *relay) plan(t *testing.T) *relayclient.Exchange {
	t.Helper()
	x, err := relayclient.Plan(rand.Reader, r.URL)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func (r *relay) create(t *testing.T, terms relayclient.Terms) *relayclient.Exchange {
	t.Helper()
	x := r.plan(t)
	if terms.Lifetime == 0 {
		terms.Lifetime = time.Minute
	}
	if terms.Mode == "" {
		terms.Mode = request.DirectPostJWT
	}
	if err := x.Create(soon(t), terms); err != nil {
		t.Fatal(err)
	}
	return x
}

func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// post is what a wallet does: the same again where no reply came.
func post(t *testing.T, at, form string) (reply request.Reply) {
	t.Helper()
	c := courier.New(courier.Options{Limit: 1 << 16, Timeout: 30 * time.Second})
	for range 9 {
		if reply = c.Send(context.Background(), request.Fetch{
			Method: "POST", URL: at, Body: form, Headers: map[string]string{"Content-Type": "application/x-www-form-urlencoded"},
		}); reply.Status != 0 {
			break
		}
	}
	return reply
}

const (
	object = "eyJhIjoxfQ.eyJiIjoyfQ.c2ln"
	sealed = "response=eyJhIjoxfQ..aXY.Y2lwaGVy.dGFn"
)

func TestAnswerArrivesOnce(t *testing.T) {
	r := start(t)
	x := r.create(t, relayclient.Terms{Request: object})
	if reply := post(t, x.RequestURI(), "wallet_metadata={}"); reply.Body != object {
		t.Fatalf("%+v", reply)
	}
	seen, err := x.Watch(soon(t), relayclient.State{Version: -1})
	if err != nil || seen.Name != "opened" {
		t.Fatalf("%+v, %v", seen, err)
	}
	if reply := post(t, x.ResponseURI(), sealed); reply.Status != 200 {
		t.Fatalf("%+v", reply)
	}
	if seen, err = x.Watch(soon(t), seen); err != nil || seen.Name != "answered" {
		t.Fatalf("%+v, %v", seen, err)
	}
	var got []string
	use := func(form string) error { got = append(got, form); return nil }
	if err := x.Take(soon(t), "", use); err != nil {
		t.Fatal(err)
	}
	if err := x.Take(soon(t), "", use); !relayclient.Is(err, "relay_unknown") {
		t.Errorf("taken again: %v", err)
	}
	if len(got) != 1 || got[0] != sealed {
		t.Errorf("%q", got)
	}
}

// A caller that failed gets the same answer again.
func TestAnswerThatWasNotUsedStays(t *testing.T) {
	r := start(t)
	x := r.create(t, relayclient.Terms{})
	post(t, x.ResponseURI(), sealed)
	broken := errors.New("disk full")
	if err := x.Take(soon(t), "", func(string) error { return broken }); err != broken {
		t.Errorf("%v", err)
	}
	var got string
	if err := x.Take(soon(t), "", func(form string) error { got = form; return nil }); err != nil || got != sealed {
		t.Errorf("%q, %v", got, err)
	}
}

// Requests and replies get lost on each step, and nothing happens twice.
func TestLostRequestsAndReplies(t *testing.T) {
	for name, lose := range map[string]func(*relay){
		"requests": func(r *relay) { r.deaf.Store(2) },
		"replies":  func(r *relay) { r.mute.Store(2) },
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			lose(r)
			x := r.create(t, relayclient.Terms{Live: true})
			fetched := make(chan request.Reply, 1)
			go func() { fetched <- post(t, x.RequestURI(), "wallet_nonce=n1") }()
			seen := relayclient.State{Version: -1}
			for seen.WalletNonce == "" {
				lose(r)
				var err error
				if seen, err = x.Watch(soon(t), seen); err != nil {
					t.Fatal(err)
				}
			}
			lose(r)
			if err := x.Sign(soon(t), "n1", object); err != nil {
				t.Fatal(err)
			}
			if reply := <-fetched; reply.Body != object {
				t.Errorf("%+v", reply)
			}
			post(t, x.ResponseURI(), sealed)
			lose(r)
			times := 0
			if err := x.Take(soon(t), "", func(string) error { times++; return nil }); err != nil || times != 1 {
				t.Errorf("used %d times, %v", times, err)
			}
		})
	}
}

func TestResponseCode(t *testing.T) {
	r := start(t)
	x := r.create(t, relayclient.Terms{ReturnTo: "http://127.0.0.1/back"})
	reply := post(t, x.ResponseURI(), sealed)
	_, code, found := strings.Cut(strings.TrimSuffix(strings.TrimSpace(reply.Body), `"}`), "#response_code=")
	if !found {
		t.Fatalf("%+v", reply)
	}
	never := func(string) error { t.Error("an answer without its code"); return nil }
	for name, wrong := range map[string]string{"none": "", "another": strings.Repeat("A", 22)} {
		if err := x.Take(soon(t), wrong, never); !relayclient.Is(err, "relay_code") {
			t.Errorf("%s: %v", name, err)
		}
	}
	taken := false
	if err := x.Take(soon(t), code, func(string) error { taken = true; return nil }); err != nil || !taken {
		t.Errorf("%v", err)
	}
}

func TestRefusals(t *testing.T) {
	r := start(t)
	made := r.create(t, relayclient.Terms{})
	ctx := soon(t)
	use := func(string) error { t.Error("used"); return nil }
	for defect, row := range map[string]struct {
		kind string
		do   func() error
	}{
		"never made":       {"relay_unknown", func() error { _, err := r.plan(t).Watch(ctx, relayclient.State{Version: -1}); return err }},
		"not answered yet": {"relay_unanswered", func() error { return made.Take(ctx, "", use) }},
		"nobody's nonce":   {"relay_taken", func() error { return made.Sign(ctx, "n2", object) }},
		"no request object": {"relay_body", func() error {
			return r.plan(t).Create(ctx, relayclient.Terms{Mode: request.DirectPost, Request: "x", Lifetime: time.Minute})
		}},
		"no such mode": {"relay_body", func() error {
			return r.plan(t).Create(ctx, relayclient.Terms{Mode: request.Fragment, Lifetime: time.Minute})
		}},
		"too long a lifetime": {"relay_body", func() error {
			return r.plan(t).Create(ctx, relayclient.Terms{Mode: request.DirectPost, Lifetime: relayclient.MaxLifetime + time.Second})
		}},
	} {
		if err := row.do(); !relayclient.Is(err, row.kind) {
			t.Errorf("%s: %v, want %s", defect, err, row.kind)
		}
	}
}

func TestWithdrawnIsGone(t *testing.T) {
	r := start(t)
	x := r.create(t, relayclient.Terms{Request: object})
	if err := x.Withdraw(soon(t)); err != nil {
		t.Fatal(err)
	}
	if reply := post(t, x.ResponseURI(), sealed); reply.Status != 404 {
		t.Errorf("%+v", reply)
	}
}

// A person waits to hear that there is no relay; what has begun is not given up
// before its time.
func TestRelayAway(t *testing.T) {
	r := start(t)
	r.deaf.Store(1000)
	if err := r.plan(t).Create(soon(t), relayclient.Terms{Mode: request.DirectPost, Lifetime: time.Minute}); err != relayclient.ErrAway {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	if _, err := r.plan(t).Watch(ctx, relayclient.State{Version: -1}); !errors.Is(err, relayclient.ErrAway) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

// Something else answers where the relay should be.
func TestNotARelay(t *testing.T) {
	for defect, handler := range map[string]http.HandlerFunc{
		"a page for logging in": func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("<html>")) },
		"an empty object":       func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("{}")) },
		"a redirect":            func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", 302) },
		"nothing there":         http.NotFound,
	} {
		server := httptest.NewServer(handler)
		x, err := relayclient.Plan(rand.Reader, server.URL)
		if err != nil {
			t.Fatal(err)
		}
		var refusal *relayclient.Refusal
		if err := x.Create(soon(t), relayclient.Terms{Mode: request.DirectPost, Lifetime: time.Minute}); !errors.As(err, &refusal) || refusal.Kind != "" {
			t.Errorf("%s: %v", defect, err)
		}
		if err := x.Take(soon(t), "", func(string) error { return nil }); !errors.As(err, &refusal) {
			t.Errorf("%s: an answer: %v", defect, err)
		}
		server.Close()
	}
}

func TestAddressOfARelay(t *testing.T) {
	for text, want := range map[string]string{
		"https://a.example":               "https://a.example/relay/x/",
		"https://a.example/":              "https://a.example/relay/x/",
		"https://a.example/other/":        "https://a.example/other/x/",
		"http://127.0.0.1:8787/relay":     "http://127.0.0.1:8787/relay/x/",
		"https://a.example/relay?token=1": "https://a.example/relay/x/",
	} {
		x, err := relayclient.Plan(rand.Reader, text)
		if err != nil || !strings.HasPrefix(x.RequestURI(), want) || !strings.HasSuffix(x.RequestURI(), "/request") {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"", "a.example", "http://a.example", "ftp://a.example", "https://u@a.example", "https://a.example/#x"} {
		if _, err := relayclient.Plan(rand.Reader, text); err == nil {
			t.Errorf("%q is the address of a relay", text)
		}
	}
}

// Time that runs out while the relay waits for news is no fault of the relay.
func TestTimeRunsOut(t *testing.T) {
	r := start(t)
	x := r.create(t, relayclient.Terms{})
	seen, err := x.Watch(soon(t), relayclient.State{Version: -1})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	if _, err := x.Watch(ctx, seen); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, relayclient.ErrAway) {
		t.Errorf("%v", err)
	}
}

// A relay that says no is heard; whoever asked too often is told at once.
func TestRelayThatCannot(t *testing.T) {
	for kind, status := range map[string]int{"relay_quota": 429, "relay_store": 503} {
		calls := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			calls++
			w.WriteHeader(status)
			w.Write([]byte(`{"error":"x","error_description":"No.","kind":"` + kind + `"}`))
		}))
		x, err := relayclient.Plan(rand.Reader, server.URL)
		if err != nil {
			t.Fatal(err)
		}
		err = x.Create(soon(t), relayclient.Terms{Mode: request.DirectPost, Lifetime: time.Minute})
		if !relayclient.Is(err, kind) || err.Error() != "No. ("+kind+")" || status == 429 && calls > 1 {
			t.Errorf("%v after %d calls", err, calls)
		}
		server.Close()
	}
}
