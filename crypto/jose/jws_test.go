package jose_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

// testKey is the same key for the same number on every run.
func testKey(t testing.TB, a alg.Algorithm, number byte) keys.Private {
	t.Helper()
	key, err := keys.NewPrivate(a, bytes.Repeat([]byte{number}, a.SignatureSize()/2))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func sign(t testing.TB, key keys.Private, header map[string]any, payload string) string {
	t.Helper()
	token, err := jose.Sign(key, header, []byte(payload))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// forge spells a token around a raw header, signed or not.
func forge(header, payload, signature string) string {
	b64 := base64.RawURLEncoding.EncodeToString
	return b64([]byte(header)) + "." + b64([]byte(payload)) + "." + b64([]byte(signature))
}

var signers = []alg.Algorithm{alg.ES256, alg.ES384, alg.ES256K, alg.EdDSA}

func TestSignThenVerify(t *testing.T) {
	for _, a := range signers {
		key := testKey(t, a, 7)
		token := sign(t, key, map[string]any{"typ": "JWT", "kid": "k1"}, `{"a":1}`)
		j, err := jose.Parse(token)
		if err != nil {
			t.Fatalf("%s: %v", a, err)
		}
		if err := j.Verify(key.Public()); err != nil {
			t.Errorf("%s: %v", a, err)
		}
		if j.Algorithm() != a || j.KeyID() != "k1" || j.Type() != "jwt" || string(j.Payload) != `{"a":1}` || j.String() != token {
			t.Errorf("%s: read back %+v", a, j)
		}
		if err := j.Verify(testKey(t, a, 8).Public()); fault.KindOf(err) != keys.KindSignatureInvalid {
			t.Errorf("%s, another key: %v", a, err)
		}
	}
}

// Every pair of a header's algorithm and a key's: only the diagonal passes.
func TestAlgorithmIsTheKeys(t *testing.T) {
	for _, named := range signers {
		j, err := jose.Parse(sign(t, testKey(t, named, 7), nil, "x"))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range signers {
			err := j.Verify(testKey(t, a, 7).Public())
			if want := keys.KindAlgMismatch; named != a && fault.KindOf(err) != want || named == a && err != nil {
				t.Errorf("%s with a key for %s: %v", named, a, err)
			}
		}
	}
}

func TestRefusedTokens(t *testing.T) {
	const payload, sig = `{"a":1}`, "sixty-four bytes of no signature"
	good := forge(`{"alg":"ES256"}`, payload, sig)
	if _, err := jose.Parse(good); err != nil {
		t.Fatal(err)
	}
	header := func(h string) string { return forge(h, payload, sig) }
	rows := []struct {
		defect string
		token  string
		kind   fault.Kind
	}{
		{"empty", "", jose.KindTokenSegments},
		{"no separator", "e30", jose.KindTokenSegments},
		{"one separator", "e30.e30", jose.KindTokenSegments},
		{"three separators", good + ".", jose.KindTokenSegments},
		{"five parts, a JWE", good + ".e30.e30", jose.KindTokenSegments},
		{"a flood of dots", strings.Repeat(".", jose.MaxToken), jose.KindTokenSegments},
		{"too long", strings.Repeat("A", jose.MaxToken+1), jose.KindTokenTooLong},
		{"empty header", good[strings.IndexByte(good, '.'):], jose.KindTokenSegments},
		{"empty payload, detached", "eyJhbGciOiJFUzI1NiJ9..c2ln", jose.KindTokenSegments},
		{"padding", strings.Replace(good, ".", "=.", 1), encoding.KindBase64URLPadding},
		{"trailing newline", good + "\n", encoding.KindBase64URLWhitespace},
		{"leading space", " " + good, encoding.KindBase64URLWhitespace},
		{"standard alphabet", "e30+." + "e30.e30", encoding.KindBase64URLCharacter},
		{"noncanonical last letter", good[:len(good)-1] + "B", encoding.KindBase64URLNoncanonical},
		{"header is an array", header(`["ES256"]`), encoding.KindJSONNotObject},
		{"header twice", header(`{"alg":"ES256"}{}`), encoding.KindJSONTrailingData},
		{"alg twice", header(`{"alg":"ES256","alg":"none"}`), encoding.KindJSONDuplicateKey},
		{"alg in two cases", header(`{"alg":"ES256","ALG":"none"}`), encoding.KindJSONCaseVariantKey},
		{"alg missing", header(`{"typ":"JWT"}`), jose.KindHeaderMalformed},
		{"alg null", header(`{"alg":null}`), jose.KindHeaderMalformed},
		{"alg none", header(`{"alg":"none"}`), alg.KindNone},
		{"alg none, unsigned", forge(`{"alg":"none"}`, payload, ""), alg.KindNone},
		{"alg NoNe", header(`{"alg":"NoNe"}`), alg.KindNone},
		{"alg HS256", header(`{"alg":"HS256"}`), alg.KindNotAllowed},
		{"alg RS256", header(`{"alg":"RS256"}`), alg.KindNotAllowed},
		{"alg in lower case", header(`{"alg":"es256"}`), alg.KindNotAllowed},
		{"kid a number", header(`{"alg":"ES256","kid":1}`), jose.KindHeaderMalformed},
		{"typ an array", header(`{"alg":"ES256","typ":["JWT"]}`), jose.KindHeaderMalformed},
		{"crit unknown", header(`{"alg":"ES256","crit":["exp"],"exp":1}`), jose.KindCritUnknown},
		{"crit names nothing there", header(`{"alg":"ES256","crit":["b64"]}`), jose.KindCritUnknown},
		{"crit names a registered member", header(`{"alg":"ES256","crit":["alg"]}`), jose.KindCritUnknown},
		{"crit empty", header(`{"alg":"ES256","crit":[]}`), jose.KindCritUnknown},
		{"crit null", header(`{"alg":"ES256","crit":null}`), jose.KindCritUnknown},
		{"crit a string", header(`{"alg":"ES256","b64":true,"crit":"b64"}`), jose.KindCritUnknown},
		{"crit repeats", header(`{"alg":"ES256","b64":true,"crit":["b64","b64"]}`), jose.KindCritUnknown},
		{"crit holds a number", header(`{"alg":"ES256","b64":true,"crit":[1]}`), jose.KindCritUnknown},
		{"b64 false", header(`{"alg":"ES256","b64":false,"crit":["b64"]}`), jose.KindB64False},
		{"b64 false, not critical", header(`{"alg":"ES256","b64":false}`), jose.KindB64False},
		{"b64 a string", header(`{"alg":"ES256","b64":"false"}`), jose.KindB64False},
		{"zip", header(`{"alg":"ES256","zip":"DEF"}`), jose.KindZip},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			if _, err := jose.Parse(row.token); fault.KindOf(err) != row.kind {
				t.Errorf("got %v, want %s", err, row.kind)
			}
		})
	}
}

