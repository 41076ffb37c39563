package keys_test

import (
	"bytes"
	"crypto/ecdh"
	"encoding/hex"
	"encoding/json"
	"maps"
	"testing"

	"pgregory.net/rapid"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/internal/vectors"
)

// drawn is a source of n bytes, each other than the one before.
func drawn(number byte, n int) *bytes.Reader {
	source := make([]byte, n)
	for i := range source {
		source[i] = number + byte(i)
	}
	return bytes.NewReader(source)
}

func agreement(t testing.TB, number byte) keys.Agreement {
	t.Helper()
	key, err := keys.GenerateAgreement(drawn(number, 32))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// alice and bob are the keys of RFC 7748, 6.1.
var (
	alice = map[string]any{"kty": "OKP", "crv": "X25519", "x": "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo", "d": "dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo"}
	bob   = map[string]any{"kty": "OKP", "crv": "X25519", "x": "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08", "d": "XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC-LJ_-I4Os"}
)

func TestBothAgree(t *testing.T) {
	a, b := agreement(t, 1), agreement(t, 2)
	one, err1 := a.Shared(b.Public())
	other, err2 := b.Shared(a.Public())
	if err1 != nil || err2 != nil || !bytes.Equal(one, other) || len(one) != 32 {
		t.Errorf("%x, %x, %v, %v", one, other, err1, err2)
	}
	if third, err := agreement(t, 3).Shared(a.Public()); err != nil || bytes.Equal(third, one) {
		t.Errorf("a third party agrees on the same: %v", err)
	}
}

// RFC 7748, 6.1; the JWK of Alice is also that of RFC 8037, A.6.
func TestX25519Agrees(t *testing.T) {
	const shared = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
	a, err1 := keys.ParseAgreementJWK(alice)
	b, err2 := keys.ParseAgreementJWK(bob)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	for _, pair := range [][2]keys.Agreement{{a, b}, {b, a}} {
		if secret, err := pair[0].Shared(pair[1].Public()); err != nil || hex.EncodeToString(secret) != shared {
			t.Errorf("%x, %v", secret, err)
		}
	}
}

// The bytes that were read decide the key, because the standard library would
// not use the reader that it is given.
func TestGenerateAgreementUsesItsReader(t *testing.T) {
	if again := agreement(t, 1); again.Public() != agreement(t, 1).Public() || again.Public() == agreement(t, 2).Public() {
		t.Error("the key does not depend on the bytes alone")
	}
	secret := make([]byte, 32)
	_, _ = drawn(1, 32).Read(secret)
	std, err := ecdh.P256().NewPrivateKey(secret)
	if err != nil || agreement(t, 1).PrivateJWK()["d"] != base64url(std.Bytes()) {
		t.Errorf("another scalar than was read, %v", err)
	}
}

func TestGenerateAgreementRefusesBrokenSources(t *testing.T) {
	other, err := keys.ParseAgreementJWK(alice)
	if err != nil {
		t.Fatal(err)
	}
	for defect, source := range map[string][]byte{"empty": nil, "short": drawBytes(31), "zeros": make([]byte, 4096), "ones": bytes.Repeat([]byte{255}, 4096)} {
		_, err := keys.GenerateAgreement(bytes.NewReader(source))
		wantKind(t, defect, err, keys.KindRandom)
		_, err = other.Public().Ephemeral(bytes.NewReader(source))
		wantKind(t, defect+", X25519", err, keys.KindRandom)
	}
	_, err = keys.AgreementPublic{}.Ephemeral(drawn(1, 32))
	wantKind(t, "no curve", err, keys.KindTypeUnknown)
}

func drawBytes(n int) []byte {
	data := make([]byte, n)
	_, _ = drawn(1, n).Read(data)
	return data
}

func TestZeroKeysAgreeWithNobody(t *testing.T) {
	var none keys.Agreement
	var nobody keys.AgreementPublic
	if !none.IsZero() || !nobody.IsZero() || nobody.Curve() != "" || len(none.JWK("k")) != 0 || len(none.PrivateJWK()) != 0 || len(nobody.Point()) != 0 {
		t.Error("the zero key is something")
	}
	for defect, pair := range map[string]struct {
		key  keys.Agreement
		peer keys.AgreementPublic
	}{"no key": {none, agreement(t, 1).Public()}, "no peer": {agreement(t, 1), nobody}, "neither": {none, nobody}} {
		secret, err := pair.key.Shared(pair.peer)
		if wantKind(t, defect, err, keys.KindAlgMismatch); secret != nil {
			t.Errorf("%s: %x", defect, secret)
		}
	}
	x, err := keys.ParseAgreementJWK(alice)
	if err != nil {
		t.Fatal(err)
	}
	_, err = x.Shared(agreement(t, 1).Public())
	wantKind(t, "another curve", err, keys.KindAlgMismatch)
}

func TestAgreementJWK(t *testing.T) {
	key := agreement(t, 1)
	jwk := key.JWK("k1")
	if jwk["kty"] != "EC" || jwk["crv"] != "P-256" || jwk["use"] != "enc" || jwk["alg"] != "ECDH-ES" || jwk["kid"] != "k1" || jwk["d"] != nil || len(jwk) != 7 {
		t.Errorf("%v", jwk)
	}
	if _, present := key.JWK("")["kid"]; present {
		t.Error("an empty kid is written")
	}
	public, err := keys.ParseAgreementPublicJWK(jwk)
	if err != nil || public.ID != "k1" || public.Curve() != alg.P256 || !maps.Equal(public.Point(), key.Public().Point()) {
		t.Errorf("%v, %v", public, err)
	}
	back, err := keys.ParseAgreementJWK(key.PrivateJWK())
	if err != nil || back.Public() != key.Public() {
		t.Error(err)
	}
}

func TestParseAgreementPublicJWKRefuses(t *testing.T) {
	ec := agreement(t, 21).JWK("k1")
	okp := map[string]any{"kty": "OKP", "crv": "X25519", "x": alice["x"], "alg": "ECDH-ES"}
	short, zero := base64url(make([]byte, 31)), base64url(make([]byte, 32))
	rows := []struct {
		defect string
		jwk    map[string]any
		kind   fault.Kind
	}{
		{"empty", map[string]any{}, keys.KindMalformed},
		{"private", changed(ec, "d", zero), keys.KindPrivate},
		{"symmetric", map[string]any{"kty": "oct", "k": zero}, keys.KindPrivate},
		{"symmetric, without its key", map[string]any{"kty": "oct", "alg": "ECDH-ES"}, keys.KindMalformed},
		{"RSA", map[string]any{"kty": "RSA", "crv": "P-256", "alg": "ECDH-ES"}, keys.KindTypeUnknown},
		{"no type", changed(ec, "kty", nil), keys.KindMalformed},
		{"no curve", changed(ec, "crv", nil), keys.KindMalformed},
		{"no alg", changed(ec, "alg", nil), keys.KindMalformed},
		{"no y", changed(ec, "y", nil), keys.KindMalformed},
		{"alg with key wrapping", changed(ec, "alg", "ECDH-ES+A256KW"), keys.KindConflict},
		{"alg of a signature", changed(ec, "alg", "ES256"), keys.KindConflict},
		{"alg a number", changed(ec, "alg", 1), encoding.KindJSONMemberType},
		{"alg in another case", changed(changed(ec, "alg", nil), "ALG", "ECDH-ES"), encoding.KindJSONCaseVariantKey},
		{"kid a number", changed(ec, "kid", 1), encoding.KindJSONMemberType},
		{"use sig", changed(ec, "use", "sig"), keys.KindConflict},
		{"use empty", changed(ec, "use", ""), keys.KindConflict},
		{"use a list", changed(ec, "use", []any{"enc"}), encoding.KindJSONMemberType},
		{"key_ops of a signature", changed(ec, "key_ops", []any{"verify"}), keys.KindConflict},
		{"key_ops mixed", changed(ec, "key_ops", []any{"deriveKey", "sign"}), keys.KindConflict},
		{"key_ops repeated", changed(ec, "key_ops", []any{"deriveBits", "deriveBits"}), keys.KindConflict},
		{"key_ops a string", changed(ec, "key_ops", "deriveBits"), encoding.KindJSONMemberType},
		{"P-384", changed(ec, "crv", "P-384"), keys.KindTypeUnknown},
		{"secp256k1", changed(ec, "crv", "secp256k1"), keys.KindTypeUnknown},
		{"curve in lower case", changed(ec, "crv", "p-256"), keys.KindTypeUnknown},
		{"Ed25519", changed(okp, "crv", "Ed25519"), keys.KindTypeUnknown},
		{"X448", changed(okp, "crv", "X448"), keys.KindTypeUnknown},
		{"EC on X25519", changed(okp, "kty", "EC"), keys.KindTypeUnknown},
		{"OKP on P-256", changed(ec, "kty", "OKP"), keys.KindTypeUnknown},
		{"short x", changed(ec, "x", short), keys.KindMalformed},
		{"short y", changed(ec, "y", short), keys.KindMalformed},
		{"long x", changed(ec, "x", base64url(make([]byte, 33))), keys.KindMalformed},
		{"padded x", changed(ec, "x", zero+"="), encoding.KindBase64URLPadding},
		{"off the curve", changed(ec, "y", ec["x"]), keys.KindOffCurve},
		{"at infinity", changed(changed(ec, "x", zero), "y", zero), keys.KindOffCurve},
		{"X25519, short", changed(okp, "x", short), keys.KindMalformed},
		{"X25519, zero", changed(okp, "x", zero), keys.KindOffCurve},
		{"X25519, one", changed(okp, "x", base64url(append([]byte{1}, make([]byte, 31)...))), keys.KindOffCurve},
	}
	for _, r := range rows {
		_, err := keys.ParseAgreementPublicJWK(r.jwk)
		wantKind(t, r.defect, err, r.kind)
	}
	for name, good := range map[string]map[string]any{
		"EC": ec, "X25519": okp, "no use": changed(ec, "use", nil), "no kid": changed(ec, "kid", nil), "an unknown member": changed(ec, "x5t", "x"),
		"key_ops as browsers write it": changed(ec, "key_ops", []any{}), "key_ops": changed(ec, "key_ops", []any{"deriveKey", "deriveBits"}),
	} {
		if _, err := keys.ParseAgreementPublicJWK(good); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParseAgreementJWKRefuses(t *testing.T) {
	private := agreement(t, 21).PrivateJWK()
	rows := []struct {
		defect string
		jwk    map[string]any
		kind   fault.Kind
	}{
		{"public", changed(private, "d", nil), keys.KindMalformed},
		{"short", changed(private, "d", base64url(make([]byte, 31))), keys.KindMalformed},
		{"zero", changed(private, "d", base64url(make([]byte, 32))), keys.KindMalformed},
		{"above the order", changed(private, "d", base64url(bytes.Repeat([]byte{255}, 32))), keys.KindMalformed},
		{"of another key", changed(private, "d", agreement(t, 22).PrivateJWK()["d"]), keys.KindOffCurve},
		{"X25519, of another key", changed(alice, "d", bob["d"]), keys.KindOffCurve},
		{"for signing", changed(private, "use", "sig"), keys.KindConflict},
		{"for another algorithm", changed(private, "alg", "ES256"), keys.KindConflict},
		{"key_ops empty", changed(private, "key_ops", []any{}), keys.KindConflict},
		{"key_ops sign", changed(private, "key_ops", []any{"sign"}), keys.KindConflict},
	}
	for _, r := range rows {
		_, err := keys.ParseAgreementJWK(r.jwk)
		wantKind(t, r.defect, err, r.kind)
	}
	for _, operation := range []string{"deriveKey", "deriveBits"} {
		if _, err := keys.ParseAgreementJWK(changed(private, "key_ops", []any{operation})); err != nil {
			t.Errorf("%s: %v", operation, err)
		}
	}
}

// A key has one use: what one reader takes, the other refuses.
func TestKeysHaveOneUse(t *testing.T) {
	agrees, signs := agreement(t, 21), key(t, alg.ES256, 21)
	_, err := keys.ParsePublicJWK(agrees.JWK("k1"))
	wantKind(t, "an agreement key, to verify with", err, keys.KindConflict)
	_, err = keys.ParsePrivateJWK(agrees.PrivateJWK())
	wantKind(t, "an agreement key, to sign with", err, keys.KindConflict)
	for _, name := range []string{"use", "key_ops"} {
		said := map[string]any{"use": "sig", "key_ops": []any{"verify"}}[name]
		_, err = keys.ParseAgreementPublicJWK(changed(changed(signs.Public().JWK(), name, said), "alg", "ECDH-ES"))
		wantKind(t, "a signature key by its "+name, err, keys.KindConflict)
	}
}

// TestParseEphemeralJWK: "epk" is read by its point alone.
func TestParseEphemeralJWK(t *testing.T) {
	point := agreement(t, 5).Public().Point()
	if p, err := keys.ParseEphemeralJWK(point); err != nil || p != agreement(t, 5).Public() {
		t.Error(err)
	}
	_, err := keys.ParseEphemeralJWK(agreement(t, 5).PrivateJWK())
	wantKind(t, "private", err, keys.KindPrivate)
	_, err = keys.ParseEphemeralJWK(changed(point, "y", point["x"]))
	wantKind(t, "off the curve", err, keys.KindOffCurve)
}

func TestAgreementsSurviveTheirForms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one, err := keys.GenerateAgreement(bytes.NewReader(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "secret")))
		if err != nil {
			t.Skip("no scalar")
		}
		public, err1 := keys.ParseAgreementPublicJWK(one.JWK("k"))
		private, err2 := keys.ParseAgreementJWK(one.PrivateJWK())
		other, err3 := public.Ephemeral(drawn(rapid.Byte().Draw(t, "other"), 32))
		if err1 != nil || err2 != nil || err3 != nil {
			t.Fatal(err1, err2, err3)
		}
		sent, err1 := other.Shared(public)
		received, err2 := private.Shared(other.Public())
		if err1 != nil || err2 != nil || !bytes.Equal(sent, received) {
			t.Fatal("the parties do not agree", err1, err2)
		}
	})
}

