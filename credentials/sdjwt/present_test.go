package sdjwt_test

import (
	"strings"
	"testing"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/sdjwt"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// names are the disclosures of a token, by the names and values they bring.
func names(token *sdjwt.Token) string {
	var words []string
	for _, d := range token.Disclosures {
		if d.Element {
			words = append(words, d.Value.(string))
			continue
		}
		words = append(words, d.Name)
	}
	return strings.Join(words, " ")
}

func TestSelect(t *testing.T) {
	for _, c := range []struct {
		name  string
		paths []claim.Path
		want  string
	}{
		{"nothing", nil, ""},
		{"what is in the clear", []claim.Path{{"vct"}, {"nationalities"}}, "XM XN"},
		{"a member", []claim.Path{{"given_name"}}, "given_name"},
		{"a member with the object it lies in", []claim.Path{{"address", "street"}}, "street address"},
		{"an object with all it contains", []claim.Path{{"address"}}, "country street address"},
		{"an element", []claim.Path{{"nationalities", 1}}, "XN"},
		{"all elements", []claim.Path{{"nationalities", nil}}, "XM XN"},
		{"the same twice", []claim.Path{{"given_name"}, {"given_name"}}, "given_name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			chosen, err := issue(t).Select(c.paths)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := chosen.Claims(); err != nil {
				t.Fatal(err)
			}
			if got := names(chosen); got != c.want {
				t.Errorf("keeps %q, want %q", got, c.want)
			}
		})
	}
}

func TestSelectRefusals(t *testing.T) {
	_, err := issue(t).Select([]claim.Path{{"email"}})
	wantKind(t, err, sdjwt.KindClaimMissing)
	_, err = issue(t).Select([]claim.Path{{"given_name"}, {"nationalities", 2}})
	wantKind(t, err, sdjwt.KindClaimMissing)
	_, err = issue(t).Select([]claim.Path{{}})
	wantKind(t, err, claim.KindPathMalformed)
	bound, err := sdjwt.Parse(newTweaker(t).token(t))
	if err != nil {
		t.Fatal(err)
	}
	_, err = bound.Select(nil)
	wantKind(t, err, sdjwt.KindHolderUnexpected)
}

func TestSelectOfASelection(t *testing.T) {
	first, err := issue(t).Select([]claim.Path{{"address"}, {"given_name"}})
	if err != nil {
		t.Fatal(err)
	}
	second, err := first.Select([]claim.Path{{"address", "country"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := names(second); got != "country address" {
		t.Errorf("keeps %q", got)
	}
	_, err = second.Select([]claim.Path{{"given_name"}})
	wantKind(t, err, sdjwt.KindClaimMissing)
}

func TestBindRefusals(t *testing.T) {
	token, holder := issue(t), newKey(t, 2)
	for _, c := range []struct {
		defect          string
		nonce, audience string
		seed            byte
		kind            fault.Kind
	}{
		{"nonce empty", "", testAudience, 2, "holder_binding_nonce"},
		{"audience empty", testNonce, "", 2, "holder_binding_audience"},
		{"another key", testNonce, testAudience, 3, "holder_binding_key"},
	} {
		_, err := token.Bind(newKey(t, c.seed), c.nonce, c.audience, testNow)
		wantKind(t, err, c.kind)
	}
	text, err := token.Bind(holder, testNonce, testAudience, testNow)
	if err != nil {
		t.Fatal(err)
	}
	bound, err := sdjwt.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	_, err = bound.Bind(holder, testNonce, testAudience, testNow)
	wantKind(t, err, sdjwt.KindHolderUnexpected)

	claims := cardClaims(t)
	delete(claims, "cnf")
	bearer, err := sdjwt.Issue(noise(7), newKey(t, 1), nil, claims, cardFrame)
	if err != nil {
		t.Fatal(err)
	}
	unbound, _ := sdjwt.Parse(bearer)
	_, err = unbound.Bind(holder, testNonce, testAudience, testNow)
	wantKind(t, err, sdjwt.KindHolderKey)
}

func TestAgeOfAProof(t *testing.T) {
	text, err := issue(t).Bind(newKey(t, 2), testNonce, testAudience, testNow)
	if err != nil {
		t.Fatal(err)
	}
	token, _ := sdjwt.Parse(text)
	for _, c := range []struct {
		after, maxAge time.Duration
		fresh         bool
	}{
		{0, 0, true}, {180 * time.Second, 0, true}, {181 * time.Second, 0, false},
		{-60 * time.Second, 0, true}, {-61 * time.Second, 0, false},
		{80 * time.Second, 20 * time.Second, true}, {81 * time.Second, 20 * time.Second, false},
	} {
		err := token.VerifyKeyBinding(sdjwt.Binding{Nonce: testNonce, Audience: testAudience, Now: testNow.Add(c.after), MaxAge: c.maxAge})
		if c.fresh && err != nil {
			t.Errorf("%s after, at most %s: %v", c.after, c.maxAge, err)
		}
		if !c.fresh {
			wantKind(t, err, sdjwt.KindHolderStale)
		}
	}
}

// The same hash function is used for disclosures and for sd_hash.
func TestHashFunctions(t *testing.T) {
	for name, size := range map[string]int{"sha-256": 32, "sha-384": 48, "sha-512": 64} {
		frame := cardFrame
		frame.Hash = name
		text, err := sdjwt.Issue(noise(7), newKey(t, 1), nil, cardClaims(t), frame)
		if err != nil {
			t.Fatal(err)
		}
		card, _ := sdjwt.Parse(text)
		shown, err := card.Bind(newKey(t, 2), testNonce, testAudience, testNow)
		if err != nil {
			t.Fatal(err)
		}
		received, _ := sdjwt.Parse(shown)
		if err := received.VerifyKeyBinding(sdjwt.Binding{Nonce: testNonce, Audience: testAudience, Now: testNow}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		proof, _ := encoding.DecodeJSONObject(received.KeyBinding.Payload)
		if raw, err := encoding.DecodeBase64URL(proof["sd_hash"].(string)); err != nil || len(raw) != size {
			t.Errorf("%s: sd_hash of %d bytes", name, len(raw))
		}
	}
}
