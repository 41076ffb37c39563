package issuer

import (
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"domicile/credentials/issue"
	"domicile/crypto/encoding"
)

// Config is what an office says of itself: the file of
// "domicile issuer serve --config".
type Config struct {
	Origin    string `json:"origin"`    // https://office.example; http on this machine only
	Path      string `json:"path"`      // /issuers/meridia; the identifier is origin and path
	Name      string `json:"name"`      // of the office, for people
	Country   string `json:"country"`   // ISO 3166-1 alpha-2
	Authority string `json:"authority"` // issuing_authority of the cards
	Scope     string `json:"scope"`     // "test" or "live", for the trust list
	Types     []Type `json:"types"`
	// Demo opens the office to whoever can reach it, with sample people.
	Demo bool `json:"demo"`
}

// Type is one kind of card that the office issues.
type Type struct {
	ID          string   `json:"id"` // credential_configuration_id
	VCT         string   `json:"vct"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Colour      string   `json:"colour"`      // CSS, #rrggbb
	TextColour  string   `json:"text_colour"` // likewise
	Days        int      `json:"days"`        // validity
	Programmes  []string `json:"programmes"`  // of a residency card
	NotGiven    []string `json:"not_given"`   // what the card does not give, in sentences
	Claims      []Claim  `json:"claims"`      // of other cards; a residency card has its own
}

// Claim is one claim of a card that is no residency card: a text.
type Claim struct {
	Name     string `json:"name"`
	Label    string `json:"label"`
	Required bool   `json:"required"`
}

// Meridia is the demo office of the fictional Republic of Meridia.
func Meridia(origin string) Config {
	return Config{
		Origin: origin, Path: "/issuers/meridia", Scope: "test", Demo: true,
		Name: "Republic of Meridia", Country: "XM", Authority: "Meridia Residency Office",
		Types: []Type{{
			ID: "residency-card", VCT: issue.ResidencyCard, Title: "Residency card",
			Description: "Digital residency of the Republic of Meridia, a country made up for practice.",
			Colour:      "#14532d", TextColour: "#ffffff", Days: 365,
			Programmes: []string{"Digital residency", "Founder residency", "Scholar residency"},
			NotGiven: []string{
				"It is not a citizenship.", "It is not a visa or a right to live anywhere.",
				"It is not a bank account.",
			},
		}},
	}
}

// LoadConfig reads an office's configuration file.
func LoadConfig(path string) (Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Config{}, fmt.Errorf("cannot read the office's configuration: %w", err)
	}
	var c Config
	if err := encoding.UnmarshalJSON(data, &c); err != nil {
		return Config{}, fmt.Errorf("the office's configuration %s is damaged: %w", path, err)
	}
	if err := c.check(); err != nil {
		return Config{}, fmt.Errorf("the office's configuration %s: %w", path, err)
	}
	return c, nil
}

// Identifier is the credential issuer identifier, and iss of the cards.
func (c Config) Identifier() string { return c.Origin + c.Path }

var (
	pathPattern    = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)+$`)
	idPattern      = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)
	countryPattern = regexp.MustCompile(`^[A-Z]{2}$`)
	colourPattern  = regexp.MustCompile(`^(#[0-9a-f]{6})?$`)
)

func (c Config) check() error {
	u, err := url.Parse(c.Origin)
	switch {
	case err != nil || u.Host == "" || u.Scheme+"://"+u.Host != c.Origin:
		return fmt.Errorf("origin %q is not like https://office.example", c.Origin)
	case u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())):
		return fmt.Errorf("origin %q is not https, and wallets would refuse it", c.Origin)
	case !pathPattern.MatchString(c.Path):
		return fmt.Errorf("path %q is not like /issuers/name", c.Path)
	case c.Name == "" || c.Authority == "":
		return fmt.Errorf("name and authority are needed")
	case !countryPattern.MatchString(c.Country):
		return fmt.Errorf("country %q is not two capital letters", c.Country)
	case c.Scope != "test" && c.Scope != "live":
		return fmt.Errorf(`scope is "test" or "live"`)
	case c.Demo && c.Scope != "test":
		return fmt.Errorf("a demo office is open to everyone, so its scope is test")
	case len(c.Types) == 0:
		return fmt.Errorf("types are needed")
	}
	for i, t := range c.Types {
		if err := t.check(); err != nil {
			return fmt.Errorf("type %q: %w", t.ID, err)
		}
		if slices.ContainsFunc(c.Types[:i], func(other Type) bool { return other.ID == t.ID }) {
			return fmt.Errorf("type %q stands there twice", t.ID)
		}
	}
	return nil
}

func (t Type) check() error {
	switch {
	case !idPattern.MatchString(t.ID):
		return fmt.Errorf("an id has letters, digits, dots, dashes and underscores")
	case t.VCT == "" || t.Title == "":
		return fmt.Errorf("vct and title are needed")
	case t.Days < 1 || t.Days > 3660:
		return fmt.Errorf("days are 1 to 3660")
	case !colourPattern.MatchString(t.Colour) || !colourPattern.MatchString(t.TextColour):
		return fmt.Errorf("a colour is like #14532d")
	case t.residency() && len(t.Programmes) == 0:
		return fmt.Errorf("programmes are needed")
	case !t.residency() && len(t.Claims) == 0:
		return fmt.Errorf("claims are needed")
	}
	for _, claim := range t.Claims {
		if claim.Name == "" || claim.Label == "" || strings.HasPrefix(claim.Name, "_") {
			return fmt.Errorf("a claim needs a name and a label")
		}
	}
	return nil
}

func (t Type) residency() bool { return t.VCT == issue.ResidencyCard }

func (c Config) typ(id string) (Type, bool) {
	i := slices.IndexFunc(c.Types, func(t Type) bool { return t.ID == id })
	if i < 0 {
		return Type{}, false
	}
	return c.Types[i], true
}
