package verify

import (
	"time"

	"domicile/credentials/request"
	"domicile/credentials/trust"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// MaxInput is the longest input, in bytes.
const MaxInput = encoding.MaxCredential

// Leeway is how far the clocks of issuer and verifier may differ.
const Leeway = 60 * time.Second

// maxSigners bounds how many keys are tried for one signature: a credential
// without a key identifier fits every key of its issuer.
const maxSigners = 16

// maxPresentations bounds the presentations of one answer.
const maxPresentations = 16

// Kinds that this package raises itself; all others come from the rooms below.
const (
	// KindInputTooLong is returned when an input exceeds MaxInput.
	KindInputTooLong fault.Kind = "input_too_long"
	// KindNotCredential is returned when an input is something else: a request,
	// an offer, a list of issuers.
	KindNotCredential fault.Kind = "input_not_credential"
	// KindFormatUnsupported is returned when a format is known and not read here.
	KindFormatUnsupported fault.Kind = "format_unsupported"
	// KindIssuerTestOnly is returned when the issuer is for practice, and the
	// policy does not accept that.
	KindIssuerTestOnly fault.Kind = "issuer_test_only"
	// KindExpired is returned when a credential's time is over.
	KindExpired fault.Kind = "expired"
	// KindNotYetValid is returned when a credential's time has not come.
	KindNotYetValid fault.Kind = "not_yet_valid"
	// KindIssuedInFuture is returned when a credential was issued later than now.
	KindIssuedInFuture fault.Kind = "iat_future"
	// KindClockSuspect is returned when the clock is behind a time that this
	// device has seen: it proves nothing about dates.
	KindClockSuspect fault.Kind = "clock_suspect"
	// KindStatusUnknown is returned when a credential names a status that nobody
	// gave.
	KindStatusUnknown fault.Kind = "status_unknown"
	// KindTransactionMissing is returned when the holder was asked to authorise a
	// transaction, and no proof covers it.
	KindTransactionMissing fault.Kind = "holder_binding_transaction"
	// KindHolderMissing is returned when the holder must prove to be it, and the
	// credential or its format has no proof.
	KindHolderMissing fault.Kind = "holder_binding_missing"
)

// Options is everything that a verdict depends on beside the input. The zero
// value trusts nobody.
type Options struct {
	Now   time.Time
	Trust *trust.Store
	// Nonce and Audience are what the holder's proof must be about: the
	// verifier's question and its full client identifier. Without either the
	// holder is not asked for; with one of them the other is taken as it comes.
	Nonce, Audience string
	// Request is the question that an answer is held to: its nonce, its client
	// identifier and its query count then. Nil where nothing was asked.
	Request *request.Request
	Policy  Policy
	// Floor is the newest time that this device has seen. The newest trust list
	// counts as well.
	Floor time.Time
	// Clock is a monotonic reading for the duration of steps; nil measures none.
	Clock func() time.Duration
}

// Policy is what a verifier decides for itself. The zero value is the strict
// one.
type Policy struct {
	AcceptTest    bool          // issuers of scope test may be valid
	RequireHolder bool          // a credential without a holder's proof fails
	MaxAge        time.Duration // of a holder's proof; 0 is that of its format
}
