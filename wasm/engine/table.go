// Package engine answers the calls of wasm/api in plain Go, so that the same
// handlers run under go test, in the browser and in the command line.
//
// This package holds what both engines share: the call table, the failures, and
// the calls that read codes, draw codes and load trust. The verifier's calls are
// in engine/verifier and the wallet's in engine/wallet, two packages because the
// verifier must link no key storage.
//
// # Concurrency
//
// Calls run one at a time: a browser worker has one thread, and a native caller
// serialises. Time and randomness come from the caller (Surroundings).
package engine

import (
	"io"
	"time"

	"domicile/wasm/api"
)

// Surroundings is what an engine may not reach for itself.
type Surroundings struct {
	Rand io.Reader
	Now  func() time.Time
}

// Handler answers one call. Request makes an empty request for the caller to
// fill; Run takes it, filled, and returns the response.
type Handler struct {
	Request func() any
	Run     func(request any) (response any, err error)
}

// Table holds the handlers by name of call.
type Table map[string]Handler

// Handle registers the handler of a call. A handler that does not fit the call's
// types does not compile.
func Handle[Q, R any](t Table, call api.Call[Q, R], run func(Q) (R, error)) {
	if _, taken := t[call.Name]; taken {
		panic("engine: two handlers for " + call.Name)
	}
	t[call.Name] = Handler{
		Request: func() any { return new(Q) },
		Run:     func(request any) (any, error) { return run(*request.(*Q)) },
	}
}
