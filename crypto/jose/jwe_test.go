package jose_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

// seeded is a source of bytes that is the same on every run.
func seeded(number byte) *bytes.Reader {
	source := make([]byte, 256)
	for i := range source {
		source[i] = number + byte(i)
	}
	return bytes.NewReader(source)
}

// recipient is the same key for the same number on every run.
func recipient(t testing.TB, number byte) keys.Agreement {
	t.Helper()
	key, err := keys.GenerateAgreement(seeded(number))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// x25519Recipient is the key of RFC 7748, 6.1 (Bob).
func x25519Recipient(t testing.TB) keys.Agreement {
	t.Helper()
	return agreementOf(t, `{"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08","d":"XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC-LJ_-I4Os"}`)
}

func agreementOf(t testing.TB, jwk string) keys.Agreement {
	t.Helper()
	object, err := encoding.DecodeJSONObject([]byte(jwk))
	if err != nil {
		t.Fatal(err)
	}
	key, err := keys.ParseAgreementJWK(object)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// published is the key as its owner's partner reads it.
func published(t testing.TB, key keys.Agreement, kid string) keys.AgreementPublic {
	t.Helper()
	public, err := keys.ParseAgreementPublicJWK(key.JWK(kid))
	if err != nil {
		t.Fatal(err)
	}
	return public
}

func encrypt(t testing.TB, to keys.AgreementPublic, enc string, header map[string]any, payload string) string {
	t.Helper()
	token, err := jose.Encrypt(seeded(90), to, enc, header, []byte(payload))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// open is what a recipient does.
func open(key keys.Agreement, token string) ([]byte, error) {
	j, err := jose.ParseJWE(token)
	if err != nil {
		return nil, err
	}
	return j.Decrypt(key)
}

func TestEncryptThenDecrypt(t *testing.T) {
	for _, key := range []keys.Agreement{recipient(t, 1), x25519Recipient(t)} {
		for _, enc := range []string{jose.A128GCM, jose.A256GCM} {
			for _, payload := range []string{`{"vp_token":{}}`, "", "\x00\xff"} {
				token := encrypt(t, published(t, key, "k1"), enc, map[string]any{"apu": "QWxpY2U", "apv": "Qm9i", "typ": "JWT"}, payload)
				j, err := jose.ParseJWE(token)
				if err != nil {
					t.Fatal(err)
				}
				plain, err := j.Decrypt(key)
				apu, apv := j.Parties()
				if err != nil || string(plain) != payload || j.KeyID() != "k1" || j.Enc() != enc || string(apu) != "Alice" || string(apv) != "Bob" {
					t.Errorf("%s, %q: %q, %v, read back %+v", enc, payload, plain, err, j.Header)
				}
				if _, err := open(recipient(t, 2), token); fault.KindOf(err) != jose.KindJWEInvalid {
					t.Errorf("another key: %v", err)
				}
			}
		}
	}
}

// An answer as long as any may be must fit, and the next longer must not.
func TestLongestPlaintext(t *testing.T) {
	key := recipient(t, 1)
	to := published(t, key, "k1")
	payload := strings.Repeat("x", jose.MaxPlaintext)
	token := encrypt(t, to, jose.A256GCM, nil, payload)
	if plain, err := open(key, token); err != nil || string(plain) != payload {
		t.Error(err)
	}
	if _, err := jose.Encrypt(seeded(1), to, jose.A256GCM, nil, []byte(payload+"x")); fault.KindOf(err) != jose.KindTokenTooLong {
		t.Error(err)
	}
	if jose.MaxPlaintext < encoding.MaxCredential {
		t.Error("no room for the longest presentation")
	}
}

func TestNoKidIsWrittenForAKeyWithoutOne(t *testing.T) {
	j, err := jose.ParseJWE(encrypt(t, recipient(t, 1).Public(), jose.A128GCM, nil, "x"))
	if err != nil {
		t.Fatal(err)
	}
	if _, present := j.Header["kid"]; present || j.KeyID() != "" {
		t.Errorf("header %v", j.Header)
	}
}

// Two tokens of one content share no ephemeral key and no nonce.
func TestEachTokenIsFresh(t *testing.T) {
	to := published(t, recipient(t, 1), "k1")
	seen := map[string]bool{}
	for range 8 {
		token, err := jose.Encrypt(rand.Reader, to, jose.A128GCM, nil, []byte("x"))
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(token, ".")
		if seen[parts[0]] || seen[parts[2]] {
			t.Fatal("a key or a nonce is used twice")
		}
		seen[parts[0]], seen[parts[2]] = true, true
	}
}

// header is that of a good token, with members set, or taken away where a
// value is nil.
func headerWith(t testing.TB, changes map[string]any) string {
	t.Helper()
	header := map[string]any{"alg": "ECDH-ES", "enc": "A128GCM", "epk": recipient(t, 3).Public().Point()}
	maps.Copy(header, changes)
	maps.DeleteFunc(header, func(_ string, value any) bool { return value == nil })
	raw, err := encoding.EncodeJSON(header)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func forgeJWE(header, key, nonce, ciphertext, tag string) string {
	parts := []string{header, key, nonce, ciphertext, tag}
	for i := range parts {
		parts[i] = base64.RawURLEncoding.EncodeToString([]byte(parts[i]))
	}
	return strings.Join(parts, ".")
}

func TestRefusedJWE(t *testing.T) {
	const nonce, tag = "twelve bytes", "sixteen bytes!!!"
	epk := recipient(t, 3).Public().Point()
	changed := func(name string, value any) map[string]any {
		other := maps.Clone(epk)
		if other[name] = value; value == nil {
			delete(other, name)
		}
		return map[string]any{"epk": other}
	}
	raw := func(header string) string { return forgeJWE(header, "", nonce, "x", tag) }
	with := func(changes map[string]any) string { return raw(headerWith(t, changes)) }
	member := func(name string, value any) string { return with(map[string]any{name: value}) }
	good := with(nil)
	if _, err := jose.ParseJWE(good); err != nil {
		t.Fatal(err)
	}
	short := base64.RawURLEncoding.EncodeToString(make([]byte, 31))
	zero := base64.RawURLEncoding.EncodeToString(make([]byte, 32))
	rows := []struct {
		defect string
		token  string
		kind   fault.Kind
	}{
		{"empty", "", jose.KindTokenSegments},
		{"three parts, a JWS", "e30.e30.e30", jose.KindTokenSegments},
		{"six parts", good + ".", jose.KindTokenSegments},
		{"a flood of dots", strings.Repeat(".", jose.MaxJWE), jose.KindTokenSegments},
		{"too long", strings.Repeat("A", jose.MaxJWE+1), jose.KindTokenTooLong},
		{"header too long", member("x", strings.Repeat("x", 8<<10)), jose.KindTokenTooLong},
		{"empty header", good[strings.IndexByte(good, '.'):], jose.KindTokenSegments},
		{"JSON serialisation", `{"protected":"e30","ciphertext":"eA"}`, jose.KindTokenSegments},
		{"padding", strings.Replace(good, ".", "=.", 1), encoding.KindBase64URLPadding},
		{"trailing newline", good + "\n", encoding.KindBase64URLWhitespace},
		{"leading space", " " + good, encoding.KindBase64URLWhitespace},
		{"header is an array", raw(`["ECDH-ES"]`), encoding.KindJSONNotObject},
		{"header twice", raw(headerWith(t, nil) + "{}"), encoding.KindJSONTrailingData},
		{"alg twice", raw(`{"alg":"ECDH-ES","alg":"dir"}`), encoding.KindJSONDuplicateKey},
		{"alg in another case", raw(`{"ALG":"ECDH-ES","enc":"A128GCM"}`), jose.KindHeaderMalformed},
		{"alg missing", member("alg", nil), jose.KindHeaderMalformed},
		{"alg a number", member("alg", 1), jose.KindHeaderMalformed},
		{"alg none", member("alg", "none"), alg.KindNone},
		{"alg NONE", member("alg", "NONE"), alg.KindNone},
		{"alg dir", member("alg", "dir"), jose.KindJWEAlg},
		{"alg of a signature", member("alg", "ES256"), jose.KindJWEAlg},
		{"RSA1_5, padding oracles", member("alg", "RSA1_5"), jose.KindJWEAlg},
		{"RSA-OAEP", member("alg", "RSA-OAEP-256"), jose.KindJWEAlg},
		{"key wrapping", member("alg", "ECDH-ES+A128KW"), jose.KindJWEAlg},
		{"alg in lower case", member("alg", "ecdh-es"), jose.KindJWEAlg},
		{"PBES2, a work bomb", with(map[string]any{"alg": "PBES2-HS256+A128KW", "p2c": 2147483647, "p2s": "AAAA"}), jose.KindJWEPBES2},
		{"PBES2 in lower case", member("alg", "pbes2-hs512+a256kw"), jose.KindJWEPBES2},
		{"zip", member("zip", "DEF"), jose.KindJWEZip},
		{"zip null", raw(`{"alg":"ECDH-ES","enc":"A128GCM","zip":null}`), jose.KindJWEZip},
		{"enc missing", member("enc", nil), jose.KindHeaderMalformed},
		{"enc an array", member("enc", []any{"A128GCM"}), jose.KindHeaderMalformed},
		{"enc A192GCM", member("enc", "A192GCM"), jose.KindJWEEnc},
		{"enc A128CBC-HS256", member("enc", "A128CBC-HS256"), jose.KindJWEEnc},
		{"enc in lower case", member("enc", "a128gcm"), jose.KindJWEEnc},
		{"enc empty", member("enc", ""), jose.KindJWEEnc},
		{"kid a number", member("kid", 1), jose.KindHeaderMalformed},
		{"cty an array", member("cty", []any{"JWT"}), jose.KindHeaderMalformed},
		{"crit unknown", with(map[string]any{"crit": []any{"exp"}, "exp": 1}), jose.KindCritUnknown},
		{"crit b64, which is for signatures", with(map[string]any{"crit": []any{"b64"}, "b64": true}), jose.KindCritUnknown},
		{"crit names a registered member", member("crit", []any{"epk"}), jose.KindCritUnknown},
		{"crit names the empty member", with(map[string]any{"crit": []any{""}, "": 1}), jose.KindCritUnknown},
		{"crit empty", member("crit", []any{}), jose.KindCritUnknown},
		{"epk missing", member("epk", nil), jose.KindJWEEphemeral},
		{"epk a string", member("epk", "x"), jose.KindJWEEphemeral},
		{"epk off the curve", with(changed("y", epk["x"])), jose.KindJWEEphemeral},
		{"epk at zero", with(map[string]any{"epk": map[string]any{"kty": "EC", "crv": "P-256", "x": zero, "y": zero}}), jose.KindJWEEphemeral},
		{"epk's coordinate short", with(changed("x", short)), jose.KindJWEEphemeral},
		{"epk without y, compressed", with(changed("y", nil)), jose.KindJWEEphemeral},
		{"epk of a signature's curve", with(changed("crv", "P-384")), jose.KindJWEEphemeral},
		{"epk secp256k1", with(changed("crv", "secp256k1")), jose.KindJWEEphemeral},
		{"epk of two types", with(changed("kty", "OKP")), jose.KindJWEEphemeral},
		{"epk with its private half", with(changed("d", zero)), jose.KindJWEEphemeral},
		{"epk of small order", with(map[string]any{"epk": map[string]any{"kty": "OKP", "crv": "X25519", "x": zero}}), jose.KindJWEEphemeral},
		{"epk Ed25519", with(map[string]any{"epk": map[string]any{"kty": "OKP", "crv": "Ed25519", "x": zero}}), jose.KindJWEEphemeral},
		{"apu padded", member("apu", "QQ=="), jose.KindHeaderMalformed},
		{"apv a number", member("apv", 1), jose.KindHeaderMalformed},
		{"an encrypted key", forgeJWE(headerWith(t, nil), "key", nonce, "x", tag), jose.KindTokenSegments},
		{"nonce missing", forgeJWE(headerWith(t, nil), "", "", "x", tag), jose.KindTokenSegments},
		{"nonce of 16 bytes", forgeJWE(headerWith(t, nil), "", tag, "x", tag), jose.KindTokenSegments},
		{"tag missing", forgeJWE(headerWith(t, nil), "", nonce, "x", ""), jose.KindTokenSegments},
		{"tag of 15 bytes", forgeJWE(headerWith(t, nil), "", nonce, "x", tag[1:]), jose.KindTokenSegments},
		{"tag of 17 bytes", forgeJWE(headerWith(t, nil), "", nonce, "x", tag+"!"), jose.KindTokenSegments},
		{"noncanonical last letter", good[:len(good)-1] + "B", encoding.KindBase64URLNoncanonical},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			if _, err := jose.ParseJWE(row.token); fault.KindOf(err) != row.kind {
				t.Errorf("got %v, want %s", err, row.kind)
			}
		})
	}
	t.Logf("%d refusals", len(rows))
}

// Whatever is wrong, the error is the same to the letter: a sender who could
// tell two failures apart could ask the key questions.
func TestFailuresAreAlike(t *testing.T) {
	key := recipient(t, 1)
	token := encrypt(t, published(t, key, "k1"), jose.A128GCM, nil, "x")
	parts := strings.Split(token, ".")
	exchange := func(i int, with string) string {
		other := strings.Split(token, ".")
		other[i] = base64.RawURLEncoding.EncodeToString([]byte(with))
		return strings.Join(other, ".")
	}
	other := strings.Split(encrypt(t, published(t, key, "k2"), jose.A128GCM, nil, "x"), ".")
	rows := map[string]struct {
		token string
		key   keys.Agreement
	}{
		"another key":        {token, recipient(t, 2)},
		"no key":             {token, keys.Agreement{}},
		"another curve":      {token, x25519Recipient(t)},
		"another nonce":      {exchange(2, "twelve bytes"), key},
		"another ciphertext": {exchange(3, "y"), key},
		"no ciphertext":      {exchange(3, ""), key},
		"another tag":        {exchange(4, "sixteen bytes!!!"), key},
		"another header":     {strings.Join(append([]string{other[0]}, parts[1:]...), "."), key},
	}
	words := ""
	for defect, row := range rows {
		plain, err := open(row.key, row.token)
		if fault.KindOf(err) != jose.KindJWEInvalid || plain != nil {
			t.Errorf("%s: %q, %v", defect, plain, err)
			continue
		}
		if words == "" {
			words = err.Error()
		}
		if err.Error() != words || errors.Unwrap(err) != nil {
			t.Errorf("%s is told apart: %v", defect, err)
		}
	}
}

// Every truncation and every change of one letter is refused.
func TestMangledJWEsAreRefused(t *testing.T) {
	cases := 0
	for _, key := range []keys.Agreement{recipient(t, 1), x25519Recipient(t)} {
		token := encrypt(t, published(t, key, "k1"), jose.A256GCM, map[string]any{"apu": "QWxpY2U", "apv": "Qm9i"}, `{"vp_token":{}}`)
		for i := range token {
			for _, letter := range []byte{token[i] + 1, token[i] ^ 1, 'A', '.', '=', '_'} {
				mangled := []byte(token)
				mangled[i] = letter
				cases++
				if plain, err := open(key, string(mangled)); letter != token[i] && err == nil {
					t.Errorf("accepted with %q at byte %d: %q", letter, i, plain)
				}
			}
			for _, cut := range []string{token[:i], token[i+1:], token[:i] + token[i+1:]} {
				cases++
				if _, err := open(key, cut); err == nil {
					t.Errorf("accepted, cut at byte %d", i)
				}
			}
		}
		if _, err := open(key, token); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d cases", cases)
}

func TestEncryptRefuses(t *testing.T) {
	to := published(t, recipient(t, 1), "k1")
	rows := []struct {
		defect string
		to     keys.AgreementPublic
		enc    string
		header map[string]any
		kind   fault.Kind
	}{
		{"no key", keys.AgreementPublic{}, jose.A128GCM, nil, keys.KindTypeUnknown},
		{"no cipher", to, "", nil, jose.KindJWEEnc},
		{"a cipher outside the set", to, "A128CBC-HS256", nil, jose.KindJWEEnc},
		{"another algorithm", to, jose.A128GCM, map[string]any{"alg": "dir"}, jose.KindHeaderMalformed},
		{"an ephemeral key of the caller's", to, jose.A128GCM, map[string]any{"epk": map[string]any{}}, jose.KindHeaderMalformed},
		{"another kid", to, jose.A128GCM, map[string]any{"kid": "k2"}, jose.KindHeaderMalformed},
		{"compression", to, jose.A128GCM, map[string]any{"zip": "DEF"}, jose.KindHeaderMalformed},
		{"a critical extension", to, jose.A128GCM, map[string]any{"crit": []string{"x"}}, jose.KindHeaderMalformed},
		{"apu that is no base64url", to, jose.A128GCM, map[string]any{"apu": "a b"}, jose.KindHeaderMalformed},
		{"a long header", to, jose.A128GCM, map[string]any{"apu": strings.Repeat("A", 8<<10)}, jose.KindTokenTooLong},
	}
	for _, row := range rows {
		if token, err := jose.Encrypt(seeded(1), row.to, row.enc, row.header, []byte("x")); fault.KindOf(err) != row.kind || token != "" {
			t.Errorf("%s: got %v, want %s", row.defect, err, row.kind)
		}
	}
	for _, size := range []int{0, 31, 43} {
		if _, err := jose.Encrypt(bytes.NewReader(bytes.Repeat([]byte{1, 2, 3, 4}, 11)[:size]), to, jose.A128GCM, nil, []byte("x")); fault.KindOf(err) != keys.KindRandom {
			t.Errorf("%d random bytes: %v", size, err)
		}
	}
	if _, err := jose.Encrypt(bytes.NewReader(make([]byte, 4096)), to, jose.A128GCM, nil, []byte("x")); fault.KindOf(err) != keys.KindRandom {
		t.Errorf("a source of zeros: %v", err)
	}
}

// A signed token is not read as an encrypted one, nor the other way round.
func TestJWSAndJWEAreNotMixedUp(t *testing.T) {
	signed := sign(t, testKey(t, alg.ES256, 7), nil, "x")
	if _, err := jose.ParseJWE(signed); fault.KindOf(err) != jose.KindTokenSegments {
		t.Error(err)
	}
	encrypted := encrypt(t, published(t, recipient(t, 1), "k1"), jose.A128GCM, nil, "x")
	if _, err := jose.Parse(encrypted); fault.KindOf(err) != jose.KindTokenSegments {
		t.Error(err)
	}
}

// sealWith makes a token as a sender who knows the content's key would.
func sealWith(t testing.TB, contentKey []byte, header, plain string) string {
	t.Helper()
	block, err := aes.NewCipher(contentKey)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	const nonce = "twelve bytes"
	protected := base64.RawURLEncoding.EncodeToString([]byte(header))
	sealed := gcm.Seal(nil, []byte(nonce), []byte(plain), []byte(protected))
	return forgeJWE(header, "", nonce, string(sealed[:len(plain)]), string(sealed[len(plain):]))
}

func ExampleEncrypt() {
	// The verifier makes a key for one question, and shows its public half.
	key, _ := keys.GenerateAgreement(rand.Reader)
	shown := key.JWK("question-1")

	// The wallet encrypts its answer.
	to, err := keys.ParseAgreementPublicJWK(shown)
	if err != nil {
		fmt.Println(err)
		return
	}
	token, err := jose.Encrypt(rand.Reader, to, jose.A128GCM, nil, []byte(`{"vp_token":{}}`))
	if err != nil {
		fmt.Println(err)
		return
	}

	// Only the verifier opens it.
	j, err := jose.ParseJWE(token)
	if err != nil {
		fmt.Println(err)
		return
	}
	plain, err := j.Decrypt(key)
	fmt.Println(j.KeyID(), string(plain), err)
	// Output: question-1 {"vp_token":{}} <nil>
}

func FuzzParseJWE(f *testing.F) {
	key := recipient(f, 1)
	f.Add(encrypt(f, published(f, key, "k1"), jose.A128GCM, nil, "x"))
	f.Add(forgeJWE(`{"alg":"PBES2-HS256+A128KW","p2c":1}`, "", "", "", ""))
	f.Add("....")
	f.Fuzz(func(t *testing.T, token string) {
		j, err := jose.ParseJWE(token)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Errorf("no kind: %v", err)
			}
			return
		}
		if plain, err := j.Decrypt(key); err != nil && fault.KindOf(err) != jose.KindJWEInvalid || err != nil && plain != nil {
			t.Errorf("%q, %v", plain, err)
		}
	})
}
