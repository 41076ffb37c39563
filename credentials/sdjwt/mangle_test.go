package sdjwt_test

import (
	"runtime"
	"strings"
	"testing"

	"domicile/crypto/fault"
)

// Every change of a single byte, and every truncation, of an SD-JWT with key
// binding is refused, with a kind.
func TestMangled(t *testing.T) {
	w := newTweaker(t)
	good := w.token(t)
	refused, stride := 0, 1
	if runtime.GOARCH == "wasm" {
		stride = 16 // signatures take twenty times as long there, and the code is the same
	}
	try := func(what string, at int, text string) {
		_, err := w.check(text)
		if err == nil {
			t.Errorf("%s at byte %d is accepted", what, at)
		} else if fault.KindOf(err) == "" {
			t.Errorf("%s at byte %d is refused without a kind: %v", what, at, err)
		}
		refused++
	}
	for i := 0; i < len(good); i += stride {
		bytes := []byte(good)
		bytes[i]++
		try("increment", i, string(bytes))
		bytes[i] ^= 0x20 ^ 1
		if string(bytes) != good {
			try("other case", i, string(bytes))
		}
		try("truncation", i, good[:i])
		try("beginning cut off", i, good[i+1:])
		try("byte left out", i, good[:i]+good[i+1:])
		try("tilde put in", i, good[:i]+"~"+good[i:])
	}
	t.Logf("%d changes of %d bytes refused", refused, len(good))
}

// Every disclosure is needed by the proof: none can be dropped, doubled or
// moved.
func TestRearranged(t *testing.T) {
	w := newTweaker(t)
	parts := strings.Split(w.token(t), "~")
	for i := 1; i < len(parts)-1; i++ {
		for _, text := range []string{
			strings.Join(append(append([]string{}, parts[:i]...), parts[i+1:]...), "~"),
			strings.Join(append(append(append([]string{}, parts[:i+1]...), parts[i]), parts[i+1:]...), "~"),
			strings.Join(swapped(parts, i), "~"),
		} {
			if _, err := w.check(text); err == nil {
				t.Errorf("disclosure %d dropped, doubled or moved is accepted", i)
			}
		}
	}
}

func swapped(parts []string, i int) []string {
	moved := append([]string{}, parts...)
	other := i%(len(parts)-2) + 1
	moved[i], moved[other] = moved[other], moved[i]
	return moved
}
