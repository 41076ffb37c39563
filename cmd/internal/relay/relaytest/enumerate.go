package relaytest

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Guessed is what guessing found.
type Guessed struct {
	Guesses, Hits, Errors int64
	Replies               int // different ones
	Took                  time.Duration
	Unknown, Expired      time.Duration // the median time of a 404 for either
}

// String is one line of the figures.
func (g Guessed) String() string {
	return fmt.Sprintf("guesses %d, hits %d, errors %d, different replies %d, took %.1f s, %.0f/s, median of a 404: never made %.3f ms, expired %.3f ms",
		g.Guesses, g.Hits, g.Errors, g.Replies, g.Took.Seconds(), float64(g.Guesses)/max(g.Took.Seconds(), 0.001), ms(g.Unknown), ms(g.Expired))
}

// Enumerate guesses ids, as a wallet that has none would, and compares how long
// the relay takes to refuse one that was never made and one that has expired.
func Enumerate(ctx context.Context, c *Client, guesses int64, clients int, most time.Duration) Guessed {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	var g Guessed
	var mu sync.Mutex
	said := map[string]bool{}
	var begun, answered, hits, errs atomic.Int64
	began := time.Now()
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for begun.Add(1) <= guesses && ctx.Err() == nil {
				reply, err := c.Send(ctx, NewExchange().Request())
				if err != nil {
					errs.Add(1)
					continue
				}
				answered.Add(1)
				if reply.Status != http.StatusNotFound {
					hits.Add(1)
				}
				mu.Lock()
				said[reply.Body] = true
				mu.Unlock()
			}
		})
	}
	all.Wait()
	g.Guesses, g.Hits, g.Errors, g.Replies, g.Took = answered.Load(), hits.Load(), errs.Load(), len(said), time.Since(began)
	g.Unknown, g.Expired = refusals(ctx, c)
	return g
}

// refusals measures both refusals in turns.
func refusals(ctx context.Context, c *Client) (unknown, expired time.Duration) {
	const samples = 200
	x := NewExchange()
	if _, err := c.Send(ctx, x.Create(`{"request":"`+JWT+`","mode":"direct_post.jwt","lifetime":1}`)); err != nil {
		return 0, 0
	}
	time.Sleep(2 * time.Second)
	var took [2][]time.Duration
	for n := range 2 * samples {
		one := x
		if n%2 == 0 {
			one = NewExchange()
		}
		began := time.Now()
		if _, err := c.Send(ctx, one.Request()); err == nil {
			took[n%2] = append(took[n%2], time.Since(began))
		}
	}
	for i := range took {
		slices.Sort(took[i])
		if len(took[i]) == 0 {
			return 0, 0
		}
	}
	return took[0][len(took[0])/2], took[1][len(took[1])/2]
}
