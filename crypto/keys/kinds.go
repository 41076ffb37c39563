package keys

import "domicile/crypto/fault"

const (
	// KindSignatureLength is returned when a signature has not the exact
	// length of the key's algorithm, such as DER where r || s is due.
	KindSignatureLength fault.Kind = "signature_length"
	// KindSignatureInvalid is returned when a signature does not verify.
	KindSignatureInvalid fault.Kind = "signature_invalid"
	// KindAlgMismatch is returned when an algorithm is asked of a key of
	// another algorithm, or of no key at all.
	KindAlgMismatch fault.Kind = "alg_key_mismatch"
	// KindTypeUnknown is returned when a key's type, curve or multicodec is
	// none of ours.
	KindTypeUnknown fault.Kind = "key_type_unknown"
	// KindMalformed is returned when a member of a key is missing, or is of
	// the wrong type or length.
	KindMalformed fault.Kind = "key_malformed"
	// KindOffCurve is returned when a point is not on its curve, is of small
	// order, or is not the public half of the private key beside it.
	KindOffCurve fault.Kind = "key_off_curve"
	// KindPrivate is returned when private or symmetric key material stands
	// where a public key is due.
	KindPrivate fault.Kind = "key_private_exposed"
	// KindConflict is returned when a key contradicts its own "alg", "use" or
	// "key_ops".
	KindConflict fault.Kind = "key_use_conflict"
	// KindSize is returned when an RSA key's modulus or exponent is outside
	// the limits.
	KindSize fault.Kind = "key_size"
	// KindDuplicate is returned when two keys of one set have the same "kid".
	KindDuplicate fault.Kind = "key_duplicate_kid"
	// KindRandom is returned when the source of randomness fails or yields
	// only values that cannot be keys.
	KindRandom fault.Kind = "random_source_failed"
)
