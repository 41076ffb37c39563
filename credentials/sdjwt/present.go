package sdjwt

import (
	"time"

	"domicile/credentials/claim"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

// Select returns a token with just the disclosures that show the claims of the
// paths: those of the claims themselves and of all they contain, and those of
// the claims they lie in (section 7.2 and section 4.2.6). A path may hold nil
// and then selects every element. Claims in the clear need no path and stay. A
// path that selects nothing is refused with claim_missing.
func (t *Token) Select(paths []claim.Path) (*Token, error) {
	if t.KeyBinding != nil {
		return nil, fault.New(KindHolderUnexpected, "the selection is bound already")
	}
	p, err := t.process()
	if err != nil {
		return nil, err
	}
	keep := make([]bool, len(t.Disclosures))
	for _, path := range paths {
		found, err := claim.Resolve(p.claims, path)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			p.mark(keep, f.Path)
		}
	}
	chosen := &Token{IssuerJWT: t.IssuerJWT}
	for i, d := range t.Disclosures {
		if keep[i] {
			chosen.Disclosures = append(chosen.Disclosures, d)
		}
	}
	return chosen.ready(), nil
}

// mark keeps what one concrete path needs. Every disclosure above or below it
// is on one branch with it, so the disclosures its parents depend on are
// marked with them.
func (p processed) mark(keep []bool, path claim.Path) {
	for i, at := range p.places {
		if at.path.Within(path) || path.Within(at.path) {
			keep[i] = true
		}
	}
}

// Bind proves to one verifier that the holder made this selection: it returns
// the SD-JWT+KB (section 4.3). The key must be the card's; audience is the
// verifier's full client identifier.
func (t *Token) Bind(key keys.Private, nonce, audience string, now time.Time) (string, error) {
	if t.KeyBinding != nil {
		return "", fault.New(KindHolderUnexpected, "the selection is bound already")
	}
	if nonce == "" {
		return "", fault.New(KindHolderNonce, "no nonce to answer")
	}
	if audience == "" {
		return "", fault.New(KindHolderAudience, "no verifier to answer")
	}
	holder, err := t.HolderKey()
	if err != nil {
		return "", err
	}
	if !holder.Equal(key.Public()) {
		return "", fault.New(KindHolderKey, "the key is not the card's")
	}
	p, err := t.process()
	if err != nil {
		return "", err
	}
	text := t.SDJWT()
	payload, err := encoding.EncodeJSON(map[string]any{
		"iat": now.Unix(), "aud": audience, "nonce": nonce, "sd_hash": p.hash(text),
	})
	if err != nil {
		return "", err
	}
	proof, err := jose.Sign(key, map[string]any{"typ": TypeKeyBinding}, payload)
	if err != nil {
		return "", err
	}
	if len(text)+len(proof) > MaxToken {
		return "", fault.New(KindTooLong, "%d bytes, at most %d", len(text)+len(proof), MaxToken)
	}
	return text + proof, nil
}
