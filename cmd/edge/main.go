//go:build js && wasm

package main

import (
	"crypto/rand"
	"runtime/debug"
	"syscall/js"

	"domicile/cmd/edge/settings"
	"domicile/cmd/edge/turn"
	"domicile/cmd/internal/relay"
)

// main runs in one of two modes, which the JavaScript around it chooses: "serve"
// sets its calls and stays; "sweep" does the work of the cron trigger and ends.
func main() {
	context := js.Global().Get("context")
	binding := context.Get("binding")
	if context.Get("mode").String() == "sweep" {
		binding.Set("outcome", sweep())
		return
	}
	config, err := settings.Read(reader(context.Get("settings")))
	if err != nil {
		binding.Set("refusal", err.Error())
		return
	}
	// A small heap is collected every few requests if it may only double. The
	// platform gives 128 MB, the compiled program and JavaScript in it.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(64 << 20)
	table = turn.New(server(config), func(b []byte) error { _, err := rand.Read(b); return err })
	binding.Set("statements", statements())
	select {}
}

// table holds the requests; the calls of calls.go are made on it.
var table *turn.Table

// server is the handler; the build with faults has another, see faults.go.
var server = func(c relay.Config) turn.Server { return relay.New(c) }

// reader reads variables; one that is not set, or is no text, is empty.
func reader(env js.Value) func(name string) string {
	return func(name string) string {
		if v := env.Get(name); v.Type() == js.TypeString {
			return v.String()
		}
		return ""
	}
}

// statements are the texts by name, so that a turn carries a name only.
func statements() any {
	texts := map[string]any{}
	for _, name := range relay.Statements() {
		texts[name] = relay.Statement(name)
	}
	return texts
}
