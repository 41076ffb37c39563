// Package vectors finds the public test data that lies beside the project, for
// tests only: in DOMICILE_VECTORS, by default ../shared/vectors from the
// project's root. A test whose data are absent is skipped, and says so.
package vectors

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// Dir returns the folder of one set.
func Dir(t testing.TB, set string) string {
	t.Helper()
	root := os.Getenv("DOMICILE_VECTORS")
	if root == "" {
		root = filepath.Join(projectRoot(t), "..", "shared", "vectors")
	}
	dir := filepath.Join(root, filepath.FromSlash(set))
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no test data %q; see scripts/vectors", set)
	}
	return dir
}

// Read returns the bytes of one file, named from the data's root.
func Read(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(Dir(t, filepath.Dir(file)), filepath.Base(file)))
	if err != nil {
		t.Skipf("no test data %q; see scripts/vectors", file)
	}
	return data
}

// ReadJSON decodes one file into a value.
func ReadJSON(t testing.TB, file string, into any) {
	t.Helper()
	if err := json.Unmarshal(Read(t, file), into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// projectRoot climbs from the folder of the running test to go.mod.
func projectRoot(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = parent
	}
}
