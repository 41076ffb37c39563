package sdjwt

import (
	"domicile/credentials/claim"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
)

// Limits of what is read; crypto/encoding says why.
const (
	// MaxToken is the longest SD-JWT, with or without key binding, in bytes.
	MaxToken = encoding.MaxCredential
	// MaxDisclosures is the largest number of disclosures.
	MaxDisclosures = encoding.MaxDisclosures
)

// Kinds that this package raises itself. Those of crypto/encoding, crypto/jose
// and credentials/claim pass through.
const (
	// KindTooLong is returned when a token exceeds MaxToken.
	KindTooLong = jose.KindTokenTooLong
	// KindSegments is returned when the parts of a token do not fit its
	// grammar (RFC 9901 section 4), or there are too many of them.
	KindSegments = jose.KindTokenSegments
	// KindTypWrong is returned when "typ" says that a token is something else.
	KindTypWrong = jose.KindTypWrong
	// KindClaimMissing is returned when a required or selected claim is absent.
	KindClaimMissing = claim.KindMissing
	// KindDisclosureMalformed is returned when a disclosure is no JSON array,
	// or its salt or its claim name is not a string (section 4.2).
	KindDisclosureMalformed fault.Kind = "disclosure_malformed"
	// KindDisclosureArity is returned when a disclosure has not the number of
	// elements that its place demands (section 7.1 step 3.3.2.1 and 3.3.3.1).
	KindDisclosureArity fault.Kind = "disclosure_arity"
	// KindDisclosureReservedName is returned when "_sd", "..." or "_sd_alg"
	// stands where it must not (section 4.1, 4.1.1 and 7.1 step 3.3.2.2).
	KindDisclosureReservedName fault.Kind = "disclosure_reserved_name"
	// KindDisclosureNameClash is returned when a disclosed claim is there
	// already (section 7.1 step 3.3.2.3).
	KindDisclosureNameClash fault.Kind = "disclosure_name_clash"
	// KindDisclosureDuplicateDigest is returned when a digest occurs twice, or
	// a disclosure is sent twice (section 7.1 step 4, section 4).
	KindDisclosureDuplicateDigest fault.Kind = "disclosure_duplicate_digest"
	// KindDisclosureUnreferenced is returned when no digest refers to a
	// disclosure (section 7.1 step 5).
	KindDisclosureUnreferenced fault.Kind = "disclosure_unreferenced"
	// KindDisclosureForbidden is returned when a claim is selectively
	// disclosable that controls validity (SD-JWT VC section 2.2.2.3).
	KindDisclosureForbidden fault.Kind = "disclosure_forbidden"
	// KindSDAlgUnknown is returned when "_sd_alg" names no hash function that
	// is accepted here (section 7.1 step 2.4).
	KindSDAlgUnknown fault.Kind = "sd_alg_unknown"
	// KindFrame is returned when an issuer's frame does not fit its claims.
	KindFrame fault.Kind = "disclosure_frame"
	// KindHolderMissing is returned when key binding is required and there is
	// none (section 7.3 step 2).
	KindHolderMissing fault.Kind = "holder_binding_missing"
	// KindHolderUnexpected is returned when a holder is handed a token with
	// key binding where an issued one is due (section 7.2).
	KindHolderUnexpected fault.Kind = "holder_binding_unexpected"
	// KindHolderKey is returned when the proof was not made with the key that
	// the card names, or the card names none (section 7.3 step 5.1 to 5.3).
	KindHolderKey fault.Kind = "holder_binding_key"
	// KindHolderNonce is returned when the proof answers another question.
	KindHolderNonce fault.Kind = "holder_binding_nonce"
	// KindHolderAudience is returned when the proof was made for another
	// verifier (section 7.3 step 5.6).
	KindHolderAudience fault.Kind = "holder_binding_audience"
	// KindHolderHash is returned when the proof was made for another selection
	// of disclosures (section 7.3 step 5.7).
	KindHolderHash fault.Kind = "holder_binding_sd_hash"
	// KindHolderStale is returned when the proof is older than the acceptable
	// window, or from the future (section 7.3 step 5.5).
	KindHolderStale fault.Kind = "holder_binding_stale"
)
