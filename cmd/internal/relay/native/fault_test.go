package native_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"domicile/cmd/internal/relay/memory"
	"domicile/cmd/internal/relay/native"
	"domicile/cmd/internal/relay/relaytest"
)

// serve serves a relay on a new directory, without quotas.
func serve(t *testing.T, dir string, o native.Options) (*native.Server, *relaytest.Client) {
	t.Helper()
	if o.Quota.All == 0 {
		o.Quota = relaytest.Unlimited
	}
	relay, err := native.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(nil)
	server.Config = native.HTTP(relay)
	server.Start()
	t.Cleanup(func() { relay.Release(); server.Close(); relay.Close() })
	return relay, relaytest.NewClient(server.URL+"/relay", 64)
}

func wantOK(t *testing.T, found relaytest.Figures) {
	t.Helper()
	t.Log(found)
	if !found.OK() || found.Exchanges == 0 {
		t.Errorf("it went wrong")
	}
}

// R1, R15: requests and replies are lost on the way; no answer is, none arrives
// twice, and nothing is left in memory.
func TestR1LostRepliesLoseNothing(t *testing.T) {
	dir := t.TempDir()
	relay, c := serve(t, dir, native.Options{})
	before := runtime.NumGoroutine()
	wantOK(t, relaytest.Drive(t.Context(), c, relaytest.Load{Exchanges: 300, Clients: 16, DropReply: 0.1, DropRequest: 0.05, Size: 2000, Seed: 1}))
	c.HTTP.CloseIdleConnections()
	for n := 0; runtime.NumGoroutine() > before+5 && n < 100; n++ {
		time.Sleep(20 * time.Millisecond)
	}
	if after := runtime.NumGoroutine(); after > before+5 {
		t.Errorf("R15: %d goroutines before, %d after", before, after)
	}
	relay.Close()
	if problems := relaytest.Check(dir); problems != nil {
		t.Errorf("%q", problems)
	}
}

// R2: of many wallets that answer at once, and many pages that claim at once,
// one wins.
func TestR2OneOfManyWins(t *testing.T) {
	_, c := serve(t, t.TempDir(), native.Options{})
	wantOK(t, relaytest.Race(t.Context(), c, 25, 32))
}

// R3: the process is killed before and after each statement of an exchange, and
// then at random.
func TestR3KilledAtEachStatement(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a process for each statement")
	}
	dir := t.TempDir()
	n, err := relaytest.NewNursery(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Stop()
	found, err := n.KillAtEach(t.Context())
	if err != nil || n.Kills < 16 {
		t.Fatalf("%d kills: %v", n.Kills, err)
	}
	wantOK(t, found)
	if problems := relaytest.Check(dir); problems != nil {
		t.Errorf("%q", problems)
	}
	found, err = n.KillAtRandom(t.Context(), relaytest.Load{Exchanges: 150, Clients: 8, DropReply: 0.05, Size: 1000}, 300*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d kills", n.Kills)
	wantOK(t, found)
	if problems := relaytest.Check(dir); problems != nil {
		t.Errorf("%q", problems)
	}
}

// R4: a database of a later program is refused and left as it is; an empty one,
// and one of today, open.
func TestR4SchemaOfALaterProgramIsRefused(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		store, err := native.OpenStore(dir, true)
		if err != nil {
			t.Fatal(err)
		}
		store.Close()
	}
	setVersion(t, filepath.Join(dir, "relay.db"), 99)
	if _, err := native.OpenStore(dir, false); err == nil || !strings.Contains(err.Error(), "version 99") {
		t.Errorf("%v", err)
	}
	setVersion(t, filepath.Join(dir, "relay.db"), 1)
	store, err := native.OpenStore(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	store.Close()
}

// R4, R12: a store that fails or traps is answered, and the next request is served.
func TestR12TrapInTheStoreEndsOneRequestOnly(t *testing.T) {
	store := &faulty{Store: memory.New()}
	server := httptest.NewServer(native.New(store, make([]byte, 32), native.Options{}))
	t.Cleanup(server.Close)
	c := relaytest.NewClient(server.URL+"/relay", 1)
	for _, row := range []struct {
		fault  func() error
		status int
	}{{nil, 201}, {func() error { panic("trap") }, 500}, {nil, 201}, {func() error { return errors.New("SQLITE_FULL") }, 503}, {nil, 201}} {
		store.fault = row.fault
		reply, err := c.Send(t.Context(), relaytest.NewExchange().Create(relaytest.Terms))
		if err != nil || reply.Status != row.status || strings.Contains(reply.Body, "SQLITE") || strings.Contains(reply.Body, "trap") {
			t.Errorf("%d %s %v, want %d", reply.Status, reply.Body, err, row.status)
		}
	}
}

type faulty struct {
	native.Store
	fault func() error
}

func (f *faulty) Query(ctx context.Context, name string, args ...any) ([][]any, error) {
	if f.fault != nil {
		if err := f.fault(); err != nil {
			return nil, err
		}
	}
	return f.Store.Query(ctx, name, args...)
}

// R11: a new process takes over during traffic, while the old one ends what it
// has, again and again; no exchange fails.
func TestR11TakeOverDuringTraffic(t *testing.T) {
	dir := t.TempDir()
	var now atomic.Pointer[native.Server]
	open := func() *native.Server {
		relay, err := native.Open(dir, native.Options{Quota: relaytest.Unlimited})
		if err != nil {
			t.Fatal(err)
		}
		return relay
	}
	now.Store(open())
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { now.Load().ServeHTTP(w, r) }))
	t.Cleanup(front.Close)
	over := make(chan struct{})
	ended := make(chan int)
	go func() {
		for n := 0; ; n++ {
			select {
			case <-over:
				ended <- n
				return
			case <-time.After(150 * time.Millisecond):
			}
			old := now.Swap(open())
			old.Release()
			time.Sleep(100 * time.Millisecond) // what it has begun, it ends
			old.Close()
		}
	}()
	found := relaytest.Drive(t.Context(), relaytest.NewClient(front.URL+"/relay", 16), relaytest.Load{Exchanges: 400, Clients: 8, Rate: 400, Size: 500})
	close(over)
	swaps := <-ended
	now.Load().Close()
	wantOK(t, found)
	if swaps < 3 || found.Retries > int64(swaps)*8*2 {
		t.Errorf("%d swaps, %d retries", swaps, found.Retries)
	}
	if problems := relaytest.Check(dir); problems != nil {
		t.Errorf("%q", problems)
	}
}
