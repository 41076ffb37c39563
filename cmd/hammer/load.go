package main

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"domicile/cmd/internal/relay/relaytest"
)

func loadFlags(c *cobra.Command, l *relaytest.Load, exchanges, clients, rate int) {
	c.Flags().IntVar(&l.Exchanges, "exchanges", exchanges, "number of exchanges")
	c.Flags().IntVar(&l.Clients, "clients", clients, "exchanges at one time")
	c.Flags().IntVar(&l.Rate, "rate", rate, "exchanges begun in a second, 0 for as fast as possible")
	c.Flags().Float64Var(&l.DropReply, "drop-reply", 0.1, "share of replies that are lost")
	c.Flags().Float64Var(&l.DropRequest, "drop-request", 0.02, "share of requests that are lost")
	c.Flags().IntVar(&l.Size, "size", 2000, "bytes of an answer")
	c.Flags().Uint64Var(&l.Seed, "seed", 1, "which losses")
}

func checkLoad(l relaytest.Load) error {
	if l.DropReply < 0 || l.DropReply > 0.9 || l.DropRequest < 0 || l.DropRequest > 0.9 || l.Size > 60_000 || l.Rate < 0 || l.Rate > 100_000 {
		return fmt.Errorf("losses are 0 to 0.9, an answer has at most 60000 bytes, a rate is at most 100000")
	}
	return bounded(map[string]int{"exchanges": l.Exchanges}, l.Clients)
}

func loadCommand(out io.Writer) *cobra.Command {
	var t target
	var l relaytest.Load
	c := &cobra.Command{Use: "load", Short: "Play whole exchanges, with losses on the way", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		if err := checkLoad(l); err != nil {
			return err
		}
		base, memory, end, err := t.open()
		if err != nil {
			return err
		}
		defer end()
		l.Until = t.most
		return tell(out, relaytest.Drive(c.Context(), relaytest.NewClient(base, l.Clients), l), memory())
	}}
	t.flags(c, 10*time.Minute)
	loadFlags(c, &l, 10_000, 64, 0)
	return c
}

// tell prints figures.
func tell(out io.Writer, found relaytest.Figures, memory int64) error {
	fmt.Fprint(out, found)
	if memory > 0 {
		fmt.Fprintf(out, ", memory of the relay %.1f MiB", float64(memory)/(1<<20))
	}
	fmt.Fprintln(out)
	if !found.OK() {
		return errFound
	}
	return nil
}

func raceCommand(out io.Writer) *cobra.Command {
	var t target
	var rounds, racers int
	c := &cobra.Command{Use: "race", Short: "Let many wallets and pages race for each exchange", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		if err := bounded(map[string]int{"rounds": rounds}, racers); err != nil {
			return err
		}
		base, memory, end, err := t.open()
		if err != nil {
			return err
		}
		defer end()
		return tell(out, relaytest.Race(c.Context(), relaytest.NewClient(base, racers), rounds, racers, t.most), memory())
	}}
	t.flags(c, 10*time.Minute)
	c.Flags().IntVar(&rounds, "rounds", 1000, "number of exchanges")
	c.Flags().IntVar(&racers, "racers", 32, "wallets, and then pages, at one time")
	return c
}

// soakCommand plays a steady load, minute by minute, so that a drift is seen.
func soakCommand(out io.Writer) *cobra.Command {
	var t target
	var l relaytest.Load
	c := &cobra.Command{Use: "soak", Short: "Play a steady load for long", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		l.Exchanges = 1
		if err := checkLoad(l); err != nil || l.Rate < 1 {
			return fmt.Errorf("a soak has a rate of at least 1: %w", err)
		}
		base, memory, end, err := t.open()
		if err != nil {
			return err
		}
		defer end()
		client := relaytest.NewClient(base, l.Clients)
		for began := time.Now(); t.most-time.Since(began) > time.Second && c.Context().Err() == nil; l.Seed++ {
			l.Until = min(time.Minute, t.most-time.Since(began))
			l.Exchanges = max(1, int(float64(l.Rate)*l.Until.Seconds()))
			found := relaytest.Drive(c.Context(), client, l)
			fmt.Fprintf(out, "%6.0f s  ", time.Since(began).Seconds())
			if err := tell(out, found, memory()); err != nil {
				return err
			}
		}
		return nil
	}}
	t.flags(c, 10*time.Minute)
	loadFlags(c, &l, 1, 64, 6)
	c.Flags().MarkHidden("exchanges")
	return c
}
