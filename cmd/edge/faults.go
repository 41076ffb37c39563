//go:build js && wasm && faults

package main

import (
	"os"
	"strings"

	"domicile/cmd/edge/turn"
	"domicile/cmd/internal/relay"
)

// A build with the tag "faults" ends in each way in which a program can end:
// GET /relay/fault/NAME. It is for tests and is never deployed.
func init() {
	server = func(c relay.Config) turn.Server {
		c.Trap = "trap-for-tests"
		return faulty{relay.New(c)}
	}
}

type faulty struct{ turn.Server }

var faults = map[string]func(relay.World){
	"panic":    func(relay.World) { panic("canary-in-a-panic") },
	"query":    func(w relay.World) { _, _ = w.Query("health"); panic("canary-in-a-panic") },
	"exit":     func(relay.World) { os.Exit(1) },
	"overflow": func(relay.World) { deep(0) },
	"memory":   func(relay.World) { hoard() },
	"block":    func(relay.World) { select {} },
}

func (f faulty) Serve(w relay.World, r *relay.Request) *relay.Response {
	if name, ok := strings.CutPrefix(r.Path, "/relay/fault/"); ok && faults[name] != nil {
		faults[name](w)
	}
	return f.Server.Serve(w, r)
}

//go:noinline
func deep(n int) int { return deep(n+1) + 1 }

var hoarded [][]byte

// hoard takes all the memory that a program may have, and touches none of it.
func hoard() {
	for {
		hoarded = append(hoarded, make([]byte, 64<<20))
	}
}
