package interop

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"domicile/credentials/verdict"
)

// TestMain removes what program has built.
func TestMain(m *testing.M) {
	status := m.Run()
	if ran {
		if built, err := program(); err == nil {
			_ = os.RemoveAll(filepath.Dir(built))
		}
	}
	os.Exit(status)
}

// program builds the program, once for all tests.
var program = sync.OnceValues(func() (string, error) {
	ran = true
	dir, err := os.MkdirTemp("", "domicile-interop-")
	if err != nil {
		return "", err
	}
	built := filepath.Join(dir, "domicile")
	if out, err := exec.Command("go", "build", "-o", built, "domicile/cmd/domicile").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return built, nil
})

var ran bool // program was called

// command builds the program and returns how to run it in a folder of its own.
func command(t *testing.T) (dir string, run func(args ...string) (string, int)) {
	t.Helper()
	dir = t.TempDir()
	binary := filepath.Join(dir, "domicile")
	built, err := program()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(built, binary); err != nil {
		t.Fatal(err)
	}
	return dir, func(args ...string) (string, int) {
		c := exec.Command(binary, args...)
		c.Dir = dir
		var out, complaint bytes.Buffer
		c.Stdout, c.Stderr = &out, &complaint
		if err := c.Run(); err != nil && c.ProcessState == nil {
			t.Fatal(err)
		}
		if complaint.Len() > 0 {
			t.Logf("%s: %s", args[0], complaint.String())
		}
		return out.String(), c.ProcessState.ExitCode()
	}
}

func writeJSON(t *testing.T, dir, name string, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// The commands, with the peer as the wallet and as the issuer between them.
func TestCommandsAcrossImplementations(t *testing.T) {
	p := newParty(t)
	dir, run := command(t)
	writeJSON(t, dir, "issuer.jwk", p.issuer.JWK())
	writeJSON(t, dir, "trust.jwk", p.issuer.Public().JWK())
	writeJSON(t, dir, "holder.jwk", p.holder.Public().JWK())

	issued, status := run("issue", "dc+sd-jwt", "--key", "issuer.jwk", "--issuer", "https://office.example", "--holder", "holder.jwk")
	if status != 0 {
		t.Fatalf("issue ends with %d", status)
	}
	for name, c := range map[string]struct {
		token, claim string
		frame        map[string]any
		now          time.Time
	}{
		"our card in their wallet":   {strings.TrimSpace(issued), "age_equal_or_over", map[string]any{"age_equal_or_over": map[string]any{"18": true}}, time.Now()},
		"their card in their wallet": {p.issueTheirs(t, cards[0]), "given_name", map[string]any{"given_name": true}, now},
	} {
		var shown string
		p.must(t, map[string]any{"op": "present", "token": c.token, "holder": p.holder.JWK(), "frame": c.frame,
			"kb": map[string]any{"iat": c.now.Unix(), "aud": audience, "nonce": nonce}}, &shown)
		judge := func(nonce string) (v verdict.Verdict, status int) {
			out, status := run("verify", "--json", "--trust", "trust.jwk", "--now", c.now.UTC().Format(time.RFC3339),
				"--nonce", nonce, "--audience", audience, shown)
			if err := json.Unmarshal([]byte(out), &v); err != nil {
				t.Fatalf("%s: %v: %s", name, err, out)
			}
			return v, status
		}
		if v, status := judge(nonce); status != 0 || v.Verdict != verdict.Valid || v.Holder != "proven" || v.Claims[c.claim] == nil {
			t.Errorf("%s: %d, %+v", name, status, v)
		}
		if v, status := judge("another"); status != 1 || v.Kind != "holder_binding_nonce" {
			t.Errorf("%s, to another question: %d, %+v", name, status, v)
		}
	}
}
