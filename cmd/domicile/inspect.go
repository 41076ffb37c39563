package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"domicile/credentials/verdict"
	"domicile/credentials/verify"
	"domicile/crypto/encoding"
)

func inspectCommand(t *terminal) *cobra.Command {
	var asJSON bool
	var decryptKey string
	c := &cobra.Command{
		Use:   "inspect [flags] INPUT",
		Short: "Say what something is, without judging it",
		Long: `Say what an INPUT is: a file, "-" for standard input, or the text itself; a PNG or JPEG is read for its QR code.
Nothing that is shown is verified: anybody can have written it. Of a verifier's request it is said whether it is whole,
signed, or only says where to fetch it; nothing is fetched.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			seen, err := inspect(t, args[0])
			if err != nil {
				return err
			}
			return printInspection(t, seen, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	c.Flags().StringVar(&decryptKey, "decrypt-key", "", "to open what is encrypted (FILE)")
	return c
}

func inspect(t *terminal, input string) (verify.Inspection, error) {
	data, err := readInput(t, input)
	switch {
	case verdict.KindOf(err) != "":
		return verify.Inspection{Kind: verdict.KindOf(err), Detail: verdict.DetailOf(err)}, nil
	case err != nil:
		return verify.Inspection{}, err
	}
	return verify.Inspect(data), nil
}

// printInspection writes what was seen; the exit status says whether anything
// could be read.
func printInspection(t *terminal, seen verify.Inspection, asJSON bool) error {
	status := exitValid
	if seen.Kind != verdict.OK {
		status = exitInvalid
	}
	if asJSON {
		text, err := encoding.EncodeJSON(seen)
		if err != nil {
			return err
		}
		fmt.Fprintln(t.out, string(text))
		return ended(status)
	}
	fmt.Fprintln(t.out, "UNVERIFIED: anybody can have written this.")
	for _, line := range [][2]string{{"type", seen.Type}, {"format", seen.Format}, {"kind", seen.Kind}, {"detail", seen.Detail}} {
		if line[1] != "" {
			fmt.Fprintf(t.out, "  %-7s %s\n", line[0], plain(line[1]))
		}
	}
	if seen.Unverified != nil {
		text, err := encoding.EncodeJSON(seen.Unverified)
		if err != nil {
			return err
		}
		fmt.Fprintf(t.out, "  claims  %s\n", plain(string(text)))
	}
	return ended(status)
}
