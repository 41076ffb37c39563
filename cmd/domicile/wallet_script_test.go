package main

import (
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"domicile/cmd/internal/issuer"
)

// TestWalletScripts runs the scripts of testdata/wallet against the demo office,
// which really runs.
func TestWalletScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "wallet"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("DOMICILE_PASSPHRASE", "a harbour in the fog")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"office": office, "set": set, "silence": silence},
	})
}

// office starts the demo office, with its data in data/issuer, sets $ORIGIN, and
// writes its trust list to list.json.
func office(ts *testscript.TestScript, _ bool, _ []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	origin := "http://" + listener.Addr().String()
	opened, err := issuer.Open(issuer.Meridia(origin), ts.MkAbs("data/issuer"), issuer.Options{Log: slog.New(slog.DiscardHandler)})
	ts.Check(err)
	mux := http.NewServeMux()
	opened.Register(mux)
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: quiet(ts, mux)}}
	server.Start()
	ts.Defer(func() { server.Close(); opened.Close() })
	ts.Setenv("ORIGIN", origin)
	response, err := http.Get(origin + "/trust/list.json")
	ts.Check(err)
	defer response.Body.Close()
	list, err := os.Create(ts.MkAbs("list.json"))
	ts.Check(err)
	defer list.Close()
	_, err = list.ReadFrom(response.Body)
	ts.Check(err)
}

// quiet loses answers while a script says so.
func quiet(ts *testscript.TestScript, handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, err := os.ReadFile(ts.MkAbs("silent"))
		if err == nil && strings.HasSuffix(r.URL.Path, strings.TrimSpace(string(name))) {
			panic(http.ErrAbortHandler)
		}
		handler.ServeHTTP(w, r)
	})
}

// silence makes requests to a path be lost, or ends that: silence /credential
func silence(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Check(os.Remove(ts.MkAbs("silent")))
		return
	}
	ts.Check(os.WriteFile(ts.MkAbs("silent"), []byte(args[0]), 0o600))
}

// set waits for a line of a file and keeps it in a variable, or only its first
// word: set REQUEST said 1, set CARD cards 1 word
func set(ts *testscript.TestScript, _ bool, args []string) {
	number, err := strconv.Atoi(args[2])
	ts.Check(err)
	for range 300 {
		data, _ := os.ReadFile(ts.MkAbs(args[1]))
		if lines := strings.Split(string(data), "\n"); len(lines) > number {
			line := strings.TrimSpace(lines[number-1])
			if len(args) == 4 {
				line = strings.Fields(line)[0]
			}
			ts.Setenv(args[0], line)
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	ts.Fatalf("%s has no line %d", args[1], number)
}
