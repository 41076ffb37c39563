package request

import "domicile/credentials/claim"

// CardType is a type of card that is known by name, to build a question from.
// Any other type may be asked for too.
type CardType struct {
	Type   string
	Name   string
	Claims []claim.Path // that such cards have, in the order of the card
}

// CardTypes are the known types, the residency card first.
func CardTypes() []CardType {
	return []CardType{
		{ResidencyCard, "Residency card", []claim.Path{
			{"given_name"}, {"family_name"}, {"birthdate"},
			{"age_equal_or_over", "16"}, {"age_equal_or_over", "18"}, {"age_equal_or_over", "21"}, {"age_equal_or_over", "65"},
			{"nationalities", nil},
			{"residency", "programme"}, {"residency", "number"}, {"residency", "since"}, {"residency", "country"},
			{"issuing_authority"}, {"issuing_country"},
		}},
		{PersonIdentification, "European identity card", []claim.Path{
			{"given_name"}, {"family_name"}, {"birthdate"}, {"birth_family_name"}, {"place_of_birth", "locality"},
			{"place_of_birth", "country"}, {"nationalities", nil},
			{"age_equal_or_over", "18"}, {"age_equal_or_over", "21"}, {"age_in_years"},
			{"address", "formatted"}, {"address", "street_address"}, {"address", "postal_code"}, {"address", "locality"},
			{"address", "country"}, {"personal_administrative_number"}, {"sex"}, {"picture"},
			{"date_of_issuance"}, {"date_of_expiry"}, {"issuing_authority"}, {"issuing_country"},
		}},
	}
}

// TypeName is the name of a type of card, "" where it is not known.
func TypeName(typ string) string {
	for _, known := range CardTypes() {
		if known.Type == typ {
			return known.Name
		}
	}
	return ""
}
