package request_test

import (
	"bytes"
	"testing"

	"domicile/credentials/request"
	"domicile/credentials/trust"
	"domicile/crypto/alg"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// A verifier that is known beforehand gets its answers where it is known to want
// them: to the letter, and where it signs, also below an address that ends with a
// slash.
func TestAddressOfAKnownVerifier(t *testing.T) {
	key, err := keys.Generate(bytes.NewReader(bytes.Repeat([]byte{7}, 48)), alg.ES256)
	if err != nil {
		t.Fatal(err)
	}
	const answer = "https://relay.example/relay/x/one/response"
	for name, row := range map[string]struct {
		listed string
		signed bool
		kind   fault.Kind
	}{
		"signed, to the letter":         {answer, true, ""},
		"signed, below":                 {"https://relay.example/relay/", true, ""},
		"unsigned, to the letter":       {answer, false, ""},
		"unsigned, below":               {"https://relay.example/relay/", false, request.KindReturnMismatch},
		"signed, beginning of a name":   {"https://relay.example/rel", true, request.KindReturnMismatch},
		"signed, below another":         {"https://other.example/relay/", true, request.KindReturnMismatch},
		"signed, host that only begins": {"https://relay.example.evil/", true, request.KindReturnMismatch},
	} {
		t.Run(name, func(t *testing.T) {
			signer, err := request.SignRegistered(key, "shop", "")
			if err != nil {
				t.Fatal(err)
			}
			client := trust.Client{ID: "shop", Name: "The Shop", Addresses: []string{row.listed}}
			if row.signed {
				client.Keys = []keys.Named{{Public: key.Public()}}
			} else {
				signer = nil
			}
			r, err := request.Build(noise(1), request.Question{Mode: request.DirectPost, ReturnURL: answer, ClientID: "shop", Query: request.Presets()[0].Query()}, testNow)
			if err != nil {
				t.Fatal(err)
			}
			object, err := r.Object(signer, "")
			if err != nil {
				t.Fatal(err)
			}
			o, err := request.Open(noise(2), r.Wrapped(object), request.Wallet{Verifiers: trust.Verifiers{Clients: []trust.Client{client}}}, testNow)
			if fault.KindOf(err) != row.kind {
				t.Fatalf("got %v, want %q", err, row.kind)
			}
			if err == nil && o.Step().Request.Identity.Name != "The Shop" {
				t.Errorf("%+v", o.Step())
			}
		})
	}
}
