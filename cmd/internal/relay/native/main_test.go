package native_test

import (
	"os"
	"testing"

	"domicile/cmd/internal/relay/relaytest"
)

func TestMain(m *testing.M) {
	relaytest.Child()
	os.Exit(m.Run())
}
