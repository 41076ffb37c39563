package cose

import (
	"bytes"
	"math"

	"domicile/crypto/alg"
	"domicile/crypto/fault"
)

// The header labels that are understood here (RFC 9052, 3.1; RFC 9360, 2).
const (
	LabelAlgorithm   = 1
	LabelCritical    = 2
	LabelContentType = 3
	LabelKeyID       = 4
	LabelX5Chain     = 33
)

// Header is one of a message's two headers. Its labels are integers or text,
// in the Go types that crypto/encoding decodes to or that a caller gave.
type Header map[any]any

// Value returns the parameter with an integer label.
func (h Header) Value(label int64) (value any, present bool) {
	for key, value := range h {
		if number, ok := integer(key); ok && number == label {
			return value, true
		}
	}
	return nil, false
}

func (h Header) integer(label int64) (number int64, present bool, err error) {
	value, present := h.Value(label)
	if !present {
		return 0, false, nil
	}
	number, ok := integer(value)
	if !ok {
		return 0, true, fault.New(KindHeaderMalformed, "label %d is not an integer", label)
	}
	return number, true, nil
}

func (h Header) bytes(label int64) (value []byte, present bool, err error) {
	found, present := h.Value(label)
	if !present {
		return nil, false, nil
	}
	value, ok := found.([]byte)
	if !ok {
		return nil, true, fault.New(KindHeaderMalformed, "label %d is not a byte string", label)
	}
	return value, true, nil
}

// integer folds Go's integer types, so that a label has one value only.
func integer(v any) (int64, bool) {
	switch n := v.(type) {
	case int64:
		return n, true
	case uint64:
		return int64(n), n <= math.MaxInt64
	case int:
		return int64(n), true
	}
	return 0, false
}

// checkHeaders holds both headers to what this package understands.
func checkHeaders(protected, unprotected Header, admit Tolerance) (alg.Algorithm, error) {
	if err := checkLabels(protected, unprotected); err != nil {
		return "", err
	}
	algorithm, err := algorithmOf(protected, unprotected, admit)
	if err != nil {
		return "", err
	}
	if err := checkCrit(protected, unprotected); err != nil {
		return "", err
	}
	return algorithm, checkKeyIDs(protected, unprotected, admit)
}

// checkLabels refuses labels of other types, and a label in both headers: RFC
// 9052, 3 leaves it to the reader, and two values for one parameter are an
// invitation. Key ids are looked at by checkKeyIDs.
func checkLabels(protected, unprotected Header) error {
	for label := range protected {
		number, isNumber := integer(label)
		if _, isText := label.(string); !isNumber && !isText {
			return fault.New(KindHeaderMalformed, "a label is neither integer nor text")
		}
		if _, both := unprotected[label]; both && !(isNumber && number == LabelKeyID) {
			return fault.New(KindHeaderMalformed, "a label stands in both headers")
		}
	}
	for label := range unprotected {
		_, isNumber := integer(label)
		if _, isText := label.(string); !isNumber && !isText {
			return fault.New(KindHeaderMalformed, "a label is neither integer nor text")
		}
	}
	return nil
}

func algorithmOf(protected, unprotected Header, admit Tolerance) (alg.Algorithm, error) {
	value, present := protected.Value(LabelAlgorithm)
	if !present && admit.UnprotectedAlgorithm {
		value, present = unprotected.Value(LabelAlgorithm)
	}
	if !present {
		return "", fault.New(KindHeaderMalformed, "no algorithm in the protected header")
	}
	if number, ok := integer(value); ok {
		return alg.ByCOSE(number)
	}
	if _, ok := value.(string); ok {
		return "", fault.New(alg.KindNotAllowed, "an algorithm as text is not in the registry")
	}
	return "", fault.New(KindHeaderMalformed, "the algorithm is neither integer nor text")
}

// checkCrit follows RFC 9052, 3.1: in the protected header only, a non-empty
// array of labels that occur there and are understood.
func checkCrit(protected, unprotected Header) error {
	if _, present := unprotected.Value(LabelCritical); present {
		return fault.New(KindCritUnknown, "crit must be protected")
	}
	value, present := protected.Value(LabelCritical)
	if !present {
		return nil
	}
	labels, ok := value.([]any)
	if !ok || len(labels) == 0 {
		return fault.New(KindCritUnknown, "crit must be a non-empty array")
	}
	for _, label := range labels {
		number, isNumber := integer(label)
		if _, occurs := protected.Value(number); !isNumber || !occurs || !understood(number) {
			return fault.New(KindCritUnknown, "a label is unknown or absent")
		}
	}
	return nil
}

func understood(label int64) bool {
	switch label {
	case LabelAlgorithm, LabelContentType, LabelKeyID, LabelX5Chain:
		return true
	}
	return false
}

func checkKeyIDs(protected, unprotected Header, admit Tolerance) error {
	inside, isProtected, err := protected.bytes(LabelKeyID)
	if err != nil {
		return err
	}
	outside, isUnprotected, err := unprotected.bytes(LabelKeyID)
	if err != nil {
		return err
	}
	if isProtected && isUnprotected && !admit.ConflictingKeyID && !bytes.Equal(inside, outside) {
		return fault.New(KindKidProtectedConflict, "the two headers name different keys")
	}
	return nil
}

// KeyID returns the key id, the protected one where there are two; nil where
// there is none. It chooses among trusted keys and proves nothing.
func (m *Sign1) KeyID() []byte {
	if kid, present, _ := m.Protected.bytes(LabelKeyID); present {
		return kid
	}
	return m.UnprotectedKeyID()
}

// UnprotectedKeyID returns the key id of the unprotected header, nil where
// there is none. A caller who admits conflicts needs it to say
// KindKidProtectedConflict where only this one names a key it knows.
func (m *Sign1) UnprotectedKeyID() []byte {
	kid, _, _ := m.Unprotected.bytes(LabelKeyID)
	return kid
}

// X5Chain returns the certificates of RFC 9360 as DER, leaf first, the
// protected ones where both headers have some; nil where there are none. They
// must be verified up to a pinned anchor.
func (m *Sign1) X5Chain() ([][]byte, error) {
	value, present := m.Protected.Value(LabelX5Chain)
	if !present {
		value, present = m.Unprotected.Value(LabelX5Chain)
	}
	if !present {
		return nil, nil
	}
	if single, ok := value.([]byte); ok {
		return [][]byte{single}, nil
	}
	list, ok := value.([]any)
	if !ok || len(list) < 2 {
		return nil, fault.New(KindHeaderMalformed, "x5chain is neither a certificate nor an array of several")
	}
	chain := make([][]byte, 0, len(list))
	for _, entry := range list {
		der, ok := entry.([]byte)
		if !ok {
			return nil, fault.New(KindHeaderMalformed, "x5chain holds something else than byte strings")
		}
		chain = append(chain, der)
	}
	return chain, nil
}
