package sdjwt_test

import (
	"crypto/sha256"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"domicile/credentials/sdjwt"
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

const (
	testNonce    = "n-0S6_WzA2Mj"
	testAudience = "redirect_uri:https://verifier.example/"
)

var testNow = time.Unix(1_780_000_000, 0)

// noise is a reproducible source of randomness for tests.
func noise(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

func newKey(t testing.TB, seed byte) keys.Private {
	t.Helper()
	key, err := keys.Generate(noise(seed), alg.ES256)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// tweaker is an issuer and a holder who make exactly the mistake that a test
// asks for: each part can be replaced before it is signed.
type tweaker struct {
	issuer, holder keys.Private
	header         map[string]any
	payload        map[string]any
	disclosures    []string // encoded
	proofHeader    map[string]any
	proof          map[string]any
	proofKey       keys.Private
	bare           bool // no key binding
}

// newTweaker starts from a token without any defect: a name at the top level,
// two members of an address that is itself disclosable, two nationalities.
func newTweaker(t testing.TB) *tweaker {
	w := &tweaker{issuer: newKey(t, 1), holder: newKey(t, 2)}
	street := w.add("s1", "street", "12 Quay")
	country := w.add("s2", "country", "XM")
	address := w.add("s3", "address", map[string]any{"_sd": []any{digest(street), digest(country)}})
	name := w.add("s4", "given_name", "Ana")
	first := w.add("s5", "XM")
	w.header = map[string]any{"typ": "dc+sd-jwt"}
	w.payload = map[string]any{
		"iss": "https://issuer.example", "vct": "urn:example:card:1", "iat": 1_779_000_000, "exp": 1_800_000_000,
		"cnf":           map[string]any{"jwk": w.holder.Public().JWK()},
		"_sd_alg":       "sha-256",
		"_sd":           []any{digest(name), digest(address), digest("a decoy")},
		"nationalities": []any{map[string]any{"...": digest(first)}, map[string]any{"...": digest("another decoy")}, "XN"},
	}
	w.proofHeader = map[string]any{"typ": "kb+jwt"}
	w.proof = map[string]any{"iat": testNow.Unix(), "nonce": testNonce, "aud": testAudience}
	w.proofKey = w.holder
	return w
}

// add appends a disclosure of these elements and returns its text.
func (w *tweaker) add(parts ...any) string {
	raw, err := json.Marshal(parts)
	if err != nil {
		panic(err)
	}
	return w.addRaw(string(raw))
}

func (w *tweaker) addRaw(text string) string {
	encoded := encoding.EncodeBase64URL([]byte(text))
	w.disclosures = append(w.disclosures, encoded)
	return encoded
}

// refer adds the digest of a disclosure to the top level.
func (w *tweaker) refer(disclosure string) {
	w.payload["_sd"] = append(w.payload["_sd"].([]any), digest(disclosure))
}

func digest(text string) string {
	d := sha256.Sum256([]byte(text))
	return encoding.EncodeBase64URL(d[:])
}

// token signs everything as it stands. A proof without sd_hash gets the right one.
func (w *tweaker) token(t testing.TB) string {
	t.Helper()
	text := sign(t, w.issuer, w.header, w.payload) + "~"
	for _, d := range w.disclosures {
		text += d + "~"
	}
	if w.bare {
		return text
	}
	proof := maps.Clone(w.proof)
	if _, given := proof["sd_hash"]; !given {
		proof["sd_hash"] = digest(text)
	}
	return text + sign(t, w.proofKey, w.proofHeader, proof)
}

func sign(t testing.TB, key keys.Private, header, payload map[string]any) string {
	t.Helper()
	raw, err := json.Marshal(payload)
	if err != nil {
		t.Fatal(err)
	}
	text, err := jose.Sign(key, header, raw)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// check runs all of this package's checks, with the issuer's signature where a
// verifier has it.
func (w *tweaker) check(text string) (map[string]any, error) {
	token, err := sdjwt.Parse(text)
	if err != nil {
		return nil, err
	}
	claims, err := token.Claims()
	if err != nil {
		return nil, err
	}
	if err := token.CheckType(); err != nil {
		return nil, err
	}
	if err := token.IssuerJWT.Verify(w.issuer.Public()); err != nil {
		return nil, err
	}
	return claims, token.VerifyKeyBinding(sdjwt.Binding{Nonce: testNonce, Audience: testAudience, Now: testNow})
}

func TestTweakerWithoutDefect(t *testing.T) {
	w := newTweaker(t)
	claims, err := w.check(w.token(t))
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := encoding.EncodeJSON(claims)
	for _, want := range []string{`"given_name":"Ana"`, `"address":{"country":"XM","street":"12 Quay"}`, `"nationalities":["XM","XN"]`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("%s is missing in %s", want, raw)
		}
	}
	if strings.Contains(string(raw), "_sd") || strings.Contains(string(raw), "...") {
		t.Errorf("digests are left in %s", raw)
	}
}

func signRaw(key keys.Private, payload string) (string, bool) {
	text, err := jose.Sign(key, map[string]any{"typ": "dc+sd-jwt"}, []byte(payload))
	return text, err == nil
}

func replaceQuoted(text string, by map[string]string) string {
	for old, value := range by {
		text = strings.ReplaceAll(text, old, `"`+value+`"`)
	}
	return text
}

// leftOver finds the names of digests anywhere in processed claims.
func leftOver(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if name == "_sd" || name == "..." || name == "_sd_alg" || leftOver(value) {
				return true
			}
		}
	case []any:
		for _, value := range v {
			if leftOver(value) {
				return true
			}
		}
	}
	return false
}
