package verdict

import "time"

// Steps is the fixed order in which every verdict lists its steps. Limits come
// before cryptography and cheap checks before costly ones.
var Steps = []Step{Envelope, Format, Issuer, Signature, Time, Status, Holder, Policy}

// KindInternal names an error that carries no kind: a fault of the program. It
// is never taken for a pass.
const KindInternal = "internal_fault"

// Recorder collects the results of a verdict's steps. The zero Recorder is ready
// for use and measures no time.
type Recorder struct {
	// Clock is a monotonic reading, from any origin; nil measures nothing.
	Clock   func() time.Duration
	results map[Step]StepResult
}

// Check runs one step and records what it returned; it reports whether the step
// passed. A nil error is a pass; any other is a failure, or unknown where the
// catalogue says that its kind is. A step that was recorded keeps its first
// result other than a pass, and adds up its time.
func (r *Recorder) Check(step Step, check func() error) bool {
	start := r.now()
	err := check()
	r.record(step, err, r.now()-start)
	return err == nil
}

// Skip records why a step was not needed. It does not replace a result.
func (r *Recorder) Skip(step Step, detail string) {
	if _, done := r.results[step]; !done {
		r.set(StepResult{Step: step, Result: Skipped, Detail: detail})
	}
}

// Result returns a step's result: Skipped where it was not reached.
func (r *Recorder) Result(step Step) Result {
	if done, ok := r.results[step]; ok {
		return done.Result
	}
	return Skipped
}

// Failed reports whether a step was disproven.
func (r *Recorder) Failed() bool {
	for _, done := range r.results {
		if done.Result == Fail {
			return true
		}
	}
	return false
}

// Verdict returns all steps in order, the colour, and the kind. A failed step
// makes it Invalid, else a step that could not be done makes it Unknown; the
// first such step names the kind. It is Valid only where the signature passed,
// and no step is other than passed or knowingly skipped.
func (r *Recorder) Verdict() Verdict {
	v := Verdict{Verdict: Valid, Kind: OK, Steps: make([]StepResult, 0, len(Steps))}
	for _, step := range Steps {
		done, ok := r.results[step]
		if !ok {
			done = StepResult{Step: step, Result: Skipped}
		}
		v.Steps = append(v.Steps, done)
		if done.Result == Fail && v.Verdict != Invalid {
			v.Verdict, v.Kind = Invalid, done.Kind
		}
		if done.Result == NotChecked && v.Verdict == Valid {
			v.Verdict, v.Kind = Unknown, done.Kind
		}
	}
	if v.Verdict == Valid && r.Result(Signature) != Pass {
		v.Verdict, v.Kind = Unknown, KindInternal
	}
	return v
}

func (r *Recorder) record(step Step, err error, took time.Duration) {
	next := StepResult{Step: step, Result: Pass, Micros: took.Microseconds()}
	if err != nil {
		next.Kind, next.Detail = KindOf(err), DetailOf(err)
		next.Result = resultOf(next.Kind)
		if next.Kind == "" {
			next.Kind = KindInternal
		}
	}
	if done, ok := r.results[step]; ok && (done.Result == Fail || done.Result == NotChecked) {
		done.Micros += next.Micros
		next = done
	} else if ok {
		next.Micros += done.Micros
	}
	r.set(next)
}

func (r *Recorder) set(result StepResult) {
	if r.results == nil {
		r.results = map[Step]StepResult{}
	}
	r.results[result.Step] = result
}

func (r *Recorder) now() time.Duration {
	if r.Clock == nil {
		return 0
	}
	return r.Clock()
}

// resultOf is the result of a step that returned a fault of that kind. A kind
// that the catalogue does not know is a failure.
func resultOf(kind string) Result {
	if e, ok := catalogue[kind]; ok && e.Outcome == Unknown {
		return NotChecked
	}
	return Fail
}
