package issue

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"domicile/credentials/claim"
	"domicile/credentials/sdjwt"
	"domicile/crypto/encoding"
)

// ResidencyCard is the type (vct) of the residency card.
const ResidencyCard = "urn:domicile:residency-card:1"

// ageLimits are the members of age_equal_or_over.
var ageLimits = []int{16, 18, 21, 65}

const dateLayout = "2006-01-02"

// Resident is the person a residency card speaks of, checked.
type Resident struct {
	GivenName, FamilyName string
	Birthdate             time.Time // a day, UTC
	Nationalities         []string  // ISO 3166-1 alpha-2
	Programme, Number     string
	Since                 time.Time // a day, UTC
	Country               string    // the residency's, ISO 3166-1 alpha-2
	Authority             string    // who issues the card
}

// ParseResident reads the claims of a residency card, as JSON has them:
// given_name, family_name, birthdate, nationalities, residency {programme,
// number, since, country}, issuing_country, issuing_authority. Fields that are
// wrong are returned by name (residency.number) with a sentence for the person
// at the form; the Resident is to be used only where there are none. Ages are
// computed, never taken.
func ParseResident(claims map[string]any, now time.Time) (Resident, map[string]string) {
	f := form{claims: claims, now: day(now), wrong: map[string]string{}}
	residency, _, err := encoding.Object(claims, "residency")
	if err != nil {
		f.wrong["residency"] = "The residency is missing its parts."
	}
	of := form{claims: residency, prefix: "residency.", now: f.now, wrong: f.wrong}
	r := Resident{
		GivenName:     f.name("given_name"),
		FamilyName:    f.name("family_name"),
		Birthdate:     f.date("birthdate", 130),
		Nationalities: f.countries("nationalities"),
		Programme:     of.name("programme"),
		Number:        of.number("number"),
		Since:         of.date("since", 100),
		Country:       of.country("country"),
		Authority:     f.name("issuing_authority"),
	}
	if f.country("issuing_country") != r.Country {
		f.refuse("issuing_country", "The issuing country is not the country of the residency.")
	}
	f.refuseOthers("given_name", "family_name", "birthdate", "nationalities", "residency",
		"issuing_country", "issuing_authority")
	of.refuseOthers("programme", "number", "since", "country")
	return r, f.wrong
}

// claims is the card's content on a day.
func (r Resident) claims(now time.Time) map[string]any {
	ages := map[string]any{}
	for _, limit := range ageLimits {
		ages[strconv.Itoa(limit)] = !r.Birthdate.AddDate(limit, 0, 0).After(day(now))
	}
	nationalities := make([]any, len(r.Nationalities))
	for i, country := range r.Nationalities {
		nationalities[i] = country
	}
	return map[string]any{
		"given_name": r.GivenName, "family_name": r.FamilyName,
		"birthdate":         r.Birthdate.Format(dateLayout),
		"age_equal_or_over": ages,
		"nationalities":     nationalities,
		"residency": map[string]any{
			"programme": r.Programme, "number": r.Number,
			"since": r.Since.Format(dateLayout), "country": r.Country,
		},
		"issuing_country": r.Country, "issuing_authority": r.Authority,
	}
}

var residencyFrame = sdjwt.Frame{
	Paths: []claim.Path{
		{"given_name"}, {"family_name"}, {"birthdate"}, {"nationalities", nil},
		{"age_equal_or_over", "16"}, {"age_equal_or_over", "18"},
		{"age_equal_or_over", "21"}, {"age_equal_or_over", "65"},
		{"residency", "programme"}, {"residency", "number"},
		{"residency", "since"}, {"residency", "country"},
	},
	Decoys: []sdjwt.Decoys{{Count: 2}, {At: claim.Path{"nationalities"}, Count: 2}},
}

// form reads the fields of one object and collects what is wrong with them.
type form struct {
	claims map[string]any
	prefix string
	now    time.Time
	wrong  map[string]string
}

func (f form) refuse(name, sentence string) {
	if f.wrong[f.prefix+name] == "" {
		f.wrong[f.prefix+name] = sentence
	}
}

func (f form) text(name string) string {
	text, present, err := encoding.String(f.claims, name)
	if err != nil || !present || text == "" {
		f.refuse(name, "Please fill in this field.")
		return ""
	}
	return text
}

// name reads a short text without characters that change how others are read.
func (f form) name(name string) string {
	text := f.text(name)
	if utf8.RuneCountInString(text) > 80 {
		f.refuse(name, "At most 80 characters fit here.")
	}
	for _, r := range text {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == utf8.RuneError {
			f.refuse(name, "A character in this text cannot be printed on a card.")
		}
	}
	if text != strings.TrimSpace(text) {
		f.refuse(name, "Please remove the spaces at the ends.")
	}
	return text
}

func (f form) date(name string, years int) time.Time {
	text := f.text(name)
	date, err := time.Parse(dateLayout, text)
	switch {
	case err != nil:
		f.refuse(name, "Please give a date as year-month-day, such as 1990-05-17.")
	case date.After(f.now):
		f.refuse(name, "This date lies in the future.")
	case date.Before(f.now.AddDate(-years, 0, 0)):
		f.refuse(name, "This date lies too far in the past.")
	}
	return date
}

var (
	countryPattern = regexp.MustCompile(`^[A-Z]{2}$`)
	numberPattern  = regexp.MustCompile(`^[A-Z0-9-]{4,32}$`)
)

const countrySentence = "Please give a country as two capital letters, such as PT."

func (f form) country(name string) string {
	text := f.text(name)
	if !countryPattern.MatchString(text) {
		f.refuse(name, countrySentence)
	}
	return text
}

func (f form) number(name string) string {
	text := f.text(name)
	if !numberPattern.MatchString(text) {
		f.refuse(name, "A number has 4 to 32 capital letters, digits and dashes.")
	}
	return text
}

func (f form) countries(name string) []string {
	list, _, err := encoding.Strings(f.claims, name)
	if err != nil || len(list) == 0 || len(list) > 5 {
		f.refuse(name, "Please give one to five countries.")
		return nil
	}
	for i, country := range list {
		if !countryPattern.MatchString(country) {
			f.refuse(name, countrySentence)
		}
		if slices.Contains(list[:i], country) {
			f.refuse(name, "A country stands here twice.")
		}
	}
	return list
}

// refuseOthers refuses fields that a card of this type does not have.
func (f form) refuseOthers(known ...string) {
	for name := range f.claims {
		if !slices.Contains(known, name) && utf8.RuneCountInString(name) <= 64 {
			f.refuse(name, "This card has no such field.")
		} else if !slices.Contains(known, name) {
			f.refuse("?", "This card has no such field.")
		}
	}
}
