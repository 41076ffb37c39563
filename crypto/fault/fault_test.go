package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"domicile/crypto/fault"
)

func TestOutermostKindWins(t *testing.T) {
	inner := fault.New("inner_kind", "byte %d", 3)
	outer := fault.Wrap("outer_kind", inner, "header")
	if got := fault.KindOf(fmt.Errorf("context: %w", outer)); got != "outer_kind" {
		t.Fatalf("KindOf = %q, want outer_kind", got)
	}
	if !errors.Is(outer, fault.New("inner_kind", "")) {
		t.Error("errors.Is does not reach the cause")
	}
	if want := "outer_kind: header: inner_kind: byte 3"; outer.Error() != want {
		t.Errorf("Error() = %q, want %q", outer.Error(), want)
	}
}

func TestForeignErrorHasNoKind(t *testing.T) {
	for _, err := range []error{nil, errors.New("x")} {
		if got := fault.KindOf(err); got != "" {
			t.Errorf("KindOf(%v) = %q, want empty", err, got)
		}
	}
}
