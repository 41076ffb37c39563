package relay

import (
	"slices"
	"strings"
)

// route is one address and who may use it how.
type route struct {
	name    string // as in the log
	tail    string // what follows x/{id}; for the others the whole path
	ofOne   bool   // below x/{id}
	headers string // Access-Control-Allow-Headers
	methods map[string]func(*call) (*Response, error)
}

const pageHeaders = "Authorization, Content-Type"

// table lists the routes.
func (h *Handler) table() []route {
	type verbs = map[string]func(*call) (*Response, error)
	list := []route{
		{name: "x/{id}", ofOne: true, headers: pageHeaders, methods: verbs{"PUT": (*call).create, "DELETE": (*call).withdraw}},
		{name: "x/{id}/request", tail: "request", ofOne: true, headers: pageHeaders,
			methods: verbs{"GET": (*call).open, "POST": (*call).post, "PUT": (*call).sign}},
		{name: "x/{id}/response", tail: "response", ofOne: true, headers: "Content-Type", methods: verbs{"POST": (*call).answer}},
		{name: "x/{id}/state", tail: "state", ofOne: true, headers: "Authorization, If-None-Match", methods: verbs{"GET": (*call).state}},
		{name: "x/{id}/claim", tail: "claim", ofOne: true, headers: pageHeaders, methods: verbs{"POST": (*call).claim}},
		{name: "x/{id}/ack", tail: "ack", ofOne: true, headers: pageHeaders, methods: verbs{"POST": (*call).ack}},
		{name: "fetch", tail: "fetch", headers: "Content-Type", methods: verbs{"POST": (*call).fetch}},
		{name: "health", tail: "health", methods: verbs{"GET": (*call).health}},
	}
	if h.config.Trap != "" {
		list = append(list, route{name: "trap", tail: h.config.Trap, methods: verbs{"GET": (*call).trap}})
	}
	return list
}

// find returns the route of a path below the base, and the id in it.
func (h *Handler) find(rest string) (*route, string) {
	id, tail := "", rest
	below, ofOne := strings.CutPrefix(rest, "x/")
	if ofOne {
		id, tail, _ = strings.Cut(below, "/")
		if id == "" || strings.HasSuffix(below, "/") {
			return nil, ""
		}
	}
	for i := range h.routes {
		if r := &h.routes[i]; r.ofOne == ofOne && r.tail == tail {
			return r, id
		}
	}
	return nil, ""
}

// allowed are the methods of a route, sorted.
func (r *route) allowed() string {
	var list []string
	for method := range r.methods {
		list = append(list, method)
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// preflight answers a browser that asks whether a page of another origin may.
func (c *call) preflight() *Response {
	h := map[string]string{"Access-Control-Allow-Methods": c.route.allowed(), "Access-Control-Max-Age": "600"}
	if c.route.headers != "" {
		h["Access-Control-Allow-Headers"] = c.route.headers
	}
	return &Response{Status: 204, Header: h}
}

// cross opens a response to pages of any origin: all who ask act by secrets of
// their own, none by a cookie. The gateway is for the site's own pages.
func (c *call) cross(h map[string]string) {
	if c.route == nil || c.route.tail != "fetch" || c.route.ofOne {
		h["Access-Control-Allow-Origin"] = "*"
		h["Access-Control-Expose-Headers"] = "ETag, Retry-After"
		return
	}
	h["Vary"] = "Origin"
	if origin := c.r.Header["origin"]; slices.Contains(c.h.config.Pages, origin) {
		h["Access-Control-Allow-Origin"] = origin
		return
	}
	delete(h, "Access-Control-Allow-Methods")
	delete(h, "Access-Control-Allow-Headers")
	delete(h, "Access-Control-Max-Age")
}

func (c *call) health() (*Response, error) {
	if _, err := c.w.Query(healthLook); err != nil {
		return nil, err
	}
	return jsonResponse(200, map[string]any{"ok": true}), nil
}

// trap is the path of Config.Trap.
func (c *call) trap() (*Response, error) {
	var nothing []byte
	return nil, refused(nothing[len(c.r.Path)])
}
