package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"domicile/cmd/internal/courier"
	"domicile/cmd/internal/issuer"
	"domicile/credentials/request"
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

// TestOnlineScripts runs the scripts of testdata/online: shops and citizens that
// meet over a relay which really runs. Each begins with the wallet of a citizen
// who has a residency card, and with list.json, which lists its issuer.
func TestOnlineScripts(t *testing.T) {
	t.Setenv(passphraseVariable, "a harbour in the fog")
	citizen := os.DirFS(makeCitizen(t))
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "online"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv(passphraseVariable, "a harbour in the fog")
			return os.CopyFS(env.WorkDir, citizen)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"port": port, "await": await, "set": set, "authority": authority, "register": register, "replay": replay, "elsewhere": elsewhere,
		},
	})
}

// makeCitizen makes a wallet with one card, as the office would give it.
func makeCitizen(t *testing.T) string {
	dir := t.TempDir()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	origin := "http://" + listener.Addr().String()
	office, err := issuer.Open(issuer.Meridia(origin), filepath.Join(dir, "data", "issuer"), issuer.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	office.Register(mux)
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: mux}}
	server.Start()
	defer func() { server.Close(); office.Close() }()
	do := func(args ...string) string {
		var out, errs bytes.Buffer
		if status := run(&terminal{in: strings.NewReader(""), out: &out, err: &errs}, args); status != 0 {
			t.Fatalf("%q: %d %s", args, status, errs.String())
		}
		return out.String()
	}
	made := filepath.Join(dir, "made")
	wallet := filepath.Join(made, "citizen")
	do("wallet", "init", "--home", wallet)
	offer := strings.Fields(do("issue", "--offer", "--data", filepath.Join(dir, "data"), "--origin", origin))
	do("wallet", "receive", "--home", wallet, "--yes", "--tx-code", offer[1], offer[0])
	list := courier.New(courier.Options{Limit: 1 << 20, Timeout: time.Minute}).Send(t.Context(), request.Fetch{Method: "GET", URL: origin + "/trust/list.json"})
	if err := os.WriteFile(filepath.Join(made, "list.json"), []byte(list.Body), 0o600); err != nil {
		t.Fatal(err)
	}
	return made
}

// port sets a variable to a port that nobody listens on: port PORT
func port(ts *testscript.TestScript, _ bool, args []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], strconv.Itoa(listener.Addr().(*net.TCPAddr).Port))
	ts.Check(listener.Close())
}

// await waits until a file has a text, and keeps what its group matched:
// await heard 'Check code: (\d\d)' DIGITS
func await(ts *testscript.TestScript, _ bool, args []string) {
	wanted := regexp.MustCompile("(?m)" + args[1])
	var data []byte
	for range 300 {
		data, _ = os.ReadFile(ts.MkAbs(args[0]))
		if found := wanted.FindSubmatch(data); found != nil {
			if len(args) == 3 {
				ts.Setenv(args[2], string(found[1]))
			}
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	ts.Fatalf("%s never says %s: %s", args[0], args[1], data)
}

func writeFile(ts *testscript.TestScript, name string, data []byte) {
	ts.Check(os.WriteFile(ts.MkAbs(name), data, 0o600))
}

func writeJSON(ts *testscript.TestScript, name string, value any) {
	text, err := encoding.EncodeJSON(value)
	ts.Check(err)
	writeFile(ts, name, text)
}

// authority makes an authority and the certificate of a verifier below it:
// authority shop localhost writes shop.jwk, shop.pem and shop-authority.pem.
func authority(ts *testscript.TestScript, _ bool, args []string) {
	name, host := args[0], args[1]
	key, err := keys.Generate(rand.Reader, alg.ES256)
	ts.Check(err)
	writeJSON(ts, name+".jwk", key.JWK())
	public, err := standardKey(key.Public().JWK())
	ts.Check(err)
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ts.Check(err)
	above := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Authority of " + name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{Organization: []string{"Company " + name}}, DNSNames: []string{host},
		NotBefore: above.NotBefore, NotAfter: above.NotAfter, KeyUsage: x509.KeyUsageDigitalSignature, BasicConstraintsValid: true,
	}
	aboveDER, err := x509.CreateCertificate(rand.Reader, above, above, &own.PublicKey, own)
	ts.Check(err)
	leafDER, err := x509.CreateCertificate(rand.Reader, leaf, above, public, own)
	ts.Check(err)
	block := func(der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}) }
	writeFile(ts, name+".pem", append(block(leafDER), block(aboveDER)...))
	writeFile(ts, name+"-authority.pem", block(aboveDER))
}

