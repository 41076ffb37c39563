package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"path/filepath"

	"github.com/spf13/cobra"

	"domicile/cmd/internal/relay"
	"domicile/cmd/internal/relay/native"
)

func relayCommand(t *terminal) *cobra.Command {
	family := &cobra.Command{
		Use:   "relay",
		Short: "Run the relay that carries requests and answers between devices",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return usage("relay serve?") },
	}
	family.AddCommand(relayServeCommand(t))
	return family
}

// relayOptions are the flags of a relay, as they were given.
type relayOptions struct {
	targets, proxies, pages []string
	quota                   relay.Quota
	powerSafe               bool
}

// flags are those that a relay has wherever it runs.
func (r *relayOptions) flags(c *cobra.Command) {
	r.quota = relay.DefaultQuota
	c.Flags().StringArrayVar(&r.targets, "gateway", nil, `issuer or verifier that pages may reach through the relay: its https origin, a space, and the
beginning of its paths ("https://issuer.example /openid/"); the well-known paths are always included; repeatable`)
	c.Flags().StringArrayVar(&r.proxies, "trusted-proxy", nil, "network of a proxy in front, whose X-Forwarded-For is believed (192.0.2.0/24); repeatable")
}

func relayServeCommand(t *terminal) *cobra.Command {
	var p place
	var r relayOptions
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve a relay, at /relay/",
		Long: `Serve a relay, at /relay/: it hands a verifier's request to a wallet and the wallet's encrypted answer to the
verifier's page, and keeps both for minutes. It holds no key. TLS is the task of a proxy in front, which must be
named with --trusted-proxy, else all clients share one quota.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return serveRelay(c.Context(), t, p, r) },
	}
	c.Flags().StringVar(&p.address, "addr", "127.0.0.1:8787", "address to listen on")
	c.Flags().StringVar(&p.data, "data", ".data", "directory for the key and the database, made if needed; they go to relay/ in it")
	c.Flags().BoolVar(&p.verbose, "verbose", false, "log every request by its route and status")
	r.flags(c)
	c.Flags().StringArrayVar(&r.pages, "origin-allow", nil, "origin of the site, whose pages may use the gateway (https://...); repeatable")
	c.Flags().BoolVar(&r.powerSafe, "power-safe", false, "flush each step to the disk, so that answers also survive a loss of power")
	c.Flags().Int64Var(&r.quota.Creations, "quota-creations", r.quota.Creations, "exchanges that one address may make in ten minutes")
	c.Flags().Int64Var(&r.quota.Posts, "quota-posts", r.quota.Posts, "posts that one address may send in ten minutes")
	c.Flags().Int64Var(&r.quota.Fetches, "quota-fetches", r.quota.Fetches, "requests through the gateway that one address may send in ten minutes")
	c.Flags().Int64Var(&r.quota.All, "quota-all", r.quota.All, "each of these by everybody together")
	return c
}

// reached are the origins that the gateway may fetch from; what is no target is
// refused by open.
func (r relayOptions) reached() []string {
	var origins []string
	for _, text := range r.targets {
		if target, err := relay.ParseTarget(text); err == nil {
			origins = append(origins, target.Origin)
		}
	}
	return origins
}

// open opens a relay as the flags say.
func (r relayOptions) open(data string, log *slog.Logger) (*native.Server, error) {
	o := native.Options{Quota: r.quota, Pages: r.pages, PowerSafe: r.powerSafe, Log: log}
	for _, text := range r.targets {
		target, err := relay.ParseTarget(text)
		if err != nil {
			return nil, usage("%s", err)
		}
		o.Targets = append(o.Targets, target)
	}
	for _, text := range r.proxies {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, usage("--trusted-proxy %s is not a network such as 192.0.2.0/24", text)
		}
		o.Proxies = append(o.Proxies, network.Masked())
	}
	server, err := native.Open(data, o)
	if err != nil {
		return nil, usage("%s", err)
	}
	return server, nil
}

func serveRelay(ctx context.Context, t *terminal, p place, r relayOptions) error {
	server, err := r.open(filepath.Join(p.data, "relay"), p.log(t))
	if err != nil {
		return err
	}
	defer server.Close()
	listener, err := listen(p.address)
	if err != nil {
		return err
	}
	defer listener.Close()
	fmt.Fprintf(t.out, "The relay is running on %s/relay/. Ctrl-C stops.\n", origin(listener))
	defer sweep(ctx, server)()
	defer context.AfterFunc(ctx, server.Release)()
	return serve(ctx, listener, native.HTTP(server))
}
