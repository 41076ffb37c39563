package did

import (
	"net/url"
	"strings"

	"domicile/crypto/fault"
)

// WebURL returns where the document of a did:web lies (did:web method
// specification, section "Read"): colons become slashes, a percent-encoded
// colon of the host a port, and a bare host has its document under
// /.well-known/.
func WebURL(did string) (string, error) {
	method, id, err := split(did)
	if err != nil {
		return "", err
	}
	if method != "web" {
		return "", fault.New(KindMethodUnknown, "did:%s is not did:web", method)
	}
	parts := strings.Split(id, ":")
	host, err := webHost(parts[0])
	if err != nil {
		return "", err
	}
	if len(parts) == 1 {
		return "https://" + host + "/.well-known/did.json", nil
	}
	for _, part := range parts[1:] {
		if err := webSegment(part); err != nil {
			return "", err
		}
	}
	return "https://" + host + "/" + strings.Join(parts[1:], "/") + "/did.json", nil
}

// webHost takes a host name with an optional percent-encoded port. IP
// addresses are refused by the specification.
func webHost(text string) (string, error) {
	host, port, hasPort := strings.Cut(strings.Replace(text, "%3a", "%3A", 1), "%3A")
	if host == "" || strings.ContainsAny(host, "%_") || strings.Contains(host, "..") || strings.Trim(host, "0123456789.") == "" {
		return "", fault.New(KindMalformed, "did:web names no host")
	}
	if !hasPort {
		return host, nil
	}
	if port == "" || len(port) > 5 || strings.Trim(port, "0123456789") != "" {
		return "", fault.New(KindMalformed, "did:web has a port that is no number")
	}
	return host + ":" + port, nil
}

// webSegment refuses segments that would leave the path the DID spells: empty
// ones, dots, and percent-encoded slashes.
func webSegment(part string) error {
	text, err := url.PathUnescape(part)
	if err != nil || text == "" || text == "." || text == ".." || strings.ContainsAny(text, "/\\?#") {
		return fault.New(KindMalformed, "did:web has a path segment that means another path")
	}
	return nil
}
