package verifier

import (
	"fmt"
	"slices"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/credentials/request"
	"domicile/crypto/encoding"
	"domicile/wasm/api"
)

// Presets lists the ready-made questions, and the kinds of cards to put one
// together from.
func (v *Verifier) Presets(api.Nothing) (api.Presets, error) {
	var all api.Presets
	for _, p := range request.Presets() {
		all.Presets = append(all.Presets, api.Preset{ID: p.ID, Purpose: p.Purpose, Claims: p.Labels()})
	}
	for _, known := range request.CardTypes() {
		described := api.CardType{Type: known.Type, Name: known.Name}
		for _, path := range known.Claims {
			text, err := encoding.EncodeJSON(path)
			if err != nil {
				return all, err
			}
			described.Claims = append(described.Claims, api.CardClaim{Path: string(text), Label: claim.Label(path)})
		}
		all.Types = append(all.Types, described)
	}
	return all, nil
}

// Query says in words what a query of one's own asks for.
func (v *Verifier) Query(q api.QueryRequest) (api.QueryRead, error) {
	query, err := readQuery(q.Query)
	if err != nil {
		return api.QueryRead{}, err
	}
	return api.QueryRead{Cards: describeQuery(query)}, nil
}

func describeQuery(q dcql.Query) []api.AskedCard {
	cards := make([]api.AskedCard, len(q.Credentials))
	for i, c := range q.Credentials {
		cards[i] = api.AskedCard{ID: c.ID, Name: nameOfTypes(c), Types: []string{}, Optional: optional(q, c.ID), Claims: []api.AskedClaim{}}
		for _, alternative := range c.Types {
			cards[i].Types = append(cards[i].Types, alternative...)
		}
		for _, wanted := range c.Claims {
			cards[i].Claims = append(cards[i].Claims, describeClaim(wanted))
		}
	}
	return cards
}

func describeClaim(wanted dcql.ClaimQuery) api.AskedClaim {
	asked := api.AskedClaim{Label: claim.Label(wanted.Path), Values: []string{}}
	for _, value := range wanted.Values {
		asked.Values = append(asked.Values, fmt.Sprint(value))
	}
	return asked
}

// nameOfTypes names a card where it is of one known type.
func nameOfTypes(c dcql.CredentialQuery) string {
	if len(c.Types) != 1 || len(c.Types[0]) != 1 {
		return ""
	}
	return request.TypeName(c.Types[0][0])
}

// optional reports whether the query can be answered without a card: another
// combination suffices, or no required one names it.
func optional(q dcql.Query, id string) bool {
	if len(q.Sets) == 0 {
		return false
	}
	for _, set := range q.Sets {
		if set.Required && !slices.ContainsFunc(set.Options, func(option []string) bool { return !slices.Contains(option, id) }) {
			return false
		}
	}
	return true
}
