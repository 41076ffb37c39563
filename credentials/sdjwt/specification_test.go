package sdjwt_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v2"

	"domicile/credentials/claim"
	"domicile/credentials/sdjwt"
	"domicile/internal/vectors"
)

// specification is an input of sd-jwt-python: claims in which a tag marks what
// can be withheld, what the holder shows, and what the verifier must then see.
type specification struct {
	Claims   any            `yaml:"user_claims"`
	Shown    any            `yaml:"holder_disclosed_claims"`
	Expected map[string]any `yaml:"expect_verified_user_claims"`
	Decoys   bool           `yaml:"add_decoy_claims"`
}

var (
	taggedMember  = regexp.MustCompile(`!sd\s+("[^"]*"|'[^']*'|\w+)\s*:`)
	taggedElement = regexp.MustCompile(`!sd\s+("[^"]*"|\w+)`)
)

// readSpecification turns the tags into marks that survive a plain YAML reader:
// "!sd name" for a member, {"!sd": value} for an element.
func readSpecification(t *testing.T, file string) (s specification) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := taggedMember.ReplaceAllStringFunc(string(raw), func(found string) string {
		return strconv.Quote("!sd "+strings.Trim(taggedMember.FindStringSubmatch(found)[1], `"'`)) + ":"
	})
	parts := strings.Split(text, `"!sd `) // marked members must not be marked again
	for i := range parts {
		parts[i] = taggedElement.ReplaceAllString(parts[i], `{"!sd": $1}`)
	}
	if err := yaml.Unmarshal([]byte(strings.Join(parts, `"!sd `)), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// strip removes the marks from a tree of YAML, and reports where they were.
func strip(v any, at claim.Path, hidden *[]claim.Path) any {
	switch v := v.(type) {
	case map[any]any:
		out := map[string]any{}
		for key, value := range v {
			name, marked := strings.CutPrefix(key.(string), "!sd ")
			if marked {
				*hidden = append(*hidden, at.Child(name))
			}
			out[name] = strip(value, at.Child(name), hidden)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, element := range v {
			if o, ok := element.(map[any]any); ok && len(o) == 1 {
				if value, marked := o["!sd"]; marked {
					*hidden = append(*hidden, at.Child(i))
					element = value
				}
			}
			out[i] = strip(element, at.Child(i), hidden)
		}
		return out
	}
	return v
}

// shownPaths are the places where the holder says true.
func shownPaths(v any, at claim.Path) (paths []claim.Path) {
	switch v := v.(type) {
	case map[any]any:
		for name, value := range v {
			paths = append(paths, shownPaths(value, at.Child(name))...)
		}
	case []any:
		for i, value := range v {
			paths = append(paths, shownPaths(value, at.Child(i))...)
		}
	case bool:
		if v {
			paths = append(paths, at)
		}
	}
	return paths
}

func TestPublishedSpecifications(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(vectors.Dir(t, "sd-jwt/specifications"), "*_*.yml"))
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			s := readSpecification(t, file)
			frame := sdjwt.Frame{}
			claims := strip(s.Claims, nil, &frame.Paths).(map[string]any)
			if s.Decoys {
				frame.Decoys = []sdjwt.Decoys{{Count: 3}}
			}
			text, err := sdjwt.Issue(noise(7), newKey(t, 1), map[string]any{"typ": "example+sd-jwt"}, claims, frame)
			if err != nil {
				t.Fatal(err)
			}
			card, err := sdjwt.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if len(card.Disclosures) != len(frame.Paths) || len(frame.Paths) == 0 {
				t.Errorf("%d disclosures for %d marks", len(card.Disclosures), len(frame.Paths))
			}
			whole, err := card.Claims()
			if err != nil {
				t.Fatal(err)
			}
			wantTree(t, whole, plainJSON(t, claims))
			if s.Expected == nil {
				return
			}
			chosen, err := card.Select(shownPaths(s.Shown, nil))
			if err != nil {
				t.Fatal(err)
			}
			seen, err := chosen.Claims()
			if err != nil {
				t.Fatal(err)
			}
			wantTree(t, seen, plainJSON(t, strip(toYAML(s.Expected), nil, new([]claim.Path))))
		})
	}
	t.Logf("%d specifications", len(files))
}

// toYAML gives the top level the type that yaml.v2 gives all others.
func toYAML(o map[string]any) map[any]any {
	out := map[any]any{}
	for name, value := range o {
		out[name] = value
	}
	return out
}
