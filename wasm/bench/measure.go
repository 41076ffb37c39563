package main

import (
	"crypto/rand"
	"time"

	"domicile/crypto/alg"
	"domicile/crypto/keys"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

// request says what to repeat and for how long.
type request struct {
	Algorithm string `json:"algorithm"`
	Millis    int    `json:"millis"`
}

// measured is how often it was done and how long that took.
type measured struct {
	Operations int `json:"operations"`
	Micros     int `json:"micros"`
}

// The calls of this engine.
var (
	sign   = api.Call[request, measured]{Name: "bench.sign"}
	verify = api.Call[request, measured]{Name: "bench.verify"}
)

// message has the size of a small credential's signing input.
var message = make([]byte, 512)

func table() engine.Table {
	made := engine.Table{}
	engine.Handle(made, sign, func(r request) (measured, error) {
		key, err := newKey(r.Algorithm)
		if err != nil {
			return measured{}, err
		}
		return repeat(r.Millis, func() error {
			_, err := key.Sign(message)
			return err
		})
	})
	engine.Handle(made, verify, func(r request) (measured, error) {
		key, err := newKey(r.Algorithm)
		if err != nil {
			return measured{}, err
		}
		signature, err := key.Sign(message)
		if err != nil {
			return measured{}, err
		}
		public := key.Public()
		return repeat(r.Millis, func() error { return public.Verify(message, signature) })
	})
	return made
}

func newKey(algorithm string) (keys.Private, error) {
	a, err := alg.ByJOSE(algorithm)
	if err != nil {
		return keys.Private{}, err
	}
	return keys.Generate(rand.Reader, a)
}

// repeat looks at the clock after each operation: all of them take far longer
// than that.
func repeat(millis int, once func() error) (measured, error) {
	began := time.Now()
	end := began.Add(time.Duration(millis) * time.Millisecond)
	count := 0
	for time.Now().Before(end) {
		if err := once(); err != nil {
			return measured{}, err
		}
		count++
	}
	return measured{count, int(time.Since(began).Microseconds())}, nil
}
