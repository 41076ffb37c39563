package site

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestPublishLeavesOutWhatAHostMustNotServe(t *testing.T) {
	from, to := folder(t, map[string]string{
		"index.html": "home", "wallet/index.html": "wallet", "engine/wallet.wasm": "wasm", "engine/wallet.wasm.br": "small",
		"assets/main-B7x_9kQz.js": "script", ".env": "secret", ".git/config": "secret",
	}), t.TempDir()
	if err := Publish(from, to); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"index.html": true, "wallet/index.html": true, "engine/wallet.wasm": true, "assets/main-B7x_9kQz.js": true, "_headers": true,
		"engine/wallet.wasm.br": false, ".env": false, ".git/config": false,
	} {
		if _, err := os.Stat(filepath.Join(to, name)); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPublishKeepsNothingForEverThatMayChange(t *testing.T) {
	from := folder(t, map[string]string{"index.html": "home", "assets/logo.svg": "no digest"})
	if err := Publish(from, t.TempDir()); !errors.Is(err, ErrUnhashed) {
		t.Error(err)
	}
}

func TestPublishRefusesWhatAHostWould(t *testing.T) {
	from := folder(t, map[string]string{"index.html": "home"})
	large, err := os.Create(filepath.Join(from, "large.bin"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(large.Truncate(maxFile+1), large.Close()); err != nil {
		t.Fatal(err)
	}
	if err := Publish(from, t.TempDir()); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}

// TestRulesFitAStaticHost holds the limits of such files: 100 rules, and 2,000
// characters a line.
func TestRulesFitAStaticHost(t *testing.T) {
	count := 0
	for line := range strings.Lines(rules()) {
		if len(line) > 2000 {
			t.Errorf("%d characters: %s", len(line), line)
		}
		if line[0] == '/' {
			count++
		}
	}
	if count == 0 || count > 100 {
		t.Errorf("%d rules", count)
	}
}
