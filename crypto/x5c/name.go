package x5c

import (
	"crypto/x509"
	"net/url"
	"slices"
	"strings"

	"domicile/crypto/fault"
)

// MatchName checks that the signer's certificate is for the issuer that a
// credential names: that its subject alternative names hold the issuer's URL as
// it stands, or the URL's host as a DNS name (SD-JWT VC, section on x5c issuer
// keys). Wildcards match one label.
func MatchName(signer *x509.Certificate, issuer string) error {
	for _, name := range signer.URIs {
		if name.String() == issuer {
			return nil
		}
	}
	at, err := url.Parse(issuer)
	if err == nil && at.Scheme == "https" && at.Hostname() != "" {
		for _, name := range signer.DNSNames {
			if matchHost(strings.ToLower(name), strings.ToLower(at.Hostname())) {
				return nil
			}
		}
	}
	return fault.New(KindNameMismatch, "the signer's certificate is not for the issuer that the credential names")
}

func matchHost(pattern, host string) bool {
	if rest, ok := strings.CutPrefix(pattern, "*."); ok {
		_, domain, found := strings.Cut(host, ".")
		return found && domain == rest && strings.Contains(rest, ".")
	}
	return pattern == host
}

// NameOf is what people call whom a certificate is for: the organisation, else the
// common name, else the first DNS name.
func NameOf(certificate *x509.Certificate) string {
	name := certificate.Subject
	for _, text := range append(slices.Clone(name.Organization), name.CommonName) {
		if text != "" {
			return text
		}
	}
	if len(certificate.DNSNames) > 0 {
		return certificate.DNSNames[0]
	}
	return ""
}
