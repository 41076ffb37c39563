// Package domicile holds tests of the project as a whole; it has no code.
package domicile

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The law of ARCHITECTURE.md: cmd -> wasm -> credentials -> crypto. Each test
// below holds one clause of it.

// source is one Go file outside of tests.
type source struct {
	path string // from the project's root, with slashes
	dir  string
	set  *token.FileSet
	file *ast.File
}

func (s source) in(rooms ...string) bool {
	return slices.ContainsFunc(rooms, func(room string) bool { return s.dir == room || strings.HasPrefix(s.dir, room+"/") })
}

func (s source) at(n ast.Node) string { return s.set.Position(n.Pos()).String() }

// imports are the file's imports by path.
func (s source) imports() []string {
	list := make([]string, len(s.file.Imports))
	for i, spec := range s.file.Imports {
		list[i], _ = strconv.Unquote(spec.Path.Value)
	}
	return list
}

// sources reads the project's Go files, tests left out; the code of others, and
// what tests alone use, has its own rules.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	set := token.NewFileSet()
	for _, root := range []string{"crypto", "credentials", "wasm", "cmd", "scripts", "internal"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && d.Name() == "testdata" {
				return filepath.SkipDir
			}
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(set, path, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			path = filepath.ToSlash(path)
			all = append(all, source{path: path, dir: path[:strings.LastIndexByte(path, '/')], set: set, file: file})
			return nil
		})
		if err != nil {
			t.Skip("the source is not here: ", err)
		}
	}
	return all
}

const module = "domicile/"

// TestLayers holds that a room imports only from itself and from below.
func TestLayers(t *testing.T) {
	below := map[string][]string{
		"crypto":      {"crypto"},
		"credentials": {"credentials", "crypto"},
		"wasm":        {"wasm", "credentials", "crypto"},
		"cmd":         {"cmd", "wasm", "credentials", "crypto"},
	}
	for _, s := range sources(t) {
		room, _, _ := strings.Cut(s.dir, "/")
		allowed, layered := below[room]
		for _, path := range s.imports() {
			ours, isOurs := strings.CutPrefix(path, module)
			target, _, _ := strings.Cut(ours, "/")
			if layered && isOurs && !slices.Contains(allowed, target) {
				t.Errorf("%s imports %s, which is not below it", s.path, path)
			}
		}
	}
}

// TestForbiddenImports holds what each package may not name: I/O, clocks and
// chance in the core; JavaScript outside of the bridge; raw decoders outside of
// crypto/encoding. Where a package is allowed as a type or an interface, the
// names that do things are forbidden.
func TestForbiddenImports(t *testing.T) {
	for _, s := range sources(t) {
		for _, path := range s.imports() {
			switch {
			case path == "syscall/js" && !s.in("wasm/bridge", "cmd/edge"):
				t.Errorf("%s imports %s", s.path, path)
			case slices.Contains([]string{"net/http", "net", "os", "crypto/rand", "math/rand", "math/rand/v2", "io/ioutil", "log"}, path) && s.in("crypto", "credentials"):
				t.Errorf("%s imports %s", s.path, path)
			case path == "net/http" && s.in("wasm"):
				t.Errorf("%s imports %s", s.path, path)
			case slices.Contains([]string{"encoding/base64", "encoding/hex", "compress/zlib", "compress/flate", "compress/gzip", "encoding/gob", "encoding/xml"}, path) && s.in("crypto", "credentials") && !s.in("crypto/encoding"):
				t.Errorf("%s imports %s: crypto/encoding has the strict one", s.path, path)
			case (strings.HasPrefix(path, "github.com/fxamacker/cbor") || strings.Contains(path, "base58") || strings.Contains(path, "base45")) && !s.in("crypto/encoding"):
				t.Errorf("%s imports %s: crypto/encoding has the strict one", s.path, path)
			case path == "encoding/json" && s.in("crypto", "credentials", "wasm") && !s.in("crypto/encoding", "wasm/bridge"):
				t.Errorf("%s imports %s: crypto/encoding has the strict one", s.path, path)
			case path == "unsafe" || path == "C":
				t.Errorf("%s imports %s", s.path, path)
			}
		}
	}
}

// TestNoClock holds that time is an argument in the core.
func TestNoClock(t *testing.T) {
	clocks := []string{"Now", "Since", "Until", "Sleep", "After", "Tick", "NewTimer", "NewTicker", "AfterFunc"}
	for _, s := range sources(t) {
		if !s.in("crypto", "credentials") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			from, ok := selector.X.(*ast.Ident)
			if ok && from.Name == "time" && slices.Contains(clocks, selector.Sel.Name) {
				t.Errorf("%s: time.%s", s.at(n), selector.Sel.Name)
			}
			return true
		})
	}
}

