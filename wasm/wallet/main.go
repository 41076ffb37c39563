//go:build js && wasm

// Command wallet is the engine of the wallet's page. Package bridge says how the
// page's worker runs it.
package main

import (
	"crypto/rand"
	"time"

	"domicile/crypto/sealed"
	"domicile/wasm/bridge"
	"domicile/wasm/engine"
	"domicile/wasm/engine/wallet"
)

func main() {
	bridge.Serve(wallet.New(engine.Surroundings{Rand: rand.Reader, Now: time.Now}, sealed.DefaultCost).Table())
}
