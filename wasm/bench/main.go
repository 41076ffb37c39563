//go:build !js

package main

import (
	"fmt"
	"os"
	"time"

	"domicile/crypto/encoding"
)

// Natively the program makes what the measurements and the browser tests check:
// a fresh health certificate with its office's certificate, as one JSON object.
func main() {
	card, err := newHealthCard(time.Now())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	text, err := encoding.EncodeJSON(card)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(string(text))
}
