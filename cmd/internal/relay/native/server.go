package native

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"sync"
	"time"

	"domicile/cmd/internal/relay"
)

// Limits on time and number.
const (
	headerTimeout = 5 * time.Second
	bodyTimeout   = 15 * time.Second
	writeTimeout  = 15 * time.Second
	maxDrained    = 1 << 20
	maxWaiting    = 4096
	sweepEvery    = time.Minute
)

// Options are what the operator decides.
type Options struct {
	Quota     relay.Quota      // relay.DefaultQuota where zero
	Targets   []relay.Target   // of the gateway; none keeps it off
	Pages     []string         // origins whose pages may use it
	Proxies   []netip.Prefix   // whose X-Forwarded-For is believed
	PowerSafe bool             // see the package's comment
	Log       *slog.Logger     // nothing is logged where nil
	Trap      string           // relay.Config.Trap, for tests
	Now       func() time.Time // the clock, for tests
	Body      time.Duration    // how long a body may take, 15 s where zero; for tests
	gateway   *gateway         // for this package's tests
}

// Server is a relay. It is an http.Handler for the paths below /relay/.
type Server struct {
	handler  *relay.Handler
	store    Store
	hub      *hub
	gateway  *gateway
	proxies  []netip.Prefix
	log      *slog.Logger
	now      func() time.Time
	body     time.Duration
	waits    room
	stopping chan struct{}
	stop     sync.Once
}

// Open opens a relay on a data directory, which it makes if needed.
func Open(dir string, o Options) (*Server, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	secret, err := loadSecret(dir)
	if err != nil {
		return nil, err
	}
	store, err := OpenStore(dir, o.PowerSafe)
	if err != nil {
		return nil, err
	}
	return New(store, secret, o), nil
}

// New makes a relay on a store. Closing the Server closes the store.
func New(store Store, secret []byte, o Options) *Server {
	s := &Server{
		handler: relay.New(relay.Config{Secret: secret, Quota: o.Quota, Targets: o.Targets, Pages: o.Pages, Trap: o.Trap}),
		store:   store, hub: newHub(), gateway: o.gateway, proxies: o.Proxies, log: o.Log, now: o.Now, body: o.Body,
		waits: make(room, maxWaiting), stopping: make(chan struct{}),
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.body == 0 {
		s.body = bodyTimeout
	}
	if s.gateway == nil {
		s.gateway = newGateway(isPublic, nil)
	}
	return s
}

// Close ends what is waiting and closes the store. The server in front has been
// shut down before.
func (s *Server) Close() error {
	s.Release()
	return s.store.Close()
}

// Release ends requests that wait, so that a server in front can shut down; its
// clients come again.
func (s *Server) Release() { s.stop.Do(func() { close(s.stopping) }) }

// room holds as many as fit.
type room chan struct{}

func (r room) enter() bool {
	select {
	case r <- struct{}{}:
		return true
	default:
		return false
	}
}

func (r room) leave() { <-r }

// ServeHTTP answers one request, and logs its route and status only: a path has
// an id in it, and nearly everything else is a secret too.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	in, refusal := s.read(control, r)
	if refusal != nil {
		s.write(w, control, refusal)
		return
	}
	world := &world{s: s, w: w, control: control, ctx: r.Context()}
	defer world.end()
	if out := s.handler.Serve(world, in); out != nil {
		s.write(w, control, out)
	}
}

// read takes what the relay may know of a request. Deadlines are set for each
// request, because one that waits may last longer than a server's own.
func (s *Server) read(control *http.ResponseController, r *http.Request) (*relay.Request, *relay.Response) {
	in := &relay.Request{Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery,
		Header: map[string]string{}, Address: s.address(r)}
	for _, name := range relay.Headers {
		values := r.Header.Values(name)
		if len(values) > 1 {
			return nil, relay.Refuse(relay.KindBody)
		}
		if len(values) == 1 {
			in.Header[name] = values[0]
		}
	}
	if r.ContentLength == 0 {
		control.SetReadDeadline(time.Time{})
		return in, nil
	}
	control.SetReadDeadline(time.Now().Add(s.body))
	body, err := io.ReadAll(io.LimitReader(r.Body, relay.MaxBody+1))
	if err == nil && len(body) > relay.MaxBody {
		in.TooLarge, body = true, nil
		_, err = io.Copy(io.Discard, io.LimitReader(r.Body, maxDrained))
	}
	if err != nil {
		return nil, broken(err)
	}
	control.SetReadDeadline(time.Time{})
	in.Body = body
	return in, nil
}

// broken answers a body that did not arrive whole.
func broken(err error) *relay.Response {
	out := relay.Refuse(relay.KindBody)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		out.Status = http.StatusRequestTimeout
	}
	out.Header["Connection"] = "close"
	return out
}

func (s *Server) write(w http.ResponseWriter, control *http.ResponseController, out *relay.Response) {
	control.SetWriteDeadline(time.Now().Add(writeTimeout))
	s.writeHead(w, out)
	w.Write(out.Body)
}

func (s *Server) writeHead(w http.ResponseWriter, out *relay.Response) {
	h := w.Header()
	for name, value := range out.Header {
		h.Set(name, value)
	}
	w.WriteHeader(out.Status)
	if out.Trap != "" {
		s.log.Error("panic", "route", out.Route, "trap", out.Trap)
	}
	s.log.Info("request", "route", out.Route, "status", out.Status)
}

// address is the client's.
func (s *Server) address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if !s.isProxy(host) {
		return host
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop := strings.TrimSpace(hops[i])
		if _, err := netip.ParseAddr(hop); err != nil {
			break // what stands before it was written by nobody we know
		}
		if host = hop; !s.isProxy(hop) {
			break
		}
	}
	return host
}

func (s *Server) isProxy(host string) bool {
	address, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, prefix := range s.proxies {
		if prefix.Contains(address.Unmap().WithZone("")) {
			return true
		}
	}
	return false
}

// Sweep forgets what has expired, now and every minute, until the context ends.
func (s *Server) Sweep(ctx context.Context) {
	ticks := time.NewTicker(sweepEvery)
	defer ticks.Stop()
	for {
		if err := s.sweep(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("cannot sweep", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
	}
}

func (s *Server) sweep(ctx context.Context) error {
	err := relay.Sweep(s.now(), func(statement string, args ...any) ([][]any, error) {
		return s.store.Query(ctx, statement, args...)
	})
	if d, ok := s.store.(interface{ emptyLog(context.Context) error }); ok && err == nil {
		err = d.emptyLog(ctx)
	}
	return err
}

// HTTP gives a handler the limits on time and size of a server that has only
// the relay.
func HTTP(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       bodyTimeout + headerTimeout,
		WriteTimeout:      (relay.StreamSeconds + 35) * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
	}
}
