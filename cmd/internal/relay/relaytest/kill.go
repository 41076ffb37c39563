package relaytest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"domicile/cmd/internal/relay"
	"domicile/cmd/internal/relay/native"
)

// killer is a store that ends its process, as a crash would, before or after the
// n-th statement that is run on it.
type killer struct {
	native.Store
	at    int64
	after bool
	n     atomic.Int64
}

// Query runs a statement, or the process ends.
func (k *killer) Query(ctx context.Context, name string, args ...any) ([][]any, error) {
	mine := k.n.Add(1) == k.at
	if mine && !k.after {
		die()
	}
	rows, err := k.Store.Query(ctx, name, args...)
	if mine {
		die()
	}
	return rows, err
}

func die() {
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		self.Kill()
	}
	select {}
}

// childVariable has the address, the data directory, and the statement at which
// the child dies: "12-" before the twelfth, "12+" after it, "0-" never.
const childVariable = "RELAYTEST_CHILD"

// Child serves a relay and never returns, where this process was started by a
// Nursery; else it returns at once. Programs that make a Nursery call it first.
func Child() {
	fields := strings.Split(os.Getenv(childVariable), "|")
	if len(fields) != 3 {
		return
	}
	address, dir, point := fields[0], fields[1], fields[2]
	err := serveChild(address, dir, point)
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func serveChild(address, dir, point string) error {
	at, err := strconv.ParseInt(strings.TrimRight(point, "+-"), 10, 64)
	if err != nil {
		return err
	}
	store, err := native.OpenStore(dir, false)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	server := native.New(&killer{Store: store, at: at, after: strings.HasSuffix(point, "+")}, make([]byte, 32),
		native.Options{Log: log, Quota: Unlimited})
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	return native.HTTP(server).Serve(listener)
}

// Unlimited is a quota that a load test does not meet.
var Unlimited = relay.Quota{Creations: 1 << 40, Posts: 1 << 40, Fetches: 1 << 40, All: 1 << 40}

// Nursery starts relays as processes of their own, that can be killed, one at a
// time, always on the same address and data.
type Nursery struct {
	Dir     string
	Program []string // and its arguments; {addr} and {data} are replaced; this program as a Child where empty
	Kills   int
	address string
	mu      sync.Mutex
	cmd     *exec.Cmd
}

// NewNursery chooses a free address on this machine.
func NewNursery(dir string, program ...string) (*Nursery, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer listener.Close()
	return &Nursery{Dir: dir, Program: program, address: listener.Addr().String()}, nil
}

// Base is the address of the relay.
func (n *Nursery) Base() string { return "http://" + n.address + "/relay" }

// Start starts a relay that dies at a point, see Child, and returns when it answers.
func (n *Nursery) Start(point string) error {
	var c *exec.Cmd
	if len(n.Program) > 0 {
		args := make([]string, len(n.Program))
		for i, arg := range n.Program {
			args[i] = strings.NewReplacer("{addr}", n.address, "{data}", n.Dir).Replace(arg)
		}
		c = exec.Command(args[0], args[1:]...)
	} else {
		self, err := os.Executable()
		if err != nil {
			return err
		}
		c = exec.Command(self)
		c.Env = append(os.Environ(), childVariable+"="+n.address+"|"+n.Dir+"|"+point)
	}
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		return err
	}
	n.mu.Lock()
	n.cmd = c
	n.mu.Unlock()
	return n.answers()
}

func (n *Nursery) answers() error {
	for range 500 {
		if c, err := net.DialTimeout("tcp", n.address, time.Second); err == nil {
			return c.Close()
		}
		time.Sleep(10 * time.Millisecond)
	}
	return errors.New("the relay does not answer")
}

// Stop kills the relay and waits for its end.
func (n *Nursery) Stop() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cmd != nil {
		n.cmd.Process.Kill()
		n.cmd.Wait()
		n.cmd = nil
	}
}

// KillAtEach plays one exchange for each statement that one takes, with a relay
// that dies before and after it and is started again.
func (n *Nursery) KillAtEach(ctx context.Context) (Figures, error) {
	var all Figures
	for at := 1; ctx.Err() == nil; at++ {
		died := false
		for _, sign := range []string{"-", "+"} {
			found, hit, err := n.killOnce(ctx, fmt.Sprint(at, sign))
			if err != nil {
				return all, err
			}
			died = died || hit
			all.add(found)
		}
		if !died {
			return all, nil
		}
	}
	return all, ctx.Err()
}

func (n *Nursery) killOnce(ctx context.Context, point string) (found Figures, died bool, err error) {
	if err := n.Start(point); err != nil {
		return found, false, err
	}
	defer n.Stop()
	done := make(chan error, 1)
	first := n.cmd
	go func() {
		first.Wait()
		select {
		case <-ctx.Done():
			done <- nil
			return
		default:
		}
		died = true
		done <- n.Start("0-")
	}()
	found = Drive(ctx, NewClient(n.Base(), 2), Load{Exchanges: 1, Clients: 1, Size: 200})
	hit := died
	if !hit {
		first.Process.Kill() // the exchange was through before that statement
	} else {
		n.Kills++
	}
	err = <-done
	return found, hit, err
}

func (f *Figures) add(g Figures) {
	f.Exchanges, f.Lost, f.Twice, f.Foreign = f.Exchanges+g.Exchanges, f.Lost+g.Lost, f.Twice+g.Twice, f.Foreign+g.Foreign
	f.Requests, f.Retries, f.Dropped, f.Took = f.Requests+g.Requests, f.Retries+g.Retries, f.Dropped+g.Dropped, f.Took+g.Took
	f.Failures = append(f.Failures, g.Failures...)
}

// KillAtRandom plays a load while the relay is killed again and again, each time
// after it has lived for up to most.
func (n *Nursery) KillAtRandom(ctx context.Context, l Load, most time.Duration) (Figures, error) {
	if err := n.Start("0-"); err != nil {
		return Figures{}, err
	}
	over := make(chan struct{})
	ended := make(chan error, 1)
	go func() {
		for {
			select {
			case <-over:
				ended <- nil
				return
			case <-time.After(most/5 + rand.N(most*4/5)):
			}
			n.Stop()
			n.Kills++
			if err := n.Start("0-"); err != nil {
				ended <- err
				return
			}
		}
	}()
	found := Drive(ctx, NewClient(n.Base(), l.Clients), l)
	close(over)
	err := <-ended
	n.Stop()
	return found, err
}

// Check looks into the database of a relay that has stopped, after a load that
// was played to its end, and returns what should not be there.
func Check(dir string) (problems []string) {
	dsn := url.URL{Scheme: "file", Opaque: url.PathEscape(filepath.Join(dir, "relay.db"))}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return []string{err.Error()}
	}
	defer db.Close()
	var intact string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&intact); err != nil || intact != "ok" {
		problems = append(problems, fmt.Sprint("the database is damaged: ", intact, err))
	}
	for what, where := range map[string]string{
		"answers that nobody fetched":                "body IS NOT NULL",
		"answers that were claimed, and not freed":   "claim IS NOT NULL",
		"requests kept after the end":                "token = '' AND (request <> '' OR signed IS NOT NULL)",
		"ends without an answer":                     "token = '' AND answer IS NULL",
		"exchanges that were answered and not ended": "answer IS NOT NULL AND token <> ''",
	} {
		var count int
		if err := db.QueryRow("SELECT count(*) FROM exchange WHERE " + where).Scan(&count); err != nil || count > 0 {
			problems = append(problems, fmt.Sprint(count, " ", what, errText(err)))
		}
	}
	return problems
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return ": " + err.Error()
}
