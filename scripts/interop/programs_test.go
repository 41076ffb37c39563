package interop

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"domicile/credentials/verdict"
	"domicile/crypto/encoding"
)

// The same with our programs as they are: bin/domicile as the verifier over its
// relay, and as the wallet.

// serving starts a program that runs until the test ends, and returns what the
// pattern's group matches in its output.
func serving(t *testing.T, dir, pattern string, args ...string) string {
	t.Helper()
	program := exec.Command(filepath.Join(dir, "domicile"), args...)
	program.Dir = dir
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = program.Process.Signal(syscall.SIGINT)
		_ = program.Wait()
	})
	wanted := regexp.MustCompile(pattern)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if found := wanted.FindStringSubmatch(lines.Text()); found != nil {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return found[1]
		}
	}
	t.Fatalf("%s never says %s", args[0], pattern)
	return ""
}

// asking is one run of "domicile request".
type asking struct {
	lines   *bufio.Reader
	program *exec.Cmd
	errs    bytes.Buffer
}

func startAsking(t *testing.T, dir string, args ...string) (a *asking, link string) {
	t.Helper()
	a = &asking{program: exec.Command(filepath.Join(dir, "domicile"), append([]string{"request", "--json"}, args...)...)}
	a.program.Dir, a.program.Stderr = dir, &a.errs
	out, err := a.program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := a.program.Start(); err != nil {
		t.Fatal(err)
	}
	a.lines = bufio.NewReader(out)
	var shown struct {
		Request string `json:"request"`
	}
	a.read(t, &shown)
	return a, shown.Request
}

func (a *asking) read(t *testing.T, into any) {
	t.Helper()
	line, err := a.lines.ReadBytes('\n')
	if err != nil {
		_ = a.program.Wait()
		t.Fatalf("%v: %s", err, a.errs.String())
	}
	if err := json.Unmarshal(line, into); err != nil {
		t.Fatal(err)
	}
}

func TestTheirWalletAnswersOurProgram(t *testing.T) {
	wallet, w := start(t, "wallet.mjs"), newWorld(t)
	dir, _ := command(t)
	relay := serving(t, dir, `running on (http://.*)/relay/`, "relay", "serve", "--addr", "localhost:0", "--data", "relay")
	relay = strings.Replace(relay, "127.0.0.1", verifierHost, 1)
	writeJSON(t, dir, "trust.jwk", w.issuer.Public().JWK())
	writeJSON(t, dir, "query.json", theirQuery())
	w.writeIdentity(t, dir)
	flags := map[string][]string{
		"a key made for it":        nil,
		"redirect_uri":             {"--client-prefix", "redirect_uri"},
		"did:jwk":                  {"--sign-key", "key.jwk"},
		"did:key":                  {"--sign-key", "key.jwk", "--did", w.identities(t, "")[2].theirs["didUrl"].(string)},
		"x509_san_dns":             {"--sign-key", "key.jwk", "--certificate", "chain.pem", "--name-dns", verifierHost},
		"x509_hash":                {"--sign-key", "key.jwk", "--certificate", "chain.pem"},
		"x509_hash, as HAIP wants": {"--sign-key", "key.jwk", "--certificate", "chain.pem", "--haip"},
		"verifier_attestation":     {"--sign-key", "key.jwk", "--attestation", "attestation.jwt"},
		"known beforehand, signed": {"--sign-key", "key.jwk", "--client-id", knownID},
	}
	for name, flags := range flags {
		for _, mode := range []string{"direct_post", "direct_post.jwt"} {
			if mode == "direct_post" && strings.Contains(name, "HAIP") {
				continue
			}
			t.Run(name+" "+mode, func(t *testing.T) {
				args := append([]string{"--relay", relay, "--mode", mode, "--dcql", "query.json", "--trust", "trust.jwk", "--timeout", "30s"}, flags...)
				a, link := startAsking(t, dir, args...)
				var got theirAnswer
				complaint := wallet.ask(t, map[string]any{
					"op": "present", "link": link, "card": w.card, "holder": w.holder.JWK(), "believes": w.believes(), "frame": map[string]any{"given_name": true},
				}, &got)
				if complaint != "" {
					_ = a.program.Process.Signal(syscall.SIGINT)
					_ = a.program.Wait()
					t.Fatalf("they refuse %s: %s", link, complaint)
				}
				var v verdict.Verdict
				a.read(t, &v)
				if err := a.program.Wait(); err != nil || got.Status != 200 || v.Verdict != verdict.Valid || v.Claims["given_name"] != "Aiko" || v.Holder != "proven" {
					t.Errorf("%v, %d, %s %s: %s", err, got.Status, v.Verdict, v.Kind, a.errs.String())
				}
			})
		}
	}
}

