package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"domicile/cmd/internal/issuer"
	"domicile/cmd/internal/site"
)

// place is where a server keeps and finds things.
type place struct {
	address, data, site, origin string
	verbose                     bool
}

func startCommand(t *terminal) *cobra.Command {
	var p place
	var r relayOptions
	c := &cobra.Command{
		Use:   "start",
		Short: "Start everything on this machine: the pages and a demo office",
		Long: `Start everything on this machine: the wallet, the verifier and the kiosk as pages, and the office of the
Republic of Meridia, a made-up country that issues residency cards to whoever asks. Its cards are for practice
and count in test mode only. The relay that carries answers between devices is at /relay/. Data stay in the data
directory; Ctrl-C stops.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return start(c.Context(), t, p, r) },
	}
	p.flags(c)
	r.flags(c)
	c.Flags().StringVar(&p.site, "site", "", "the built pages (default web/dist, beside the program or here)")
	return c
}

// flags are those that all servers share.
func (p *place) flags(c *cobra.Command) {
	c.Flags().StringVar(&p.address, "addr", "127.0.0.1:8080", "address to listen on")
	c.Flags().StringVar(&p.data, "data", ".data", "directory for keys and the database, made if needed")
	c.Flags().StringVar(&p.origin, "origin", "", "address that browsers use, if a proxy stands in between (https://...)")
	c.Flags().BoolVar(&p.verbose, "verbose", false, "log every request, without names, codes or addresses")
}

// log is a server's log: what went wrong, and with --verbose each request.
func (p place) log(t *terminal) *slog.Logger {
	level := slog.LevelWarn
	if p.verbose {
		level = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(t.err, &slog.HandlerOptions{Level: level}))
}

func start(ctx context.Context, t *terminal, p place, r relayOptions) error {
	pages, err := openSite(p.site)
	if err != nil {
		return err
	}
	defer pages.Close()
	listener, err := listen(p.address)
	if err != nil {
		return err
	}
	defer listener.Close()
	if p.origin == "" {
		p.origin = origin(listener)
	}
	office, err := issuer.Open(issuer.Meridia(p.origin), filepath.Join(p.data, "issuer"), issuer.Options{Log: p.log(t)})
	if err != nil {
		return usage("%s", err)
	}
	defer office.Close()
	r.pages = append(r.pages, p.origin)
	relay, err := r.open(filepath.Join(p.data, "relay"), p.log(t))
	if err != nil {
		return err
	}
	defer relay.Close()
	config, err := siteConfig(site.Config{Demo: true, Gateway: r.reached()})
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	office.Register(mux)
	mux.Handle("/relay/", relay)
	mux.HandleFunc("/config.json", config)
	mux.Handle("/", pages)
	announce(t.out, p.origin)
	defer sweep(ctx, office)()
	defer sweep(ctx, relay)()
	defer context.AfterFunc(ctx, relay.Release)()
	if err := serve(ctx, listener, issuer.Server(mux)); err != nil {
		return err
	}
	fmt.Fprintln(t.err, "Stopped. What was issued is kept in "+p.data+".")
	return nil
}

// openSite opens the built pages.
func openSite(dir string) (*site.Site, error) {
	candidates := []string{dir}
	if dir == "" {
		candidates = []string{filepath.Join("web", "dist")}
		if program, err := os.Executable(); err == nil {
			candidates = append([]string{filepath.Join(filepath.Dir(program), "..", "web", "dist")}, candidates...)
		}
	}
	for _, candidate := range candidates {
		if pages, err := site.Open(candidate); err == nil {
			return pages, nil
		}
	}
	return nil, usage("there are no built pages in %s: run scripts/build, or name their directory with --site", candidates[len(candidates)-1])
}

// siteConfig tells the pages that this is the demo, and what the gateway reaches.
func siteConfig(c site.Config) (http.HandlerFunc, error) {
	text, err := c.JSON()
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Write(text)
	}, err
}

func announce(w io.Writer, origin string) {
	fmt.Fprintf(w, `Domicile is running.
  start here  %s/
  wallet      %s/wallet/
  verifier    %s/verifier/
  kiosk       %s/kiosk/
  office      %s/office/
Try this: at the office choose a person and make an offer, accept it in the wallet, and check the card with the verifier.
Ctrl-C stops.
`, origin, origin, origin, origin, origin)
}
