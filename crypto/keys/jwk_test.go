package keys_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

func base64url(data []byte) string { return encoding.EncodeBase64URL(data) }

// changed returns the members with one set, or taken away where value is nil.
func changed(object map[string]any, name string, value any) map[string]any {
	object = maps.Clone(object)
	if object[name] = value; value == nil {
		delete(object, name)
	}
	return object
}

func TestJWKRoundTrip(t *testing.T) {
	for _, a := range signing {
		k := key(t, a, 20)
		if back, err := keys.ParsePublicJWK(k.Public().JWK()); err != nil || back != k.Public() {
			t.Errorf("%s: %v", a, err)
		}
		back, err := keys.ParsePrivateJWK(k.JWK())
		if err != nil || !back.Equal(k) {
			t.Errorf("%s: %v", a, err)
		}
		if _, has := k.Public().JWK()["d"]; has {
			t.Errorf("%s: the public JWK has a private member", a)
		}
	}
}

// TestStandardsKeys reads keys printed in standards, with their thumbprints
// where those are printed too.
func TestStandardsKeys(t *testing.T) {
	rows := []struct {
		source, jwk, thumbprint string
		a                       alg.Algorithm
	}{
		{"RFC 7638, section 3.1", `{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}`, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", alg.PS256},
		{"RFC 8037, appendix A.3", `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", alg.EdDSA},
		{"RFC 7515, appendix A.3.1", `{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}`, "", alg.ES256},
	}
	for _, r := range rows {
		object, err := encoding.DecodeJSONObject([]byte(r.jwk))
		if err != nil {
			t.Fatal(err)
		}
		if r.a == alg.PS256 {
			_, err := keys.ParsePublicJWK(object)
			wantKind(t, r.source+", as printed for RS256", err, keys.KindConflict)
			delete(object, "alg")
		}
		k, err := keys.ParsePublicJWK(object)
		if err != nil || k.Algorithm() != r.a || r.thumbprint != "" && k.Thumbprint() != r.thumbprint {
			t.Errorf("%s: %s, %v", r.source, k.Thumbprint(), err)
		}
	}
}

func TestParsePublicJWKRefuses(t *testing.T) {
	ec := key(t, alg.ES256, 21).Public().JWK()
	k1 := key(t, alg.ES256K, 21).Public().JWK()
	ed := key(t, alg.EdDSA, 21).Public().JWK()
	p384 := key(t, alg.ES384, 21).Public().JWK()
	short := base64url(make([]byte, 31))
	rows := []struct {
		defect string
		jwk    map[string]any
		kind   fault.Kind
	}{
		{"empty", map[string]any{}, keys.KindMalformed},
		{"no type", changed(ec, "kty", nil), keys.KindMalformed},
		{"type of another type", changed(ec, "kty", true), encoding.KindJSONMemberType},
		{"unknown type", changed(ec, "kty", "AKP"), keys.KindTypeUnknown},
		{"type in another case", changed(ec, "kty", "ec"), keys.KindTypeUnknown},
		{"symmetric", map[string]any{"kty": "oct"}, keys.KindPrivate},
		{"symmetric with its secret", map[string]any{"kty": "oct", "k": "AAAA"}, keys.KindPrivate},
		{"no curve", changed(ec, "crv", nil), keys.KindMalformed},
		{"curve P-521", changed(ec, "crv", "P-521"), keys.KindTypeUnknown},
		{"curve X25519", changed(ed, "crv", "X25519"), keys.KindTypeUnknown},
		{"curve in another case", changed(ec, "crv", "p-256"), keys.KindTypeUnknown},
		{"old name of secp256k1", changed(k1, "crv", "P-256K"), keys.KindTypeUnknown},
		{"Edwards curve as EC", changed(ed, "kty", "EC"), keys.KindConflict},
		{"NIST curve as OKP", changed(ec, "kty", "OKP"), keys.KindConflict},
		{"no x", changed(ec, "x", nil), keys.KindMalformed},
		{"no y", changed(ec, "y", nil), keys.KindMalformed},
		{"short x", changed(ec, "x", short), keys.KindMalformed},
		{"short y", changed(ec, "y", short), keys.KindMalformed},
		{"x with a leading zero more", changed(ec, "x", base64url(append([]byte{0}, mustDecode(t, ec["x"])...))), keys.KindMalformed},
		{"short Ed25519 point", changed(ed, "x", short), keys.KindMalformed},
		{"padded x", changed(ec, "x", ec["x"].(string)+"="), encoding.KindBase64URLPadding},
		{"x that is a number", changed(ec, "x", json.Number("1")), encoding.KindJSONMemberType},
		{"x and y swapped", changed(changed(ec, "x", ec["y"]), "y", ec["x"]), keys.KindOffCurve},
		{"y of another key", changed(ec, "y", key(t, alg.ES256, 22).Public().JWK()["y"]), keys.KindOffCurve},
		{"point of secp256k1 on P-256", changed(k1, "crv", "P-256"), keys.KindOffCurve},
		{"point of P-256 on secp256k1", changed(ec, "crv", "secp256k1"), keys.KindOffCurve},
		{"point of P-384 on P-256", changed(p384, "crv", "P-256"), keys.KindMalformed},
		{"zero point", changed(changed(ec, "x", base64url(make([]byte, 32))), "y", base64url(make([]byte, 32))), keys.KindOffCurve},
		{"private member", changed(ec, "d", base64url(make([]byte, 32))), keys.KindPrivate},
		{"private RSA member", changed(ec, "qi", "AA"), keys.KindPrivate},
		{"private member that is null", changed(ec, "d", json.RawMessage("null")), keys.KindPrivate},
		{"alg of another curve", changed(ec, "alg", "ES384"), keys.KindConflict},
		{"alg ES256 on secp256k1", changed(k1, "alg", "ES256"), keys.KindConflict},
		{"alg for encryption", changed(ec, "alg", "ECDH-ES"), keys.KindConflict},
		{"alg none", changed(ec, "alg", "none"), keys.KindConflict},
		{"alg symmetric", changed(ec, "alg", "HS256"), keys.KindConflict},
		{"alg that is null", changed(ec, "alg", json.RawMessage("null")), encoding.KindJSONMemberType},
		{"use for encryption", changed(ec, "use", "enc"), keys.KindConflict},
		{"use in another case", changed(ec, "use", "SIG"), keys.KindConflict},
		{"key_ops without verify", changed(ec, "key_ops", []any{"sign"}), keys.KindConflict},
		{"key_ops empty", changed(ec, "key_ops", []any{}), keys.KindConflict},
		{"key_ops with a repetition", changed(ec, "key_ops", []any{"verify", "verify"}), keys.KindConflict},
		{"key_ops that is text", changed(ec, "key_ops", "verify"), encoding.KindJSONMemberType},
		{"type twice by case", changed(changed(ec, "kty", nil), "KTY", "EC"), encoding.KindJSONCaseVariantKey},
	}
	for _, r := range rows {
		_, err := keys.ParsePublicJWK(r.jwk)
		wantKind(t, r.defect, err, r.kind)
	}
}

func mustDecode(t *testing.T, text any) []byte {
	t.Helper()
	data, err := encoding.DecodeBase64URL(text.(string))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestParsePublicJWKAccepts(t *testing.T) {
	ec, ed := key(t, alg.ES256, 23).Public().JWK(), key(t, alg.EdDSA, 23).Public().JWK()
	rows := map[string]map[string]any{
		"its alg":                  changed(ec, "alg", "ES256"),
		"fully specified alg":      changed(ed, "alg", "Ed25519"),
		"use for signatures":       changed(ec, "use", "sig"),
		"key_ops with verify":      changed(ec, "key_ops", []any{"verify"}),
		"key_ops of a whole pair":  changed(ec, "key_ops", []any{"sign", "verify"}),
		"a member nobody knows":    changed(ec, "ext", true),
		"certificates, not looked": changed(ec, "x5c", []any{"AAAA"}),
	}
	for name, object := range rows {
		if _, err := keys.ParsePublicJWK(object); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParsePrivateJWKRefuses(t *testing.T) {
	ec, ed := key(t, alg.ES256, 24).JWK(), key(t, alg.EdDSA, 24).JWK()
	public, _ := rsaSample(t, nil)
	rows := []struct {
		defect string
		jwk    map[string]any
		kind   fault.Kind
	}{
		{"no private member", changed(ec, "d", nil), keys.KindMalformed},
		{"short private member", changed(ec, "d", "AAAA"), keys.KindMalformed},
		{"private member with a leading zero more", changed(ec, "d", base64url(append([]byte{0}, mustDecode(t, ec["d"])...))), keys.KindMalformed},
		{"zero scalar", changed(ec, "d", base64url(make([]byte, 32))), keys.KindMalformed},
		{"scalar above the order", changed(ec, "d", strings.Repeat("_", 42)+"8"), keys.KindMalformed},
		{"another key's scalar", changed(ec, "d", key(t, alg.ES256, 25).JWK()["d"]), keys.KindOffCurve},
		{"another key's seed", changed(ed, "d", key(t, alg.EdDSA, 25).JWK()["d"]), keys.KindOffCurve},
		{"public point off the curve", changed(ec, "y", ec["x"]), keys.KindOffCurve},
		{"key_ops without sign", changed(ec, "key_ops", []any{"verify"}), keys.KindConflict},
		{"for encryption", changed(ec, "use", "enc"), keys.KindConflict},
		{"RSA", public.JWK(), keys.KindTypeUnknown},
		{"symmetric", map[string]any{"kty": "oct", "k": "AAAA"}, keys.KindPrivate},
		{"no type", map[string]any{}, keys.KindMalformed},
	}
	for _, r := range rows {
		_, err := keys.ParsePrivateJWK(r.jwk)
		wantKind(t, r.defect, err, r.kind)
	}
}

// setText writes a JWK set of the objects.
func setText(t testing.TB, objects ...map[string]any) []byte {
	t.Helper()
	data, err := json.Marshal(map[string]any{"keys": objects})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestParseJWKSet(t *testing.T) {
	ec := changed(key(t, alg.ES256, 26).Public().JWK(), "kid", "a")
	ed := key(t, alg.EdDSA, 26).Public().JWK()
	rows := []struct {
		name string
		data []byte
		ids  []string
	}{
		{"two keys", setText(t, ec, ed), []string{"a", ""}},
		{"two keys without kid", setText(t, ed, changed(ec, "kid", nil)), []string{"", ""}},
		{"key of another curve is left out", setText(t, ec, map[string]any{"kty": "EC", "crv": "P-521", "x": "AA", "y": "AA"}), []string{"a"}},
		{"key of another type is left out", setText(t, ec, map[string]any{"kty": "AKP", "pub": "AA"}), []string{"a"}},
		{"key for encryption is left out", setText(t, changed(ed, "use", "enc"), ec), []string{"a"}},
		{"key of another algorithm is left out", setText(t, changed(ed, "alg", "ES256"), ec), []string{"a"}},
		{"single JWK", []byte(strings.TrimSuffix(strings.TrimPrefix(string(setText(t, ec)), `{"keys":[`), `]}`)), []string{"a"}},
	}
	for _, r := range rows {
		set, err := keys.ParseJWKSet(r.data)
		if err != nil || len(set.Keys) != len(r.ids) || set.Issuer != "" {
			t.Errorf("%s: %+v, %v", r.name, set, err)
			continue
		}
		for i, id := range r.ids {
			if set.Keys[i].ID != id || set.Keys[i].Public.IsZero() {
				t.Errorf("%s: key %d is %+v", r.name, i, set.Keys[i])
			}
		}
	}
}

func TestParseJWKSetRefuses(t *testing.T) {
	ec := changed(key(t, alg.ES256, 27).Public().JWK(), "kid", "a")
	other := changed(key(t, alg.ES256, 28).Public().JWK(), "kid", "a")
	many := make([]map[string]any, keys.MaxSetKeys+1)
	for i := range many {
		many[i] = changed(ec, "kid", nil)
	}
	rows := []struct {
		defect string
		data   []byte
		kind   fault.Kind
	}{
		{"no key", []byte(`{"keys":[]}`), keys.KindTypeUnknown},
		{"only unknown keys", setText(t, map[string]any{"kty": "AKP"}), keys.KindTypeUnknown},
		{"two keys of one kid", setText(t, ec, other), keys.KindDuplicate},
		{"the same key twice under one kid", setText(t, ec, ec), keys.KindDuplicate},
		{"kid of a key that is left out", setText(t, ec, map[string]any{"kty": "AKP", "kid": "a"}), keys.KindDuplicate},
		{"private key beside", setText(t, ec, key(t, alg.EdDSA, 27).JWK()), keys.KindPrivate},
		{"symmetric key beside", setText(t, ec, map[string]any{"kty": "oct", "k": "AAAA"}), keys.KindPrivate},
		{"point off the curve beside", setText(t, ec, changed(changed(ec, "kid", "b"), "y", ec["x"])), keys.KindOffCurve},
		{"keys that is an object", []byte(`{"keys":{}}`), encoding.KindJSONMemberType},
		{"key that is text", []byte(`{"keys":["a"]}`), keys.KindMalformed},
		{"issuer that is empty", []byte(`{"issuer":"","keys":[]}`), keys.KindMalformed},
		{"issuer that is a number", []byte(`{"issuer":1,"keys":[]}`), encoding.KindJSONMemberType},
		{"kid that is a number", setText(t, changed(ec, "kid", 1)), encoding.KindJSONMemberType},
		{"more keys than any", setText(t, many...), keys.KindMalformed},
		{"keys twice", []byte(`{"keys":[],"keys":[]}`), encoding.KindJSONDuplicateKey},
		{"an array", []byte(`[]`), encoding.KindJSONNotObject},
		{"neither set nor key", []byte(`{}`), keys.KindMalformed},
	}
	for _, r := range rows {
		_, err := keys.ParseJWKSet(r.data)
		wantKind(t, r.defect, err, r.kind)
	}
}

func TestSingleJWKSpeaksForItsIssuerOnly(t *testing.T) {
	single := changed(key(t, alg.ES256, 27).Public().JWK(), "issuer", "https://issuer.example")
	text, err := encoding.EncodeJSON(single)
	if err != nil {
		t.Fatal(err)
	}
	if set, err := keys.ParseJWKSet(text); err != nil || set.Issuer != "https://issuer.example" {
		t.Errorf("issuer %q, %v", set.Issuer, err)
	}
}

func FuzzParseJWKSet(f *testing.F) {
	for _, a := range signing {
		f.Add(setText(f, key(f, a, 29).Public().JWK()))
		f.Add(setText(f, key(f, a, 29).JWK()))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		set, err := keys.ParseJWKSet(data)
		if err != nil {
			return
		}
		for _, k := range set.Keys {
			if back, err := keys.ParsePublicJWK(k.Public.JWK()); err != nil || back != k.Public {
				t.Errorf("a key that was read does not come back: %v", err)
			}
		}
	})
}
