// Package courier sends the HTTP requests of wallets and verifiers, one by one.
//
// A request carries what its sender wrote and nothing else: no cookies, no name
// of a program, no list of encodings. Redirects are not followed, because nothing
// says where one leads, and proxies of the environment are not asked, because the
// check below would be of the proxy's address.
//
// A name that belongs to the Internet must not lead into this machine or the
// network that it happens to be in, whatever the name service says: the address
// is looked at when it is connected to, so that a name cannot change its meaning
// after a check. Hosts that say themselves that they are private are the caller's
// to judge, as package address does.
//
// What goes wrong on the way is a reply with status 0, and so is a reply that was
// cut; a body may have one byte more than the limit, so that what is too long is
// seen to be.
package courier

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"domicile/credentials/address"
	"domicile/credentials/request"
)

// Courier sends requests within its limits. Make one with New.
type Courier struct {
	client *http.Client
	limit  int64
}

// Options are the limits of a Courier.
type Options struct {
	// Limit is the longest body of a reply, in bytes.
	Limit int64
	// Timeout is the longest time from the connection to the body's end.
	Timeout time.Duration
	// Anywhere admits every address, for servers that a person named, not a
	// stranger.
	Anywhere bool
}

// New makes a Courier.
func New(o Options) *Courier {
	return &Courier{limit: o.Limit, client: &http.Client{
		Timeout:       o.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: dialer(o), DisableCompression: true, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: connectTimeout, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 32 << 10,
		},
	}}
}

// connectTimeout is for each of a connection and its TLS.
const connectTimeout = 10 * time.Second

// errPrivate says that a public name led to a private address.
var errPrivate = errors.New("a name of the Internet leads into a private network")

func dialer(o Options) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, hostPort string) (net.Conn, error) {
		host, _, err := net.SplitHostPort(hostPort)
		if err != nil {
			return nil, err
		}
		d := net.Dialer{Timeout: connectTimeout}
		if !o.Anywhere && !address.IsPrivate(host) {
			d.Control = onlyPublic
		}
		return d.DialContext(ctx, network, hostPort)
	}
}

func onlyPublic(_, at string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(at)
	if err != nil || address.IsPrivate(to.Addr().String()) {
		return errPrivate
	}
	return nil
}

// Send sends one request and returns its reply.
func (c *Courier) Send(ctx context.Context, f request.Fetch) request.Reply {
	out, err := http.NewRequestWithContext(ctx, f.Method, f.URL, strings.NewReader(f.Body))
	if err != nil {
		return request.Reply{}
	}
	for name, value := range f.Headers {
		out.Header.Set(name, value)
	}
	out.Header.Set("User-Agent", "") // sends none
	in, err := c.client.Do(out)
	if err != nil {
		return request.Reply{}
	}
	defer in.Body.Close()
	body, err := io.ReadAll(io.LimitReader(in.Body, c.limit+1))
	if err != nil {
		return request.Reply{}
	}
	headers := map[string]string{}
	for name := range in.Header {
		headers[strings.ToLower(name)] = in.Header.Get(name)
	}
	return request.Reply{Status: in.StatusCode, Headers: headers, Body: string(body)}
}
