package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"domicile/cmd/internal/relay/relaytest"
)

// benchCommand compares in turns, so that what else the machine does touches
// both sides alike.
func benchCommand(out io.Writer) *cobra.Command {
	var rounds, exchanges, clients int
	c := &cobra.Command{Use: "bench", Short: "Measure a relay beside its store alone, in turns", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		if err := bounded(map[string]int{"rounds": rounds, "exchanges": exchanges}, clients); err != nil {
			return err
		}
		for _, powerSafe := range []bool{false, true} {
			if err := bench(c.Context(), out, rounds, exchanges, clients, powerSafe); err != nil {
				return err
			}
		}
		return nil
	}}
	c.Flags().IntVar(&rounds, "rounds", 5, "number of turns")
	c.Flags().IntVar(&exchanges, "exchanges", 500, "exchanges of each side in a turn")
	c.Flags().IntVar(&clients, "clients", 8, "exchanges at one time")
	return c
}

func bench(ctx context.Context, out io.Writer, rounds, exchanges, clients int, powerSafe bool) error {
	b, err := relaytest.OpenBench(powerSafe)
	if err != nil {
		return err
	}
	defer b.Close()
	sides := []struct {
		name string
		run  func(context.Context, int, int) (relaytest.Figures, error)
	}{{"store alone", b.Store}, {"handler, no network", b.Handler}, {"whole relay over HTTP", b.HTTP}, {"empty HTTP server", b.Empty}}
	all := make([][]relaytest.Figures, len(sides))
	for range rounds {
		for i, side := range sides {
			found, err := side.run(ctx, exchanges, clients)
			if err != nil {
				return fmt.Errorf("%s: %w", side.name, err)
			}
			all[i] = append(all[i], found)
		}
	}
	fmt.Fprintf(out, "power safe: %v, %d at one time, median of %d turns\n", powerSafe, clients, rounds)
	alone := rate(all[0])
	for i, side := range sides {
		slices.SortFunc(all[i], func(a, b relaytest.Figures) int { return int(a.Took - b.Took) })
		middle := all[i][len(all[i])/2]
		fmt.Fprintf(out, "  %-22s %7.0f requests/s  %5.2f of the store  p50 %6.2f ms  p99 %6.2f ms\n",
			side.name, rate(all[i]), rate(all[i])/alone, float64(middle.Quantile(0.5))/1e6, float64(middle.Quantile(0.99))/1e6)
	}
	return nil
}

// rate is the median of requests in a second.
func rate(list []relaytest.Figures) float64 {
	rates := make([]float64, len(list))
	for i, f := range list {
		rates[i] = float64(f.Requests) / max(f.Took.Seconds(), float64(time.Microsecond)/1e9)
	}
	slices.Sort(rates)
	return rates[len(rates)/2]
}
