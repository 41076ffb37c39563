package dcql_test

import (
	"fmt"
	"slices"
	"testing"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"

	"pgregory.net/rapid"
)

// drawQuery makes queries over few names, so that they often match.
func drawQuery(t *rapid.T) dcql.Query {
	var q dcql.Query
	for i := range rapid.IntRange(1, 3).Draw(t, "credentials") {
		c := dcql.CredentialQuery{ID: fmt.Sprint("c", i), Format: "dc+sd-jwt", HolderBinding: rapid.Bool().Draw(t, "bound")}
		for _, name := range rapid.SliceOfN(rapid.SampledFrom([]string{"t1", "t2", "t3"}), 0, 2).Draw(t, "types") {
			c.Types = append(c.Types, []string{name})
		}
		names := rapid.Permutation([]any{"a", "b", "c"}).Draw(t, "names")
		for j := range rapid.IntRange(0, 3).Draw(t, "claims") {
			wanted := dcql.ClaimQuery{ID: fmt.Sprint("q", j), Path: claim.Path{names[j]}}
			if rapid.Bool().Draw(t, "valued") {
				wanted.Values = []any{rapid.SampledFrom([]any{"x", true, int64(7)}).Draw(t, "value")}
			}
			c.Claims = append(c.Claims, wanted)
		}
		if len(c.Claims) > 0 && rapid.Bool().Draw(t, "sets") {
			for range rapid.IntRange(1, 2).Draw(t, "options") {
				c.ClaimSets = append(c.ClaimSets, someOf(t, ids(c.Claims, func(q dcql.ClaimQuery) string { return q.ID })))
			}
		}
		q.Credentials = append(q.Credentials, c)
	}
	for range rapid.IntRange(0, 2).Draw(t, "credential sets") {
		set := dcql.SetQuery{Required: rapid.Bool().Draw(t, "required")}
		for range rapid.IntRange(1, 2).Draw(t, "options") {
			set.Options = append(set.Options, someOf(t, ids(q.Credentials, func(c dcql.CredentialQuery) string { return c.ID })))
		}
		q.Sets = append(q.Sets, set)
	}
	return q
}

func ids[T any](list []T, id func(T) string) []string {
	var all []string
	for _, element := range list {
		all = append(all, id(element))
	}
	return all
}

// someOf is a non-empty part of the ids.
func someOf(t *rapid.T, all []string) []string {
	return rapid.Permutation(all).Draw(t, "ids")[:rapid.IntRange(1, len(all)).Draw(t, "some")]
}

func drawCards(t *rapid.T) []dcql.Credential {
	var cards []dcql.Credential
	for i := range rapid.IntRange(0, 3).Draw(t, "cards") {
		claims := map[string]any{}
		for _, name := range []string{"a", "b", "c"} {
			if v := rapid.SampledFrom([]any{nil, "x", "y", true, false}).Draw(t, "held"); v != nil {
				claims[name] = v
			}
		}
		cards = append(cards, dcql.Credential{
			ID: fmt.Sprint(i), Format: rapid.SampledFrom([]string{"dc+sd-jwt", "mso_mdoc"}).Draw(t, "format"),
			Types:  []string{rapid.SampledFrom([]string{"t1", "t2"}).Draw(t, "type")},
			Claims: claims, HolderBound: rapid.Bool().Draw(t, "key"),
		})
	}
	return cards
}

// What a wallet would send always satisfies the verifier, and a wallet that can
// send nothing never would have: the two sides read the query alike.
func TestWalletAndVerifierAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, cards := drawQuery(t), drawCards(t)
		result := q.Match(cards)
		for _, ask := range result.Asks {
			for _, card := range cards {
				fit := slices.IndexFunc(ask.Fits, func(f dcql.Fit) bool { return f.Credential == card.ID })
				shown := card
				if fit >= 0 {
					shown.Claims = only(card.Claims, ask.Fits[fit].Disclose)
				}
				asked, err := ask.Query.Check(shown)
				if (fit >= 0) != (err == nil) {
					t.Fatalf("%+v with %+v: fits %v, checked %v", ask.Query, card, fit >= 0, err)
				}
				if err == nil && len(asked) != len(ask.Fits[fit].Disclose) {
					t.Fatalf("shows %v, of which %v was asked for", ask.Fits[fit].Disclose, asked)
				}
			}
		}
		var answered []string
		for _, set := range result.Sets {
			if len(set.Options) > 0 {
				answered = append(answered, set.Options[0]...)
			}
		}
		if err := q.Complete(answered); (err == nil) != result.Satisfiable {
			t.Fatalf("satisfiable %v, but %v is %v", result.Satisfiable, answered, err)
		}
	})
}

// only keeps the claims at the top level that are disclosed.
func only(claims map[string]any, paths []claim.Path) map[string]any {
	shown := map[string]any{}
	for _, path := range paths {
		name := path[0].(string)
		shown[name] = claims[name]
	}
	return shown
}

// A query means the same after it travelled.
func TestQueriesSurviveTravel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, cards := drawQuery(t), drawCards(t)
		raw, err := q.Encode()
		if err != nil {
			t.Fatal(err)
		}
		read, err := dcql.Parse(raw)
		if err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		if before, after := fmt.Sprintf("%+v", q.Match(cards)), fmt.Sprintf("%+v", read.Match(cards)); before != after {
			t.Fatalf("%s\nbefore %s\nafter  %s", raw, before, after)
		}
	})
}
