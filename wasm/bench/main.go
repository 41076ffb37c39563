//go:build !js

package main

import "fmt"

// Natively the program only checks that its calls work, so that a plain go
// build and go vet of everything include it.
func main() {
	for name, handler := range table() {
		input := handler.Request().(*request)
		*input = request{Algorithm: "ES256", Millis: 100}
		result, err := handler.Run(input)
		fmt.Println(name, result, err)
	}
}
