package verify_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"domicile/credentials/verdict"
	"domicile/credentials/verify"
	"domicile/internal/corpus"
)

// mangled are vectors of each format and way to be signed.
var mangled = []string{"ok-holder", "ok-bearer", "ok-chain", "ok-eddsa", "ok-hcert", "ok-answer"}

// vector finds one vector of the corpus by name.
func vector(t testing.TB, name string) corpus.Vector {
	t.Helper()
	for _, v := range corpus.Load(t, corpusDir) {
		if v.Name == name {
			return v
		}
	}
	t.Fatalf("there is no vector %s", name)
	return corpus.Vector{}
}

// TestMangle holds that no single changed character, and no truncation, of a
// genuine input is valid. Every position is changed; the change is to the next
// letter of the same alphabet, so that it passes the codings where it can.
func TestMangle(t *testing.T) {
	for _, name := range mangled {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := vector(t, name)
			o := v.Options(t, corpusDir)
			if got := verify.Verify(v.Input, o); got.Verdict != verdict.Valid {
				t.Fatalf("the genuine one is %s %s", got.Verdict, got.Kind)
			}
			for at := 0; at < len(v.Input); at += stride() {
				for _, changed := range changes(v.Input[at]) {
					input := append([]byte{}, v.Input...)
					input[at] = changed
					refuse(t, input, o, fmt.Sprintf("byte %d changed from %q to %q", at, v.Input[at], changed))
				}
				if cut := v.Input[:at]; !isSelection(cut) {
					refuse(t, cut, o, fmt.Sprintf("cut at byte %d", at))
				}
			}
		})
	}
}

// stride is 1; under WebAssembly, which is twenty times slower, some positions
// have to do.
func stride() int {
	if runtime.GOOS == "js" {
		return 97
	}
	return 1
}

// isSelection says that a bearer card was cut after a disclosure: its holder
// may show fewer of them.
func isSelection(cut []byte) bool { return strings.HasSuffix(string(cut), "~") }

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// changes are what a byte is changed to: the byte above it, and the letter of
// base64url that differs in the lowest bit.
func changes(b byte) []byte {
	list := []byte{b + 1}
	if i := strings.IndexByte(letters, b); i >= 0 {
		list = append(list, letters[i^1])
	}
	return list
}

func refuse(t *testing.T, input []byte, o verify.Options, what string) {
	t.Helper()
	got := verify.Verify(input, o)
	if got.Verdict == verdict.Valid {
		t.Errorf("%s: valid", what)
	}
	if got.Claims != nil && got.Steps[3].Result != verdict.Pass {
		t.Errorf("%s: claims without a signature", what)
	}
}

// TestAnyInputEndsSoon holds that hostile inputs cost little time.
func TestAnyInputEndsSoon(t *testing.T) {
	v := vector(t, "ok-bearer")
	o := v.Options(t, corpusDir)
	for name, input := range map[string]string{
		"dots":         "ey" + strings.Repeat(".", verify.MaxInput-2),
		"tildes":       "ey.e.e" + strings.Repeat("~", verify.MaxInput-6),
		"brackets":     strings.Repeat("[", verify.MaxInput),
		"objects":      strings.Repeat(`{"a":`, verify.MaxInput/5),
		"base45":       "HC1:" + strings.Repeat("6", verify.MaxInput-4),
		"long numbers": `{"signature":` + strings.Repeat("9", verify.MaxInput-20) + `}`,
		"frames":       strings.Repeat("ur:domicile-text/1-9/aeadaolazm\n", verify.MaxInput/32),
		"megabyte":     strings.Repeat("~", 1<<20),
		"keys":         `{"vp_token":{` + strings.Repeat(`"":[],`, verify.MaxInput/6-4) + `"":[]}}`,
		"disclosures":  string(v.Input) + strings.Repeat("WyJhIiwiYiIsMV0~", 3000),
	} {
		begun := time.Now()
		got := verify.Verify([]byte(input), o)
		if got.Verdict == verdict.Valid {
			t.Errorf("%s: valid", name)
		}
		if took := time.Since(begun); took > 2*time.Second { // generous: the machine of the tests is shared
			t.Errorf("%s: %s", name, took)
		}
	}
}

// FuzzVerify holds that no input makes the pipeline panic or lie.
func FuzzVerify(f *testing.F) {
	for _, v := range corpus.Load(f, corpusDir) {
		if len(v.Bytes()) < 4096 {
			f.Add(v.Bytes())
		}
	}
	o := vector(f, "ok-bearer").Options(f, corpusDir)
	f.Fuzz(func(t *testing.T, input []byte) {
		got := verify.Verify(input, o)
		if _, known := verdict.Lookup(got.Kind); !known && got.Kind != verdict.OK {
			t.Fatalf("kind %q is not in the catalogue", got.Kind)
		}
		if got.Claims != nil && got.Steps[3].Result != verdict.Pass {
			t.Fatal("claims without a signature")
		}
		verify.Inspect(input)
	})
}
