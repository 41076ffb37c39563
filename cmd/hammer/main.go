// Command hammer puts a relay under load and faults, and prints what it found:
//
//	hammer load       whole exchanges, with requests and replies lost on the way
//	hammer race       many wallets and many pages at once for each exchange
//	hammer fault      kills the relay at each statement, and then at random
//	hammer soak       a steady load for long, a line a minute
//	hammer enumerate  guesses ids
//	hammer contract   the contract suite; prints the transcript
//	hammer bench      the relay beside its store alone, in turns
//
// It runs against a relay on this machine, or starts one of its own on a
// directory that it removes. Every run has an end, by number and by time. The
// exit status is 1 where something was lost, came twice, or failed.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"domicile/cmd/internal/relay/relaytest"
)

// Bounds of all runs.
const (
	maxNumber  = 100_000_000
	maxClients = 4096
	maxTime    = 48 * time.Hour
)

func main() {
	relaytest.Child()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := newRoot(os.Stdout).ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "hammer:", err)
		stop()
		os.Exit(1)
	}
}

// errFound is returned where a run went wrong; its figures have been printed.
var errFound = errors.New("the relay did not hold")

func newRoot(out io.Writer) *cobra.Command {
	root := &cobra.Command{Use: "hammer", Short: "Put a relay on this machine under load and faults", SilenceErrors: true, SilenceUsage: true}
	for _, family := range []func(io.Writer) *cobra.Command{loadCommand, raceCommand, faultCommand, soakCommand, enumerateCommand, contractCommand, benchCommand} {
		root.AddCommand(family(out))
	}
	return root
}

// target is the relay of a run.
type target struct {
	url  string
	most time.Duration // of the run
}

func (t *target) flags(c *cobra.Command, most time.Duration) {
	c.Flags().StringVar(&t.url, "url", "", "base address of a relay on this machine (http://127.0.0.1:8787/relay); one is started where it is empty")
	t.timeFlag(c, most)
}

func (t *target) timeFlag(c *cobra.Command, most time.Duration) {
	c.Flags().DurationVar(&t.most, "for", most, "the longest that the run may take")
}

// open returns the relay's address, and how much memory it takes, where that is known.
func (t *target) open() (base string, memory func() int64, end func(), err error) {
	if t.most <= 0 || t.most > maxTime {
		return "", nil, nil, fmt.Errorf("--for is more than 0 and at most %v", maxTime)
	}
	if t.url != "" {
		return t.url, func() int64 { return 0 }, func() {}, checkLocal(t.url)
	}
	n, remove, err := newNursery()
	if err != nil {
		return "", nil, nil, err
	}
	end = func() { n.Stop(); remove() }
	if err := n.Start("0-"); err != nil {
		end()
		return "", nil, nil, err
	}
	return n.Base(), n.Memory, end, nil
}

// newNursery makes a directory for a relay of our own.
func newNursery(program ...string) (n *relaytest.Nursery, remove func(), err error) {
	dir, err := os.MkdirTemp("", "hammer-")
	if err != nil {
		return nil, nil, err
	}
	remove = func() { os.RemoveAll(dir) }
	if n, err = relaytest.NewNursery(dir, program...); err != nil {
		remove()
	}
	return n, remove, err
}

// checkLocal refuses every address but this machine's own.
func checkLocal(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" || u.User != nil {
		return fmt.Errorf("%q is no http address of this machine", text)
	}
	if address, err := netip.ParseAddr(u.Hostname()); err != nil || !address.IsLoopback() {
		return fmt.Errorf("%s is not this machine: hammer is for 127.0.0.1 only", u.Host)
	}
	return nil
}

// bounded refuses numbers that are no sensible size of a run.
func bounded(values map[string]int, clients int) error {
	if clients < 1 || clients > maxClients {
		return fmt.Errorf("clients are 1 to %d", maxClients)
	}
	for name, value := range values {
		if value < 1 || value > maxNumber {
			return fmt.Errorf("%s is 1 to %d", name, maxNumber)
		}
	}
	return nil
}
