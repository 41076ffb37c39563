package verify

import (
	"time"

	"domicile/credentials/sdjwt"
	"domicile/credentials/trust"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
	"domicile/crypto/x5c"
)

// sdjwtCard is an SD-JWT or SD-JWT VC, with or without key binding.
type sdjwtCard struct {
	token *sdjwt.Token
	tree  map[string]any
	vct   []string
	times period
}

func readSDJWT(text string) (card, error) {
	token, err := sdjwt.Parse(text)
	if err != nil {
		return nil, err
	}
	tree, err := token.Claims()
	if err != nil {
		return nil, err
	}
	if err := token.CheckType(); err != nil {
		return nil, err
	}
	c := &sdjwtCard{token: token, tree: tree}
	if token.IsCredential() {
		if c.vct, err = token.Types(); err != nil {
			return nil, err
		}
	}
	c.times, err = jwtPeriod(tree)
	return c, err
}

// jwtPeriod reads the dates of a JWT (RFC 7519 sections 4.1.4 to 4.1.6).
func jwtPeriod(claims map[string]any) (p period, err error) {
	for _, date := range []struct {
		name string
		at   *time.Time
	}{{"iat", &p.issued}, {"nbf", &p.from}, {"exp", &p.until}} {
		if *date.at, _, err = encoding.NumericDate(claims, date.name); err != nil {
			return period{}, err
		}
	}
	return p, nil
}

func (c *sdjwtCard) question() (trust.Question, error) {
	issuer, _, err := encoding.String(c.tree, "iss")
	if err != nil {
		return trust.Question{}, err
	}
	q := trust.Question{Issuer: issuer, KeyID: c.token.IssuerJWT.KeyID(), Algorithm: c.token.IssuerJWT.Algorithm()}
	if len(c.vct) > 0 {
		q.Type = c.vct[0]
	}
	elements, err := c.token.IssuerJWT.X5C()
	if err != nil || len(elements) == 0 {
		return q, err
	}
	q.Chain, err = x5c.ParseChain(elements)
	return q, err
}

func (c *sdjwtCard) carriesKey() bool { return len(c.token.IssuerJWT.CarriedKeys()) > 0 }

func (c *sdjwtCard) verify(key keys.Public) error { return c.token.IssuerJWT.Verify(key) }

func (c *sdjwtCard) claims() map[string]any { return c.tree }

func (c *sdjwtCard) types() []string { return c.vct }

func (c *sdjwtCard) period() period { return c.times }

// namesStatus: any "status" member is a reference to a mechanism
// (draft-ietf-oauth-status-list); also one that is not known here.
func (c *sdjwtCard) namesStatus() bool {
	_, named := c.tree["status"]
	return named
}

func (c *sdjwtCard) hasProof() bool { return c.token.KeyBinding != nil }

// checkProof checks the key binding JWT. What was not asked is taken from the
// proof itself, so that its signature and its sd_hash are always checked.
func (c *sdjwtCard) checkProof(asked proofAsked) error {
	binding := sdjwt.Binding{Nonce: asked.nonce, Audience: asked.audience, Now: asked.now, MaxAge: asked.maxAge}
	own, err := encoding.DecodeJSONObject(c.token.KeyBinding.Payload)
	if err != nil {
		return err
	}
	if binding.Nonce == "" {
		binding.Nonce, _ = own["nonce"].(string)
	}
	if binding.Audience == "" {
		binding.Audience, _ = own["aud"].(string)
	}
	if asked.nothing() {
		binding.Now, _, _ = encoding.NumericDate(own, "iat")
	}
	return c.token.VerifyKeyBinding(binding)
}
