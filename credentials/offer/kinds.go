package offer

import "domicile/crypto/fault"

const (
	// KindMalformed is returned when a text is no credential offer, or an
	// offer lacks what section 4.1.1 requires.
	KindMalformed fault.Kind = "offer_malformed"
	// KindGrant is returned when an offer gives no pre-authorized code, the
	// only grant this wallet can use.
	KindGrant fault.Kind = "offer_grant_unsupported"
	// KindAddress is returned when an address is not https (or http on this
	// machine), is too long, or leads from the network into this machine.
	KindAddress fault.Kind = "offer_address_refused"
	// KindIssuerMismatch is returned when metadata name another issuer, or
	// authorization server, than the one that was asked.
	KindIssuerMismatch fault.Kind = "offer_issuer_mismatch"
	// KindMetadata is returned when the issuer's or the authorization server's
	// metadata lack a required member or contradict themselves.
	KindMetadata fault.Kind = "offer_metadata_malformed"
	// KindType is returned when nothing that is offered is of a format, a proof
	// type and an algorithm that this wallet can hold.
	KindType fault.Kind = "offer_type_unsupported"
	// KindEncryption is returned when the issuer insists on encrypted requests
	// or responses (section 10).
	KindEncryption fault.Kind = "offer_encryption_required"
	// KindNetwork is returned when no answer came, or one that is not the
	// issuer's. The session is where it was and can go on.
	KindNetwork fault.Kind = "offer_network"
	// KindRedirect is returned when a server answers with a redirect.
	KindRedirect fault.Kind = "offer_redirect"
	// KindReply is returned when a reply is not what the standard says: its
	// status, its media type, its size or its members.
	KindReply fault.Kind = "offer_reply_malformed"
	// KindCodeFormat is returned when a transaction code cannot be the one
	// asked for: its length or its characters. Nothing is sent.
	KindCodeFormat fault.Kind = "offer_code_format"
	// KindSpent is returned when the authorization server no longer knows the
	// offer: it was used, it expired, or too many codes were tried.
	KindSpent fault.Kind = "offer_spent"
	// KindDenied is returned when the issuer refuses for good.
	KindDenied fault.Kind = "offer_denied"
	// KindAccessExpired is returned when the permission to fetch the credential
	// ran out before it was fetched.
	KindAccessExpired fault.Kind = "offer_access_expired"
	// KindKeys is returned when the keys given to Accept or Resume are not as
	// many, or not of the algorithm, that the preview asks for.
	KindKeys fault.Kind = "offer_keys_wrong"
	// KindState is returned when a stored state cannot be read.
	KindState fault.Kind = "offer_state_damaged"
	// KindOrder is returned when a call does not fit the session's step.
	KindOrder fault.Kind = "offer_out_of_order"
)
