// Package address says which web addresses may be talked to: those that every
// reader takes for the same ones, over https, and none inside this machine or a
// private network where somebody on the Internet names them.
//
// Most callers need [Parse] for an address that a person brought, and
// [ParseFrom] for one that a server named.
package address

import (
	"net/url"
	"strings"

	"domicile/crypto/fault"
)

// Max is the longest address, in bytes.
const Max = 2048

// Parse accepts an https address, or an http one of this machine, without user
// information or fragment, whose host has one reading. A refusal has the
// caller's kind.
func Parse(text string, kind fault.Kind) (*url.URL, error) {
	if len(text) > Max {
		return nil, fault.New(kind, "%d bytes, at most %d", len(text), Max)
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Opaque != "":
		return nil, fault.New(kind, "not an absolute address")
	case u.User != nil:
		return nil, fault.New(kind, "has user information")
	case u.Fragment != "" || strings.Contains(text, "#"):
		return nil, fault.New(kind, "has a fragment")
	case !IsHost(u.Hostname()):
		return nil, fault.New(kind, "its host is neither a plain name nor a plain number")
	case u.Scheme == "https", u.Scheme == "http" && IsLoopback(u.Hostname()):
		return u, nil
	}
	return nil, fault.New(kind, "not https")
}

// ParseFrom accepts an address that the server at origin has named. A server on
// the network must not make a wallet talk to this machine or to the private
// network it happens to be in.
func ParseFrom(origin *url.URL, text string, kind fault.Kind) (*url.URL, error) {
	u, err := Parse(text, kind)
	if err != nil {
		return nil, err
	}
	if IsPrivate(u.Hostname()) && !IsLoopback(origin.Hostname()) && u.Hostname() != origin.Hostname() {
		return nil, fault.New(kind, "leads from the network into a private one")
	}
	return u, nil
}
