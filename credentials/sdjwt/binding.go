package sdjwt

import (
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

const (
	// TypeKeyBinding is the "typ" of a key binding JWT (section 4.3).
	TypeKeyBinding = "kb+jwt"
	// DefaultMaxAge is how long a proof of the holder is accepted after it was
	// made, where the caller does not say: the life of a challenge.
	DefaultMaxAge = 120 * time.Second
	// Leeway is how far the clocks of holder and verifier may differ.
	Leeway = 60 * time.Second
)

// Binding is what a verifier expects of the proof of the holder.
type Binding struct {
	Nonce    string
	Audience string // the verifier's full client identifier, prefix included
	Now      time.Time
	MaxAge   time.Duration // 0 is DefaultMaxAge
}

// HolderKey returns the key of "cnf" (RFC 7800 section 3.2), with which alone
// the holder can prove anything. Another confirmation method, or none, is
// refused with holder_binding_key.
func (t *Token) HolderKey() (keys.Public, error) {
	claims, err := t.Claims()
	if err != nil {
		return keys.Public{}, err
	}
	cnf, present, err := encoding.Object(claims, "cnf")
	if err != nil || !present {
		return keys.Public{}, fault.Wrap(KindHolderKey, err, "the card names no holder's key")
	}
	jwk, present, err := encoding.Object(cnf, "jwk")
	if err != nil || !present {
		return keys.Public{}, fault.Wrap(KindHolderKey, err, "cnf has no jwk")
	}
	key, err := keys.ParsePublicJWK(jwk)
	if err != nil {
		return keys.Public{}, fault.Wrap(KindHolderKey, err, "the key in cnf")
	}
	return key, nil
}

// VerifyKeyBinding checks the proof of the holder as section 7.3 step 5 demands.
// Call it where policy requires key binding, whether or not the token has one
// (step 1): a bare SD-JWT fails with holder_binding_missing. The issuer's
// signature must have been checked, because the holder's key is under it.
func (t *Token) VerifyKeyBinding(want Binding) error {
	kb := t.KeyBinding
	if kb == nil {
		return fault.New(KindHolderMissing, "a bare SD-JWT")
	}
	key, err := t.HolderKey()
	if err != nil {
		return err
	}
	if err := kb.RequireType(TypeKeyBinding); err != nil {
		return err
	}
	payload, err := encoding.DecodeJSONObject(kb.Payload)
	if err != nil {
		return err
	}
	// Cheap checks go before the signature; any of them suffices to refuse.
	if err := checkProofFor(payload, want); err != nil {
		return err
	}
	if err := t.checkHash(payload); err != nil {
		return err
	}
	if err := kb.Verify(key); err != nil {
		return fault.Wrap(KindHolderKey, err, "the proof was not made with the card's key")
	}
	return nil
}

// checkProofFor compares the transaction and the time (steps 5.5, 5.6, 5.8).
func checkProofFor(payload map[string]any, want Binding) error {
	if err := checkMember(payload, "nonce", want.Nonce, KindHolderNonce); err != nil {
		return err
	}
	if err := checkMember(payload, "aud", want.Audience, KindHolderAudience); err != nil {
		return err
	}
	return checkProofTime(payload, want)
}

// checkMember compares a required string. An empty expectation is a mistake of
// the caller and never matches, not even an empty member.
func checkMember(payload map[string]any, name, want string, kind fault.Kind) error {
	got, present, err := encoding.String(payload, name)
	switch {
	case err != nil:
		return fault.Wrap(kind, err, "")
	case !present:
		return fault.New(kind, "%s is missing", name)
	case want == "" || got != want:
		return fault.New(kind, "%s differs", name)
	}
	return nil
}

func checkProofTime(payload map[string]any, want Binding) error {
	maxAge := want.MaxAge
	if maxAge == 0 {
		maxAge = DefaultMaxAge
	}
	made, present, err := encoding.NumericDate(payload, "iat")
	switch {
	case err != nil:
		return fault.Wrap(KindHolderStale, err, "")
	case !present:
		return fault.New(KindHolderStale, "iat is missing")
	case made.After(want.Now.Add(Leeway)):
		return fault.New(KindHolderStale, "made %s in the future", made.Sub(want.Now).Round(time.Second))
	case made.Before(want.Now.Add(-maxAge - Leeway)):
		return fault.New(KindHolderStale, "made %s ago", want.Now.Sub(made).Round(time.Second))
	}
	return checkProofPeriod(payload, want.Now)
}

// checkProofPeriod honours exp and nbf, which a key binding JWT may have as any
// JWT (RFC 7519 sections 4.1.4 and 4.1.5).
func checkProofPeriod(payload map[string]any, now time.Time) error {
	until, present, err := encoding.NumericDate(payload, "exp")
	if err != nil || present && !now.Before(until.Add(Leeway)) {
		return fault.Wrap(KindHolderStale, err, "exp")
	}
	from, present, err := encoding.NumericDate(payload, "nbf")
	if err != nil || present && now.Before(from.Add(-Leeway)) {
		return fault.Wrap(KindHolderStale, err, "nbf")
	}
	return nil
}

// checkHash recomputes sd_hash over the token as received (step 5.7).
func (t *Token) checkHash(payload map[string]any) error {
	p, err := t.process()
	if err != nil {
		return err
	}
	return checkMember(payload, "sd_hash", p.hash(t.SDJWT()), KindHolderHash)
}
