package engine_test

import (
	"testing"

	"domicile/internal/double"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

// Whoever may issue cards does not thereby vouch for verifiers, nor the other way
// round.
func TestTwoKindsOfTrust(t *testing.T) {
	list := double.New(t).TrustList("test")
	for _, row := range []struct {
		name              string
		source            api.TrustSource
		anchors, vouchers int
		refused           string
	}{
		{"a list of issuers", api.TrustSource{Data: list}, 1, 0, ""},
		{"the same, brought for verifiers", api.TrustSource{Data: list, Verifiers: true}, 0, 0, "trust_source_unknown"},
		{"nothing, brought for verifiers", api.TrustSource{Verifiers: true}, 0, 0, "certificate_malformed"},
	} {
		var trusted engine.Trusted
		row.source.Name = "source"
		loaded, err := trusted.Load(api.TrustLoadRequest{Sources: []api.TrustSource{row.source}})
		if err != nil || len(loaded.Anchors) != row.anchors || len(loaded.Vouchers) != row.vouchers || (len(loaded.Refused) > 0) != (row.refused != "") {
			t.Errorf("%s: %+v %v", row.name, loaded, err)
		}
		if row.refused != "" && loaded.Refused[0].Failure.Kind != row.refused {
			t.Errorf("%s: %+v", row.name, loaded.Refused)
		}
	}
}
