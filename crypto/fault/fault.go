// Package fault is the one error type of crypto/ and credentials/: a closed
// kind for machines, a detail for the expert, a cause to unwrap.
//
// A kind is a stable, lower-case identifier such as "json_duplicate_key". Each
// package declares the kinds it raises as constants; the sentence a person
// reads is looked up by kind in credentials/verdict and never parsed from a
// message. Details must not contain claim values or key material: they are
// shown, logged and exported.
package fault

import (
	"errors"
	"fmt"
)

// Kind names one class of defect. The empty Kind is not a defect.
type Kind string

// Error is a defect found in an input, or a step that could not be done.
type Error struct {
	Kind   Kind   // closed identifier, looked up in credentials/verdict
	Detail string // one short English clause for an expert; no values
	Err    error  // cause, may be nil
}

// New makes an Error; the detail is formatted as by fmt.Sprintf.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Detail: fmt.Sprintf(format, args...)}
}

// Wrap makes an Error with a cause. Wrapping does not change what KindOf
// reports: the outermost kind wins, because the caller knows the context.
func Wrap(kind Kind, err error, format string, args ...any) *Error {
	return &Error{Kind: kind, Detail: fmt.Sprintf(format, args...), Err: err}
}

// Error returns "kind: detail", and the cause where there is one.
func (e *Error) Error() string {
	s := string(e.Kind)
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// FaultKind lets packages that may import nothing of ours (credentials/verdict)
// recognise this type by interface.
func (e *Error) FaultKind() string { return string(e.Kind) }

// FaultDetail returns the detail, for the same callers.
func (e *Error) FaultDetail() string { return e.Detail }

// Is reports two Errors equal when their kinds are, so that a sentinel made
// with New(kind, "") matches with errors.Is.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind
}

// KindOf returns the outermost kind in err's chain, or "" if there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}
