package double

import (
	"strings"
	"testing"

	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

// Forge writes a compact token with any header and claims, as no program that
// keeps to the standards would. Without a key there is no signature.
func Forge(t testing.TB, header, claims map[string]any, key keys.Private) string {
	t.Helper()
	signed := segment(t, header) + "." + segment(t, claims)
	if key.IsZero() {
		return signed + "."
	}
	signature, err := key.Sign([]byte(signed))
	if err != nil {
		t.Fatal(err)
	}
	return signed + "." + encoding.EncodeBase64URL(signature)
}

func segment(t testing.TB, object map[string]any) string {
	t.Helper()
	data, err := encoding.EncodeJSON(object)
	if err != nil {
		t.Fatal(err)
	}
	return encoding.EncodeBase64URL(data)
}

// Unforge reads the header and the claims of a compact token.
func Unforge(t testing.TB, compact string) (header, claims map[string]any) {
	t.Helper()
	parts := strings.Split(compact, ".")
	for i, into := range []*map[string]any{&header, &claims} {
		data, err := encoding.DecodeBase64URL(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if *into, err = encoding.DecodeJSONObject(data); err != nil {
			t.Fatal(err)
		}
	}
	return header, claims
}

// Part is a member of an object, as an object to change.
func Part(t testing.TB, object map[string]any, name string) map[string]any {
	t.Helper()
	part, ok := object[name].(map[string]any)
	if !ok {
		t.Fatalf("%q is no object but %v", name, object[name])
	}
	return part
}
