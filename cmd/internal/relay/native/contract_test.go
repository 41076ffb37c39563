package native_test

import (
	"net/http/httptest"
	"strings"
	"sync"
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
	var mu sync.Mutex
	said := map[string]string{}
	t.Run("stores", func(t *testing.T) {
		for name, store := range map[string]native.Store{"memory": memory.New(), "SQLite": sqlite} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				relay := native.New(store, make([]byte, 32), native.Options{Trap: trap})
				server := httptest.NewServer(relay)
				t.Cleanup(func() { server.Close(); relay.Close() })
				text := relaytest.Contract(t, server.URL+"/relay", relaytest.Knobs{Trap: trap})
				mu.Lock()
				defer mu.Unlock()
				said[name] = text
			})
		}
	})
	if said["memory"] != said["SQLite"] || strings.Count(said["SQLite"], "\n") < 200 {
		t.Errorf("memory:\n%s\nSQLite:\n%s", said["memory"], said["SQLite"])
	}
}
