package relay

import (
	"errors"
	"strings"
)

// Config is what a home decides.
type Config struct {
	Base   string // path of the relay, "/relay" where empty
	Secret []byte // keys the digests of addresses; at least 16 bytes
	Quota  Quota  // DefaultQuota where zero
	// Targets are what the gateway may fetch; it is off where there are none.
	Targets []Target
	// Pages are the origins of the site, whose pages may use the gateway.
	Pages []string
	// Trap is a path below Base that panics, for tests of homes; empty for none.
	Trap string
}

// Handler serves the relay. It keeps nothing between requests.
type Handler struct {
	config Config
	routes []route
}

// New makes a handler.
func New(c Config) *Handler {
	if c.Base == "" {
		c.Base = "/relay"
	}
	if c.Quota == (Quota{}) {
		c.Quota = DefaultQuota
	}
	h := &Handler{config: c}
	h.routes = h.table()
	return h
}

// Serve answers one request. It returns nil where the response was streamed
// through World.Emit. It never panics: what traps is answered with 500 and an id.
func (h *Handler) Serve(w World, r *Request) (out *Response) {
	c := &call{h: h, w: w, r: r}
	defer func() {
		if trap := recover(); trap != nil {
			out = c.trapped(trap)
		}
		if c.streamed {
			out = nil
		}
		if out != nil {
			c.finish(out)
		}
	}()
	return c.serve()
}

// call is one request on its way.
type call struct {
	h        *Handler
	w        World
	r        *Request
	route    *route
	name     string // of the route, for the log
	id, key  string // of the exchange, and its digest
	token    string // digest of the page's token
	now      int64  // Unix seconds, when the request came
	streamed bool   // Emit was called
}

// refused is an error that is answered by its kind.
type refused Kind

func (r refused) Error() string { return string(r) }

func (c *call) serve() *Response {
	c.now = c.w.Now().Unix()
	rest, ok := strings.CutPrefix(c.r.Path, c.h.config.Base+"/")
	if !ok {
		return Refuse(KindPath)
	}
	c.route, c.id = c.h.find(rest)
	if c.route == nil {
		return Refuse(KindPath)
	}
	if c.r.Method == "OPTIONS" {
		c.name = "OPTIONS " + c.route.name
		return c.preflight()
	}
	serve, ok := c.route.methods[c.r.Method]
	if !ok {
		return Refuse(KindMethod)
	}
	c.name = c.r.Method + " " + c.route.name
	if c.r.TooLarge || len(c.r.Body) > MaxBody {
		return Refuse(KindSize)
	}
	out, err := serve(c)
	if err != nil {
		return c.refusal(err)
	}
	return out
}

// refusal answers an error; what is no refusal is the store's.
func (c *call) refusal(err error) *Response {
	var kind refused
	if errors.As(err, &kind) {
		return Refuse(Kind(kind))
	}
	if errors.Is(err, ErrBusy) {
		return Refuse(KindBusy)
	}
	return Refuse(KindStore)
}

// finish adds what all responses have.
func (c *call) finish(out *Response) {
	out.Route = c.name
	h := out.Header
	h["Cache-Control"] = "no-store"
	h["X-Content-Type-Options"] = "nosniff"
	h["Referrer-Policy"] = "no-referrer"
	h["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
	if out.Status == 405 && c.route != nil {
		h["Allow"] = c.route.allowed()
	}
	c.cross(h)
}

// trapped answers a panic. Its text may be of anything, so that only those of
// the Go runtime, which have numbers and no values, are kept for the log.
func (c *call) trapped(trap any) *Response {
	out := Refuse(KindPanic)
	id := "unknown"
	var random [8]byte
	if err := c.w.Random(random[:]); err == nil {
		id = encode(random[:])
	}
	text := "a panic"
	if err, ok := trap.(interface {
		error
		RuntimeError()
	}); ok {
		text = err.Error()
	}
	out.Body = mustJSON(map[string]any{"error": "server_error", "error_description": refusals[KindPanic].sentence,
		"kind": string(KindPanic), "id": id})
	out.Trap = id + ": " + text
	return out
}
