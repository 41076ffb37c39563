// Command typescript writes the TypeScript types of the engine's call table to
// standard output, from the Go types of wasm/api:
//
//	go run ./wasm/api/typescript > web/engine/api.gen.ts
//
// A struct becomes an interface of its json tags (omitempty: optional), a named
// string with constants becomes a union of them, api.Bytes a Uint8Array, any an
// unknown. Comments come along, so that the pages read the same documentation.
// Only what a call can carry is written. Anything else is refused rather than
// guessed: a type that has no faithful shape here does not belong in the api.
package main

import (
	"fmt"
	"os"
)

func main() {
	text, err := generate("domicile/wasm/api")
	if err != nil {
		fmt.Fprintln(os.Stderr, "typescript:", err)
		os.Exit(70)
	}
	os.Stdout.WriteString(text)
}
