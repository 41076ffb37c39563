package request

import (
	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/crypto/fault"
)

// ResidencyCard is the type of the card that the presets ask for.
const ResidencyCard = "urn:domicile:residency-card:1"

// presetQuery is the id of the only credential query of a preset.
const presetQuery = "card"

// Preset is a ready-made question.
type Preset struct {
	ID      string
	Purpose string
	claims  []dcql.ClaimQuery
}

// presets ask for no more than their purpose needs. Over 18 asks for the value
// too: a card that says "no" must not answer the question with a green light.
var presets = []Preset{
	{"over18", "Check that you are over 18", []dcql.ClaimQuery{
		{Path: claim.Path{"age_equal_or_over", "18"}, Values: []any{true}},
	}},
	{"name-residency", "Check your name and your residency", paths(
		claim.Path{"given_name"}, claim.Path{"family_name"},
		claim.Path{"residency", "programme"}, claim.Path{"residency", "number"}, claim.Path{"residency", "country"},
	)},
	{"whole-card", "See your whole residency card", paths(
		claim.Path{"given_name"}, claim.Path{"family_name"}, claim.Path{"birthdate"},
		claim.Path{"age_equal_or_over", "16"}, claim.Path{"age_equal_or_over", "18"},
		claim.Path{"age_equal_or_over", "21"}, claim.Path{"age_equal_or_over", "65"},
		claim.Path{"nationalities", nil},
		claim.Path{"residency", "programme"}, claim.Path{"residency", "number"},
		claim.Path{"residency", "since"}, claim.Path{"residency", "country"},
		claim.Path{"issuing_authority"}, claim.Path{"issuing_country"},
	)},
}

func paths(list ...claim.Path) []dcql.ClaimQuery {
	claims := make([]dcql.ClaimQuery, len(list))
	for i, path := range list {
		claims[i].Path = path
	}
	return claims
}

// Presets returns all ready-made questions, the one that asks for least first.
func Presets() []Preset { return append([]Preset(nil), presets...) }

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
	return dcql.Query{Credentials: []dcql.CredentialQuery{{
		ID: presetQuery, Format: "dc+sd-jwt", Types: [][]string{{ResidencyCard}}, HolderBinding: true,
		Claims: append([]dcql.ClaimQuery(nil), p.claims...),
	}}}
}

// Labels says in words what the preset asks for, in its order.
func (p Preset) Labels() []string {
	labels := make([]string, len(p.claims))
	for i, c := range p.claims {
		labels[i] = claim.Label(c.Path)
	}
	return labels
}
