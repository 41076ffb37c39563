//go:build !js

package main

import (
	"os"
	"strings"
	"testing"
)

// The pages compile against the checked-in file: it must say what the Go types
// say.
func TestGeneratedFileIsCurrent(t *testing.T) {
	want, err := generate("domicile/wasm/api")
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile("../../../web/engine/api.gen.ts")
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != want {
		t.Error("web/engine/api.gen.ts is stale: run scripts/types")
	}
}

func TestShapes(t *testing.T) {
	text, err := generate("domicile/wasm/api")
	if err != nil {
		t.Fatal(err)
	}
	for defect, line := range map[string]string{
		"a call lost its types":           `  "vault.create": { request: VaultCreateRequest; response: VaultCreated };`,
		"bytes became an array":           `  envelope: Uint8Array;`,
		"a list of bytes became flat":     `  records: Uint8Array[];`,
		"an optional field is demanded":   `  http?: HTTPRequest;`,
		"a closed set became any string":  `  scope: Scope;`,
		"the open tree became any":        `  claims?: Record<string, unknown>;`,
		"an empty struct takes anything":  `export type Nothing = Record<string, never>;`,
		"a variant of a union is missing": `  | "partial" // frames are missing`,
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("%s: no line %q", defect, line)
		}
	}
}

func TestRefusesWhatHasNoShape(t *testing.T) {
	if _, err := generate("domicile/crypto/fault"); err == nil {
		t.Error("a package without a call table was accepted")
	}
}
