package native_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"domicile/cmd/internal/relay"
	"domicile/cmd/internal/relay/memory"
	"domicile/cmd/internal/relay/native"
	"domicile/cmd/internal/relay/relaytest"
)

// exchangeOf are the requests of one exchange.
func exchangeOf(b *testing.B) []relaytest.Call {
	b.Helper()
	x, claim := relaytest.NewExchange(), relaytest.Secret()
	return []relaytest.Call{x.Create(relaytest.Terms), x.Request(), x.State(""), x.Answer("response=" + relaytest.JWE),
		x.Claim(`{"claim":"` + claim + `"}`), x.Ack(claim)}
}

func benchStores(b *testing.B) map[string]native.Store {
	b.Helper()
	list := map[string]native.Store{"memory": memory.New()}
	for name, powerSafe := range map[string]bool{"SQLite": false, "SQLite,powerSafe": true} {
		store, err := native.OpenStore(b.TempDir(), powerSafe)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { store.Close() })
		list[name] = store
	}
	return list
}

// statement is one that an exchange ran.
type statement struct {
	name string
	args []any
}

type recorder struct {
	native.Store
	ran []statement
}

func (r *recorder) Query(ctx context.Context, name string, args ...any) ([][]any, error) {
	r.ran = append(r.ran, statement{name, args})
	return r.Store.Query(ctx, name, args...)
}

// BenchmarkStoreAlone runs the statements of an exchange and nothing else: what
// the rest is measured against. An operation is one request's share, as below.
func BenchmarkStoreAlone(b *testing.B) {
	h := relay.New(relay.Config{Secret: make([]byte, 32), Quota: relaytest.Unlimited})
	for name, store := range benchStores(b) {
		b.Run(name, func(b *testing.B) {
			var prepared [][]statement
			for range b.N/6 + 1 {
				r := &recorder{Store: memory.New()}
				for _, call := range exchangeOf(b) {
					h.Serve(&relaytest.World{Store: r, Time: time.Now()}, relaytest.RequestOf(call))
				}
				prepared = append(prepared, r.ran)
			}
			b.ResetTimer()
			for _, exchange := range prepared {
				for _, s := range exchange {
					if _, err := store.Query(context.Background(), s.name, s.args...); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// BenchmarkServe runs the handler without a network.
func BenchmarkServe(b *testing.B) {
	h := relay.New(relay.Config{Secret: make([]byte, 32), Quota: relaytest.Unlimited})
	for name, store := range benchStores(b) {
		b.Run(name, func(b *testing.B) {
			for range b.N/6 + 1 {
				for i, call := range exchangeOf(b) {
					w := &relaytest.World{Store: store, Time: time.Now(), Drawn: uint64(b.N * 10)}
					if out := h.Serve(w, relaytest.RequestOf(call)); out.Status > 204 {
						b.Fatal(i, out.Status, string(out.Body))
					}
				}
			}
		})
	}
}

// BenchmarkHTTP runs the whole, with its client in the same process.
func BenchmarkHTTP(b *testing.B) {
	for name, store := range benchStores(b) {
		for _, clients := range []int{1, 8} {
			b.Run(fmt.Sprintf("%s/clients=%d", name, clients), func(b *testing.B) {
				server := httptest.NewUnstartedServer(nil)
				server.Config = native.HTTP(native.New(store, make([]byte, 32), native.Options{Quota: relaytest.Unlimited}))
				server.Start()
				defer server.Close()
				c := relaytest.NewClient(server.URL+"/relay", clients)
				b.ResetTimer()
				if clients == 1 {
					for range b.N/6 + 1 {
						requests(b, c)
					}
					return
				}
				b.SetParallelism(clients / 2)
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						requests(b, c)
						for range 5 {
							pb.Next() // an operation is one request
						}
					}
				})
			})
		}
	}
}

func requests(b *testing.B, c *relaytest.Client) {
	for _, call := range exchangeOf(b) {
		if reply, err := c.Send(context.Background(), call); err != nil || reply.Status > 204 {
			b.Error(reply, err)
			return
		}
	}
}
