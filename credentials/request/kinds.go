package request

import (
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Limits of the messages.
const (
	MaxRequest       = 32 << 10 // bytes of text, coded for an address; and of a request object
	MaxParameters    = 32
	MaxNonce         = 256 // characters of a nonce or a state
	MaxPurpose       = 200 // characters of a purpose or a name
	MaxAddress       = 2 << 10
	MaxAnswer        = encoding.MaxCredential
	MaxPresentations = 16 // of one credential query
	MaxTransactions  = 8
	MaxInfo          = 8 // elements of verifier_info
	MaxKeys          = 8 // of client_metadata
	MaxReply         = 64 << 10

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
	// KindByReference is returned by Parse when a request only says where to
	// fetch it: Open takes it.
	KindByReference fault.Kind = "request_by_reference"
	// KindSigned is returned by Parse when a request is a signed object: Open
	// takes it.
	KindSigned fault.Kind = "request_signed"
	// KindTransactionData is returned when a request asks to authorise a
	// transaction of a type that is not known, or not in the way that its type
	// defines (section 8.5, invalid_transaction_data).
	KindTransactionData fault.Kind = "request_transaction_data"
	// KindResponseType is returned when something else than vp_token is wanted.
	KindResponseType fault.Kind = "request_response_type"
	// KindResponseMode is returned when the answer is wanted in a way that is
	// not supported.
	KindResponseMode fault.Kind = "request_response_mode"
	// KindClientPrefix is returned when the verifier identifies itself in a way
	// that is not supported, or not at all.
	KindClientPrefix fault.Kind = "request_client_prefix"
	// KindReturnMismatch is returned when the answer is wanted at an address
	// that is not the verifier's: another than the one that identifies it, that
	// its certificate is for, or that it is registered with.
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

	// KindReferenceMethod is returned when request_uri_method is neither get nor
	// post (section 8.5, invalid_request_uri_method), or stands alone.
	KindReferenceMethod fault.Kind = "request_uri_method"
	// KindReferenceAddress is returned when a request is to be fetched from an
	// address that is not https, nor this same machine.
	KindReferenceAddress fault.Kind = "request_uri_address"
	// KindNetwork is returned when a request could not be fetched; the same
	// fetch may be tried again.
	KindNetwork fault.Kind = "request_network"
	// KindRedirect is returned when a server sends the wallet elsewhere
	// (section 14.6).
	KindRedirect fault.Kind = "request_redirect"
	// KindReply is returned when a server answers with something else than what
	// was to be fetched.
	KindReply fault.Kind = "request_reply"
	// KindObjectType is returned when a request object has another typ than
	// oauth-authz-req+jwt (section 5).
	KindObjectType fault.Kind = "request_object_type"
	// KindClientMismatch is returned when the client identifier in a request
	// object is not that of the address (section 5.10.1).
	KindClientMismatch fault.Kind = "request_client_mismatch"
	// KindUnsigned is returned when a request must be signed and is not.
	KindUnsigned fault.Kind = "request_unsigned"
	// KindSignedUnexpected is returned when a request is signed although nothing
	// can vouch for its key (section 5.9.3, redirect_uri).
	KindSignedUnexpected fault.Kind = "request_signed_unexpected"
	// KindSignature is returned when a request's signature is not that of the
	// verifier's key.
	KindSignature fault.Kind = "request_signature"
	// KindAudience is returned when a request object is for another wallet.
	KindAudience fault.Kind = "request_audience"
	// KindWalletNonce is returned when a request object does not repeat the
	// wallet's nonce (section 5.10.1), or wants the check code and was not made for
	// a wallet's nonce.
	KindWalletNonce fault.Kind = "request_wallet_nonce"
	// KindClientUnknown is returned when a verifier is to be known beforehand, or
	// by a registrar, and neither is.
	KindClientUnknown fault.Kind = "request_client_unknown"
	// KindClientKey is returned when the key that a verifier signs with is not
	// the one that its identifier stands for.
	KindClientKey fault.Kind = "request_client_key"
	// KindCertificate is returned when a verifier's certificates lead to no
	// authority that the wallet believes, are out of date, or for another name.
	KindCertificate fault.Kind = "request_certificate"
	// KindAttestation is returned when the attestation of a verifier is
	// malformed, out of date, or for another verifier.
	KindAttestation fault.Kind = "request_attestation"
	// KindClientMetadata is returned when a request brings metadata of a verifier
	// whose metadata are known (section 8.5, invalid_client).
	KindClientMetadata fault.Kind = "request_client_metadata"
	// KindFormats is returned when a verifier reads no format, or no algorithm,
	// of this wallet (section 8.5, vp_formats_not_supported).
	KindFormats fault.Kind = "request_formats"
	// KindEncryption is returned when the answer must be encrypted, and the
	// request has no key or algorithm for that.
	KindEncryption fault.Kind = "request_encryption"
	// KindCheckCode is returned when other digits are typed than those on the
	// verifier's screen.
	KindCheckCode fault.Kind = "request_check_code"
	// KindProfile is returned when a wallet that is held to HAIP 1.0 gets a
	// request that this profile does not allow.
	KindProfile fault.Kind = "request_profile"
	// KindOrigin is returned when a signed request comes from another origin
	// than those that it names (annex A.2), or the browser names none.
	KindOrigin fault.Kind = "request_origin"
	// KindStep is returned when a call does not fit the step that the opening of
	// a request is at.
	KindStep fault.Kind = "request_step"

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
	// KindAnswerEncryption is returned when an answer is not encrypted although
	// it had to be, or not for the key of the request.
	KindAnswerEncryption fault.Kind = "answer_encryption"
	// KindAnswerNetwork is returned when nobody took the answer; the same answer
	// may be sent again.
	KindAnswerNetwork fault.Kind = "answer_network"
	// KindAnswerRefused is returned when the verifier's server refused the
	// answer.
	KindAnswerRefused fault.Kind = "answer_refused"
)
