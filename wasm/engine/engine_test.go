package engine_test

import (
	"errors"
	"strings"
	"testing"

	"domicile/crypto/fault"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

func TestTwoHandlersForOneCallAreADefect(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("the second handler replaced the first in silence")
		}
	}()
	nothing := func(api.ScanResetRequest) (api.Nothing, error) { return api.Nothing{}, nil }
	table := engine.Table{}
	engine.Handle(table, api.ScanReset, nothing)
	engine.Handle(table, api.ScanReset, nothing)
}

func TestFailureNamesItsKind(t *testing.T) {
	rows := map[string]struct {
		err                error
		kind, step, detail string
	}{
		"a step of verification":  {fault.New("signature_invalid", "by key 1"), "signature_invalid", "signature", "by key 1"},
		"none of its steps":       {engine.NotOpen("challenge"), "engine_session", "a.call", "no such challenge is open"},
		"an error without a kind": {errors.New("secret"), "internal_fault", "a.call", ""},
		"a call that is not there": {
			engine.UnknownCall(strings.Repeat("x", 100)), "engine_call_unknown", "a.call", `"` + strings.Repeat("x", 40) + `"`,
		},
	}
	for defect, row := range rows {
		have := engine.Failure("a.call", row.err)
		if have.Kind != row.kind || have.Step != row.step || have.Detail != row.detail || have.Sentence == "" {
			t.Errorf("%s: %+v", defect, have)
		}
	}
}

func TestPanicsDoNotQuoteWhatWasRead(t *testing.T) {
	if have := engine.Failure("a.call", engine.Panicked("Aiko Ito")); have.Kind != "engine_panic" || strings.Contains(have.Detail, "Aiko") {
		t.Errorf("%+v", have)
	}
	func() {
		defer func() {
			have := engine.Failure("a.call", engine.Panicked(recover()))
			if !strings.Contains(have.Detail, "index out of range") {
				t.Errorf("%+v", have)
			}
		}()
		var empty []int
		_ = empty[len(empty)]
	}()
}