// writeIdentity writes the files that the flags name.
func (w *world) writeIdentity(t *testing.T, dir string) {
	t.Helper()
	writeJSON(t, dir, "key.jwk", w.key.JWK())
	var chain []byte
	for _, one := range [][]byte{w.leaf.Certificate.Raw, w.middle.Certificate.Raw} {
		chain = append(chain, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: one})...)
	}
	for name, data := range map[string][]byte{"chain.pem": chain, "attestation.jwt": []byte(w.attestation(t, ""))} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// list is what our wallet is told of verifiers, as a file.
func (w *world) list(answer string) map[string]any {
	key := w.key.Public().JWK()
	return map[string]any{
		"domicile_trust_list": 1, "epoch": 1, "issued": time.Now().Add(-time.Hour).UTC().Format(time.RFC3339),
		"expires": time.Now().Add(time.Hour).UTC().Format(time.RFC3339), "anchors": []any{},
		"verifiers": map[string]any{
			"authorities": []any{encoding.EncodeBase64(w.root.Certificate.Raw)},
			"registrars":  []any{map[string]any{"id": registrarID, "name": "Registrar", "keys": []any{w.registrar.Public().JWK()}}},
			"clients": []any{
				map[string]any{"id": knownID, "name": "Known", "addresses": []string{answer}, "keys": []any{key}},
				map[string]any{"id": unsignedID, "name": "Known, unsigned", "addresses": []string{answer}},
			},
		},
	}
}

func TestOurProgramAnswersTheirVerifier(t *testing.T) {
	t.Setenv("DOMICILE_PASSPHRASE", "a harbour in the fog")
	v := startVerifier(t)
	dir, run := command(t)
	issuer := receiveCards(t, dir, run)
	query := theirQuery()
	query["credentials"].([]any)[0].(map[string]any)["meta"] = map[string]any{"vct_values": []string{"urn:domicile:residency-card:1"}}
	for i, as := range v.w.identities(t, v.next()) {
		mode, way := "direct_post.jwt", ways(as)[0]
		if i%2 == 1 {
			mode = "direct_post"
		}
		if as.theirs != nil && i > 2 {
			way = "post"
		}
		t.Run(as.name+" "+mode+" "+way, func(t *testing.T) {
			as := v.w.identities(t, v.next())[i]
			writeJSON(t, dir, "verifiers.json", v.w.list(v.next()))
			link := v.ask(t, as, mode, way, map[string]any{"query": query, "issuer": issuer})
			out, status := run("wallet", "present", "--home", "citizen", "--yes", "--verifiers", "verifiers.json", link)
			got := v.outcome(t, "")
			if status != 0 || strings.TrimSpace(out) != v.origin+"/done#response_code="+got.Code {
				t.Errorf("status %d, %q: %s", status, out, got.Complaint)
			}
			if len(got.Cards["card"]) != 1 || got.Cards["card"][0]["given_name"] == nil || got.Cards["card"][0]["family_name"] != nil {
				t.Errorf("they read %+v", got)
			}
		})
	}
}

// receiveCards makes a wallet with cards of our own office, and returns the
// office's key.
func receiveCards(t *testing.T, dir string, run func(...string) (string, int)) (issuer map[string]any) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "site"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "site", "index.html"), []byte("home"), 0o600); err != nil {
		t.Fatal(err)
	}
	origin := serving(t, dir, `start here +(http://[^/]+)/`, "start", "--addr", "127.0.0.1:0", "--site", "site", "--data", "data")
	must := func(args ...string) string {
		out, status := run(args...)
		if status != 0 {
			t.Fatalf("%q ends with %d", args, status)
		}
		return out
	}
	must("wallet", "init", "--home", "citizen")
	offer := strings.Fields(must("issue", "--offer", "--data", "data", "--origin", origin))
	must("wallet", "receive", "--home", "citizen", "--yes", "--tx-code", offer[1], offer[0])
	response, err := http.Get(origin + "/trust/list.json")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var list struct {
		Anchors []struct {
			Keys []map[string]any `json:"keys"`
		} `json:"anchors"`
	}
	if err := json.NewDecoder(response.Body).Decode(&list); err != nil || len(list.Anchors) == 0 {
		t.Fatal(list, err)
	}
	return list.Anchors[0].Keys[0]
}