// Wycheproof's invalid points must be refused, and so must those of small
// order, which it calls acceptable; with all others the secret is as printed.
func TestWycheproofAgreement(t *testing.T) {
	for _, name := range []string{"ecdh_secp256r1_webcrypto_test.json", "x25519_jwk_test.json"} {
		var file struct {
			TestGroups []struct {
				Tests []struct {
					ID      int             `json:"tcId"`
					Public  json.RawMessage `json:"public"`
					Private json.RawMessage `json:"private"`
					Shared  string          `json:"shared"`
					Result  string          `json:"result"`
				} `json:"tests"`
			} `json:"testGroups"`
		}
		vectors.ReadJSON(t, "wycheproof/"+name, &file)
		agreed, refused := 0, 0
		for _, group := range file.TestGroups {
			for _, c := range group.Tests {
				secret, err := agree(c.Public, c.Private)
				zero := hex.EncodeToString(make([]byte, 32)) == c.Shared
				switch {
				case err == nil && c.Result != "invalid" && !zero && hex.EncodeToString(secret) == c.Shared:
					agreed++
				case err != nil && (c.Result == "invalid" || zero):
					refused++
				default:
					t.Errorf("%s %d, %s: %x, %v", name, c.ID, c.Result, secret, err)
				}
			}
		}
		t.Logf("%s: %d agreed, %d refused", name, agreed, refused)
		if agreed == 0 || refused == 0 {
			t.Error("nothing was tested")
		}
	}
}

