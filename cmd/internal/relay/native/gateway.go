package native

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"time"

	"domicile/cmd/internal/relay"
)

// gateway sends requests for pages that cannot. What may be asked for has been
// decided by the relay; here the address that a name stands for is checked, at
// the moment of connecting, so that a name cannot be changed after the check.
type gateway struct{ client *http.Client }

func newGateway(permits func(netip.Addr) bool, config *tls.Config) *gateway {
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !permits(to.Addr()) {
			return relay.ErrPrivate
		}
		return nil
	}}
	return &gateway{&http.Client{
		Timeout:       relay.FetchSeconds * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{ // no Proxy: the check would be of the proxy's address
			DialContext: dialer.DialContext, TLSClientConfig: config, DisableCompression: true, DisableKeepAlives: true,
			TLSHandshakeTimeout: 5 * time.Second, MaxResponseHeaderBytes: 32 << 10,
		},
	}}
}

func (g *gateway) fetch(ctx context.Context, r *relay.FetchRequest) (*relay.FetchResponse, error) {
	out, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return nil, err
	}
	out.Header.Set("User-Agent", "domicile-relay")
	for name, value := range r.Header {
		out.Header.Set(name, value)
	}
	in, err := g.client.Do(out)
	if err != nil {
		return nil, cause(err)
	}
	defer in.Body.Close()
	if in.StatusCode >= 300 && in.StatusCode < 400 {
		return nil, relay.ErrRedirect
	}
	body, err := io.ReadAll(io.LimitReader(in.Body, relay.MaxFetched+1))
	if err != nil {
		return nil, cause(err)
	}
	if len(body) > relay.MaxFetched {
		return nil, relay.ErrTooLarge
	}
	header := map[string]string{}
	for name := range in.Header {
		header[strings.ToLower(name)] = in.Header.Get(name)
	}
	return &relay.FetchResponse{Status: in.StatusCode, Header: header, Body: body}, nil
}

// cause tells a timeout from the rest.
func cause(err error) error {
	var slow net.Error
	if errors.As(err, &slow) && slow.Timeout() || errors.Is(err, os.ErrDeadlineExceeded) {
		return relay.ErrTimeout
	}
	return err
}

// reserved are the networks that are not of the public internet and that
// netip has no name for (RFC 6890 and the registries that it made), and those
// that carry an IPv4 address within, which could be any.
var reserved = prefixes("0.0.0.0/8 100.64.0.0/10 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 " +
	"::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fec0::/10")

func prefixes(list string) (out []netip.Prefix) {
	for text := range strings.FieldsSeq(list) {
		out = append(out, netip.MustParsePrefix(text))
	}
	return out
}

// isPublic tells whether an address is of the public internet.
func isPublic(address netip.Addr) bool {
	address = address.Unmap().WithZone("")
	if !address.IsGlobalUnicast() || address.IsPrivate() || address.IsLoopback() || address.IsLinkLocalUnicast() {
		return false
	}
	for _, prefix := range reserved {
		if prefix.Contains(address) {
			return false
		}
	}
	return true
}
