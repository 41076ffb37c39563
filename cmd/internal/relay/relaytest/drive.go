package relaytest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Load is a number of exchanges from beginning to end, each played by a page, a
// wallet and a second tab of the page that also wants the answer.
type Load struct {
	Exchanges, Clients int
	Until              time.Duration // ends the run early; 0 for never
	Rate               int           // exchanges begun in a second; 0 for as fast as possible
	DropReply          float64       // share of replies that are lost on the way
	DropRequest        float64       // share of requests that are lost on the way
	Size               int           // of the answer, in bytes
	Seed               uint64
}

// Figures are what a run found.
type Figures struct {
	Exchanges, Lost, Twice, Foreign int64 // Foreign: another exchange's answer
	Requests, Retries, Dropped      int64
	Failures                        []string // the first few things that should not be
	Took                            time.Duration
	Latencies                       []time.Duration // of each request that was answered, sorted
}

// Quantile returns the latency that a share of the requests had at most.
func (f Figures) Quantile(q float64) time.Duration {
	if len(f.Latencies) == 0 {
		return 0
	}
	return f.Latencies[min(len(f.Latencies)-1, int(q*float64(len(f.Latencies))))]
}

// String is one line of the figures.
func (f Figures) String() string {
	seconds := max(f.Took.Seconds(), 0.001)
	line := fmt.Sprintf("exchanges %d, lost %d, twice %d, foreign %d, requests %d, retries %d, dropped %d, took %.1f s, %.0f requests/s, p50 %.2f ms, p99 %.2f ms, worst %.2f ms",
		f.Exchanges, f.Lost, f.Twice, f.Foreign, f.Requests, f.Retries, f.Dropped, f.Took.Seconds(), float64(f.Requests)/seconds,
		ms(f.Quantile(0.5)), ms(f.Quantile(0.99)), ms(f.Quantile(1)))
	return strings.Join(append([]string{line}, f.Failures...), "\n  ")
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// OK tells whether nothing went wrong.
func (f Figures) OK() bool {
	return f.Lost == 0 && f.Twice == 0 && f.Foreign == 0 && len(f.Failures) == 0
}

// Drive plays the load, and returns when it is through.
func Drive(ctx context.Context, c *Client, l Load) Figures {
	d := &drive{Client: c, Load: l}
	if l.Until > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, l.Until)
		defer cancel()
	}
	began := time.Now()
	next := make(chan int)
	var all sync.WaitGroup
	for client := range l.Clients {
		all.Go(func() {
			chance := rand.New(rand.NewPCG(l.Seed, uint64(client)))
			for n := range next {
				d.play(n, chance)
			}
		})
	}
	d.begin(ctx, next)
	all.Wait()
	d.found.Took = time.Since(began)
	d.found.Requests, d.found.Retries, d.found.Dropped = d.requests.Load(), d.retries.Load(), d.dropped.Load()
	slices.Sort(d.found.Latencies)
	return d.found
}

// begin hands out the exchanges at the rate that is wanted.
func (d *drive) begin(ctx context.Context, next chan<- int) {
	defer close(next)
	began := time.Now()
	for n := range d.Exchanges {
		if d.Rate > 0 {
			due := began.Add(time.Duration(n) * time.Second / time.Duration(d.Rate))
			select {
			case <-time.After(time.Until(due)):
			case <-ctx.Done():
				return
			}
		}
		select {
		case next <- n:
		case <-ctx.Done():
			return
		}
	}
}

type drive struct {
	*Client
	Load
	requests, retries, dropped atomic.Int64
	mu                         sync.Mutex
	found                      Figures
}

// tries bounds how often a request is sent until a reply arrives.
const tries = 200

var errLost = errors.New("lost on the way")

// send sends a request until a reply arrives that is no failure of the relay, as
// a page and a wallet do. It runs to its end: an exchange that was begun is.
func (d *drive) send(chance *rand.Rand, call Call) (Reply, error) {
	var last error
	for n := range tries {
		if n > 0 {
			d.retries.Add(1)
			time.Sleep(time.Duration(min(n, 20)) * 5 * time.Millisecond)
		}
		reply, err := d.once(chance, call)
		last = err
		if err == nil && reply.Status < 500 && reply.Status != http.StatusTooManyRequests {
			return reply, nil
		}
		if err == nil {
			last = fmt.Errorf("%d %s", reply.Status, strings.TrimSpace(reply.Body))
		}
	}
	return Reply{}, fmt.Errorf("%s: no reply in %d tries: %w", call.Method, tries, last)
}

