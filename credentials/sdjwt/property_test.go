package sdjwt_test

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"domicile/credentials/claim"
	"domicile/credentials/sdjwt"
	"domicile/crypto/encoding"

	"pgregory.net/rapid"
)

// grower makes a tree of claims in which each name and each value occurs once,
// so that it can be searched for in bytes.
type grower struct {
	t     *rapid.T
	count int
}

func (g *grower) word(kind string) string { g.count++; return fmt.Sprintf("%s%d_", kind, g.count) }

func (g *grower) value(depth int) any {
	shape := rapid.IntRange(0, 9).Draw(g.t, "shape")
	if depth == 0 || shape < 6 {
		return g.word("value")
	}
	size := rapid.IntRange(0, 3).Draw(g.t, "size")
	if shape < 8 {
		return g.object(depth-1, size)
	}
	list := make([]any, size)
	for i := range list {
		list[i] = g.value(depth - 1)
	}
	return list
}

func (g *grower) object(depth, size int) map[string]any {
	o := map[string]any{}
	for range size {
		o[g.word("name")] = g.value(depth)
	}
	return o
}

// pick draws a subset, in an order that does not depend on Go's maps.
func pick(t *rapid.T, all []claim.Path, label string) []claim.Path {
	var chosen []claim.Path
	for _, path := range all {
		if rapid.IntRange(0, 2).Draw(t, label) == 0 {
			chosen = append(chosen, path)
		}
	}
	return chosen
}

func allPaths(tree map[string]any) []claim.Path {
	var paths []claim.Path
	claim.Walk(tree, func(f claim.Found) bool { paths = append(paths, f.Path); return true })
	slices.SortFunc(paths, func(a, b claim.Path) int { return bytes.Compare([]byte(fmt.Sprint(a)), []byte(fmt.Sprint(b))) })
	return paths
}

// oracle computes what a verifier must see, from the definition and not from
// disclosures: a claim shows if each hidden claim that it is, or lies in, is
// above or below something chosen.
type oracle struct {
	hidden, chosen []claim.Path
	words          []string // that must not be in the bytes
}

func (o *oracle) shows(path claim.Path) bool {
	if !slices.ContainsFunc(o.hidden, path.Equal) {
		return true
	}
	return slices.ContainsFunc(o.chosen, func(c claim.Path) bool { return c.Within(path) || path.Within(c) })
}

func (o *oracle) see(v any, path claim.Path) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, value := range v {
			if at := path.Child(name); o.shows(at) {
				out[name] = o.see(value, at)
			} else {
				o.words = append(o.words, name)
				o.forget(value)
			}
		}
		return out
	case []any:
		out := []any{}
		for i, value := range v {
			if at := path.Child(i); o.shows(at) {
				out = append(out, o.see(value, at))
			} else {
				o.forget(value)
			}
		}
		return out
	}
	return v
}

func (o *oracle) forget(v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			o.words = append(o.words, name)
			o.forget(value)
		}
	case []any:
		for _, value := range v {
			o.forget(value)
		}
	case string:
		o.words = append(o.words, v)
	}
}

// Any claims, any frame, any selection: what comes out is exactly what was
// chosen, and of the rest no name and no value is in the bytes.
func TestIssueSelectProcess(t *testing.T) {
	issuer, holder := newKey(t, 1), newKey(t, 2)
	rapid.Check(t, func(t *rapid.T) {
		g := &grower{t: t}
		tree := g.object(4, rapid.IntRange(0, 5).Draw(t, "top"))
		all := allPaths(tree)
		o := &oracle{hidden: pick(t, all, "hide"), chosen: pick(t, all, "choose")}
		frame := sdjwt.Frame{Paths: o.hidden, Decoys: decoys(t, tree, all), Hash: rapid.SampledFrom([]string{"", "sha-256", "sha-384", "sha-512"}).Draw(t, "hash")}

		claims := map[string]any{"vct": "urn:test", "cnf": map[string]any{"jwk": holder.Public().JWK()}}
		for name, value := range tree {
			claims[name] = value
		}
		text, err := sdjwt.Issue(noise(3), issuer, nil, claims, frame)
		if err != nil {
			t.Fatal(err)
		}
		card := mustParse(t, text)
		wantClaims(t, card, tree)

		selection, err := card.Select(o.chosen)
		if err != nil {
			t.Fatal(err)
		}
		want := o.see(tree, nil)
		shown, err := selection.Bind(holder, testNonce, testAudience, testNow)
		if err != nil {
			t.Fatal(err)
		}
		received := mustParse(t, shown)
		wantClaims(t, received, want.(map[string]any))
		if err := received.VerifyKeyBinding(sdjwt.Binding{Nonce: testNonce, Audience: testAudience, Now: testNow}); err != nil {
			t.Fatal(err)
		}
		wantNone(t, received, o.words)
	})
}

func decoys(t *rapid.T, tree map[string]any, all []claim.Path) []sdjwt.Decoys {
	list := []sdjwt.Decoys{{Count: rapid.IntRange(0, 2).Draw(t, "decoys")}}
	for _, path := range pick(t, all, "decoy") {
		found, err := claim.Resolve(tree, path)
		if err != nil {
			t.Fatal(err)
		}
		if _, plain := found[0].Value.(string); !plain {
			list = append(list, sdjwt.Decoys{At: path, Count: 1})
		}
	}
	return list
}

func mustParse(t *rapid.T, text string) *sdjwt.Token {
	token, err := sdjwt.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if token.String() != text {
		t.Fatal("the token does not come back byte for byte")
	}
	return token
}

func wantClaims(t *rapid.T, token *sdjwt.Token, want map[string]any) {
	claims, err := token.Claims()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]any{}
	for name, value := range claims {
		if name != "vct" && name != "cnf" {
			got[name] = value
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %v\nwant %v", got, want)
	}
}

func wantNone(t *rapid.T, token *sdjwt.Token, words []string) {
	plain := append([]byte{}, token.IssuerJWT.Payload...)
	for _, d := range token.Disclosures {
		raw, err := encoding.DecodeBase64URL(d.Encoded)
		if err != nil {
			t.Fatal(err)
		}
		plain = append(plain, raw...)
	}
	for _, word := range words {
		if bytes.Contains(plain, []byte(word)) {
			t.Fatalf("%q was not chosen and is in the bytes", word)
		}
	}
}
