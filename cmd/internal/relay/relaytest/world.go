package relaytest

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"time"

	"domicile/cmd/internal/relay"
)

// Store runs statements, as the stores of the homes do.
type Store interface {
	Query(ctx context.Context, statement string, args ...any) ([][]any, error)
}

// World is a relay.World without a network, whose clock stands still except for
// what pauses take, whose chance repeats from Drawn on, and whose parts can be made to fail.
type World struct {
	Store Store
	Time  time.Time
	// Fault, where set, is asked before and after the n-th statement of this
	// World, counted from 1; an error takes the place of the statement, or of its
	// result.
	Fault func(n int, statement string, after bool) error
	// OnPause, where set, is called in each pause, after the clock was moved.
	OnPause func()
	// Gone makes Emit fail from that chunk on, counted from 1; 0 never.
	Gone int
	// Fetched answers Fetch.
	Fetched func(*relay.FetchRequest) (*relay.FetchResponse, error)

	Statements []string // that were run
	Changes    int
	Head       *relay.Response
	Chunks     []string
	Drawn      uint64 // where chance begins
}

// Now returns the time.
func (w *World) Now() time.Time { return w.Time }

// Random repeats.
func (w *World) Random(b []byte) error {
	for i := range b {
		if i%32 == 0 {
			w.Drawn++
		}
		sum := sha256.Sum256(binary.BigEndian.AppendUint64(nil, w.Drawn))
		b[i] = sum[i%32]
	}
	return nil
}

// Query runs a statement, or fails as Fault says.
func (w *World) Query(statement string, args ...any) ([][]any, error) {
	w.Statements = append(w.Statements, statement)
	n := len(w.Statements)
	if w.Fault != nil {
		if err := w.Fault(n, statement, false); err != nil {
			return nil, err
		}
	}
	rows, err := w.Store.Query(context.Background(), statement, args...)
	if w.Fault != nil && err == nil {
		err = w.Fault(n, statement, true)
	}
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// Pause moves the clock.
func (w *World) Pause(_ string, d time.Duration) error {
	w.Time = w.Time.Add(d)
	if w.OnPause != nil {
		w.OnPause()
	}
	return nil
}

// Changed is counted.
func (w *World) Changed(string) { w.Changes++ }

// Emit keeps what is sent.
func (w *World) Emit(head *relay.Response, chunk []byte) error {
	if w.Gone > 0 && len(w.Chunks)+1 >= w.Gone {
		return context.Canceled
	}
	w.Head = head
	w.Chunks = append(w.Chunks, string(chunk))
	return nil
}

// Fetch answers by Fetched.
func (w *World) Fetch(r *relay.FetchRequest) (*relay.FetchResponse, error) { return w.Fetched(r) }

// RequestOf is what a home makes of a call.
func RequestOf(call Call) *relay.Request {
	path, query, _ := strings.Cut(call.Path, "?")
	r := &relay.Request{Method: call.Method, Path: "/relay" + path, Query: query, Header: map[string]string{}, Body: []byte(call.Body), Address: "192.0.2.1"}
	for _, line := range call.Header {
		name, value, _ := strings.Cut(line, ": ")
		r.Header[strings.ToLower(name)] = value
	}
	return r
}
