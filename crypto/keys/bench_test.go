package keys_test

import (
	"bytes"
	"testing"

	"domicile/crypto/alg"
	"domicile/crypto/keys"
)

// BenchmarkSign and BenchmarkVerify name their algorithm, for scripts/bench.
func BenchmarkSign(b *testing.B) {
	for _, a := range signing {
		k := key(b, a, 50)
		b.Run(string(a), func(b *testing.B) {
			for b.Loop() {
				if _, err := k.Sign(benchMessage); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	for _, a := range alg.All() {
		var public keys.Public
		var signature []byte
		if a == alg.PS256 {
			public, signature = rsaSample(b, benchMessage)
		} else {
			k := key(b, a, 50)
			public = k.Public()
			signature, _ = k.Sign(benchMessage)
		}
		b.Run(string(a), func(b *testing.B) {
			for b.Loop() {
				if err := public.Verify(benchMessage, signature); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// benchMessage is as long as a small credential.
var benchMessage = bytes.Repeat([]byte("card "), 200)
