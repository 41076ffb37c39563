package issue

import (
	"io"
	"time"

	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// The formats that Issue makes.
const (
	SDJWT = "dc+sd-jwt"
	HCERT = "hcert"
)

// Formats lists them.
func Formats() []string { return []string{SDJWT, HCERT} }

// Order is what to issue, to whom, and in whose name.
type Order struct {
	Format string
	Type   string         // vct; not for hcert, whose claims say it themselves
	Claims map[string]any // as of crypto/encoding: plain JSON
	Issuer string         // iss; the country code for hcert
	Key    keys.Private   // the issuer's
	KeyID  string         // kid of the header; ignored for hcert
	// Certificate is the DER of the signer's certificate, whose digest is the
	// key's name in an hcert; nil for other formats.
	Certificate []byte
	// Holders get one copy each, bound to that key. None: one copy for whoever
	// bears it.
	Holders []keys.Public
	// IssuedAt and Expires are rounded down to the day in UTC for dc+sd-jwt.
	IssuedAt, Expires time.Time
}

// Issue makes the credentials of an order, one for each holder's key and in
// their order. Nothing is returned where one of them cannot be made.
func Issue(rand io.Reader, o Order) ([]string, error) {
	if o.Key.IsZero() || o.Issuer == "" {
		return nil, fault.New(KindOrder, "no key or no issuer")
	}
	if !o.Expires.After(o.IssuedAt) {
		return nil, fault.New(KindOrder, "expires before it is issued")
	}
	switch o.Format {
	case SDJWT:
		return issueSDJWT(rand, o)
	case HCERT:
		return issueHCERT(o)
	}
	return nil, fault.New(KindFormat, "%q", o.Format)
}
