//go:build ignore

// This program makes v1.json, the frozen vault of version 1:
//
//	go run ./crypto/sealed/testdata/generate.go > crypto/sealed/testdata/v1.json
//
// Its randomness is a counter, so that it makes the same file each time; a
// later version of the format gets a file of its own, and this one stays.
package main

import (
	"encoding/json"
	"os"

	"domicile/crypto/sealed"
)

// counter yields 1, 2, 3, ...
type counter byte

func (c *counter) Read(p []byte) (int, error) {
	for i := range p {
		*c++
		p[i] = byte(*c)
	}
	return len(p), nil
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	var random counter
	v, envelope, err := sealed.Create(&random, "frozen", sealed.Cost{Memory: 64, Passes: 2, Threads: 1})
	check(err)
	envelope, _, err = v.AddPassphrase(&random, envelope, "deux fois gelé", sealed.Cost{Memory: 128, Passes: 1, Threads: 2})
	check(err)
	plain := []string{"", "first", "a card"}
	records := make([][]byte, len(plain))
	for i, text := range plain {
		records[i], err = v.Seal(&random, uint64(i), []byte(text))
		check(err)
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	check(out.Encode(map[string]any{
		"passphrases": []string{"frozen", "deux fois gelé"},
		"envelope":    envelope, "records": records, "plain": plain,
	}))
}
