package sdjwt_test

import (
	"testing"

	"domicile/credentials/sdjwt"
	"domicile/crypto/fault"
)

func FuzzParse(f *testing.F) {
	w := newTweaker(f)
	good := w.token(f)
	f.Add(good)
	f.Add(sdjwtOf(good))
	f.Add("e30.e30.~WyJzIiwxXQ~")
	f.Add(`{"payload":"e30","protected":"eyJhbGciOiJFUzI1NiJ9","signature":"","header":{"disclosures":["WyJzIiwxXQ"]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		token, err := sdjwt.Parse(text)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Errorf("a refusal without kind: %v", err)
			}
			return
		}
		if text[0] != '{' && token.String() != text {
			t.Errorf("%q comes back as %q", text, token.String())
		}
		if _, err := token.Claims(); err != nil {
			return
		}
		_ = token.CheckType()
		_ = token.VerifyKeyBinding(sdjwt.Binding{Nonce: testNonce, Audience: testAudience, Now: testNow})
		paths, err := token.Disclosable()
		if err != nil {
			t.Fatal(err)
		}
		if token.KeyBinding != nil {
			return
		}
		// Choosing everything that can be chosen loses nothing.
		whole, err := token.Select(paths)
		if err != nil || whole.SDJWT() != token.SDJWT() {
			t.Errorf("%q: choosing everything gives %v, %v", text, whole, err)
		}
	})
}

// FuzzPayload signs any payload and disclosures, to reach the processing behind
// the outer form.
func FuzzPayload(f *testing.F) {
	f.Add(`{"_sd":["x"],"a":[{"...":"y"}]}`, `["s","n",{"_sd":[]}]`, `["s",[1,null]]`)
	issuer := newKey(f, 1)
	f.Fuzz(func(t *testing.T, payload, first, second string) {
		w := &tweaker{issuer: issuer}
		a, b := w.addRaw(first), w.addRaw(second)
		// Digests stand where the fuzzer names them by their first letters.
		payload = replaceQuoted(payload, map[string]string{`"x"`: digest(a), `"y"`: digest(b)})
		text, ok := signRaw(issuer, payload)
		if !ok {
			return
		}
		token, err := sdjwt.Parse(text + "~" + a + "~" + b + "~")
		if err != nil {
			return
		}
		claims, err := token.Claims()
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Errorf("a refusal without kind: %v", err)
			}
			return
		}
		if leftOver(claims) {
			t.Errorf("digests are left in the claims of %s with %s and %s", payload, first, second)
		}
	})
}
