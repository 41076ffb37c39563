// Package corpus holds the project's own test vectors: inputs with exactly one
// defect each, named after the kind that they must be refused with, and a few
// without any. Nothing outside of tests imports it.
//
// A vector is a file that reads in a diff: header lines, a blank line, and the
// input as it is.
//
//	expect: invalid expired
//	about: the card's time is over
//	now: 2026-03-01T12:00:00Z
//	trust: issuer.json
//
//	eyJhbGciOi...
//
// Further headers: "nonce", "audience", "request" (the question that an answer is
// for), "policy" (accept_test, require_holder), "floor"; "coding: base64" where
// the input is no text, "repeat: n" where it is the same text n times.
//
// The files lie in credentials/testdata. They are made by All, with issuers that
// can be tweaked to make one mistake, from fixed keys: "go run
// ./internal/corpus/generate" writes the same bytes each time.
package corpus

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"domicile/credentials/request"
	"domicile/credentials/trust"
	"domicile/credentials/verify"
)

// Vector is one input with what must be said of it.
type Vector struct {
	Name    string // the file's, without ending: the kind, and a variant after "-"
	Outcome string // "valid", "invalid" or "unknown"
	Kind    string
	About   string
	Now     string
	Floor   string
	Nonce   string
	Aud     string
	Request string
	Policy  string   // words
	Trust   []string // files in the folder trust
	Repeat  int      // 0 is once
	Input   []byte
}

// Bytes is the input in full.
func (v Vector) Bytes() []byte { return bytes.Repeat(v.Input, max(v.Repeat, 1)) }

// headers are the header lines in order.
func (v *Vector) headers() []struct {
	name  string
	value *string
} {
	return []struct {
		name  string
		value *string
	}{
		{"about", &v.About}, {"now", &v.Now}, {"floor", &v.Floor}, {"nonce", &v.Nonce},
		{"audience", &v.Aud}, {"request", &v.Request}, {"policy", &v.Policy},
	}
}

// Format writes a vector as a file.
func (v Vector) Format() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "expect: %s %s\n", v.Outcome, v.Kind)
	for _, h := range v.headers() {
		if *h.value != "" {
			fmt.Fprintf(&b, "%s: %s\n", h.name, *h.value)
		}
	}
	for _, name := range v.Trust {
		fmt.Fprintf(&b, "trust: %s\n", name)
	}
	if v.Repeat > 1 {
		fmt.Fprintf(&b, "repeat: %d\n", v.Repeat)
	}
	if utf8.Valid(v.Input) && !bytes.ContainsAny(v.Input, "\r\x00\ufeff") {
		fmt.Fprintf(&b, "\n%s", v.Input)
	} else {
		fmt.Fprintf(&b, "coding: base64\n\n%s", base64.StdEncoding.EncodeToString(v.Input))
	}
	return b.Bytes()
}

// Parse reads the file of a vector.
func Parse(name string, file []byte) (Vector, error) {
	head, body, found := bytes.Cut(file, []byte("\n\n"))
	v, coded := Vector{Name: name, Input: body}, false
	for line := range strings.Lines(string(head)) {
		key, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if !ok || !found {
			return v, fmt.Errorf("%s: malformed header %q", name, line)
		}
		switch key {
		case "expect":
			v.Outcome, v.Kind, _ = strings.Cut(value, " ")
		case "trust":
			v.Trust = append(v.Trust, value)
		case "repeat":
			v.Repeat, _ = strconv.Atoi(value)
		case "coding":
			coded = true
		default:
			i := slices.IndexFunc(v.headers(), func(h struct {
				name  string
				value *string
			}) bool {
				return h.name == key
			})
			if i < 0 {
				return v, fmt.Errorf("%s: unknown header %q", name, key)
			}
			*v.headers()[i].value = value
		}
	}
	var err error
	if coded {
		v.Input, err = base64.StdEncoding.DecodeString(string(body))
	}
	return v, err
}

// Load reads all vectors of a folder.
func Load(t testing.TB, dir string) []Vector {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(dir, "*.txt"))
	vectors := make([]Vector, 0, len(files))
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		v, err := Parse(strings.TrimSuffix(filepath.Base(path), ".txt"), data)
		if err != nil {
			t.Fatal(err)
		}
		vectors = append(vectors, v)
	}
	if len(vectors) == 0 {
		t.Fatalf("no vectors in %s", dir)
	}
	return vectors
}

// Options are the circumstances of a vector, its trust read from dir/trust.
func (v Vector) Options(t testing.TB, dir string) verify.Options {
	t.Helper()
	o := verify.Options{Now: moment(t, v.Now), Floor: moment(t, v.Floor), Nonce: v.Nonce, Audience: v.Aud, Trust: trust.NewStore()}
	o.Policy.AcceptTest = strings.Contains(v.Policy, "accept_test")
	o.Policy.RequireHolder = strings.Contains(v.Policy, "require_holder")
	for _, name := range v.Trust {
		data, err := os.ReadFile(filepath.Join(dir, "trust", name))
		if err != nil {
			t.Fatal(err)
		}
		anchors, err := trust.Load(name, data)
		if err != nil {
			t.Fatal(err)
		}
		o.Trust.Add(anchors...)
	}
	if v.Request != "" {
		r, err := request.Parse(v.Request)
		if err != nil {
			t.Fatal(err)
		}
		o.Request = r
	}
	return o
}

func moment(t testing.TB, text string) time.Time {
	t.Helper()
	if text == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
