package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"domicile/cmd/internal/relay/relaytest"
)

func TestMain(m *testing.M) {
	relaytest.Child()
	os.Exit(m.Run())
}

func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	root := newRoot(&out)
	root.SetArgs(args)
	err := root.ExecuteContext(t.Context())
	return out.String(), err
}

// Nobody else's relay is put under load.
func TestOtherMachinesAreRefused(t *testing.T) {
	for _, url := range []string{"http://192.0.2.1/relay", "https://relay.example/relay", "http://localhost.example/relay", "http://localhost/relay", "http://127.0.0.1@relay.example/", "http://0.0.0.0/relay", "://", "relay"} {
		for _, command := range []string{"load", "race", "soak", "enumerate", "contract"} {
			if out, err := run(t, command, "--url", url); err == nil || out != "" {
				t.Errorf("%s %s: %q, %v", command, url, out, err)
			}
		}
	}
}

func TestEndlessRunIsRefused(t *testing.T) {
	for _, args := range [][]string{{"load", "--exchanges", "0"}, {"load", "--exchanges", "1000000000"}, {"load", "--clients", "0"}, {"load", "--clients", "100000"},
		{"load", "--drop-reply", "1"}, {"load", "--for", "0s"}, {"soak", "--for", "1000h"}, {"soak", "--rate", "0"}, {"race", "--rounds", "0"}, {"fault", "--life", "0s"},
		{"enumerate", "--guesses", "-1"}, {"bench", "--rounds", "0"}} {
		if out, err := run(t, args...); err == nil || out != "" {
			t.Errorf("%q: %q, %v", args, out, err)
		}
	}
}

func TestRunsPrintFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("starts relays")
	}
	for _, row := range []struct {
		args []string
		want string
	}{
		{[]string{"load", "--exchanges", "20", "--clients", "4"}, "exchanges 20, lost 0, twice 0, foreign 0, "},
		{[]string{"race", "--rounds", "3", "--racers", "4"}, "exchanges 3, lost 0, twice 0, "},
		{[]string{"soak", "--for", "2s", "--rate", "5"}, "lost 0, twice 0, "},
		{[]string{"bench", "--rounds", "1", "--exchanges", "10", "--clients", "2"}, "whole relay over HTTP"},
	} {
		if out, err := run(t, row.args...); err != nil || !strings.Contains(out, row.want) {
			t.Errorf("%q: %s, %v", row.args, out, err)
		}
	}
}

// A relay that breaks its contract is told, with a status that is not zero.
func TestBrokenContractIsTold(t *testing.T) {
	out, err := run(t, "contract", "--url", "http://127.0.0.1:1/relay")
	if err != errFound || !strings.Contains(out, "FAILED: ") {
		t.Errorf("%q, %v", out, err)
	}
}