func (d *drive) once(chance *rand.Rand, call Call) (Reply, error) {
	if chance.Float64() < d.DropRequest {
		d.dropped.Add(1)
		return Reply{}, errLost
	}
	began := time.Now()
	reply, err := d.Send(context.Background(), call)
	took := time.Since(began)
	d.requests.Add(1)
	if err != nil {
		return Reply{}, err
	}
	d.mu.Lock()
	d.found.Latencies = append(d.found.Latencies, took)
	d.mu.Unlock()
	if chance.Float64() < d.DropReply {
		d.dropped.Add(1)
		return Reply{}, errLost
	}
	return reply, nil
}

// play is one exchange.
func (d *drive) play(n int, chance *rand.Rand) {
	x := NewExchange()
	answer := fmt.Sprintf("a.b.c.%d-%d.", d.Seed, n) + strings.Repeat("e", max(1, d.Size-20))
	delivered, err := d.steps(x, chance, answer)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.found.Exchanges++
	switch {
	case err != nil && len(d.found.Failures) < 10:
		d.found.Failures = append(d.found.Failures, err.Error())
	case len(delivered) == 0:
		d.found.Lost++
	case len(delivered) > 1:
		d.found.Twice++
	case delivered[0] != `{"body":"response=`+answer+`"}`:
		d.found.Foreign++
	}
}

// steps returns what the application was given: one answer for each claim that
// got one.
func (d *drive) steps(x Exchange, chance *rand.Rand, answer string) (delivered []string, err error) {
	expect := func(call Call, statuses ...int) Reply {
		if err != nil {
			return Reply{}
		}
		var reply Reply
		if reply, err = d.send(chance, call); err == nil && !slices.Contains(statuses, reply.Status) {
			err = fmt.Errorf("%s %s: %d %s", call.Method, call.Path[strings.LastIndexByte(call.Path, '/'):], reply.Status, reply.Body)
		}
		return reply
	}
	expect(x.Create(Terms), 201, 200)
	expect(x.Request(), 200)
	expect(x.State("?seen=1&wait=1"), 200)
	expect(x.Answer("response="+answer), 200)
	tabs := []string{Secret(), Secret()}
	var holder string
	for _, claim := range tabs {
		reply := expect(x.Claim(`{"claim":"`+claim+`"}`), 200, 409)
		if reply.Status == 200 {
			delivered, holder = append(delivered, strings.TrimRight(reply.Body, " ")), claim
		}
	}
	expect(x.Ack(holder), 204)
	expect(x.State(""), 404)
	expect(x.Answer("response="+answer), 200) // a wallet whose reply was lost
	return delivered, err
}

// Race lets a number of claimants, and before them of wallets, race for each of
// some exchanges, and returns the figures: Lost where nobody won, Twice where
// more than one did.
func Race(ctx context.Context, c *Client, rounds, racers int) Figures {
	found := Figures{}
	began := time.Now()
	for range rounds {
		if ctx.Err() != nil {
			break
		}
		x := NewExchange()
		if reply, err := c.Send(ctx, x.Create(Terms)); err != nil || reply.Status != 201 {
			found.Failures = append(found.Failures, fmt.Sprintf("create: %d %v", reply.Status, err))
			break
		}
		for _, call := range []func(n int) Call{
			func(n int) Call { return x.Answer(fmt.Sprintf("response=a.b.c.%d.e", n)) },
			func(n int) Call { return x.Claim(`{"claim":"` + SecretOf(fmt.Sprint(n)) + `"}`) },
		} {
			found.count(winners(ctx, c, racers, call))
			found.Requests += int64(racers)
		}
		found.Exchanges++
	}
	found.Took = time.Since(began)
	return found
}

func (f *Figures) count(winners int, err error) {
	switch {
	case err != nil && len(f.Failures) < 10:
		f.Failures = append(f.Failures, err.Error())
	case winners == 0:
		f.Lost++
	case winners > 1:
		f.Twice++
	}
}

// winners sends calls at once and counts those that were answered with 200; the
// rest must be refused with 400 or 409.
func winners(ctx context.Context, c *Client, racers int, call func(n int) Call) (won int, err error) {
	statuses := make([]int, racers)
	errs := make([]error, racers)
	start := make(chan struct{})
	var all sync.WaitGroup
	for n := range racers {
		all.Go(func() {
			<-start
			var reply Reply
			reply, errs[n] = c.Send(ctx, call(n))
			statuses[n] = reply.Status
		})
	}
	close(start)
	all.Wait()
	for _, status := range statuses {
		switch status {
		case 200:
			won++
		case 400, 409:
		default:
			err = errors.Join(err, fmt.Errorf("status %d", status))
		}
	}
	return won, errors.Join(append(errs, err)...)
}
