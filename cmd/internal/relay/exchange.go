package relay

import (
	"strings"
	"time"

	"domicile/crypto/encoding"
)

// The response modes.
const (
	modeEncrypted = "direct_post.jwt"
	modePlain     = "direct_post"
)

// terms are what the page asks for.
type terms struct {
	request, mode, redirectURI string
	live                       bool
	lifetime                   int64
}

// create makes an exchange. The very same again is answered like the first: its
// reply may have been lost.
func (c *call) create() (*Response, error) {
	if err := c.page(); err != nil {
		if err == refused(KindUnknown) {
			return nil, refused(KindBody) // an id that nobody can have
		}
		return nil, err
	}
	t, err := c.terms()
	if err != nil {
		return nil, err
	}
	if err := c.count("create", c.h.config.Quota.Creations); err != nil {
		return nil, err
	}
	same := digest("terms", string(c.r.Body))
	rows, err := c.w.Query(exchangeCreate, c.key, c.token, same, t.mode, flag(t.live), t.redirectURI, t.request, c.now, c.now+t.lifetime)
	if err != nil {
		return nil, err
	}
	status := 201
	if len(rows) == 0 {
		status = 200
		if rows, err = c.w.Query(exchangeSame, c.key, c.token, same, c.now); err != nil {
			return nil, err
		}
	}
	if len(rows) == 0 {
		return nil, refused(KindTaken)
	}
	return jsonResponse(status, map[string]any{"expires_at": moment(number(rows[0][0]))}), nil
}

func (c *call) terms() (t terms, err error) {
	o, err := c.object("request", "mode", "live", "redirect_uri", "lifetime")
	if err != nil {
		return t, err
	}
	var present bool
	t.lifetime, present, err = encoding.Int(o, "lifetime")
	if !present {
		t.lifetime = DefaultLifetime
	}
	if err != nil || t.lifetime < 1 || t.lifetime > MaxLifetime {
		return t, refused(KindBody)
	}
	if t.live, _, err = encoding.Bool(o, "live"); err != nil {
		return t, refused(KindBody)
	}
	for name, into := range map[string]*string{"request": &t.request, "mode": &t.mode, "redirect_uri": &t.redirectURI} {
		if *into, err = text(o, name); err != nil {
			return t, err
		}
	}
	isMode := t.mode == modeEncrypted || t.mode == modePlain
	if !isMode || t.request != "" && !isRequestObject(t.request) || t.redirectURI != "" && !isRedirectURI(t.redirectURI) {
		return t, refused(KindBody)
	}
	return t, nil
}

// isRedirectURI accepts an address that the response_code can follow as a
// fragment. http is for pages of this machine.
func isRedirectURI(s string) bool {
	if len(s) > maxRedirectURI {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f || strings.IndexByte(`"#<>\^{|}`+"`", s[i]) >= 0 {
			return false
		}
	}
	rest, secure := strings.CutPrefix(s, "https://")
	if !secure {
		rest = strings.TrimPrefix(s, "http://")
	}
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, "?")
	if secure {
		return host != "" && !strings.Contains(host, "@")
	}
	name, _, _ := strings.Cut(host, ":")
	return rest != s && (name == "localhost" || name == "127.0.0.1")
}

// withdraw forgets an exchange. It says 204 to all, so that it tells nothing.
func (c *call) withdraw() (*Response, error) {
	if err := c.page(); err != nil {
		return nil, err
	}
	return c.forget(pageWithdraw, c.key, c.token, c.now)
}

// ack says that the answer has arrived.
func (c *call) ack() (*Response, error) {
	if err := c.page(); err != nil {
		return nil, err
	}
	claim, _, err := c.claimBody("claim")
	if err != nil {
		return nil, err
	}
	return c.forget(pageAck, c.key, c.token, c.now, digest("claim", claim))
}

func (c *call) forget(statement string, args ...any) (*Response, error) {
	rows, err := c.w.Query(statement, args...)
	if err != nil {
		return nil, err
	}
	if len(rows) > 0 {
		c.w.Changed(c.key)
	}
	return noContent(), nil
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func moment(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.RFC3339) }
