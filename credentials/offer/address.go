package offer

import (
	"net/url"
	"strings"

	"domicile/credentials/address"
	"domicile/crypto/fault"
)

// MaxAddress is the longest address, in bytes.
const MaxAddress = address.Max

func parseAddress(text string) (*url.URL, error) { return address.Parse(text, KindAddress) }

// parseFrom accepts an address that the server at origin has named.
func parseFrom(origin *url.URL, text string) (*url.URL, error) {
	return address.ParseFrom(origin, text, KindAddress)
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
