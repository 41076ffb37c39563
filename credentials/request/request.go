package request

import (
	"net/netip"
	"net/url"
	"strings"
	"time"

	"domicile/credentials/dcql"
	"domicile/crypto/fault"
)

// prefixRedirect is the client identifier prefix whose identifier is the return
// address (section 5.9.3).
const prefixRedirect = "redirect_uri:"

// Request is a verifier's question.
type Request struct {
	// ClientID is the verifier's full client identifier, prefix included: the
	// audience of the holder's proof.
	ClientID  string
	ReturnURL string // where a same-device answer goes
	Nonce     string
	State     string // "" where there is none
	Query     dcql.Query
	// VerifierName and Purpose are the verifier's own words, or empty. Nobody
	// vouches for them; show them as foreign text.
	VerifierName string
	Purpose      string
	ExpiresAt    time.Time // zero: the request does not say
	// Formats is vp_formats_supported of the verifier, or nil.
	Formats map[string]any
}

// CheckTime refuses a request that may no longer be answered.
func (r *Request) CheckTime(now time.Time) error {
	if !r.ExpiresAt.IsZero() && now.After(r.ExpiresAt.Add(Leeway)) {
		return fault.New(KindExpired, "%s ago", now.Sub(r.ExpiresAt).Round(time.Second))
	}
	return nil
}

// checkReturnURL admits https, and http on this same machine. Anything else
// could be read on the way, or would make a browser run it.
func checkReturnURL(text string) error {
	if len(text) > MaxAddress {
		return fault.New(KindReturnAddress, "%d bytes", len(text))
	}
	address, err := url.Parse(text)
	switch {
	case err != nil:
		return fault.New(KindReturnAddress, "no address")
	case address.Host == "" || address.Opaque != "":
		return fault.New(KindReturnAddress, "no host")
	case address.User != nil:
		return fault.New(KindReturnAddress, "a user or a password in it")
	case strings.Contains(text, "#"):
		return fault.New(KindReturnAddress, "a fragment in it") // RFC 6749 section 3.1.2
	case address.Scheme == "https":
		return nil
	case address.Scheme == "http" && isThisMachine(address.Hostname()):
		return nil
	}
	return fault.New(KindReturnAddress, "not https")
}

func isThisMachine(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// isToken reports whether text has only the characters that a nonce or a state
// may have (section 5.2), and a bearable length.
func isToken(text string) bool {
	const allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
	return text != "" && len(text) <= MaxNonce && strings.Trim(text, allowed) == ""
}
