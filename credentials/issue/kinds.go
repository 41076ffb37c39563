package issue

import "domicile/crypto/fault"

const (
	// KindFormat is returned when an order asks for a format that is not made
	// here.
	KindFormat fault.Kind = "issue_format_unknown"
	// KindClaims is returned when an order's claims are not those of its type.
	// The detail names the fields, never a value.
	KindClaims fault.Kind = "issue_claims_invalid"
	// KindOrder is returned when an order lacks a key, an issuer or a type, or
	// its times do not fit each other.
	KindOrder fault.Kind = "issue_order_incomplete"
)
