package issue

import (
	"crypto/sha256"

	"domicile/credentials/cwt"
	"domicile/crypto/fault"
)

// issueHCERT makes an EU health certificate: the claims are those of its JSON
// schema, the issuer is the country. It is bound to no key, so there is one.
func issueHCERT(o Order) ([]string, error) {
	if len(o.Certificate) == 0 {
		return nil, fault.New(KindOrder, "an hcert needs the signer's certificate, whose digest names the key")
	}
	if len(o.Holders) > 0 {
		return nil, fault.New(KindOrder, "an hcert is bound to no key")
	}
	sum := sha256.Sum256(o.Certificate)
	text, err := cwt.IssueHCERT(o.Key, sum[:8], o.Issuer, o.IssuedAt, o.Expires, o.Claims)
	if err != nil {
		return nil, err
	}
	return []string{text}, nil
}
