package verify_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"domicile/credentials/verdict"
	"domicile/credentials/verify"
	"domicile/crypto/encoding"
	"domicile/internal/corpus"
)

const corpusDir = "../testdata"

var update = flag.Bool("update", false, "write the verdicts of the corpus anew")

// TestCorpus judges every vector: each is refused with exactly its kind. The
// same test runs as WebAssembly; that both, and the command line, give the same
// bytes is held by the file of verdicts.
func TestCorpus(t *testing.T) {
	var all bytes.Buffer
	vectors := corpus.Load(t, corpusDir)
	for _, v := range vectors {
		t.Run(v.Name, func(t *testing.T) {
			got := verify.Verify(v.Bytes(), v.Options(t, corpusDir))
			if string(got.Verdict) != v.Outcome || got.Kind != v.Kind {
				t.Errorf("%s %s, want %s %s\n%+v", got.Verdict, got.Kind, v.Outcome, v.Kind, got.Steps)
			}
			if kind, _, _ := strings.Cut(v.Name, "-"); kind != v.Kind {
				t.Errorf("a vector of %s is named %s", v.Kind, v.Name)
			}
			holdPromises(t, got)
			text, err := encoding.EncodeJSON(got)
			if err != nil {
				t.Fatal(err)
			}
			all.WriteString(v.Name + "\t" + string(text) + "\n")
		})
	}
	golden := filepath.Join(corpusDir, "verdicts.tsv")
	if *update {
		if err := os.WriteFile(golden, all.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || !bytes.Equal(want, all.Bytes()) {
		t.Errorf("the verdicts are not those of %s; where they should change: go test ./credentials/verify -run TestCorpus -update", golden)
	}
	t.Logf("%d vectors", len(vectors))
}

// holdPromises checks what must be true of any verdict.
func holdPromises(t *testing.T, v verdict.Verdict) {
	t.Helper()
	results := map[verdict.Step]verdict.Result{}
	for i, step := range v.Steps {
		if step.Step != verdict.Steps[i] {
			t.Errorf("step %d is %s", i, step.Step)
		}
		results[step.Step] = step.Result
		if v.Verdict == verdict.Valid && step.Result != verdict.Pass && step.Result != verdict.Skipped {
			t.Errorf("valid, and %s is %s", step.Step, step.Result)
		}
	}
	if signed := results[verdict.Signature] == verdict.Pass; !signed && (v.Claims != nil || v.Issuer.ID != "" || v.Validity != verdict.Validity{}) {
		t.Error("something is shown that no signature vouches for")
	}
	if v.Verdict == verdict.Valid && results[verdict.Signature] != verdict.Pass {
		t.Error("valid without a signature")
	}
	if (v.Kind == verdict.OK) != (v.Verdict == verdict.Valid) {
		t.Errorf("%s with kind %s", v.Verdict, v.Kind)
	}
}

// TestCorpusIsGenerated holds that the files are those that the program writes.
func TestCorpusIsGenerated(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("the native test compares the files")
	}
	all := corpus.All()
	for _, v := range all {
		if got, err := os.ReadFile(filepath.Join(corpusDir, v.Name+".txt")); err != nil || !bytes.Equal(got, v.Format()) {
			t.Errorf("%s is not as generated: go run ./internal/corpus/generate", v.Name)
		}
	}
	for name, want := range corpus.Trust() {
		if got, err := os.ReadFile(filepath.Join(corpusDir, "trust", name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("trust/%s is not as generated", name)
		}
	}
	if files, _ := filepath.Glob(filepath.Join(corpusDir, "*.txt")); len(files) != len(all) {
		t.Errorf("%d files, %d vectors", len(files), len(all))
	}
}

// elsewhere are the kinds that no input of Verify shows by itself, by the tests
// that do: codings that only keys use, sources of trust, pictures, the wallet.
var elsewhere = map[string][]string{
	"cmd/internal/picture/picture_test.go": {"picture_without_code", "picture_unreadable", "picture_too_large"},
	"credentials/holder":                   {"wallet_copies_differ", "wallet_card_type", "wallet_card_expired", "wallet_card_issuer", "wallet_card_key"},
	"credentials/qr/detect_test.go":        {"qr_too_long"},
	"credentials/request":                  {"answer_too_long"},
	"credentials/sdjwt/refusals_test.go":   {"token_too_long", "holder_binding_unexpected"},
	"credentials/trust/signers_test.go":    {"trust_source_unknown", "trust_list_malformed"},
	"credentials/verdict/recorder_test.go": {"internal_fault"},
	"crypto/did/did_test.go":               {"did_document_malformed", "did_method_unknown", "did_key_missing", "did_malformed"},
	"crypto/encoding/base58_test.go":       {"base58_too_long", "base58_character"},
	"crypto/encoding/base64_test.go":       {"base64_malformed"},
	"crypto/encoding/hex_test.go":          {"hex_malformed"},
	"crypto/encoding/multibase_test.go":    {"multibase_unknown"},
	"crypto/keys":                          {"key_duplicate_kid", "key_private_exposed", "key_malformed", "key_off_curve", "key_size", "key_use_conflict", "key_type_unknown"},
}

// TestEveryKindHasAVector holds that each kind found by a step of verification
// has a vector here, or a test that is named.
func TestEveryKindHasAVector(t *testing.T) {
	have := map[string]bool{}
	for _, v := range corpus.All() {
		have[v.Kind] = true
	}
	for place, kinds := range elsewhere {
		if _, err := os.Stat(filepath.Join("../..", place)); err != nil {
			t.Errorf("there is no %s", place)
		}
		for _, kind := range kinds {
			if have[kind] {
				t.Errorf("%s has a vector here", kind)
			}
			have[kind] = true
		}
	}
	for _, e := range verdict.Kinds() {
		if e.Step != "" && !have[e.Kind] {
			t.Errorf("%s has no vector", e.Kind)
		}
	}
}
