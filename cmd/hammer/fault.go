package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"domicile/cmd/internal/relay/relaytest"
)

// faultCommand kills the relay. First at each statement, with a relay of this
// program's own that dies when it is told to; then at random, with the program
// that people run where it is named.
func faultCommand(out io.Writer) *cobra.Command {
	var t target
	var l relaytest.Load
	var program string
	var most time.Duration
	c := &cobra.Command{Use: "fault", Short: "Kill the relay at each statement, and at random", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		if err := checkLoad(l); err != nil {
			return err
		}
		if t.most <= 0 || t.most > maxTime || most < 50*time.Millisecond || most > time.Minute {
			return fmt.Errorf("--for is at most %v, --life 50ms to 1m", maxTime)
		}
		l.Until = t.most
		if err := killAtEach(c.Context(), out); err != nil {
			return err
		}
		return killAtRandom(c.Context(), out, l, most, program)
	}}
	t.timeFlag(c, 10*time.Minute)
	loadFlags(c, &l, 5000, 16, 0)
	c.Flags().StringVar(&program, "program", "", "the built domicile, to kill \"domicile relay serve\" at random; a relay of our own where it is empty")
	c.Flags().DurationVar(&most, "life", time.Second, "how long the relay lives at most before it is killed")
	return c
}

func killAtEach(ctx context.Context, out io.Writer) error {
	n, remove, err := newNursery()
	if err != nil {
		return err
	}
	defer remove()
	defer n.Stop()
	found, err := n.KillAtEach(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "at each statement: %d kills, ", n.Kills)
	return check(out, n.Dir, tell(out, found, 0))
}

func killAtRandom(ctx context.Context, out io.Writer, l relaytest.Load, most time.Duration, program string) error {
	var line []string
	if program != "" {
		unlimited := fmt.Sprint(maxNumber * 100)
		line = []string{program, "relay", "serve", "--addr", "{addr}", "--data", "{data}", "--quota-creations", unlimited, "--quota-posts", unlimited, "--quota-all", unlimited}
	}
	n, remove, err := newNursery(line...)
	if err != nil {
		return err
	}
	defer remove()
	defer n.Stop()
	found, err := n.KillAtRandom(ctx, l, most)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "at random: %d kills, ", n.Kills)
	dir := n.Dir
	if program != "" {
		dir = filepath.Join(dir, "relay")
	}
	return check(out, dir, tell(out, found, 0))
}

// check looks for what a stopped relay left behind.
func check(out io.Writer, dir string, err error) error {
	problems := relaytest.Check(dir)
	for _, problem := range problems {
		fmt.Fprintln(out, "  left behind:", problem)
	}
	if len(problems) > 0 {
		return errFound
	}
	fmt.Fprintln(out, "  the database is whole, with no orphan in it")
	return err
}
