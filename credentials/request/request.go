package request

import (
	"net/url"
	"strings"
	"time"

	"domicile/credentials/address"
	"domicile/credentials/dcql"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Mode is how the answer goes back (response_mode).
type Mode string

// The modes of sections 8.2 and 8.3, and of annex A.2.
const (
	Fragment      Mode = "fragment"
	DirectPost    Mode = "direct_post"
	DirectPostJWT Mode = "direct_post.jwt"
	Browser       Mode = "dc_api"
	BrowserJWT    Mode = "dc_api.jwt"
)

// Posts reports whether the wallet sends the answer itself.
func (m Mode) Posts() bool { return m == DirectPost || m == DirectPostJWT }

// Encrypted reports whether the answer is a JWE.
func (m Mode) Encrypted() bool { return m == DirectPostJWT || m == BrowserJWT }

// InBrowser reports whether request and answer go through the Digital
// Credentials API.
func (m Mode) InBrowser() bool { return m == Browser || m == BrowserJWT }

// Request is a verifier's question.
type Request struct {
	// ClientID is the verifier's full client identifier, prefix included; empty
	// in an unsigned request through the Digital Credentials API.
	ClientID string
	Mode     Mode // empty is Fragment
	// ReturnURL is where an answer in the fragment goes (redirect_uri),
	// ResponseURI where it is posted to. One of the two is set, by the mode.
	ReturnURL   string
	ResponseURI string
	Nonce       string
	State       string // "" where there is none
	WalletNonce string // "" where the request does not repeat one
	Query       dcql.Query
	// VerifierName and Purpose are the verifier's own words, or empty. Nobody
	// vouches for them; show them as foreign text.
	VerifierName string
	Purpose      string
	ExpiresAt    time.Time // zero: the request does not say
	// Formats is vp_formats_supported of the verifier, or nil.
	Formats map[string]any
	// Recipient is whom the answer is encrypted for, nil where it is not.
	Recipient *Recipient
	// Transactions are what the holder is asked to authorise.
	Transactions []Transaction
	// CheckCode asks for the digits on the verifier's screen.
	CheckCode bool
	// Origins are the origins that a signed request may come from through the
	// Digital Credentials API; Origin is the one that it came from, or is asked
	// from.
	Origins []string
	Origin  string
	// Identity is what is known of the verifier. In a request of one's own only
	// its prefix is set.
	Identity Identity
	// Registration is what a registrar says that the verifier may ask for, nil
	// where none does.
	Registration *Registration

	info []any // verifier_info, as it stands in the request
}

// Audience is what the holder's proof is for: the client identifier, or the
// origin where the browser carries the request (annex A.4).
func (r *Request) Audience() string {
	if r.Mode.InBrowser() {
		return string(prefixOrigin) + ":" + r.Origin
	}
	return r.ClientID
}

// CheckTime refuses a request that may no longer be answered.
func (r *Request) CheckTime(now time.Time) error {
	if !r.ExpiresAt.IsZero() && now.After(r.ExpiresAt.Add(Leeway)) {
		return fault.New(KindExpired, "%s ago", now.Sub(r.ExpiresAt).Round(time.Second))
	}
	return nil
}

// AnswerURL is the address that the answer goes to, "" where the browser takes
// it.
func (r *Request) AnswerURL() string {
	if r.Mode.Posts() {
		return r.ResponseURI
	}
	return r.ReturnURL
}

// AnswerHost is the host that the answer goes to; where the browser takes it,
// that of the page that asked.
func (r *Request) AnswerHost() string {
	if r.Mode.InBrowser() {
		return hostOf(r.Origin)
	}
	return hostOf(r.AnswerURL())
}

// checkReturnURL admits https, and http on this same machine. Anything else
// could be read on the way, or would make a browser run it.
func checkReturnURL(text string) error {
	_, err := address.Parse(text, KindReturnAddress)
	return err
}

// hostOf is the host of an address that was checked, without its port.
func hostOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// isToken reports whether text has only the characters that a nonce or a state
// may have (section 5.2), and a bearable length.
func isToken(text string) bool {
	const allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
	return text != "" && len(text) <= MaxNonce && strings.Trim(text, allowed) == ""
}

// textOf reads an optional string, of which an empty one is none.
func textOf(tree map[string]any, name string) (string, error) {
	text, _, err := encoding.String(tree, name)
	if err != nil {
		return "", fault.Wrap(KindMalformed, err, "%s", name)
	}
	return text, nil
}
