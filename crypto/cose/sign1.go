package cose

import (
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// MaxMessage is the longest message that is read, in bytes.
const MaxMessage = encoding.MaxCredential

// The tags of a message.
const (
	tagSign1 = 18 // RFC 9052, 2
	tagCWT   = 61 // RFC 8392, 6
)

// The kinds that ParseSign1, Verify and Sign raise themselves; those of
// crypto/encoding, crypto/alg and crypto/keys pass through.
const (
	// KindTooLong is returned when a message exceeds MaxMessage.
	KindTooLong fault.Kind = "token_too_long"
	// KindMalformed is returned when a message is not a COSE_Sign1 structure.
	KindMalformed fault.Kind = "cose_malformed"
	// KindTagUnexpected is returned when a tag other than 18, or 61 around
	// 18, encloses the message.
	KindTagUnexpected = encoding.KindCBORTagUnexpected
	// KindHeaderMalformed is returned when a header parameter is missing, has
	// the wrong type, or stands in both headers.
	KindHeaderMalformed fault.Kind = "header_malformed"
	// KindCritUnknown is returned when "crit" is malformed or names a label
	// that is not understood.
	KindCritUnknown fault.Kind = "crit_unknown"
	// KindKidProtectedConflict is returned when both headers hold a key id and
	// these differ.
	KindKidProtectedConflict fault.Kind = "kid_protected_conflict"
)

// Tolerance admits what a strict reader refuses. The zero value admits nothing.
type Tolerance struct {
	// UnprotectedAlgorithm reads the algorithm from the unprotected header
	// where the protected one has none. It is harmless only where the caller's
	// key fixes the algorithm, which Verify demands.
	UnprotectedAlgorithm bool
	// ConflictingKeyID lets the protected key id win over a different
	// unprotected one (RFC 9052, 3); see Sign1.UnprotectedKeyID.
	ConflictingKeyID bool
}

// Sign1 is a parsed message, not yet verified. Its payload and headers must
// not be believed, nor shown, before Verify succeeded; the unprotected header
// and the tags never are.
type Sign1 struct {
	Protected   Header
	Unprotected Header
	Payload     []byte
	Signature   []byte

	algorithm alg.Algorithm
	protected []byte // as it is signed
}

// ParseSign1 reads a message without verifying it.
func ParseSign1(data []byte) (*Sign1, error) { return ParseTolerant(data, Tolerance{}) }

// ParseTolerant is ParseSign1 with deviations admitted.
func ParseTolerant(data []byte, admit Tolerance) (*Sign1, error) {
	if len(data) > MaxMessage {
		return nil, fault.New(KindTooLong, "%d bytes, at most %d", len(data), MaxMessage)
	}
	tree, err := encoding.DecodeCBOR(data)
	if err != nil {
		return nil, err
	}
	if tree, err = untag(tree); err != nil {
		return nil, err
	}
	m, err := structure(tree)
	if err != nil {
		return nil, err
	}
	if m.algorithm, err = checkHeaders(m.Protected, m.Unprotected, admit); err != nil {
		return nil, err
	}
	return m, nil
}

// untag removes the tags that may enclose a message. RFC 8392, 6 demands that
// the CWT tag encloses a COSE tag.
func untag(tree any) (any, error) {
	outer, tagged := tree.(encoding.CBORTag)
	if tagged && outer.Number == tagCWT {
		inner, ok := outer.Content.(encoding.CBORTag)
		if !ok {
			return nil, fault.New(KindTagUnexpected, "tag %d around no COSE tag", tagCWT)
		}
		outer = inner
	}
	if tagged && outer.Number != tagSign1 {
		return nil, fault.New(KindTagUnexpected, "tag %d", outer.Number)
	}
	if tagged {
		return outer.Content, nil
	}
	return tree, nil
}

func structure(tree any) (*Sign1, error) {
	parts, ok := tree.([]any)
	if !ok || len(parts) != 4 {
		return nil, fault.New(KindMalformed, "not an array of four")
	}
	protected, isBytes := parts[0].([]byte)
	unprotected, isMap := parts[1].(map[any]any)
	payload, attached := parts[2].([]byte)
	signature, isSigned := parts[3].([]byte)
	if !isBytes || !isMap || !attached || !isSigned {
		return nil, fault.New(KindMalformed, "a member has the wrong type, or the payload is detached")
	}
	m := &Sign1{Unprotected: unprotected, Payload: payload, Signature: signature, Protected: Header{}}
	if len(protected) == 0 {
		return m, nil
	}
	inner, err := encoding.DecodeCBOR(protected)
	if err != nil {
		return nil, err
	}
	header, isMap := inner.(map[any]any)
	if !isMap {
		return nil, fault.New(KindMalformed, "the protected header is not a map")
	}
	if m.Protected = header; len(header) > 0 {
		m.protected = protected
	}
	return m, nil
}

// Algorithm returns the algorithm that the header names; it is in the registry.
func (m *Sign1) Algorithm() alg.Algorithm { return m.algorithm }

// Verify checks the signature with a key from the caller's own trust; aad is
// data that the application binds in and does not transport, mostly nil. The
// header's algorithm must be the key's.
func (m *Sign1) Verify(key keys.Public, aad []byte) error {
	signed, err := signedBytes(m.protected, aad, m.Payload)
	if err != nil {
		return err
	}
	return key.VerifyAs(m.algorithm, signed, m.Signature)
}

// signedBytes is the Sig_structure of RFC 9052, 4.4.
func signedBytes(protected, aad, payload []byte) ([]byte, error) {
	return encoding.EncodeCBOR([]any{"Signature1", orEmpty(protected), orEmpty(aad), orEmpty(payload)})
}

// orEmpty keeps nil from being encoded as null.
func orEmpty(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// Sign makes a message with tag 18. The algorithm is put into the protected
// header from the key; one that is given must agree. Nothing that ParseSign1
// would refuse is produced.
func Sign(key keys.Private, protected, unprotected map[any]any, payload, aad []byte) ([]byte, error) {
	header, err := withAlgorithm(protected, key.Algorithm())
	if err != nil {
		return nil, err
	}
	raw, err := encoding.EncodeCBOR(map[any]any(header))
	if err != nil {
		return nil, err
	}
	signed, err := signedBytes(raw, aad, payload)
	if err != nil {
		return nil, err
	}
	signature, err := key.Sign(signed)
	if err != nil {
		return nil, err
	}
	if unprotected == nil {
		unprotected = map[any]any{}
	}
	message, err := encoding.EncodeCBOR(encoding.CBORTag{
		Number: tagSign1, Content: []any{raw, unprotected, orEmpty(payload), signature}})
	if err != nil {
		return nil, err
	}
	if _, err := ParseSign1(message); err != nil {
		return nil, err
	}
	return message, nil
}

func withAlgorithm(protected map[any]any, a alg.Algorithm) (Header, error) {
	header := Header{}
	for label, value := range protected {
		header[label] = value
	}
	if named, given, err := header.integer(LabelAlgorithm); err != nil || given && named != a.COSE() {
		return nil, fault.Wrap(keys.KindAlgMismatch, err, "header and key differ")
	} else if !given {
		header[int64(LabelAlgorithm)] = a.COSE()
	}
	return header, nil
}
