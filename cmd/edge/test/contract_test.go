package edge

import (
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"domicile/cmd/internal/relay/native"
	"domicile/cmd/internal/relay/relaytest"
)

const trap = "trap-for-tests"

// TestContractAtTheEdge holds the worker at EDGE_RELAY to the contract, and to
// the words of the native relay. contract.test.mjs starts the worker.
func TestContractAtTheEdge(t *testing.T) {
	base := os.Getenv("EDGE_RELAY")
	if base == "" {
		t.Skip("scripts/edge test runs this: EDGE_RELAY names no worker")
	}
	edge := relaytest.Contract(t, base, relaytest.Knobs{Trap: trap, Slow: true})
	here := strings.Split(atHome(t), "\n")
	for i, line := range strings.Split(edge, "\n") {
		// A header that comes twice reaches the worker as one, which no route accepts.
		if i < len(here) && here[i] == "GET <twice> -> refused" && strings.Contains(line, "-> 401 ") {
			continue
		}
		if i >= len(here) || line != here[i] {
			t.Fatalf("line %d of the transcript:\nedge:   %s\nnative: %s", i+1, line, strings.Join(here[min(i, len(here)):min(i+1, len(here))], ""))
		}
	}
	if lines := strings.Count(edge, "\n") + 1; lines != len(here) {
		t.Errorf("%d lines at the edge, %d natively", lines, len(here))
	}
}

// atHome is the transcript of the native relay on SQLite.
func atHome(t *testing.T) string {
	store, err := native.OpenStore(t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	relay := native.New(store, make([]byte, 32), native.Options{Trap: trap})
	server := httptest.NewServer(relay)
	defer func() { server.Close(); relay.Close() }()
	return relaytest.Contract(t, server.URL+"/relay", relaytest.Knobs{Trap: trap})
}
