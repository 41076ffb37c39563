package offer

import (
	"regexp"
	"strings"
	"unicode"

	"domicile/crypto/encoding"
)

// Limits of texts shown to a person, in characters.
const (
	maxLabel = 120
	maxText  = 400
)

// languages adds English, lower-cases, and drops what is no language tag.
func languages(preferred []string) []string {
	var tags []string
	for _, tag := range append(append([]string{}, preferred...), "en") {
		if tag = strings.ToLower(tag); tag != "" && len(tag) <= 35 {
			tags = append(tags, tag)
		}
	}
	return tags
}

// chooseDisplay picks the display object (section 12.2.4) for the first
// language that has one: the same tag, else the same language, else one without
// a locale, else the first.
func chooseDisplay(o map[string]any, tags []string) map[string]any {
	list, _, _ := encoding.Array(o, "display")
	var best map[string]any
	bestRank := 1 << 20
	for i, item := range list {
		entry, ok := item.(map[string]any)
		if !ok || i == 64 {
			break
		}
		locale, _, _ := encoding.String(entry, "locale")
		if rank := localeRank(strings.ToLower(locale), tags); best == nil || rank < bestRank {
			best, bestRank = entry, rank
		}
	}
	return best
}

func localeRank(locale string, tags []string) int {
	for i, tag := range tags {
		if locale == tag {
			return 2 * i
		}
		language, _, _ := strings.Cut(tag, "-")
		if locale == language || strings.HasPrefix(locale, language+"-") {
			return 2*i + 1
		}
	}
	if locale == "" {
		return 2 * len(tags)
	}
	return 2*len(tags) + 1
}

// label returns a display text fit to be shown, "" where there is none.
func label(display map[string]any, name string) string {
	text, _, err := encoding.String(display, name)
	if err != nil {
		return ""
	}
	return plainText(text, maxLabel)
}

// plainText removes control and direction-changing characters, by which a name
// could rewrite the sentence it stands in, and cuts what is too long.
func plainText(text string, limit int) string {
	var b strings.Builder
	n := 0
	for _, r := range text {
		switch {
		case n == limit:
			return strings.TrimSpace(b.String()) + "…"
		case r == '\n' || r == '\t':
			r = ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar:
			continue
		}
		b.WriteRune(r)
		n++
	}
	return strings.TrimSpace(b.String())
}

var hexColour = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

// colour returns a CSS colour of the one form that cannot carry anything else.
func colour(display map[string]any, name string) string {
	text, _, _ := encoding.String(display, name)
	if !hexColour.MatchString(text) {
		return ""
	}
	return strings.ToLower(text)
}
