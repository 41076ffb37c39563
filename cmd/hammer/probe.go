package main

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"domicile/cmd/internal/relay/relaytest"
)

func enumerateCommand(out io.Writer) *cobra.Command {
	var t target
	var guesses, clients int
	c := &cobra.Command{Use: "enumerate", Short: "Guess ids", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		if err := bounded(map[string]int{"guesses": guesses}, clients); err != nil {
			return err
		}
		base, _, end, err := t.open()
		if err != nil {
			return err
		}
		defer end()
		found := relaytest.Enumerate(c.Context(), relaytest.NewClient(base, clients), int64(guesses), clients, t.most)
		fmt.Fprintln(out, found)
		if found.Hits > 0 || found.Replies != 1 || found.Errors > 0 {
			return errFound
		}
		return nil
	}}
	t.flags(c, 10*time.Minute)
	c.Flags().IntVar(&guesses, "guesses", 100_000, "number of ids")
	c.Flags().IntVar(&clients, "clients", 16, "guesses at one time")
	return c
}

func contractCommand(out io.Writer) *cobra.Command {
	var t target
	var k relaytest.Knobs
	c := &cobra.Command{Use: "contract", Short: "Hold a relay to its contract and print the transcript", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		base, _, end, err := t.open()
		if err != nil {
			return err
		}
		defer end()
		return contract(out, base, k)
	}}
	t.flags(c, time.Minute)
	c.Flags().StringVar(&k.Trap, "trap", "", "path below the base that panics, of a relay that was built with one")
	c.Flags().BoolVar(&k.Slow, "slow", false, "the relay hears of changes a second late")
	return c
}

// report collects what the suite finds, and ends it as a test would.
type report struct{ failures []string }

type ended struct{}

func (r *report) Helper() {}

func (r *report) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *report) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	panic(ended{})
}

func contract(out io.Writer, base string, k relaytest.Knobs) (err error) {
	r := &report{}
	defer func() {
		if trap := recover(); trap != nil && trap != (ended{}) {
			panic(trap)
		}
		for _, failure := range r.failures {
			fmt.Fprintln(out, "FAILED:", failure)
			err = errFound
		}
	}()
	fmt.Fprint(out, relaytest.Contract(r, base, k))
	return nil
}
