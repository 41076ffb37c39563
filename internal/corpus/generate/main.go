// Command generate writes the project's own vectors into credentials/testdata.
// Run it from the project's root; what it writes is the same each time.
package main

import (
	"log"
	"os"
	"path/filepath"

	"domicile/internal/corpus"
)

func main() {
	const dir = "credentials/testdata"
	old, _ := filepath.Glob(filepath.Join(dir, "*.txt"))
	for _, file := range old {
		check(os.Remove(file))
	}
	check(os.MkdirAll(filepath.Join(dir, "trust"), 0o755))
	for name, data := range corpus.Trust() {
		check(os.WriteFile(filepath.Join(dir, "trust", name), data, 0o644))
	}
	for _, v := range corpus.All() {
		check(os.WriteFile(filepath.Join(dir, v.Name+".txt"), v.Format(), 0o644))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
