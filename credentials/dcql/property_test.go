package dcql_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/crypto/encoding"

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

// drawTree makes a tree of claims of few names, so that paths often hit it.
func drawTree(t *rapid.T, depth int) any {
	kinds := []string{"text", "number", "boolean", "null", "object", "array"}
	if depth == 0 {
		kinds = kinds[:4]
	}
	switch rapid.SampledFrom(kinds).Draw(t, "kind") {
	case "text":
		return rapid.SampledFrom([]string{"x", "y"}).Draw(t, "text")
	case "number":
		return encoding.Number(rapid.SampledFrom([]string{"7", "8", "7.5"}).Draw(t, "number"))
	case "boolean":
		return rapid.Bool().Draw(t, "boolean")
	case "object":
		return drawObject(t, depth-1)
	case "array":
		list := make([]any, rapid.IntRange(0, 4).Draw(t, "length"))
		for i := range list {
			list[i] = drawTree(t, depth-1)
		}
		return list
	}
	return nil
}

func drawObject(t *rapid.T, depth int) map[string]any {
	object := map[string]any{}
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), 1, 3, rapid.ID).Draw(t, "members") {
		object[name] = drawTree(t, depth)
	}
	return object
}

// drawPath goes down a tree, so that it mostly hits, with nulls for some indices
// and a wrong turn now and then.
func drawPath(t *rapid.T, tree any) claim.Path {
	var path claim.Path
	for range rapid.IntRange(1, 4).Draw(t, "steps") {
		var step any
		switch v := tree.(type) {
		case map[string]any:
			step = rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "name")
			tree = v[step.(string)]
		case []any:
			i := rapid.IntRange(0, max(0, len(v)-1)).Draw(t, "index")
			if step, tree = any(i), any(nil); i < len(v) {
				tree = v[i]
			}
			if rapid.Bool().Draw(t, "all") {
				step = nil
			}
		default:
			if len(path) > 0 {
				return path
			}
		}
		path = append(path, step)
	}
	return path
}

// drawDeep makes a query over the tree of one card.
func drawDeep(t *rapid.T, tree map[string]any) dcql.CredentialQuery {
	c := dcql.CredentialQuery{ID: "c", Format: "dc+sd-jwt"}
	for i := range rapid.IntRange(0, 4).Draw(t, "claims") {
		wanted := dcql.ClaimQuery{ID: fmt.Sprint("q", i), Path: drawPath(t, tree)}
		if rapid.IntRange(0, 3).Draw(t, "valued") == 0 {
			wanted.Values = rapid.SliceOfN(rapid.SampledFrom([]any{"x", true, int64(7)}), 1, 3).Draw(t, "values")
		}
		c.Claims = append(c.Claims, wanted)
	}
	if len(c.Claims) > 0 && rapid.Bool().Draw(t, "sets") {
		for range rapid.IntRange(1, 3).Draw(t, "options") {
			c.ClaimSets = append(c.ClaimSets, someOf(t, ids(c.Claims, func(q dcql.ClaimQuery) string { return q.ID })))
		}
	}
	return c
}

// prune keeps what the paths select, and what leads there. Elements that are not
// kept are gone, and those behind them move up, as in a presentation.
func prune(value any, at claim.Path, keep []claim.Path) (any, bool) {
	leads := len(at) == 0
	for _, path := range keep {
		if at.Within(path) {
			return value, true
		}
		leads = leads || path.Within(at)
	}
	if !leads {
		return nil, false
	}
	switch v := value.(type) {
	case map[string]any:
		kept := map[string]any{}
		for name, member := range v {
			if pruned, ok := prune(member, at.Child(name), keep); ok {
				kept[name] = pruned
			}
		}
		return kept, true
	case []any:
		kept := []any{}
		for i, element := range v {
			if pruned, ok := prune(element, at.Child(i), keep); ok {
				kept = append(kept, pruned)
			}
		}
		return kept, true
	}
	return value, true
}

// answers reports whether a concrete path is one that the asked path selects.
func answers(asked, shown claim.Path) bool {
	if len(asked) != len(shown) {
		return false
	}
	for i := range asked {
		if _, index := shown[i].(int); asked[i] != shown[i] && (asked[i] != nil || !index) {
			return false
		}
	}
	return true
}

