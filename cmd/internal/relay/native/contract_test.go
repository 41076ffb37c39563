package native_test

import (
	"net/http/httptest"
	"testing"

	"domicile/cmd/internal/relay/memory"
	"domicile/cmd/internal/relay/native"
	"domicile/cmd/internal/relay/relaytest"
)

const trap = "trap-for-tests"

// R14: one suite, each store, one transcript.
func TestR14SameTranscriptOnEachStore(t *testing.T) {
	sqlite, err := native.OpenStore(t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for name, store := range map[string]native.Store{"memory": memory.New(), "SQLite": sqlite} {
		t.Run(name, func(t *testing.T) {
			relay := native.New(store, make([]byte, 32), native.Options{Trap: trap})
			server := httptest.NewServer(relay)
			t.Cleanup(func() { server.Close(); relay.Close() })
			said[name] = relaytest.Contract(t, server.URL+"/relay", relaytest.Knobs{Trap: trap})
		})
	}
	if said["memory"] != said["SQLite"] {
		t.Errorf("memory:\n%s\nSQLite:\n%s", said["memory"], said["SQLite"])
	}
	t.Log(said["SQLite"])
}
