//go:build !js

package main

import (
	"testing"
	"time"

	"domicile/credentials/cwt"
	"domicile/crypto/alg"
	"domicile/wasm/api"
)

func run(t *testing.T, call api.Call[request, measured], r request) (measured, error) {
	t.Helper()
	handler := table()[call.Name]
	into := handler.Request().(*request)
	*into = r
	out, err := handler.Run(into)
	if err != nil {
		return measured{}, err
	}
	return out.(measured), nil
}

func TestEveryAlgorithmThatSignsIsMeasured(t *testing.T) {
	for _, a := range []alg.Algorithm{alg.ES256, alg.ES256K, alg.EdDSA, alg.ES384} {
		for _, call := range []api.Call[request, measured]{sign, verify} {
			got, err := run(t, call, request{Algorithm: string(a), Millis: 1})
			if err != nil || got.Operations < 1 || got.Micros < 1 {
				t.Errorf("%s %s: %+v, %v", call.Name, a, got, err)
			}
		}
	}
}

func TestAnUnknownAlgorithmIsRefused(t *testing.T) {
	if _, err := run(t, sign, request{Algorithm: "HS256", Millis: 1}); err == nil {
		t.Error("HS256 was measured")
	}
}

func TestHealthCardIsWhole(t *testing.T) {
	card, err := newHealthCard(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cwt.ParseHCERT(card.Credential); err != nil {
		t.Error(err)
	}
}
