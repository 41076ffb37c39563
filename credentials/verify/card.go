package verify

import (
	"time"

	"domicile/credentials/trust"
	"domicile/crypto/keys"
)

// card is one credential in any format: parsed, in its limits, and not yet
// believed.
type card interface {
	// question is what it says about its signer.
	question() (trust.Question, error)
	// carriesKey says that it brings, or points to, a key of its own.
	carriesKey() bool
	// verify checks the issuer's signature.
	verify(keys.Public) error
	// The rest is shown and judged only after verify.
	claims() map[string]any
	types() []string
	period() period
	namesStatus() bool
	// hasProof says that a holder's proof came with it.
	hasProof() bool
	// checkProof holds the proof to what was asked.
	checkProof(asked proofAsked) error
}

// period is when a credential is valid, zero where it does not say.
type period struct {
	issued, from, until time.Time
}

// proofAsked is what a holder's proof must be about. Where nothing was asked,
// nonce and audience are empty, and the proof is held to itself only.
type proofAsked struct {
	nonce, audience string
	now             time.Time
	maxAge          time.Duration
}

func (p proofAsked) nothing() bool { return p.nonce == "" && p.audience == "" }
