package verify

import (
	"time"

	"domicile/credentials/trust"
	"domicile/credentials/verdict"
	"domicile/crypto/fault"
)

// States of the holder.
const (
	holderBearer = "bearer"
	holderProven = "proven"
	holderNone   = "none"
)

// storageSoftware is the least that is known of a key that proved itself.
const storageSoftware = "software"

// show puts into the verdict what the signature vouches for.
func (j *judgement) show(c card, s trust.Signer) {
	q, _ := c.question() // it succeeded before
	j.out.Issuer = nameIssuer(s, q)
	j.out.Claims = c.claims()
	p := c.period()
	if p.from.IsZero() {
		p.from = p.issued
	}
	j.out.Validity = verdict.Validity{From: stamp(p.from), Until: stamp(p.until)}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// time checks this device's clock, then the credential's dates.
func (j *judgement) time(c card) {
	j.steps.Check(verdict.Time, func() error {
		if err := j.checkClock(); err != nil {
			return err
		}
		return c.period().check(j.Now)
	})
}

func (j *judgement) checkClock() error {
	floor := j.Floor
	if listed := j.Trust.Floor(); listed.After(floor) {
		floor = listed
	}
	if j.Now.IsZero() || j.Now.Before(floor.Add(-Leeway)) {
		return fault.New(KindClockSuspect, "the clock is before %s, which this device has seen", stamp(floor))
	}
	return nil
}

func (p period) check(now time.Time) error {
	switch {
	case !p.until.IsZero() && !now.Before(p.until.Add(Leeway)):
		return fault.New(KindExpired, "at %s", stamp(p.until))
	case !p.from.IsZero() && now.Before(p.from.Add(-Leeway)):
		return fault.New(KindNotYetValid, "before %s", stamp(p.from))
	case now.Before(p.issued.Add(-Leeway)):
		return fault.New(KindIssuedInFuture, "at %s", stamp(p.issued))
	}
	return nil
}

// status is unknown where a status is named: no lists are read here yet, and
// what was not looked up is never good.
func (j *judgement) status(c card) {
	if !c.namesStatus() {
		j.steps.Skip(verdict.Status, "the credential names no status")
		return
	}
	j.out.Status.State = string(verdict.Unknown)
	j.steps.Check(verdict.Status, func() error {
		return fault.New(KindStatusUnknown, "the status that the credential names was not given")
	})
}

// holder checks whether whoever shows the credential may.
func (j *judgement) holder(c card) {
	asked := proofAsked{nonce: j.Nonce, audience: j.Audience, now: j.Now, maxAge: j.Policy.MaxAge}
	required := !asked.nothing() || j.Policy.RequireHolder
	switch {
	case !c.hasProof() && !required:
		j.out.Holder = holderBearer
		j.steps.Skip(verdict.Holder, "no proof of the holder was asked for, and none was shown")
	case !c.hasProof():
		j.steps.Check(verdict.Holder, func() error {
			return fault.New(KindHolderMissing, "no proof of the holder was shown")
		})
	case asked.nothing():
		j.unasked(c)
	case j.steps.Check(verdict.Holder, func() error { return c.checkProof(asked) }):
		j.out.Holder = holderProven
		j.out.Assurance.Storage = storageSoftware
	}
}

// unasked holds a proof that nobody asked for to itself: it cannot prove
// anything about now, yet where it is broken, something was changed.
func (j *judgement) unasked(c card) {
	if err := c.checkProof(proofAsked{}); err != nil || j.Policy.RequireHolder {
		j.steps.Check(verdict.Holder, func() error {
			if err == nil {
				err = fault.New(KindHolderMissing, "the proof answers no question of this verifier")
			}
			return err
		})
		return
	}
	j.steps.Skip(verdict.Holder, "a proof of the holder was shown to a question that is not known here")
}
