package domicile

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDocumentsPointToWhatIsThere holds that no page of the project links to a
// file that is missing, and names no script that is.
func TestDocumentsPointToWhatIsThere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#]+)[^)]*\)`)
	script := regexp.MustCompile(`\bscripts/[a-z0-9]+`)
	pages, err := filepath.Glob("*.md")
	if err != nil || len(pages) == 0 {
		t.Skip("the documents are not here")
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		targets := script.FindAllString(string(text), -1)
		for _, found := range link.FindAllStringSubmatch(string(text), -1) {
			if !strings.Contains(found[1], "://") {
				targets = append(targets, found[1])
			}
		}
		for _, target := range targets {
			if _, err := os.Stat(filepath.FromSlash(target)); err != nil {
				t.Errorf("%s names %s, which is not there", page, target)
			}
		}
	}
}