// TestRelayIsPure holds that the relay itself has nothing of its surroundings, so
// that one handler runs natively and at the edge: no network, database or
// JavaScript, no clock or timer, no goroutine that could outlive a call.
func TestRelayIsPure(t *testing.T) {
	const relay = "cmd/internal/relay"
	forbidden := []string{"net", "net/http", "database/sql", "syscall/js", "os", "log", "log/slog", "crypto/rand", "math/rand", "math/rand/v2", "regexp", "context", "sync"}
	clocks := []string{"Now", "Since", "Until", "Sleep", "After", "Tick", "NewTimer", "NewTicker", "AfterFunc"}
	files := 0
	for _, s := range sources(t) {
		if s.dir != relay {
			continue
		}
		files++
		for _, path := range s.imports() {
			if slices.Contains(forbidden, path) || strings.HasPrefix(path, module) && path != module+"crypto/encoding" {
				t.Errorf("%s imports %s", s.path, path)
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt, *ast.SelectStmt, *ast.ChanType:
				t.Errorf("%s: a goroutine or a channel", s.at(n))
			case *ast.SelectorExpr:
				if from, ok := n.X.(*ast.Ident); ok && from.Name == "time" && slices.Contains(clocks, n.Sel.Name) {
					t.Errorf("%s: time.%s", s.at(n), n.Sel.Name)
				}
			}
			return true
		})
	}
	if files == 0 {
		t.Error("the relay is not where this test looks")
	}
}

// formats are the rooms of one credential format each.
var formats = []string{"credentials/sdjwt", "credentials/mdoc", "credentials/vc", "credentials/cwt", "credentials/shc"}

// TestFormatsStandAlone holds that no format imports another, and that only the
// three rooms that know them all import several.
func TestFormatsStandAlone(t *testing.T) {
	knows := map[string][]string{}
	for _, s := range sources(t) {
		for _, path := range s.imports() {
			if format := strings.TrimPrefix(path, module); slices.Contains(formats, format) && format != s.dir && !slices.Contains(knows[s.dir], format) {
				knows[s.dir] = append(knows[s.dir], format)
			}
		}
	}
	for dir, list := range knows {
		isFormat := slices.Contains(formats, dir)
		mayKnowAll := slices.Contains([]string{"credentials/verify", "credentials/holder", "credentials/issue", "internal/corpus"}, dir)
		if isFormat || len(list) > 1 && !mayKnowAll {
			t.Errorf("%s imports %v", dir, list)
		}
	}
}

// TestNoDrawerForOddments holds that each package has a subject.
func TestNoDrawerForOddments(t *testing.T) {
	for _, s := range sources(t) {
		if slices.Contains([]string{"util", "utils", "common", "helper", "helpers", "misc", "shared", "base", "lib"}, s.file.Name.Name) {
			t.Errorf("%s: package %s", s.path, s.file.Name.Name)
		}
	}
}

// TestVerdictKnowsNobody holds that the shared language imports nothing of ours.
func TestVerdictKnowsNobody(t *testing.T) {
	for _, s := range sources(t) {
		for _, path := range s.imports() {
			if s.dir == "credentials/verdict" && strings.HasPrefix(path, module) {
				t.Errorf("%s imports %s", s.path, path)
			}
		}
	}
}

// TestEnginesLink holds what each engine links, tests and all their imports
// left out: the verifier has no private key to lose, and no engine has a network.
func TestEnginesLink(t *testing.T) {
	forbidden := map[string][]string{
		"./wasm/verifier": {"net/http", "domicile/crypto/hd", "domicile/crypto/sealed", "domicile/crypto/shamir", "domicile/credentials/holder", "domicile/credentials/offer", "domicile/credentials/issue"},
		"./wasm/wallet":   {"net/http"},
	}
	for engine, list := range forbidden {
		c := exec.Command("go", "list", "-deps", engine)
		c.Env = append(c.Environ(), "GOOS=js", "GOARCH=wasm")
		out, err := c.Output()
		if err != nil {
			t.Fatalf("go list %s: %v", engine, err)
		}
		for dependency := range strings.Lines(string(out)) {
			if name := strings.TrimSpace(dependency); slices.Contains(list, name) {
				t.Errorf("%s links %s", engine, name)
			}
		}
	}
}
