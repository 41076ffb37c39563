//go:build !js

package main

import (
	"fmt"
	"os"
)

// Natively there is nothing to be: the relay's other home is the program of
// cmd/domicile.
func main() {
	fmt.Fprintln(os.Stderr, "edge: this program runs in a worker; `scripts/edge` builds it, and `domicile relay serve` is the relay on a machine of one's own.")
	os.Exit(64)
}
