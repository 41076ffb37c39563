package sealed_test

import (
	"encoding/json"
	"os"
	"testing"

	"domicile/crypto/sealed"
)

// TestFrozen opens vaults that earlier versions made, for ever. The files are
// in base64; testdata/generate.go made them.
func TestFrozen(t *testing.T) {
	for _, name := range []string{"testdata/v1.json"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var frozen struct {
			Passphrases []string
			Envelope    []byte
			Records     [][]byte
			Plain       []string
		}
		if err := json.Unmarshal(data, &frozen); err != nil {
			t.Fatal(err)
		}
		for _, passphrase := range frozen.Passphrases {
			v, err := sealed.Open(frozen.Envelope, passphrase)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			for i, record := range frozen.Records {
				if plain, err := v.Unseal(uint64(i), record); err != nil || string(plain) != frozen.Plain[i] {
					t.Errorf("%s: record %d: %q, %v", name, i, plain, err)
				}
			}
		}
	}
}
