package verdict_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"domicile/credentials/verdict"
)

func TestNoKindIsValid(t *testing.T) {
	for _, e := range verdict.Kinds() {
		if e.Outcome != verdict.Invalid && e.Outcome != verdict.Unknown {
			t.Errorf("%s: outcome %q", e.Kind, e.Outcome)
		}
		if e.Step != "" && !slices.Contains(verdict.Steps, e.Step) {
			t.Errorf("%s: step %q", e.Kind, e.Step)
		}
	}
	if _, there := verdict.Lookup(verdict.OK); there {
		t.Error("ok is no defect")
	}
}

func TestEveryKindHasWords(t *testing.T) {
	identifier := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	for _, e := range verdict.Kinds() {
		if !identifier.MatchString(e.Kind) || e.Title == "" || strings.HasSuffix(e.Title, ".") {
			t.Errorf("%s: title %q", e.Kind, e.Title)
		}
		if !strings.HasSuffix(e.Sentence, ".") || len(e.Sentence) < 40 || len(e.Sentence) > 220 {
			t.Errorf("%s: sentence %q", e.Kind, e.Sentence)
		}
		if verdict.Sentence(e.Kind) != e.Sentence {
			t.Errorf("%s: another sentence is found", e.Kind)
		}
	}
	if verdict.Sentence(verdict.OK) == verdict.Sentence("no_such_kind") {
		t.Error("a missing kind reads as ok")
	}
}

// TestCatalogueIsClosed holds that each constant of type fault.Kind has a row,
// and that each row is raised by somebody.
func TestCatalogueIsClosed(t *testing.T) {
	declared := declaredKinds(t, "../../crypto", "../../credentials", "../../wasm", "../../cmd")
	for kind, place := range declared {
		if _, there := verdict.Lookup(kind); !there {
			t.Errorf("%s: %q has no row in the catalogue", place, kind)
		}
	}
	for _, e := range verdict.Kinds() {
		if declared[e.Kind] == "" && e.Kind != verdict.KindInternal {
			t.Errorf("nobody raises %q", e.Kind)
		}
	}
}

// declaredKinds finds the constants of type fault.Kind below the roots, with
// the place of each.
func declaredKinds(t *testing.T, roots ...string) map[string]string {
	t.Helper()
	if _, err := os.Stat(roots[0]); err != nil {
		t.Skip("the source is not here")
	}
	kinds := map[string]string{}
	for _, root := range roots {
		_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				spec, ok := n.(*ast.ValueSpec)
				if ok && isFaultKind(spec.Type) && len(spec.Values) == 1 {
					if text, ok := spec.Values[0].(*ast.BasicLit); ok {
						kind, _ := strconv.Unquote(text.Value)
						kinds[kind] = set.Position(spec.Pos()).String()
					}
				}
				return true
			})
			return nil
		})
	}
	return kinds
}

func isFaultKind(expression ast.Expr) bool {
	selector, ok := expression.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	from, ok := selector.X.(*ast.Ident)
	return ok && from.Name == "fault" && selector.Sel.Name == "Kind"
}

func TestValidBearerIsNotWavedThrough(t *testing.T) {
	proven := verdict.Verdict{Verdict: verdict.Valid, Kind: verdict.OK, Holder: "proven"}
	for _, holder := range []string{"bearer", "none", ""} {
		bearer := proven
		bearer.Holder = holder
		if bearer.Sentence() == proven.Sentence() {
			t.Errorf("%q is told as a proven holder is", holder)
		}
	}
	refused := verdict.Verdict{Verdict: verdict.Invalid, Kind: "expired", Holder: "bearer"}
	if refused.Sentence() != verdict.Sentence("expired") {
		t.Error("a refusal lost its sentence")
	}
}
