package verifier

import (
	"maps"
	"slices"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/credentials/request"
	"domicile/crypto/encoding"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

// split sorts the claims of each card of a verdict into those that were asked for
// and the others. Where nothing was asked, all that a person would read is shown.
func split(claims map[string]any, text string, asked *question) []api.ShownCard {
	cards := []api.ShownCard{}
	for _, t := range trees(claims, text, asked) {
		var wanted, rest []claim.Found
		for _, leaf := range claim.Leaves(t.claims) {
			if t.wants(leaf.Path) {
				wanted = append(wanted, leaf)
			} else {
				rest = append(rest, leaf)
			}
		}
		cards = append(cards, api.ShownCard{Name: t.name(), Shown: engine.Claims(wanted), Other: engine.Others(rest, t.claims)})
	}
	return cards
}

// tree is the claims of one presentation, and the query it answers.
type tree struct {
	claims map[string]any
	query  *dcql.CredentialQuery // nil where nothing was asked
}

// name says what kind of card it is.
func (t tree) name() string {
	typ, _, _ := encoding.String(t.claims, "vct")
	return request.TypeName(typ)
}

// trees undoes what package verify does with the claims of several
// presentations: an object of arrays, by query.
func trees(claims map[string]any, text string, asked *question) []tree {
	if claims == nil {
		return nil
	}
	answer, err := request.ParseAnswer(text)
	if err != nil {
		return []tree{{claims: claims}}
	}
	ids := slices.Sorted(maps.Keys(answer.Presentations))
	if len(ids) == 1 && len(answer.Presentations[ids[0]]) == 1 {
		return []tree{{claims, asked.query(ids[0])}}
	}
	var all []tree
	for _, id := range ids {
		list, _ := claims[id].([]any)
		for _, one := range list {
			if object, ok := one.(map[string]any); ok {
				all = append(all, tree{object, asked.query(id)})
			}
		}
	}
	return all
}

func (q *question) query(id string) *dcql.CredentialQuery {
	if q == nil {
		return nil
	}
	if found, known := q.request.Query.Find(id); known {
		return &found
	}
	return nil
}

// registered are the claims that a card needs and a person does not.
var registered = []string{"iss", "vct", "iat", "nbf", "exp", "cnf", "status", "jti", "sub", "aka_vcts", "vct#integrity", "schema_version"}

// wants reports whether a claim was asked for. An index that was asked for fits
// any element, because the positions of withheld ones are not shown.
func (t tree) wants(path claim.Path) bool {
	if t.query == nil {
		name, _ := path[0].(string)
		return !slices.Contains(registered, name)
	}
	return slices.ContainsFunc(t.query.Claims, func(c dcql.ClaimQuery) bool {
		return len(path) >= len(c.Path) && slices.EqualFunc(path[:len(c.Path)], c.Path, fits)
	})
}

func fits(component, asked any) bool {
	if name, named := asked.(string); named {
		return component == name
	}
	_, index := component.(int)
	return index
}
