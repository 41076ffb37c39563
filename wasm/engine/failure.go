package engine

import (
	"cmp"

	"domicile/credentials/verdict"
	"domicile/crypto/fault"
	"domicile/wasm/api"
)

const (
	// KindCallUnknown is returned when an engine has no call of that name: the
	// page is of another version, or speaks to the wrong engine.
	KindCallUnknown fault.Kind = "engine_call_unknown"
	// KindRequest is returned when a request does not have the call's shape.
	KindRequest fault.Kind = "engine_request"
	// KindPanic is returned when the engine broke, and until it is restarted.
	KindPanic fault.Kind = "engine_panic"
	// KindSession is returned when a call names a session, a challenge or a
	// vault that is not open.
	KindSession fault.Kind = "engine_session"
)

// Failure describes an error of a call to the page. Its sentence comes from the
// catalogue, by kind; an error without one is internal_fault, whose text stays
// inside because nobody vouches that it holds no claim value.
func Failure(call string, err error) api.Failure {
	kind := verdict.KindOf(err)
	if kind == "" {
		return api.Failure{Kind: "internal_fault", Step: call, Sentence: verdict.Sentence("internal_fault")}
	}
	entry, _ := verdict.Lookup(kind)
	return api.Failure{
		Kind:     kind,
		Step:     cmp.Or(string(entry.Step), call),
		Sentence: verdict.Sentence(kind),
		Detail:   verdict.DetailOf(err),
	}
}

// UnknownCall refuses a name that is not in the table.
func UnknownCall(name string) error {
	return fault.New(KindCallUnknown, "%.40q", name)
}

// BadRequest refuses a request that does not have its call's shape.
func BadRequest(format string, args ...any) error { return fault.New(KindRequest, format, args...) }

// NotOpen refuses a session that is over, or never was.
func NotOpen(what string) error { return fault.New(KindSession, "no such %s is open", what) }

// Panicked reports what a panic was about.
func Panicked(cause any) error {
	// Only the runtime's own errors are quoted: the text of others could hold
	// what was being read.
	if err, ok := cause.(interface {
		error
		RuntimeError()
	}); ok {
		return fault.New(KindPanic, "%v", err)
	}
	return fault.New(KindPanic, "%T", cause)
}
