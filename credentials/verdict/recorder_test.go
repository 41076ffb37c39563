package verdict_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"domicile/credentials/verdict"
	"domicile/crypto/fault"
)

func ExampleRecorder() {
	var r verdict.Recorder
	r.Check(verdict.Signature, func() error { return nil })
	r.Check(verdict.Time, func() error { return fault.New("expired", "exp") })
	v := r.Verdict()
	fmt.Println(v.Verdict, v.Kind)
	// Output: invalid expired
}

func ok() error { return nil }

func defect(kind fault.Kind) func() error {
	return func() error { return fault.New(kind, "for the test") }
}

func TestVerdictOf(t *testing.T) {
	type step struct {
		step  verdict.Step
		check func() error
	}
	for name, c := range map[string]struct {
		steps   []step
		outcome verdict.Outcome
		kind    string
	}{
		"nothing done":               {nil, verdict.Unknown, "internal_fault"},
		"everything but a signature": {[]step{{verdict.Format, ok}, {verdict.Time, ok}}, verdict.Unknown, "internal_fault"},
		"signature passed":           {[]step{{verdict.Signature, ok}}, verdict.Valid, verdict.OK},
		"one step failed":            {[]step{{verdict.Signature, ok}, {verdict.Time, defect("expired")}}, verdict.Invalid, "expired"},
		"one step not done":          {[]step{{verdict.Signature, ok}, {verdict.Status, defect("status_unknown")}}, verdict.Unknown, "status_unknown"},
		"failure after the unknown":  {[]step{{verdict.Issuer, defect("issuer_test_only")}, {verdict.Time, defect("expired")}}, verdict.Invalid, "expired"},
		"two failures": {
			[]step{{verdict.Holder, defect("holder_binding_nonce")}, {verdict.Time, defect("expired")}}, verdict.Invalid, "expired",
		},
		"two unknown": {
			[]step{{verdict.Status, defect("status_unknown")}, {verdict.Issuer, defect("issuer_unknown")}}, verdict.Unknown, "issuer_unknown",
		},
		"passed after it failed": {
			[]step{{verdict.Signature, defect("signature_invalid")}, {verdict.Signature, ok}}, verdict.Invalid, "signature_invalid",
		},
		"kind without a row": {[]step{{verdict.Signature, ok}, {verdict.Time, defect("no_such_kind")}}, verdict.Invalid, "no_such_kind"},
		"error without a kind": {
			[]step{{verdict.Signature, ok}, {verdict.Time, func() error { return errors.New("x") }}}, verdict.Invalid, "internal_fault",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var r verdict.Recorder
			for _, s := range c.steps {
				r.Check(s.step, s.check)
			}
			v := r.Verdict()
			if v.Verdict != c.outcome || v.Kind != c.kind {
				t.Errorf("%s %s, want %s %s", v.Verdict, v.Kind, c.outcome, c.kind)
			}
			for i, s := range v.Steps {
				if s.Step != verdict.Steps[i] {
					t.Errorf("step %d is %s", i, s.Step)
				}
			}
		})
	}
}

func TestRecorderMeasures(t *testing.T) {
	now := time.Duration(0)
	r := verdict.Recorder{Clock: func() time.Duration { now += time.Millisecond; return now }}
	r.Check(verdict.Signature, ok)
	r.Check(verdict.Signature, ok)
	r.Skip(verdict.Holder, "nothing was asked")
	r.Skip(verdict.Signature, "does not replace")
	v := r.Verdict()
	if v.Steps[3].Micros != 2000 || v.Steps[3].Result != verdict.Pass {
		t.Errorf("signature: %+v", v.Steps[3])
	}
	if v.Steps[6].Detail != "nothing was asked" || r.Failed() || r.Result(verdict.Time) != verdict.Skipped {
		t.Errorf("holder: %+v", v.Steps[6])
	}
}

func TestKindOf(t *testing.T) {
	err := fmt.Errorf("context: %w", fault.Wrap("outer_kind", fault.New("inner_kind", ""), "clause"))
	if verdict.KindOf(err) != "outer_kind" || verdict.DetailOf(err) != "clause" {
		t.Errorf("%q %q", verdict.KindOf(err), verdict.DetailOf(err))
	}
	if verdict.KindOf(errors.New("x")) != "" || verdict.KindOf(nil) != "" || verdict.DetailOf(nil) != "" || verdict.DetailOf(errors.New("x")) != "x" {
		t.Error("a foreign error has a kind")
	}
}
