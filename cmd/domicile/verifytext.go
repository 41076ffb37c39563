package main

import (
	"fmt"
	"strings"

	"domicile/credentials/verdict"
	"domicile/crypto/encoding"
)

// printVerdict writes a verdict for people: the colour and the sentence first,
// then the claims, then the steps.
func printVerdict(t *terminal, v verdict.Verdict) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n", strings.ToUpper(string(v.Verdict)), v.Sentence())
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "  %-9s %s\n", name, plain(value))
		}
	}
	line("format", v.Format)
	line("issuer", strings.TrimSpace(v.Issuer.Name+" "+scopeMark(v.Issuer.Scope)))
	line("from", v.Validity.From)
	line("until", v.Validity.Until)
	line("holder", v.Holder)
	if v.Claims != nil {
		claims, err := encoding.EncodeJSON(v.Claims)
		if err != nil {
			return err
		}
		line("claims", string(claims))
	}
	for _, s := range v.Steps {
		fmt.Fprintf(&b, "  %-9s %-8s %s\n", s.Step, s.Result, plain(strings.TrimSuffix(strings.TrimPrefix(s.Kind+": "+s.Detail, ": "), ": ")))
	}
	_, err := fmt.Fprint(t.out, b.String())
	return err
}

func scopeMark(scope string) string {
	if scope == "test" {
		return "(TEST: practice only)"
	}
	return ""
}
