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

// Proof is what a holder proves to one verifier.
type Proof struct {
	Nonce    string
	Audience string // the verifier's full client identifier, prefix included
	Now      time.Time
	// Transactions are the hashes of what the holder authorises, made by
	// TransactionsAlg; the algorithm is named in the proof unless it is empty
	// (OpenID4VP 1.0, annex B.3.3.1).
	Transactions    []string
	TransactionsAlg string
}

// Bind is Prove without a transaction.
func (t *Token) Bind(key keys.Private, nonce, audience string, now time.Time) (string, error) {
	return t.Prove(key, Proof{Nonce: nonce, Audience: audience, Now: now})
}

// Prove proves to one verifier that the holder made this selection: it returns
// the SD-JWT+KB (section 4.3). The key must be the card's.
func (t *Token) Prove(key keys.Private, proof Proof) (string, error) {
	if err := t.checkBindable(key, proof); err != nil {
		return "", err
	}
	p, err := t.process()
	if err != nil {
		return "", err
	}
	text := t.SDJWT()
	payload, err := encoding.EncodeJSON(proof.claims(p.hash(text)))
	if err != nil {
		return "", err
	}
	signed, err := jose.Sign(key, map[string]any{"typ": TypeKeyBinding}, payload)
	if err != nil {
		return "", err
	}
	if len(text)+len(signed) > MaxToken {
		return "", fault.New(KindTooLong, "%d bytes, at most %d", len(text)+len(signed), MaxToken)
	}
	return text + signed, nil
}

// checkBindable refuses a proof that no verifier could accept.
func (t *Token) checkBindable(key keys.Private, proof Proof) error {
	if t.KeyBinding != nil {
		return fault.New(KindHolderUnexpected, "the selection is bound already")
	}
	if proof.Nonce == "" {
		return fault.New(KindHolderNonce, "no nonce to answer")
	}
	if proof.Audience == "" {
		return fault.New(KindHolderAudience, "no verifier to answer")
	}
	holder, err := t.HolderKey()
	if err != nil {
		return err
	}
	if !holder.Equal(key.Public()) {
		return fault.New(KindHolderKey, "the key is not the card's")
	}
	return nil
}

func (p Proof) claims(hash string) map[string]any {
	claims := map[string]any{"iat": p.Now.Unix(), "aud": p.Audience, "nonce": p.Nonce, "sd_hash": hash}
	if len(p.Transactions) > 0 {
		claims["transaction_data_hashes"] = p.Transactions
	}
	if len(p.Transactions) > 0 && p.TransactionsAlg != "" {
		claims["transaction_data_hashes_alg"] = p.TransactionsAlg
	}
	return claims
}

// Transactions are the hashes of what the holder authorised, by SHA-256; none
// where the proof has none, or made them in another way. They count once the
// proof is verified.
func (t *Token) Transactions() []string {
	if t.KeyBinding == nil {
		return nil
	}
	payload, err := encoding.DecodeJSONObject(t.KeyBinding.Payload)
	if err != nil {
		return nil
	}
	algorithm, named, err := encoding.String(payload, "transaction_data_hashes_alg")
	if err != nil || named && algorithm != "sha-256" {
		return nil
	}
	hashes, _, err := encoding.Strings(payload, "transaction_data_hashes")
	if err != nil {
		return nil
	}
	return hashes
}
