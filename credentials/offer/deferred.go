package offer

import (
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// deferral is an issuance that the issuer postponed (section 9).
type deferral struct {
	Transaction string `json:"transaction"`
	NotBefore   int64  `json:"not_before"` // Unix seconds
}

// maxInterval bounds how long an issuer can make a wallet wait between two
// questions, in seconds.
const maxInterval = 30 * 24 * 3600

// worthSaving is the shortest further wait that is stored, in seconds: to ask
// once too early after a restart costs less than a record in the wallet for each
// time that an issuer is not ready.
const worthSaving = 3600

// postpone takes a reply with a transaction_id.
func (s *Session) postpone(o map[string]any, now time.Time) error {
	id, err := required(o, "transaction_id", KindReply)
	if err != nil {
		return err
	}
	seconds, _, err := encoding.Int(o, "interval")
	if err != nil || seconds <= 0 || len(id) > maxNonce {
		return fault.New(KindReply, "transaction_id without a usable interval")
	}
	if s.state.Issuer.Deferred == "" {
		return fault.New(KindMetadata, "deferred_credential_endpoint is missing")
	}
	again := s.state.Phase == phaseDeferred
	if again && id != s.state.Deferral.Transaction {
		return fault.New(KindReply, "transaction_id changed")
	}
	// Whole seconds, rounded up: never earlier than the issuer asked for.
	soonest := now.Add(time.Duration(min(seconds, maxInterval))*time.Second + time.Second - 1)
	s.state.Deferral = &deferral{Transaction: id, NotBefore: soonest.Unix()}
	s.state.Phase, s.unsaved = phaseDeferred, s.unsaved || !again || seconds >= worthSaving
	return nil
}

// deferredStep waits, or asks.
func (s *Session) deferredStep(step *Step, now time.Time) (err error) {
	if now.Unix() < s.state.Deferral.NotBefore {
		step.Wait = &Wait{Until: time.Unix(s.state.Deferral.NotBefore, 0).UTC()}
		return nil
	}
	body := map[string]any{"transaction_id": s.state.Deferral.Transaction}
	step.Request, err = s.authorised(s.state.Issuer.Deferred, body)
	return err
}

// deferredReply takes what the other endpoint answers too (section 9.2), where a
// request was open.
func (s *Session) deferredReply(r Response, now time.Time) error {
	if now.Unix() < s.state.Deferral.NotBefore {
		return fault.New(KindOrder, "no request is open")
	}
	return s.credentialReply(r, now)
}
