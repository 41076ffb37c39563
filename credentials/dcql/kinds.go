package dcql

import (
	"domicile/credentials/claim"
	"domicile/crypto/fault"
)

// Limits of a query. A genuine one asks for a handful of claims of one or two
// cards; one that asks for more than this is not meant to be answered.
const (
	MaxQuery       = 16 << 10 // bytes of JSON
	MaxCredentials = 16
	MaxClaims      = 128 // of one credential
	MaxClaimSets   = 32  // of one credential
	MaxValues      = 64  // of one claim, or of one list of types
	MaxSets        = 16  // credential sets
	MaxOptions     = 32  // of one credential set
)

const (
	// KindMalformed is returned when a query breaks the rules of section 6.
	KindMalformed fault.Kind = "query_malformed"
	// KindTooLarge is returned when a query exceeds one of the limits.
	KindTooLarge fault.Kind = "query_too_large"
	// KindNotSatisfied is returned when what is to be answered, or was
	// answered, leaves a required part of the query open.
	KindNotSatisfied fault.Kind = "query_not_satisfied"
	// KindUnknownID is returned when an answer names a credential that the
	// query does not.
	KindUnknownID fault.Kind = "query_id_unknown"
	// KindTypeOther is returned when a credential is not of the format or type
	// that was asked for.
	KindTypeOther fault.Kind = "credential_type_other"
	// KindClaimMissing is returned when a claim that was asked for is not there.
	KindClaimMissing = claim.KindMissing
	// KindValueOther is returned when a claim has none of the values that were
	// asked for.
	KindValueOther fault.Kind = "claim_value_other"
	// KindCount is returned when a query would be answered with several cards
	// that asks for one, or with one card twice.
	KindCount fault.Kind = "answer_count"
	// KindHolderMissing is returned when a proof of the holder was asked for
	// and none was made.
	KindHolderMissing fault.Kind = "holder_binding_missing"
)
