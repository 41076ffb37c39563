package offer

import (
	"net/url"
	"strings"

	"domicile/crypto/fault"
)

// parseAddress accepts an https address, or an http one of this machine,
// without user information or fragment, whose host has one reading.
func parseAddress(text string) (*url.URL, error) {
	if len(text) > MaxAddress {
		return nil, fault.New(KindAddress, "%d bytes, at most %d", len(text), MaxAddress)
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Opaque != "":
		return nil, fault.New(KindAddress, "not an absolute address")
	case u.User != nil:
		return nil, fault.New(KindAddress, "has user information")
	case u.Fragment != "" || strings.Contains(text, "#"):
		return nil, fault.New(KindAddress, "has a fragment")
	case !isHost(u.Hostname()):
		return nil, fault.New(KindAddress, "its host is neither a plain name nor a plain number")
	case u.Scheme == "https", u.Scheme == "http" && isLoopback(u.Hostname()):
		return u, nil
	}
	return nil, fault.New(KindAddress, "not https")
}

// parseIdentifier accepts an issuer's identifier: an address without query
// (section 12.2.1).
func parseIdentifier(text string) (*url.URL, error) {
	u, err := parseAddress(text)
	if err != nil {
		return nil, err
	}
	if u.RawQuery != "" || u.ForceQuery {
		return nil, fault.New(KindAddress, "an identifier has no query")
	}
	return u, nil
}

// parseFrom accepts an address that the server at origin has named. A server on
// the network must not make the wallet talk to this machine or to the private
// network it happens to be in.
func parseFrom(origin *url.URL, text string) (*url.URL, error) {
	u, err := parseAddress(text)
	if err != nil {
		return nil, err
	}
	if isPrivate(u.Hostname()) && !isLoopback(origin.Hostname()) && u.Hostname() != origin.Hostname() {
		return nil, fault.New(KindAddress, "leads from the network into a private one")
	}
	return u, nil
}

// wellKnown inserts a well-known name between host and path (section 12.2.2).
// A slash that is the whole path is none.
func wellKnown(identifier *url.URL, name string) string {
	path := identifier.EscapedPath()
	if path == "/" {
		path = ""
	}
	return identifier.Scheme + "://" + identifier.Host + "/.well-known/" + name + path
}

// wellKnownServer is the same by RFC 8414 3.1, which also drops a slash at the
// end of a path.
func wellKnownServer(identifier *url.URL) string {
	return strings.TrimSuffix(wellKnown(identifier, "oauth-authorization-server"), "/")
}
