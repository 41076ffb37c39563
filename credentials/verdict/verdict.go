// Package verdict is the shared language of every outcome: VALID (every step
// was proven), INVALID (a step was disproven), UNKNOWN (a step could not be
// done). "Could not check" is never valid.
//
// A verdict lists its steps in a fixed order; the first step that did not pass
// names the verdict's kind. The package imports nothing of ours.
package verdict

// Outcome is a verdict's colour.
type Outcome string

// The three outcomes.
const (
	Valid   Outcome = "valid"
	Invalid Outcome = "invalid"
	Unknown Outcome = "unknown"
)

// Step is one check, in the order of Steps.
type Step string

// The steps of every verdict.
const (
	Envelope  Step = "envelope"
	Format    Step = "format"
	Issuer    Step = "issuer"
	Signature Step = "signature"
	Time      Step = "time"
	Status    Step = "status"
	Holder    Step = "holder"
	Policy    Step = "policy"
)

// Result is the outcome of one step.
type Result string

// The results of a step. Skipped steps were not needed or not reached.
const (
	Pass       Result = "pass"
	Fail       Result = "fail"
	NotChecked Result = "unknown"
	Skipped    Result = "skipped"
)

// StepResult is one step with its result.
type StepResult struct {
	Step   Step   `json:"step"`
	Result Result `json:"result"`
	Kind   string `json:"kind"`
	Detail string `json:"detail"`
	Micros int64  `json:"micros"`
}

// IssuerInfo names who issued, as the trust entry (not the credential) says.
type IssuerInfo struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Scope string `json:"scope"` // "test" or "live"; empty where the issuer is unknown
}

// Assurance is the triple and its minimum; see ARCHITECTURE.
type Assurance struct {
	Proofing  string `json:"proofing"`
	Storage   string `json:"storage"`
	Presence  string `json:"presence"`
	Effective string `json:"effective"`
}

// StatusInfo is what a cached status list said, and how old it was.
type StatusInfo struct {
	State      string `json:"state"`
	AgeSeconds int64  `json:"age_seconds"`
}

// Validity is the credential's own period, RFC 3339 in UTC.
type Validity struct {
	From  string `json:"from"`
	Until string `json:"until"`
}

// Verdict is what verification says of one input.
type Verdict struct {
	Verdict   Outcome        `json:"verdict"`
	Kind      string         `json:"kind"` // "ok", or the kind of the first step that did not pass
	Format    string         `json:"format"`
	Steps     []StepResult   `json:"steps"`
	Issuer    IssuerInfo     `json:"issuer"`
	Holder    string         `json:"holder"` // "bearer", "proven" or "none"
	Assurance Assurance      `json:"assurance"`
	Status    StatusInfo     `json:"status"`
	Claims    map[string]any `json:"claims,omitempty"` // absent unless the signature passed
	Validity  Validity       `json:"validity"`
}
