package x5c

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"slices"
	"time"

	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// Verify checks that chain leads to one of anchors at the time now. The cheap
// checks come first: names and flags, then validity, then signatures.
func Verify(chain []*x509.Certificate, anchors []*x509.Certificate, now time.Time) error {
	_, err := Anchor(chain, anchors, now)
	return err
}

// Anchor is Verify that also says which of anchors the chain leads to, by its
// index; -1 where it leads to none.
func Anchor(chain []*x509.Certificate, anchors []*x509.Certificate, now time.Time) (int, error) {
	if err := checkOrder(chain); err != nil {
		return -1, err
	}
	path, index, err := toAnchor(chain, anchors)
	if err != nil {
		return -1, err
	}
	for _, certificate := range path {
		if now.Before(certificate.NotBefore) || now.After(certificate.NotAfter) {
			return -1, fault.New(KindExpired, "a certificate is valid from %s to %s only", stamp(certificate.NotBefore), stamp(certificate.NotAfter))
		}
	}
	if err := checkSignatures(chain); err != nil {
		return -1, err
	}
	return index, nil
}

// checkOrder checks everything of a chain but its signatures and anchor.
func checkOrder(chain []*x509.Certificate) error {
	if len(chain) == 0 || len(chain) > MaxChain {
		return fault.New(KindBroken, "chain has %d certificates, not 1 to %d", len(chain), MaxChain)
	}
	for i, certificate := range chain {
		if len(certificate.UnhandledCriticalExtensions) > 0 {
			return fault.New(KindBroken, "a certificate has a critical extension that is not known")
		}
		for _, other := range chain[:i] {
			if other.Equal(certificate) {
				return fault.New(KindBroken, "chain holds a certificate twice")
			}
		}
		if i == 0 {
			continue
		}
		if err := checkIssuer(certificate, chain[i-1], i-1); err != nil {
			return err
		}
	}
	return nil
}

// checkIssuer checks that parent may have signed child, below which lie so
// many further CA certificates of the chain.
func checkIssuer(parent, child *x509.Certificate, below int) error {
	if !bytes.Equal(child.RawIssuer, parent.RawSubject) {
		return fault.New(KindBroken, "a certificate names another issuer than the next one's subject")
	}
	if !parent.BasicConstraintsValid || !parent.IsCA {
		return fault.New(KindBroken, "a certificate that is no CA has signed another")
	}
	if parent.KeyUsage != 0 && parent.KeyUsage&x509.KeyUsageCertSign == 0 {
		return fault.New(KindBroken, "a CA's key usage does not allow to sign certificates")
	}
	// The library says -1 where there is no limit, and 0 with MaxPathLenZero.
	limited := parent.MaxPathLen > 0 || parent.MaxPathLenZero
	if limited && below > parent.MaxPathLen {
		return fault.New(KindBroken, "a CA allows %d further CAs below it, there are %d", parent.MaxPathLen, below)
	}
	if key, ok := parent.PublicKey.(*rsa.PublicKey); ok && key.N.BitLen() > keys.MaxRSABits {
		return fault.New(KindBroken, "a CA's RSA key has more than %d bits", keys.MaxRSABits)
	}
	if constrained(parent) {
		return fault.New(KindBroken, "a CA has name constraints, which are not supported")
	}
	return nil
}

func constrained(c *x509.Certificate) bool {
	return c.PermittedDNSDomainsCritical ||
		len(c.PermittedDNSDomains)+len(c.ExcludedDNSDomains) > 0 ||
		len(c.PermittedIPRanges)+len(c.ExcludedIPRanges) > 0 ||
		len(c.PermittedEmailAddresses)+len(c.ExcludedEmailAddresses) > 0 ||
		len(c.PermittedURIDomains)+len(c.ExcludedURIDomains) > 0
}

// toAnchor returns the certificates from the signer to the anchor, both
// included, and the anchor's index. An anchor that only shares its name with
// the chain's last issuer is told apart by its signature here, because
// authorities renew their keys under one name.
func toAnchor(chain, anchors []*x509.Certificate) ([]*x509.Certificate, int, error) {
	for i, certificate := range chain {
		for index, anchor := range anchors {
			if anchor.Equal(certificate) {
				return chain[:i+1], index, nil
			}
		}
	}
	last := chain[len(chain)-1]
	named := false
	for index, anchor := range anchors {
		if checkIssuer(anchor, last, len(chain)-1) != nil {
			continue
		}
		named = true
		if last.CheckSignatureFrom(anchor) == nil {
			return append(slices.Clone(chain), anchor), index, nil
		}
	}
	if named {
		return nil, -1, fault.New(KindBroken, "the anchor of that name did not sign the chain's last certificate")
	}
	return nil, -1, fault.New(KindUnknown, "chain ends at no anchor")
}

// checkSignatures checks every link of the chain, also those beyond an anchor
// in its midst: what follows would otherwise be unproven decoration.
func checkSignatures(chain []*x509.Certificate) error {
	for i := 1; i < len(chain); i++ {
		if err := chain[i-1].CheckSignatureFrom(chain[i]); err != nil {
			return fault.Wrap(KindBroken, err, "certificate %d of the chain did not sign the one before it", i+1)
		}
	}
	return nil
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
