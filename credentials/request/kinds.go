package request

import (
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Limits of the messages.
const (
	MaxRequest       = 32 << 10 // bytes of text, coded for an address
	MaxParameters    = 32
	MaxNonce         = 256 // characters of a nonce or a state
	MaxPurpose       = 200 // characters of a purpose or a name
	MaxAddress       = 2 << 10
	MaxAnswer        = encoding.MaxCredential
	MaxPresentations = 16 // of one credential query

	// Lifetime is how long a request of ours may be answered.
	Lifetime = 120 * time.Second
	// Leeway is how far the clocks of verifier and wallet may differ.
	Leeway = 60 * time.Second
)

const (
	// KindTooLong is returned when a request exceeds MaxRequest.
	KindTooLong fault.Kind = "request_too_long"
	// KindMalformed is returned when a request is no address, names a parameter
	// twice, or a parameter has not the form that it must have.
	KindMalformed fault.Kind = "request_malformed"
	// KindByReference is returned when a request only says where to fetch it.
	KindByReference fault.Kind = "request_by_reference"
	// KindSigned is returned when a request is a signed object.
	KindSigned fault.Kind = "request_signed"
	// KindTransactionData is returned when a request asks to authorise a
	// transaction (section 5: wallets without support must refuse).
	KindTransactionData fault.Kind = "request_transaction_data"
	// KindResponseType is returned when something else than vp_token is wanted.
	KindResponseType fault.Kind = "request_response_type"
	// KindResponseMode is returned when the answer is wanted in a way that is
	// not supported.
	KindResponseMode fault.Kind = "request_response_mode"
	// KindClientPrefix is returned when the verifier identifies itself in a way
	// that is not supported, or not at all.
	KindClientPrefix fault.Kind = "request_client_prefix"
	// KindReturnMismatch is returned when the answer is wanted at another
	// address than the one that identifies the verifier.
	KindReturnMismatch fault.Kind = "request_return_mismatch"
	// KindReturnAddress is returned when the return address is not https, nor
	// this same machine, or has a fragment, a user or a password.
	KindReturnAddress fault.Kind = "request_return_address"
	// KindNonce is returned when a nonce is missing, too long, or has
	// characters that section 5.2 does not allow.
	KindNonce fault.Kind = "request_nonce"
	// KindState is returned when a state is missing although section 5.3
	// demands one, or is of the wrong form.
	KindState fault.Kind = "request_state"
	// KindQueryMissing is returned when a request asks for nothing.
	KindQueryMissing fault.Kind = "request_query_missing"
	// KindExpired is returned when a request's time to be answered is over.
	KindExpired fault.Kind = "request_expired"
	// KindPreset is returned when a ready-made question has another name.
	KindPreset fault.Kind = "request_preset_unknown"
	// KindRandom is returned when the source of randomness fails.
	KindRandom fault.Kind = "request_random"

	// KindAnswerTooLong is returned when an answer exceeds MaxAnswer.
	KindAnswerTooLong fault.Kind = "answer_too_long"
	// KindAnswerMalformed is returned when an answer has not the form of
	// section 8.1.
	KindAnswerMalformed fault.Kind = "answer_malformed"
	// KindAnswerDeclined is returned when the wallet answers with an error
	// (section 8.5): the holder declined, or has no such card.
	KindAnswerDeclined fault.Kind = "answer_declined"
	// KindAnswerState is returned when an answer belongs to another request.
	KindAnswerState fault.Kind = "answer_state"
	// KindAnswerCount is returned when a query is answered more often than it
	// allows (section 8.1).
	KindAnswerCount fault.Kind = "answer_count"
)
