package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Flags that contradict each other are wrong usage, before anybody is asked.
func TestRequestFlagsThatDoNotGoTogether(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	var out, errs bytes.Buffer
	for _, args := range [][]string{{"keys", "new", "k.jwk"}, {"keys", "new", "--alg", "EdDSA", "ed.jwk"}} {
		if status := run(&terminal{in: strings.NewReader(""), out: &out, err: &errs}, args); status != 0 {
			t.Fatal(errs.String())
		}
	}
	for name, text := range map[string]string{"empty.json": "{}", "no.pem": "no certificate", "no.jwt": "no token"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const relay = "--relay http://127.0.0.1:1 "
	for line, says := range map[string]string{
		"--mode direct_post":                     "--mode needs a relay",
		"--check-code":                           "--check-code needs a relay",
		"--same-device":                          "--same-device needs a relay",
		"--haip":                                 "--haip needs a relay",
		"--verbose":                              "--verbose needs a relay",
		relay + "--mode fragment":                "direct_post or direct_post.jwt",
		relay + "--answer x":                     "not from --answer",
		relay + "--return-url https://a.example": "is for --same-device",
		relay + "--check-code --same-device":     "for two devices",
		relay + "--check-code --client-prefix redirect_uri":             "needs a request that wallets fetch",
		relay + "--haip --mode direct_post":                             "needs --mode direct_post.jwt",
		relay + "--timeout 11m":                                         "1s to 10m",
		relay + "--timeout 10ms":                                        "1s to 10m",
		relay + "--haip":                                                "the hash of its certificate",
		relay + "--client-id shop":                                      "needs --sign-key",
		"--relay http://relay.example":                                  "--relay http://relay.example",
		"--certificate a.pem --did did:jwk:x#0 --sign-key k.jwk":        "not several",
		"--certificate a.pem":                                           "name it with --sign-key",
		"--did did:jwk:x#0":                                             "name it with --sign-key",
		"--attestation a.jwt":                                           "name it with --sign-key",
		"--name-dns a.example --sign-key k.jwk":                         "a name in a --certificate",
		"--client-prefix openid_federation":                             "--client-prefix is one of",
		"--client-prefix redirect_uri --sign-key k.jwk":                 "does not sign",
		"--client-prefix x509_san_dns --certificate a --sign-key k.jwk": "needs --certificate and --name-dns",
		"--client-prefix x509_hash":                                     "does not go with",
		"--client-prefix pre-registered --sign-key k.jwk":               "does not go with",
		"--client-prefix x509_hash --did did:jwk:x#0 --sign-key k.jwk":  "does not go with",
		"--client-id x509_hash:abc":                                     "prefix x509_hash",
		"--client-id redirect_uri:https://a.example --sign-key k.jwk":   "request_client_prefix",
		"--did did:key:x#x --sign-key k.jwk":                            "cannot sign",
		"--did did:jwk:e30 --sign-key k.jwk":                            "cannot sign",
		"--certificate no.pem --sign-key k.jwk":                         "cannot sign",
		"--certificate missing.pem --sign-key k.jwk":                    "cannot read missing.pem",
		"--attestation no.jwt --sign-key k.jwk":                         "cannot sign",
		"--sign-key missing.jwk":                                        "cannot read missing.jwk",
		"--sign-key empty.json":                                         "--sign-key empty.json",
		"--transaction missing.json":                                    "cannot read missing.json",
		"--transaction empty.json":                                      "--transaction empty.json",
		"--verifier-info missing.json":                                  "cannot read missing.json",
		"--preset nonsense":                                             `there is no preset "nonsense"`,
		"--client-prefix=":                                              "--client-prefix is empty",
		"--relay=":                                                      "--relay is empty",
	} {
		t.Run(line, func(t *testing.T) {
			var out, errs bytes.Buffer
			status := run(&terminal{in: strings.NewReader(""), out: &out, err: &errs}, append([]string{"request"}, strings.Fields(line)...))
			if status != exitUsage || !strings.Contains(errs.String(), says) || out.Len() > 0 {
				t.Errorf("status %d, %q, want %q; out %q", status, errs.String(), says, out.String())
			}
		})
	}
}

// What verifier_info does not have the form of is said before anybody is asked.
func TestVerifierInfo(t *testing.T) {
	dir := t.TempDir()
	for text, want := range map[string]int{`[{"format":"x","data":"y"},{"format":"x","data":"z"}]`: 2, `{"format":"x","data":"y"}`: 1, "eyJh.eyJi.c2ln\n": 1} {
		list, err := readInfo(write(t, dir, "info", []byte(text)))
		if err != nil || len(list) != want {
			t.Errorf("%s: %v, %v", text, list, err)
		}
	}
	for _, text := range []string{"{", `[{"a":1,"a":2}]`} {
		if _, err := readInfo(write(t, dir, "info", []byte(text))); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

// TestEveryFlagSaysWhatItIsFor holds the help of each command complete.
func TestEveryFlagSaysWhatItIsFor(t *testing.T) {
	var check func(c *cobra.Command)
	check = func(c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" || strings.HasSuffix(f.Usage, ".") {
				t.Errorf("%s --%s: %q", c.CommandPath(), f.Name, f.Usage)
			}
		})
		for _, sub := range c.Commands() {
			check(sub)
		}
	}
	check(newRoot(&terminal{in: strings.NewReader(""), out: &bytes.Buffer{}, err: &bytes.Buffer{}}))
}
