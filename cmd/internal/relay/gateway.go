package relay

import (
	"errors"
	"slices"
	"strings"
	"time"

	"domicile/crypto/encoding"
)

// Target is what the operator lets the gateway fetch: the paths of an https
// origin that begin with Prefix, and the well-known ones of the OpenID protocols.
type Target struct {
	Origin string // "https://issuer.example"
	Prefix string // "/openid/"; empty for the well-known ones alone
}

// ParseTarget reads "https://issuer.example /openid/", or the origin alone.
func ParseTarget(s string) (Target, error) {
	origin, prefix, _ := strings.Cut(s, " ")
	host, ok := strings.CutPrefix(origin, "https://")
	isPlain := ok && isHost(host) && (prefix == "" || strings.HasPrefix(prefix, "/") && isPath(prefix))
	if !isPlain {
		return Target{}, errors.New("a target is an https origin in lower case, then a space and the beginning of a path: " + s)
	}
	return Target{origin, prefix}, nil
}

// isHost accepts a name or IPv4 address in lower case, and a port.
func isHost(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-' && c != ':' {
			return false
		}
	}
	return s != "" && s[0] != ':' && strings.Count(s, ":") <= 1
}

// isPath accepts a path that each server reads the same way: no escape, no
// empty or dotted segment, no backslash.
func isPath(s string) bool {
	for i := range len(s) {
		c := s[i]
		isPlain := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~/:@!$&'()*+,;=", c) >= 0
		if !isPlain {
			return false
		}
	}
	return !strings.Contains(s, "//") && !slices.ContainsFunc(strings.Split(s, "/"), func(segment string) bool { return segment == "." || segment == ".." })
}

// wellKnown are the documents of the OpenID protocols (RFC 8615). An issuer's
// path may follow (OpenID4VCI 1.0, 12.2.2; RFC 8414, 3.1).
var wellKnown = []string{"openid-credential-issuer", "oauth-authorization-server", "openid-configuration", "jwt-vc-issuer", "did.json", "openid-federation"}

// permits tells whether the operator listed an address.
func (h *Handler) permits(address string) bool {
	rest, ok := strings.CutPrefix(address, "https://")
	slash := strings.IndexByte(rest, '/')
	if !ok || slash < 1 || len(address) > 4096 {
		return false
	}
	origin, path := "https://"+rest[:slash], rest[slash:]
	path, query, _ := strings.Cut(path, "?")
	if !isHost(rest[:slash]) || !isPath(path) || !isQuery(query) {
		return false
	}
	return slices.ContainsFunc(h.config.Targets, func(t Target) bool {
		return t.Origin == origin && (isWellKnown(path) || t.Prefix != "" && strings.HasPrefix(path, t.Prefix))
	})
}

func isQuery(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f || s[i] == '#' || s[i] == '\\' {
			return false
		}
	}
	return true
}

func isWellKnown(path string) bool {
	name, ok := strings.CutPrefix(path, "/.well-known/")
	name, _, _ = strings.Cut(name, "/")
	return ok && slices.Contains(wellKnown, name)
}

// The headers that pass the gateway, there and back.
var (
	sentHeaders = []string{"accept", "authorization", "content-type", "dpop"}
	// FetchedHeaders are those of FetchResponse.
	FetchedHeaders = []string{"content-type", "dpop-nonce", "retry-after", "www-authenticate"}
)

// fetch is the gateway for issuers and verifiers that send no CORS headers.
func (c *call) fetch() (*Response, error) {
	if len(c.h.config.Targets) == 0 {
		return nil, refused(KindGatewayOff)
	}
	if !slices.Contains(c.h.config.Pages, c.r.Header["origin"]) {
		return nil, refused(KindGatewayPage)
	}
	r, err := c.fetchRequest()
	if err != nil {
		return nil, err
	}
	if !c.h.permits(r.URL) {
		return nil, refused(KindGatewayTarget)
	}
	if err := c.count("fetch", c.h.config.Quota.Fetches); err != nil {
		return nil, err
	}
	out, err := c.w.Fetch(r)
	if err != nil {
		return nil, fetchRefusal(err)
	}
	if out.Status >= 300 && out.Status < 400 {
		return nil, refused(KindGatewayRedirect)
	}
	if len(out.Body) > MaxFetched {
		return nil, refused(KindGatewaySize)
	}
	return fetched(out), nil
}

func (c *call) fetchRequest() (*FetchRequest, error) {
	o, err := c.object("method", "url", "headers", "body")
	if err != nil {
		return nil, err
	}
	method, err := text(o, "method")
	if err != nil || method != "GET" && method != "POST" {
		return nil, refused(KindBody)
	}
	address, err := text(o, "url")
	if err != nil {
		return nil, err
	}
	body, err := text(o, "body")
	if err != nil || method == "GET" && body != "" {
		return nil, refused(KindBody)
	}
	given, _, err := encoding.Object(o, "headers")
	if err != nil {
		return nil, refused(KindBody)
	}
	header := map[string]string{}
	for name, value := range given {
		s, ok := value.(string)
		if !ok || !slices.Contains(sentHeaders, name) || !isHeader(s) {
			return nil, refused(KindBody)
		}
		header[name] = s
	}
	return &FetchRequest{Method: method, URL: address, Header: header, Body: []byte(body)}, nil
}

// isHeader accepts a value that stays on its line.
func isHeader(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return len(s) <= 8<<10
}

func fetchRefusal(err error) error {
	for cause, kind := range map[error]Kind{ErrRedirect: KindGatewayRedirect, ErrTooLarge: KindGatewaySize, ErrTimeout: KindGatewaySlow, ErrPrivate: KindGatewayTarget} {
		if errors.Is(err, cause) {
			return refused(kind)
		}
	}
	return refused(KindGatewayFailed)
}

func fetched(out *FetchResponse) *Response {
	header := map[string]any{}
	for _, name := range FetchedHeaders {
		if value, ok := out.Header[name]; ok {
			header[name] = value
		}
	}
	if !isText(string(out.Body)) {
		return Refuse(KindGatewayFailed)
	}
	return jsonResponse(200, map[string]any{"status": out.Status, "headers": header, "body": string(out.Body)})
}

// Sweep frees the space of what has had its time. Nothing depends on it.
func Sweep(now time.Time, query func(statement string, args ...any) ([][]any, error)) error {
	if _, err := query(sweepExchange, now.Unix()); err != nil {
		return err
	}
	_, err := query(sweepQuota, now.Unix()/windowSeconds)
	return err
}
