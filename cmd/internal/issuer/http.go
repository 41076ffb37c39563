package issuer

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"domicile/crypto/encoding"
)

// reply is the answer of an endpoint; a nil body is none.
type reply struct {
	status int
	body   any
	cache  string // Cache-Control, no-store where empty
}

// refusal is an error of OAuth 2.0 (RFC 6749 5.2, RFC 6750 3) or OpenID4VCI.
type refusal struct {
	status      int
	code        string // "" for a request without any token: RFC 6750 3.1
	description string // ASCII, for developers; never a value from the request
	fields      map[string]string
}

func (r *refusal) Error() string { return r.code + ": " + r.description }

func refuse(code, description string) error {
	return &refusal{status: http.StatusBadRequest, code: code, description: description}
}

type endpoint func(r *http.Request) (reply, error)

// open serves an endpoint to wallets of any origin: all of them act by bearer
// secrets, none by a cookie.
func (i *Issuer) open(mux *http.ServeMux, method, route string, serve endpoint) {
	mux.HandleFunc(route, func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		if r.Method == http.MethodOptions {
			h.Set("Access-Control-Allow-Methods", method)
			h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
			h.Set("Access-Control-Max-Age", "600")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		h.Set("Access-Control-Expose-Headers", "WWW-Authenticate")
		i.serve(w, r, method, route, serve)
	})
}

// office serves an endpoint to the office's own pages.
func (i *Issuer) office(mux *http.ServeMux, method, route string, serve endpoint) {
	mux.HandleFunc(route, func(w http.ResponseWriter, r *http.Request) {
		i.serve(w, r, method, route, func(r *http.Request) (reply, error) {
			if err := i.admit(r); err != nil {
				return reply{}, err
			}
			return serve(r)
		})
	})
}

// serve answers one request and logs it by its route: the path of an offer is a
// secret, and so is nearly everything else in a request.
func (i *Issuer) serve(w http.ResponseWriter, r *http.Request, method, route string, serve endpoint) {
	start := i.now()
	out, err := reply{}, error(nil)
	defer func() {
		if trap := recover(); trap != nil {
			i.log.Error("panic", "route", route, "trap", trap)
			out, err = reply{}, errors.New("panic")
		}
		status := i.write(w, out, err)
		i.log.Info("request", "method", r.Method, "route", route, "status", status, "took", i.now().Sub(start))
	}()
	r.Body = http.MaxBytesReader(w, r.Body, MaxBody)
	switch {
	case r.Method == method || method == http.MethodGet && r.Method == http.MethodHead:
		out, err = serve(r)
	default:
		w.Header().Set("Allow", method)
		err = &refusal{status: http.StatusMethodNotAllowed, code: "invalid_request", description: "method not allowed here"}
	}
}

func (i *Issuer) write(w http.ResponseWriter, out reply, err error) int {
	if err != nil {
		out = i.refusalReply(w, err)
	}
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	if h.Set("Cache-Control", "no-store"); out.cache != "" {
		h.Set("Cache-Control", out.cache)
	}
	if out.body == nil {
		w.WriteHeader(out.status)
		return out.status
	}
	data, err := encoding.EncodeJSON(out.body)
	if err != nil {
		i.log.Error("cannot write a reply", "error", err)
		w.WriteHeader(http.StatusInternalServerError)
		return http.StatusInternalServerError
	}
	h.Set("Content-Type", "application/json")
	w.WriteHeader(out.status)
	w.Write(data)
	return out.status
}

// refusalReply turns an error into a reply. What is no refusal is our fault, and
// is logged; it can be tried again.
func (i *Issuer) refusalReply(w http.ResponseWriter, err error) reply {
	var no *refusal
	if !errors.As(err, &no) {
		i.log.Error("failed", "error", err)
		w.Header().Set("Retry-After", "2")
		no = &refusal{status: http.StatusServiceUnavailable, code: "temporarily_unavailable", description: "try again"}
	}
	if no.status == http.StatusUnauthorized || no.status == http.StatusForbidden {
		challenge := "Bearer"
		if no.code != "" {
			challenge += ` error="` + no.code + `"`
		}
		w.Header().Set("WWW-Authenticate", challenge)
	}
	body := map[string]any{"error": no.code, "error_description": no.description}
	if no.code == "" {
		body = map[string]any{}
	}
	if len(no.fields) > 0 {
		body["fields"] = no.fields
	}
	return reply{status: no.status, body: body}
}

// readBody returns a request's body of the given media type; code names the
// endpoint's error for a malformed request.
func readBody(r *http.Request, media, code string) ([]byte, error) {
	got, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := strings.ToLower(parameters["charset"])
	if err != nil || got != media || charset != "" && charset != "utf-8" {
		return nil, refuse(code, "the content type is not "+media)
	}
	data, err := io.ReadAll(r.Body)
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, &refusal{status: http.StatusRequestEntityTooLarge, code: code, description: "the body is too large"}
	}
	if err != nil {
		return nil, refuse(code, "the body did not arrive whole")
	}
	return data, nil
}

// readJSON returns the JSON object in a request's body.
func readJSON(r *http.Request, code string) (map[string]any, error) {
	data, err := readBody(r, "application/json", code)
	if err != nil {
		return nil, err
	}
	o, err := encoding.DecodeJSONObject(data)
	if err != nil {
		return nil, refuse(code, "the body is not a strict JSON object")
	}
	return o, nil
}

// bearer returns the access token of a request (RFC 6750 2.1).
func bearer(r *http.Request) (string, error) {
	values := r.Header.Values("Authorization")
	if len(values) == 0 {
		return "", &refusal{status: http.StatusUnauthorized}
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	if len(values) > 1 || !strings.EqualFold(scheme, "Bearer") || token == "" || len(token) > 1024 {
		return "", errInvalidToken
	}
	return token, nil
}

var errInvalidToken error = &refusal{status: http.StatusUnauthorized, code: "invalid_token", description: "the access token is unknown or expired"}

// admit keeps the office to its own pages and, where it is a real one, to its
// operator. The Host is checked because a page of another site could have its
// name resolve to this machine.
func (i *Issuer) admit(r *http.Request) error {
	no := func(description string) error {
		return &refusal{status: http.StatusForbidden, code: "access_denied", description: description}
	}
	if !i.isOwnHost(r.Host) {
		return no("the office is not served under this name")
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return no("the office is for its own pages")
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		if u, err := url.Parse(origin); err != nil || u.Host != r.Host {
			return no("the office is for its own pages")
		}
	}
	if i.operator == "" {
		return nil
	}
	token, err := bearer(r)
	if err != nil {
		return err
	}
	if !i.isOperator(token) {
		return errInvalidToken
	}
	return nil
}

func (i *Issuer) isOwnHost(host string) bool {
	own, err := url.Parse(i.config.Origin)
	if err != nil {
		return false
	}
	if host == own.Host {
		return true
	}
	given, err := url.Parse("http://" + host)
	return err == nil && isLoopback(own.Hostname()) && isLoopback(given.Hostname())
}

func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// Server gives a handler the limits on time and size that keep slow and hostile
// clients from holding it up.
func Server(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
	}
}
