package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"domicile/internal/corpus"
)

const corpusDir = "../../credentials/testdata"

// input writes the input of a vector to a file: input ok-bearer card.txt
func input(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.Getenv("CORPUS")
	data, err := os.ReadFile(filepath.Join(dir, args[0]+".txt"))
	ts.Check(err)
	v, err := corpus.Parse(args[0], data)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), v.Bytes(), 0o600))
}

var micros = regexp.MustCompile(`"micros":\d+`)

// TestCorpus puts every vector through the whole program: what the command line
// prints is, but for the times, what the library says natively and in the
// browser. Vectors that need a question or a clock's past have no flag.
func TestCorpus(t *testing.T) {
	want := verdicts(t)
	cases := 0
	for _, v := range corpus.Load(t, corpusDir) {
		if v.Request != "" || v.Floor != "" {
			continue
		}
		cases++
		dir := t.TempDir()
		args := []string{"verify", "--json", "--now", v.Now}
		for _, name := range v.Trust {
			args = append(args, "--trust", filepath.Join(corpusDir, "trust", name))
		}
		if v.Nonce != "" {
			args = append(args, "--nonce", v.Nonce, "--audience", v.Aud)
		}
		if v.Policy != "" {
			args = append(args, "--policy", write(t, dir, "policy.json", []byte(`{"`+v.Policy+`":true}`)))
		}
		var out, err bytes.Buffer
		status := run(&terminal{in: strings.NewReader(""), out: &out, err: &err}, append(args, write(t, dir, "input", v.Bytes())))
		got := micros.ReplaceAllString(strings.TrimSuffix(out.String(), "\n"), `"micros":0`)
		got = strings.ReplaceAll(got, filepath.Join(corpusDir, "trust")+"/", "") // names of sources without their folder
		if got != want[v.Name] {
			t.Errorf("%s:\n%s\nwant\n%s", v.Name, got, want[v.Name])
		}
		if wantStatus := map[string]int{"valid": 0, "invalid": 1, "unknown": 2}[v.Outcome]; status != wantStatus {
			t.Errorf("%s: exit status %d, want %d", v.Name, status, wantStatus)
		}
		if !strings.HasSuffix(err.String(), ".\n") {
			t.Errorf("%s: no sentence: %q", v.Name, err.String())
		}
	}
	t.Logf("%d vectors", cases)
}

func write(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// verdicts reads the kept verdicts of the corpus by name.
func verdicts(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(corpusDir, "verdicts.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for line := range strings.Lines(string(data)) {
		name, verdict, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		all[name] = verdict
	}
	return all
}
