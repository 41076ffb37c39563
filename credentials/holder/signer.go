package holder

import (
	"crypto/sha256"
	"slices"
	"time"

	"domicile/credentials/sdjwt"
	"domicile/credentials/trust"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/crypto/x5c"
)

// checkSignature finds the issuer's key that made the signature.
func checkSignature(token *sdjwt.Token, issuerKeys []keys.Named) (keys.Public, error) {
	candidates, err := signers(token, issuerKeys)
	if err != nil {
		return keys.Public{}, err
	}
	for _, key := range candidates {
		if err = token.IssuerJWT.Verify(key); err == nil {
			return key, nil
		}
	}
	return keys.Public{}, fault.Wrap(KindCardIssuer, err, "none of %d keys of the issuer fits", len(candidates))
}

// signers are the keys to try: those of the issuer, by kid where both sides have
// one, or else that of the certificate the card brings.
func signers(token *sdjwt.Token, issuerKeys []keys.Named) ([]keys.Public, error) {
	carried, err := token.IssuerJWT.X5C()
	if err != nil {
		return nil, err
	}
	if len(issuerKeys) == 0 && len(carried) > 0 {
		return certified(token, carried)
	}
	kid := token.IssuerJWT.KeyID()
	var candidates []keys.Public
	for _, k := range issuerKeys {
		if kid == "" || k.ID == "" || kid == k.ID {
			candidates = append(candidates, k.Public)
		}
	}
	return candidates, nil
}

// certified takes the key of the certificate that a card brings, which must name
// the issuer that the card names (SD-JWT VC section 3.5). Who stands behind the
// certificate is a question of trust, for whoever shows the card.
func certified(token *sdjwt.Token, carried []string) ([]keys.Public, error) {
	chain, err := x5c.ParseChain(carried)
	if err != nil {
		return nil, err
	}
	claims, err := token.Claims()
	if err != nil {
		return nil, err
	}
	issuer, named, err := encoding.String(claims, "iss")
	if err != nil {
		return nil, err
	}
	if named {
		if err := x5c.MatchName(chain[0], issuer); err != nil {
			return nil, fault.Wrap(KindCardIssuer, err, "the certificate is another issuer's")
		}
	}
	key, err := keys.FromStd(chain[0].PublicKey)
	return []keys.Public{key}, err
}

// names reports whether a list of trust has the issuer by its name. A certificate
// in that name, which anybody can make, then counts only where the list leads to
// it.
func names(store *trust.Store, issuer string) bool {
	return issuer != "" && slices.ContainsFunc(store.Anchors(), func(a trust.Anchor) bool { return a.ID == issuer })
}

// pinned are the keys by which the list of trust says the issuer signs; none
// where the issuer is not on it. A key that is listed for any issuer is not held
// against a card that brings a certificate.
func pinned(token *sdjwt.Token, typ string, store *trust.Store, now time.Time) []keys.Named {
	var found []keys.Named
	carried, _ := token.IssuerJWT.X5C()
	for _, signer := range listed(token, typ, store, now) {
		if len(carried) > 0 && signer.Anchor.ID == "" && signer.Certificate == nil {
			continue
		}
		found = append(found, keys.Named{Public: signer.Key})
	}
	return found
}

func listed(token *sdjwt.Token, typ string, store *trust.Store, now time.Time) []trust.Signer {
	claims, err := token.Claims()
	if err != nil {
		return nil
	}
	issuer, _, err := encoding.String(claims, "iss")
	if err != nil {
		return nil
	}
	q := trust.Question{Issuer: issuer, KeyID: token.IssuerJWT.KeyID(), Type: typ, Algorithm: token.IssuerJWT.Algorithm()}
	if carried, err := token.IssuerJWT.X5C(); err == nil && len(carried) > 0 {
		if q.Chain, err = x5c.ParseChain(carried); err != nil {
			return nil
		}
	}
	signers, err := store.Signers(q, now)
	if err != nil {
		return nil
	}
	return signers
}

// ListedBy returns the entry of the list of trust whose key signed the card. It
// is what a screen may say about the issuer; the card's own word is none.
func (c Card) ListedBy(store *trust.Store, now time.Time) (trust.Anchor, bool) {
	token, _, err := c.Copies[0].read()
	if err != nil {
		return trust.Anchor{}, false
	}
	for _, signer := range listed(token, c.Origin.Type, store, now) {
		if token.IssuerJWT.Verify(signer.Key) == nil {
			return signer.Anchor, true
		}
	}
	return trust.Anchor{}, false
}

// Pattern are the 32 bytes that seed the pattern of an issuer's cards: they come
// from the key that signs, so that nobody else's card looks the same.
func Pattern(signer keys.Public) []byte { return pattern(signer.Thumbprint()) }

// PatternOf stands in for Pattern before the key of an issuer is known: it comes
// from the issuer's address.
func PatternOf(issuerURL string) []byte { return pattern(issuerURL) }

func pattern(of string) []byte {
	sum := sha256.Sum256([]byte("domicile pattern\x00" + of))
	return sum[:]
}