func agree(public, private json.RawMessage) ([]byte, error) {
	point, err := encoding.DecodeJSONObject(public)
	if err != nil {
		return nil, err
	}
	scalar, err := encoding.DecodeJSONObject(private)
	if err != nil {
		return nil, err
	}
	peer, err := keys.ParseEphemeralJWK(point)
	if err != nil {
		return nil, err
	}
	key, err := keys.ParseAgreementJWK(scalar)
	if err != nil {
		return nil, err
	}
	return key.Shared(peer)
}

func FuzzParseAgreementJWK(f *testing.F) {
	for _, jwk := range []map[string]any{agreement(f, 1).JWK("k"), agreement(f, 1).PrivateJWK(), alice} {
		raw, err := encoding.EncodeJSON(jwk)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		object, err := encoding.DecodeJSONObject(raw)
		if err != nil {
			return
		}
		if key, err := keys.ParseAgreementJWK(object); err == nil {
			if again, err := keys.ParseAgreementJWK(key.PrivateJWK()); err != nil || again.Public() != key.Public() {
				t.Error("a key does not survive being written", err)
			}
		}
		if public, err := keys.ParseAgreementPublicJWK(object); err == nil {
			if _, err := agreement(t, 9).Shared(public); err != nil && public.Curve() == alg.P256 {
				t.Error("nobody agrees with a key that was read", err)
			}
		}
	})
}
