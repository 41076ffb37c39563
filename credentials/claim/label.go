package claim

import (
	"strings"
	"unicode"
)

// labels are the words for claims that are in common use, by whole path. Its
// indices and nulls stand as "*".
var labels = map[string]string{
	"given_name":                     "Given name",
	"family_name":                    "Family name",
	"middle_name":                    "Middle name",
	"name":                           "Full name",
	"nickname":                       "Nickname",
	"birthdate":                      "Date of birth",
	"birth_date":                     "Date of birth",
	"birth_given_name":               "Given name at birth",
	"birth_family_name":              "Family name at birth",
	"place_of_birth":                 "Place of birth",
	"birth_place":                    "Place of birth",
	"place_of_birth.country":         "Country of birth",
	"place_of_birth.region":          "Region of birth",
	"place_of_birth.locality":        "Town of birth",
	"age_in_years":                   "Age",
	"age_birth_year":                 "Year of birth",
	"age_equal_or_over":              "Age checks",
	"nationality":                    "Nationality",
	"nationalities":                  "Nationalities",
	"nationalities.*":                "Nationality",
	"sex":                            "Sex",
	"gender":                         "Gender",
	"portrait":                       "Photograph",
	"picture":                        "Photograph",
	"email":                          "Email address",
	"email_address":                  "Email address",
	"email_verified":                 "Email address checked",
	"phone_number":                   "Telephone number",
	"mobile_phone_number":            "Mobile telephone number",
	"phone_number_verified":          "Telephone number checked",
	"address":                        "Address",
	"address.formatted":              "Address",
	"address.street_address":         "Street",
	"address.house_number":           "House number",
	"address.locality":               "Town",
	"address.region":                 "Region",
	"address.postal_code":            "Postal code",
	"address.country":                "Country of residence",
	"residency":                      "Residency",
	"residency.programme":            "Residency programme",
	"residency.number":               "Residency number",
	"residency.since":                "Resident since",
	"residency.country":              "Country of residency",
	"country":                        "Country",
	"region":                         "Region",
	"locality":                       "Town",
	"postal_code":                    "Postal code",
	"street_address":                 "Street",
	"issuing_country":                "Issuing country",
	"issuing_authority":              "Issuing authority",
	"issuing_jurisdiction":           "Issuing jurisdiction",
	"document_number":                "Document number",
	"personal_administrative_number": "Personal number",
	"issuance_date":                  "Date of issue",
	"date_of_issuance":               "Date of issue",
	"issue_date":                     "Date of issue",
	"expiry_date":                    "Expiry date",
	"date_of_expiry":                 "Expiry date",
	"iss":                            "Issuer",
	"sub":                            "Subject identifier",
	"iat":                            "Issued at",
	"nbf":                            "Valid from",
	"exp":                            "Valid until",
	"vct":                            "Card type",
	"aka_vcts":                       "Also counts as",
	"cnf":                            "Holder's key",
	"status":                         "Where its status is kept",
}

// Label says in words what a path selects: "Family name", "Over 18". A claim
// that is not in the catalogue gets its own name, made readable, after that of
// the claim it belongs to ("Spouse: Family name"): a label must never make a
// claim look like another one. The result is never empty and never taken from a
// claim's value.
func Label(path Path) string {
	words := nameWords(path)
	if label, ok := known(words); ok {
		return label
	}
	var parts []string
	for i, word := range words {
		label, ok := known(words[i : i+1])
		if !ok {
			label = readable(word)
		}
		if label != "" {
			parts = append(parts, label)
		}
	}
	if len(parts) == 0 {
		return "Unnamed claim"
	}
	return strings.Join(parts, ": ")
}

// nameWords are the names of a path, with "*" for what selects in an array, and
// without the outermost name where it only says what the format is.
func nameWords(path Path) []string {
	words := make([]string, len(path))
	for i, component := range path {
		words[i] = "*"
		if name, ok := component.(string); ok {
			words[i] = name
		}
	}
	if len(words) > 1 && (words[0] == "credentialSubject" || strings.HasPrefix(words[0], "org.iso.")) {
		return words[1:]
	}
	return words
}

func known(words []string) (string, bool) {
	if label, ok := ageLabel(words); ok {
		return label, true
	}
	for _, word := range words {
		if strings.Contains(word, ".") {
			return "", false // a dot within a name is not a step down
		}
	}
	label, ok := labels[strings.Join(words, ".")]
	return label, ok
}

// ageLabel words the members of age_equal_or_over, which are numbers, and the
// flat form age_over_18.
func ageLabel(words []string) (string, bool) {
	switch {
	case len(words) == 2 && words[0] == "age_equal_or_over" && isNumber(words[1]):
		return "Over " + words[1], true
	case len(words) != 1:
		return "", false
	}
	for _, prefix := range []string{"age_over_", "is_over_"} {
		if years, found := strings.CutPrefix(words[0], prefix); found && isNumber(years) {
			return "Over " + years, true
		}
	}
	return "", false
}

func isNumber(s string) bool {
	return s != "" && len(s) <= 3 && strings.Trim(s, "0123456789") == ""
}

// maxLabel is the longest readable name, in characters.
const maxLabel = 40

// readable turns "driving_licence" into "Driving licence". Characters that do
// not show, or that turn the direction of text, are left out: the name is the
// issuer's or the verifier's, not ours.
func readable(name string) string {
	spaced := strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("_-*", r) || unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, name)
	runes := []rune(strings.Join(strings.Fields(spaced), " "))
	if len(runes) > maxLabel {
		runes = append(runes[:maxLabel], '…')
	}
	if len(runes) > 0 {
		runes[0] = unicode.ToUpper(runes[0])
	}
	return string(runes)
}
