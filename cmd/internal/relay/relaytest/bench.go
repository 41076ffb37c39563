package relaytest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"

	"domicile/cmd/internal/relay"
	"domicile/cmd/internal/relay/memory"
	"domicile/cmd/internal/relay/native"
)

// Bench plays the same exchanges in several ways: as statements on the store
// alone, through the handler without a network, as a whole over HTTP, and to a
// server that does nothing. Each has a database of its own.
type Bench struct {
	handler *relay.Handler
	stores  [2]native.Store
	servers []*http.Server
	home    *native.Server
	whole   string // addresses
	empty   string
	dirs    []string
}

// OpenBench makes them.
func OpenBench(powerSafe bool) (*Bench, error) {
	b := &Bench{handler: relay.New(relay.Config{Secret: make([]byte, 32), Quota: Unlimited})}
	if err := b.open(powerSafe); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

func (b *Bench) open(powerSafe bool) error {
	for range 3 {
		dir, err := os.MkdirTemp("", "relay-bench-")
		if err != nil {
			return err
		}
		b.dirs = append(b.dirs, dir)
	}
	for i := range b.stores {
		store, err := native.OpenStore(b.dirs[i], powerSafe)
		if err != nil {
			return err
		}
		b.stores[i] = store
	}
	home, err := native.Open(b.dirs[2], native.Options{Quota: Unlimited, PowerSafe: powerSafe})
	if err != nil {
		return err
	}
	b.home = home
	if b.whole, err = b.serve(home); err != nil {
		return err
	}
	b.empty, err = b.serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"expires_at":"2026-11-24T12:00:00Z"}`)
	}))
	return err
}

func (b *Bench) serve(handler http.Handler) (address string, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	server := native.HTTP(handler)
	b.servers = append(b.servers, server)
	go server.Serve(listener)
	return "http://" + listener.Addr().String() + "/relay", nil
}

// Close ends them and removes their data.
func (b *Bench) Close() error {
	var errs []error
	for _, server := range b.servers {
		errs = append(errs, server.Close())
	}
	if b.home != nil {
		errs = append(errs, b.home.Close())
	}
	for _, store := range b.stores {
		if store != nil {
			errs = append(errs, store.Close())
		}
	}
	for _, dir := range b.dirs {
		errs = append(errs, os.RemoveAll(dir))
	}
	return errors.Join(errs...)
}

// calls are the requests of one exchange.
func calls() []Call {
	x, claim := NewExchange(), Secret()
	return []Call{x.Create(Terms), x.Request(), x.State(""), x.Answer("response=" + JWE), x.Claim(`{"claim":"` + claim + `"}`), x.Ack(claim)}
}

// each plays a number of exchanges, some at one time, and measures each call.
func each(exchanges, clients int, play func(note func(time.Time)) error) (Figures, error) {
	var all sync.WaitGroup
	var mu sync.Mutex
	var found Figures
	var failed error
	began := time.Now()
	for client := range clients {
		all.Go(func() {
			var mine []time.Duration
			var err error
			for n := client; n < exchanges && err == nil; n += clients {
				err = play(func(since time.Time) { mine = append(mine, time.Since(since)) })
			}
			mu.Lock()
			defer mu.Unlock()
			found.Latencies, failed = append(found.Latencies, mine...), errors.Join(failed, err)
		})
	}
	all.Wait()
	found.Took, found.Exchanges, found.Requests = time.Since(began), int64(exchanges), int64(len(found.Latencies))
	slices.Sort(found.Latencies)
	return found, failed
}

type ran struct {
	name string
	args []any
}

type recording struct {
	Store
	ran []ran
}

// Query keeps what was asked.
func (r *recording) Query(ctx context.Context, name string, args ...any) ([][]any, error) {
	r.ran = append(r.ran, ran{name, args})
	return r.Store.Query(ctx, name, args...)
}

// Store runs the statements of exchanges that were played before.
func (b *Bench) Store(ctx context.Context, exchanges, clients int) (Figures, error) {
	prepared := make(chan [][]ran, exchanges)
	for range exchanges {
		var exchange [][]ran
		store := memory.New()
		for _, call := range calls() {
			r := &recording{Store: store}
			b.handler.Serve(&World{Store: r, Time: time.Now()}, RequestOf(call))
			exchange = append(exchange, r.ran)
		}
		prepared <- exchange
	}
	return each(exchanges, clients, func(note func(time.Time)) error {
		for _, call := range <-prepared {
			began := time.Now()
			for _, statement := range call {
				if _, err := b.stores[0].Query(ctx, statement.name, statement.args...); err != nil {
					return err
				}
			}
			note(began)
		}
		return nil
	})
}

// Handler runs the handler on the store.
func (b *Bench) Handler(_ context.Context, exchanges, clients int) (Figures, error) {
	return each(exchanges, clients, func(note func(time.Time)) error {
		for _, call := range calls() {
			began := time.Now()
			if out := b.handler.Serve(&World{Store: b.stores[1], Time: began}, RequestOf(call)); out.Status > 204 {
				return fmt.Errorf("%s: %d", out.Route, out.Status)
			}
			note(began)
		}
		return nil
	})
}

// HTTP runs the whole relay, with its client in the same process.
func (b *Bench) HTTP(ctx context.Context, exchanges, clients int) (Figures, error) {
	return overHTTP(ctx, b.whole, exchanges, clients)
}

// Empty sends the same requests to a server that does nothing: what net/http and
// the client take.
func (b *Bench) Empty(ctx context.Context, exchanges, clients int) (Figures, error) {
	return overHTTP(ctx, b.empty, exchanges, clients)
}

func overHTTP(ctx context.Context, base string, exchanges, clients int) (Figures, error) {
	c := NewClient(base, clients)
	defer c.HTTP.CloseIdleConnections()
	return each(exchanges, clients, func(note func(time.Time)) error {
		for _, call := range calls() {
			began := time.Now()
			if reply, err := c.Send(ctx, call); err != nil || reply.Status > 204 {
				return fmt.Errorf("%s %d: %w", call.Method, reply.Status, err)
			}
			note(began)
		}
		return nil
	})
}
