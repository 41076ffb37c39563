package address

import (
	"net/netip"
	"slices"
	"strings"
)

// IsHost reports whether a host is spelt so that every reader of addresses takes
// it for the same one: an IP address in its usual form, or a name in ASCII. A
// browser reads 2130706433, 0x7f.1 and digits of other scripts as 127.0.0.1 as
// well (WHATWG URL, host parsing), which no comparison here would see.
func IsHost(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Zone() == ""
	}
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	for _, label := range labels {
		if label == "" || strings.Trim(label, nameCharacters) != "" {
			return false
		}
	}
	last := labels[len(labels)-1]
	return strings.Trim(last, "0123456789") != "" && !strings.HasPrefix(strings.ToLower(last), "0x")
}

const nameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// plainHost is a name in lower case without the dot of the root.
func plainHost(host string) string { return strings.ToLower(strings.TrimSuffix(host, ".")) }

// IsLoopback reports whether a host is this machine (RFC 6761 6.3).
func IsLoopback(host string) bool {
	host = plainHost(host)
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// IsPrivate reports whether a host is this machine, or of the network it happens
// to be in: by its number, or by a name that means another one elsewhere.
func IsPrivate(host string) bool {
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return IsLoopback(host) || isLocalName(plainHost(host))
	}
	ip = ip.Unmap()
	return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified() || ip.IsMulticast() ||
		slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// isLocalName recognises names without a domain, and the domains of local
// networks (RFC 6762, RFC 8375, and "internal", which ICANN has reserved).
func isLocalName(name string) bool {
	if !strings.Contains(name, ".") {
		return true
	}
	return slices.ContainsFunc([]string{".local", ".internal", ".home.arpa"}, func(domain string) bool {
		return strings.HasSuffix(name, domain)
	})
}

// special are further networks that are nobody's on the Internet, or stand for
// IPv4 addresses that may be (RFC 6890; RFC 6052 and RFC 3056).
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"),
}