// register makes a registrar that knows the verifier of NAME.jwk, and is known
// itself: register NAME PREFIX-OF-ADDRESSES writes NAME.attestation,
// NAME.registration (for the attested verifier, who may ask whether somebody is
// over 18) and verifiers.json, which lists the registrar, and the verifier as the
// client "known-NAME" as well.
func register(ts *testscript.TestScript, _ bool, args []string) {
	name := args[0]
	object, err := encoding.DecodeJSONObject([]byte(ts.ReadFile(name + ".jwk")))
	ts.Check(err)
	verifier, err := keys.ParsePrivateJWK(object)
	ts.Check(err)
	registrar, err := keys.Generate(rand.Reader, alg.ES256)
	ts.Check(err)
	state := func(file, typ string, claims map[string]any) {
		claims["iss"], claims["exp"] = "https://registrar.example", time.Now().Add(time.Hour).Unix()
		payload, err := encoding.EncodeJSON(claims)
		ts.Check(err)
		text, err := jose.Sign(registrar, map[string]any{"typ": typ}, payload)
		ts.Check(err)
		writeFile(ts, file, []byte(text))
	}
	state(name+".attestation", "verifier-attestation+jwt", map[string]any{"sub": name, "cnf": map[string]any{"jwk": verifier.Public().JWK()}})
	state(name+".registration", "verifier-registration+jwt", map[string]any{
		"sub": "verifier_attestation:" + name, "name": "Company " + name, "purpose": "Sell to adults",
		"credentials": []any{map[string]any{"format": "dc+sd-jwt", "meta": map[string]any{"vct_values": []any{"urn:domicile:residency-card:1"}},
			"claims": []any{map[string]any{"path": []any{"age_equal_or_over", "18"}}}}},
	})
	writeJSON(ts, "verifiers.json", map[string]any{
		"domicile_trust_list": 1, "epoch": 1,
		"issued": time.Now().Add(-time.Hour).UTC().Format(time.RFC3339), "expires": time.Now().Add(time.Hour).UTC().Format(time.RFC3339),
		"verifiers": map[string]any{
			"registrars": []any{map[string]any{"id": "https://registrar.example", "name": "Register of Shops", "keys": []any{registrar.Public().JWK()}}},
			"clients":    []any{map[string]any{"id": "known-" + name, "name": "Company " + name, "addresses": []any{args[1]}, "keys": []any{verifier.Public().JWK()}}},
		},
	})
}

// replay posts an answer that was made for another request, as it is or with the
// state of this one: replay said answer, replay -state said answer. With a third
// name the form is that file's: replay said ” form.
func replay(ts *testscript.TestScript, _ bool, args []string) {
	withState := args[0] == "-state"
	if withState {
		args = args[1:]
	}
	line, _, _ := strings.Cut(ts.ReadFile(args[0]), "\n")
	r, err := request.Parse(line)
	ts.Check(err)
	form := ""
	if len(args) == 3 {
		form = strings.TrimSpace(ts.ReadFile(args[2]))
	} else {
		_, form, _ = strings.Cut(strings.TrimSpace(ts.ReadFile(args[1])), "#")
	}
	if withState {
		token, _, _ := strings.Cut(form, "&state=")
		form = token + "&state=" + r.State
	}
	reply := courier.New(courier.Options{Limit: 1 << 16, Timeout: time.Minute}).Send(context.Background(), request.Fetch{
		Method: "POST", URL: r.ResponseURI, Body: form, Headers: map[string]string{"Content-Type": "application/x-www-form-urlencoded"},
	})
	if reply.Status != 200 {
		ts.Fatalf("%+v", reply)
	}
}

// elsewhere starts a server that sends everybody elsewhere: elsewhere ORIGIN
func elsewhere(ts *testscript.TestScript, _ bool, args []string) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/there" {
			ts.Logf("the wallet went there")
			w.WriteHeader(http.StatusTeapot)
			return
		}
		http.Redirect(w, r, "/there", http.StatusFound)
	}))
	ts.Defer(server.Close)
	ts.Setenv(args[0], server.URL)
}
