//go:build js && wasm

// Command verifier is the engine of the verifier's and the kiosk's pages. It
// links no key storage; package bridge says how the page's worker runs it.
package main

import (
	"crypto/rand"
	"time"

	"domicile/wasm/bridge"
	"domicile/wasm/engine"
	"domicile/wasm/engine/verifier"
)

func main() {
	bridge.Serve(verifier.New(engine.Surroundings{Rand: rand.Reader, Now: time.Now}).Table())
}