func TestUnderstoodCriticalExtension(t *testing.T) {
	if _, err := jose.Parse(forge(`{"alg":"ES256","b64":true,"crit":["b64"]}`, "x", "s")); err != nil {
		t.Error(err)
	}
}

func TestRefusedSignatures(t *testing.T) {
	key := testKey(t, alg.ES256, 7)
	token := sign(t, key, nil, "x")
	signed := token[:strings.LastIndexByte(token, '.')+1]
	rows := []struct {
		defect    string
		signature []byte
		kind      fault.Kind
	}{
		{"absent", nil, keys.KindSignatureLength},
		{"63 bytes", make([]byte, 63), keys.KindSignatureLength},
		{"DER", append([]byte{0x30, 68, 2, 32}, make([]byte, 66)...), keys.KindSignatureLength},
		{"r and s zero", make([]byte, 64), keys.KindSignatureInvalid},
		{"all bits set", bytes.Repeat([]byte{255}, 64), keys.KindSignatureInvalid},
	}
	for _, row := range rows {
		j, err := jose.Parse(signed + base64.RawURLEncoding.EncodeToString(row.signature))
		if err != nil {
			t.Fatal(err)
		}
		if err := j.Verify(key.Public()); fault.KindOf(err) != row.kind {
			t.Errorf("%s: got %v, want %s", row.defect, err, row.kind)
		}
	}
}

// Every truncation and every change of one byte is refused, by Parse or Verify.
func TestMangledTokensAreRefused(t *testing.T) {
	key := testKey(t, alg.EdDSA, 7)
	token := sign(t, key, map[string]any{"typ": "JWT", "kid": "k1"}, `{"a":1}`)
	accepts := func(s string) bool {
		j, err := jose.Parse(s)
		return err == nil && j.Verify(key.Public()) == nil
	}
	cases := 0
	for i := range token {
		mangled := []byte(token)
		mangled[i]++
		if accepts(token[:i]) || accepts(token[i+1:]) || accepts(string(mangled)) {
			t.Errorf("accepted, mangled at byte %d", i)
		}
		cases += 3
	}
	if !accepts(token) {
		t.Error("the token itself is refused")
	}
	t.Logf("%d cases", cases)
}

func TestSignRefuses(t *testing.T) {
	key := testKey(t, alg.ES256, 7)
	rows := []struct {
		defect  string
		header  map[string]any
		payload []byte
		kind    fault.Kind
	}{
		{"another algorithm", map[string]any{"alg": "EdDSA"}, []byte("x"), keys.KindAlgMismatch},
		{"empty payload", nil, nil, jose.KindTokenSegments},
		{"unknown critical extension", map[string]any{"crit": []string{"x"}, "x": 1}, []byte("x"), jose.KindCritUnknown},
		{"too long", nil, make([]byte, jose.MaxToken), jose.KindTokenTooLong},
	}
	for _, row := range rows {
		if _, err := jose.Sign(key, row.header, row.payload); fault.KindOf(err) != row.kind {
			t.Errorf("%s: got %v, want %s", row.defect, err, row.kind)
		}
	}
	if _, err := jose.Sign(keys.Private{}, nil, []byte("x")); err == nil {
		t.Error("signed without a key")
	}
}

func ExampleParse() {
	key, _ := keys.NewPrivate(alg.ES256, bytes.Repeat([]byte{7}, 32))
	token, _ := jose.Sign(key, map[string]any{"typ": "JWT"}, []byte(`{"sub":"card"}`))

	j, err := jose.Parse(token)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(j.Algorithm(), j.Verify(key.Public()), string(j.Payload))
	// Output: ES256 <nil> {"sub":"card"}
}

func FuzzParse(f *testing.F) {
	key := testKey(f, alg.ES256, 7)
	f.Add(sign(f, key, map[string]any{"typ": "JWT"}, `{"a":1}`))
	f.Add(forge(`{"alg":"none"}`, "x", ""))
	f.Add("..")
	f.Fuzz(func(t *testing.T, token string) {
		j, err := jose.Parse(token)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Errorf("no kind: %v", err)
			}
			return
		}
		again := base64.RawURLEncoding
		_, rest, _ := strings.Cut(token, ".")
		if rest != again.EncodeToString(j.Payload)+"."+again.EncodeToString(j.Signature) {
			t.Error("two spellings of one token")
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	key := testKey(b, alg.ES256, 7)
	token := sign(b, key, nil, strings.Repeat("x", 1000))
	for b.Loop() {
		j, err := jose.Parse(token)
		if err != nil || j.Verify(key.Public()) != nil {
			b.Fatal("refused")
		}
	}
}
