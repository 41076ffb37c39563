package main

import "testing"

func TestLeavingNamesNoEmptyContainer(t *testing.T) {
	got := labels(leaving(map[string]any{
		"age_equal_or_over": map[string]any{"18": true},
		"nationalities":     []any{},
		"residency":         map[string]any{},
		"cnf":               map[string]any{"jwk": map[string]any{"kty": "EC"}},
	}))
	if got != "Over 18" {
		t.Errorf("shows %q, want only what can be read", got)
	}
}
