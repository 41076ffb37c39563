// Package api holds the requests and responses that cross between the web
// pages and the engine, as plain Go structs. The TypeScript types in
// web/engine/api.gen.ts are generated from them and never written by hand.
//
// A call is (name, request) -> response or Failure; calls.go is the table of
// them. Field names are those of the json tags; a Bytes field crosses as
// a Uint8Array, times cross as RFC 3339 text in UTC, absent optional fields are
// left out.
//
// # Writing calls of the wallet
//
// The engine owns the keys and the state, the page owns the storage. A call
// that changes the wallet does not change it at once: it returns Records, the
// sealed events to store. The page appends them durably and only then hands
// them back with vault.apply, which changes the state. A page that fails to
// store simply drops them. With the whole sequence under one exclusive Web Lock
// and newer records of other tabs applied first, no write is lost.
//
// # Changing this package
//
// Change the Go types, run scripts/types, commit both: a test holds that the
// generated file is current.
package api

// Bytes crosses the boundary as a Uint8Array.
type Bytes []byte

// Failure is how every call reports an error.
type Failure struct {
	Kind     string `json:"kind"`             // closed identifier, see credentials/verdict
	Step     string `json:"step,omitempty"`   // verdict step, or the call's name
	Sentence string `json:"sentence"`         // for a person: what happened and what to do next
	Detail   string `json:"detail,omitempty"` // for an expert; never a value or a key
}
