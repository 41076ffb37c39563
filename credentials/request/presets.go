package request

import (
	"slices"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/crypto/fault"
)

// The types of the cards that the presets ask for.
const (
	ResidencyCard = "urn:domicile:residency-card:1"
	// PersonIdentification is the identity card of the European Union's wallets.
	PersonIdentification = "urn:eudi:pid:1"
)

// Preset is a ready-made question.
type Preset struct {
	ID      string
	Purpose string
	query   dcql.Query
}

// presets ask for no more than their purpose needs. Over 18 asks for the value
// too: a card that says "no" must not answer the question with a green light.
var presets = []Preset{
	{"over18", "Check that you are over 18", residency(overAge("18"))},
	{"over21", "Check that you are over 21", residency(overAge("21"))},
	{"resident", "Check that you are a resident", residency(paths(
		claim.Path{"residency", "programme"}, claim.Path{"residency", "country"},
	))},
	{"name-residency", "Check your name and your residency", residency(paths(
		claim.Path{"given_name"}, claim.Path{"family_name"},
		claim.Path{"residency", "programme"}, claim.Path{"residency", "number"}, claim.Path{"residency", "country"},
	))},
	{"name-birthdate", "Check your name and your date of birth", either(paths(
		claim.Path{"given_name"}, claim.Path{"family_name"}, claim.Path{"birthdate"},
	))},
	{"whole-card", "See your whole residency card", residency(paths(CardTypes()[0].Claims...))},
}

// residency asks for claims of a residency card.
func residency(claims []dcql.ClaimQuery) dcql.Query {
	return dcql.Query{Credentials: []dcql.CredentialQuery{cardQuery("card", ResidencyCard, claims)}}
}

// either asks for the same claims of a residency card or of an identity card:
// the holder chooses.
func either(claims []dcql.ClaimQuery) dcql.Query {
	return dcql.Query{
		Credentials: []dcql.CredentialQuery{
			cardQuery("card", ResidencyCard, claims), cardQuery("pid", PersonIdentification, claims),
		},
		Sets: []dcql.SetQuery{{Options: [][]string{{"card"}, {"pid"}}, Required: true}},
	}
}

func cardQuery(id, typ string, claims []dcql.ClaimQuery) dcql.CredentialQuery {
	return dcql.CredentialQuery{ID: id, Format: "dc+sd-jwt", Types: [][]string{{typ}}, HolderBinding: true, Claims: claims}
}

func overAge(years string) []dcql.ClaimQuery {
	return []dcql.ClaimQuery{{Path: claim.Path{"age_equal_or_over", years}, Values: []any{true}}}
}

func paths(list ...claim.Path) []dcql.ClaimQuery {
	claims := make([]dcql.ClaimQuery, len(list))
	for i, path := range list {
		claims[i].Path = path
	}
	return claims
}

// Presets returns all ready-made questions, the one that asks for least first.
func Presets() []Preset { return slices.Clone(presets) }

// FindPreset returns the preset of that name, or request_preset_unknown.
func FindPreset(id string) (Preset, error) {
	for _, p := range presets {
		if p.ID == id {
			return p, nil
		}
	}
	return Preset{}, fault.New(KindPreset, "no preset of that name")
}

// Query returns the preset as a query.
func (p Preset) Query() dcql.Query {
	q := p.query
	q.Credentials = slices.Clone(q.Credentials)
	for i := range q.Credentials {
		q.Credentials[i].Claims = slices.Clone(q.Credentials[i].Claims)
	}
	return q
}

// Labels says in words what the preset asks for, in its order; what several
// cards are asked for alike is said once.
func (p Preset) Labels() []string {
	var labels []string
	for _, card := range p.query.Credentials {
		for _, c := range card.Claims {
			if label := claim.Label(c.Path); !slices.Contains(labels, label) {
				labels = append(labels, label)
			}
		}
	}
	return labels
}
