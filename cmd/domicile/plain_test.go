package main

import "testing"

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"Ana Silveira-Öztürk 王":    "Ana Silveira-Öztürk 王",
		"a\x1b[2Jb":                `a\u001b[2Jb`,
		"a\u009b31mb":              `a\u009b31mb`,
		"one\nVALID":               `one\u000aVALID`,
		"tab\tthen\r":              `tab\u0009then\u000d`,
		"\u202eevil":               `\u202eevil`,
		"\u2066\u200b\ufeff\u00ad": `\u2066\u200b\ufeff\u00ad`,
		"\U000e0041":               `\udb40\udc41`,
		"not UTF-8: \xff":          "not UTF-8: \ufffd",
		"\u007f":                   `\u007f`,
		"\u2028next":               `\u2028next`,
		"an emoji \U0001f600":      "an emoji \U0001f600",
	} {
		if got := plain(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
