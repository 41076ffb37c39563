package main

import (
	"strings"
	"unicode"
	"unicode/utf16"
)

// plain makes what strangers wrote fit for a terminal: characters that steer it,
// that break a line, or that turn the direction of what follows are written as
// JSON escapes them. A name could otherwise paint a verdict of its own.
func plain(text string) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	if strings.IndexFunc(text, steers) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if !steers(r) {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			b.WriteString(`\u`)
			for shift := 12; shift >= 0; shift -= 4 {
				b.WriteByte("0123456789abcdef"[unit>>shift&15])
			}
		}
	}
	return b.String()
}

// steers reports whether a character is no sign that a person could read.
func steers(r rune) bool { return !unicode.IsPrint(r) }