// What a wallet selects of any card passes the verifier's check, although
// elements that were withheld make the others move up.
func TestWhatIsSelectedPassesCheck(t *testing.T) {
	matched := 0
	rapid.Check(t, func(t *rapid.T) {
		tree := drawObject(t, 3)
		c := drawDeep(t, tree)
		card := dcql.Credential{ID: "1", Format: "dc+sd-jwt", Claims: tree}
		fits := dcql.Query{Credentials: []dcql.CredentialQuery{c}}.Match([]dcql.Credential{card}).Asks[0].Fits
		if len(fits) == 0 {
			return
		}
		matched++
		pruned, _ := prune(tree, nil, fits[0].Disclose)
		shown := card
		shown.Claims = pruned.(map[string]any)
		if _, err := c.Check(shown); err != nil {
			t.Fatalf("%+v\nof   %v\nshows %v\n%v", c, tree, shown.Claims, err)
		}
	})
	if t.Logf("%d matches", matched); matched == 0 {
		t.Error("nothing matched")
	}
}

// Each path that is selected is one that the chosen claims ask for and that the
// card has, and each of those claims is answered.
func TestNothingElseIsSelected(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := drawObject(t, 3)
		c := drawDeep(t, tree)
		card := dcql.Credential{ID: "1", Format: "dc+sd-jwt", Claims: tree}
		for _, fit := range (dcql.Query{Credentials: []dcql.CredentialQuery{c}}).Match([]dcql.Credential{card}).Asks[0].Fits {
			wanted := c.Claims
			if (fit.ClaimSet < 0) != (len(c.ClaimSets) == 0) {
				t.Fatalf("claim set %d of %v", fit.ClaimSet, c.ClaimSets)
			}
			if fit.ClaimSet >= 0 {
				wanted = slices.DeleteFunc(slices.Clone(wanted), func(q dcql.ClaimQuery) bool { return !slices.Contains(c.ClaimSets[fit.ClaimSet], q.ID) })
			}
			for _, path := range fit.Disclose {
				if _, err := claim.Resolve(tree, path); err != nil || !path.Concrete() ||
					!slices.ContainsFunc(wanted, func(q dcql.ClaimQuery) bool { return answers(q.Path, path) }) {
					t.Fatalf("%v is selected of %v by %+v", path, tree, wanted)
				}
			}
			for _, q := range wanted {
				if !slices.ContainsFunc(fit.Disclose, func(path claim.Path) bool { return answers(q.Path, path) }) {
					t.Fatalf("%v is not answered by %v", q.Path, fit.Disclose)
				}
			}
		}
	})
}

// Whatever Permits lets through, the verifier finds complete.
func TestPermittedIsComplete(t *testing.T) {
	permitted := 0
	rapid.Check(t, func(t *rapid.T) {
		q, cards := drawQuery(t), drawCards(t)
		r := q.Match(cards)
		chosen := map[string][]string{}
		for _, ask := range r.Asks {
			if len(ask.Fits) > 0 && rapid.Bool().Draw(t, "send") {
				chosen[ask.Query.ID] = []string{ask.Fits[0].Credential}
			}
		}
		err := r.Permits(chosen)
		if err == nil {
			permitted++
			if err := q.Complete(slices.Collect(maps.Keys(chosen))); err != nil {
				t.Fatalf("%v of %+v: %v", chosen, r.Sets, err)
			}
		}
		if err == nil && !r.Satisfiable {
			t.Fatal("an answer to what cannot be answered")
		}
	})
	if t.Logf("%d permitted", permitted); permitted == 0 {
		t.Error("nothing was permitted")
	}
}

// Where a query goes beyond nothing, nothing is shown that was not allowed; and
// it never goes beyond itself.
func TestWithinWhatIsAllowed(t *testing.T) {
	within := 0
	rapid.Check(t, func(t *rapid.T) {
		tree := drawObject(t, 3)
		c := drawDeep(t, tree)
		var asked, allowed []claim.Path
		for _, q := range c.Claims {
			asked = append(asked, q.Path)
		}
		for range rapid.IntRange(0, 3).Draw(t, "allowed") {
			allowed = append(allowed, drawPath(t, tree))
		}
		if beyond := c.Beyond(asked); beyond != nil {
			t.Fatalf("%v go beyond %v", beyond, asked)
		}
		beyond := c.Beyond(allowed)
		for _, path := range beyond {
			if !slices.ContainsFunc(asked, path.Equal) {
				t.Fatalf("%v was not asked for", path)
			}
		}
		for _, fit := range (dcql.Query{Credentials: []dcql.CredentialQuery{c}}).Match([]dcql.Credential{{Format: "dc+sd-jwt", Claims: tree}}).Asks[0].Fits {
			for _, path := range fit.Disclose {
				covered := slices.ContainsFunc(allowed, func(a claim.Path) bool { return len(a) <= len(path) && answers(a, path[:len(a)]) })
				if beyond == nil && !covered {
					t.Fatalf("%v is shown, %v is allowed, %+v is asked", path, allowed, c)
				}
			}
			if beyond == nil && len(fit.Disclose) > 0 {
				within++
			}
		}
	})
	if t.Logf("%d within", within); within == 0 {
		t.Error("nothing was within")
	}
}
