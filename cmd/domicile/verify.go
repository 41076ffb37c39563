package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"domicile/credentials/trust"
	"domicile/credentials/verdict"
	"domicile/credentials/verify"
	"domicile/crypto/encoding"
)

// verifyFlags are the flags of "verify", as its contract names them.
type verifyFlags struct {
	asJSON          bool
	trust, status   []string
	now             string
	nonce, audience string
	transcript      string
	decryptKey      string
	policy          string
	offline         bool
}

func verifyCommand(t *terminal) *cobra.Command {
	var f verifyFlags
	c := &cobra.Command{
		Use:   "verify [flags] INPUT...",
		Short: "Judge credentials and presentations",
		Long: `Judge each INPUT: a file, "-" for standard input, or the text itself; a PNG or JPEG is read for its QR code.

Nothing is trusted by default, and nothing is fetched. --trust takes PEM certificates, a JWK or JWK set, a DID document,
or a trust list, told apart by content; it may be given several times.

Exit status: 0 all valid; 1 any invalid; 2 none invalid, any unknown.`,
		Example: `  domicile verify --trust signer.pem certificate.png
  domicile verify --json --trust issuer.jwk --nonce "$NONCE" --audience "$CLIENT" card.txt`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("what shall be verified? Name a file, - for standard input, or the text itself")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if err := refuseEmpty(c, "now", "nonce", "audience", "session-transcript", "decrypt-key", "policy"); err != nil {
				return err
			}
			return f.run(t, args)
		},
	}
	flags := c.Flags()
	flags.BoolVar(&f.asJSON, "json", false, "one JSON object per input and line")
	flags.StringArrayVar(&f.trust, "trust", nil, "whom to trust (FILE, several times)")
	flags.StringArrayVar(&f.status, "status", nil, "a status list (FILE, several times)")
	flags.StringVar(&f.now, "now", "", "the time of verification, RFC 3339; else the clock")
	flags.StringVar(&f.nonce, "nonce", "", "what the holder's proof must answer")
	flags.StringVar(&f.audience, "audience", "", "for whom the holder's proof must be made")
	flags.StringVar(&f.transcript, "session-transcript", "", "of ISO 18013-5 (FILE)")
	flags.StringVar(&f.decryptKey, "decrypt-key", "", "to open what is encrypted (FILE)")
	flags.StringVar(&f.policy, "policy", "", `what else to demand (FILE): {"accept_test":false,"require_holder":false,"max_age_seconds":120}`)
	flags.BoolVar(&f.offline, "offline", false, "verification never uses a network; for clarity in scripts")
	return c
}

// refuseEmpty refuses a flag that is given without a value: a script whose
// variable is not set means to have something checked, and it would not be.
func refuseEmpty(c *cobra.Command, names ...string) error {
	for _, name := range names {
		if given := c.Flag(name); given.Changed && given.Value.String() == "" {
			return usage("--%s is empty", name)
		}
	}
	return nil
}

func (f *verifyFlags) run(t *terminal, inputs []string) error {
	o, err := f.options()
	if err != nil {
		return err
	}
	f.warn(t)
	worst := exitValid
	for _, input := range inputs {
		v, err := judge(t, input, o)
		if err != nil {
			return err
		}
		if err := f.print(t, input, v); err != nil {
			return err
		}
		worst = worse(worst, statusOf(v.Verdict))
	}
	return ended(worst)
}

// judge reads and verifies one input. An input that cannot be read at all, such
// as a picture without a code, fails in the envelope; a file that the system
// does not give is wrong usage.
func judge(t *terminal, input string, o verify.Options) (verdict.Verdict, error) {
	data, err := readInput(t, input)
	switch {
	case verdict.KindOf(err) != "":
		return verify.Unreadable(err), nil
	case err != nil:
		return verdict.Verdict{}, err
	}
	return verify.Verify(data, o), nil
}

func (f *verifyFlags) options() (verify.Options, error) {
	begun := time.Now()
	o := verify.Options{Now: begun, Nonce: f.nonce, Audience: f.audience, Clock: func() time.Duration { return time.Since(begun) }}
	if f.now != "" {
		var err error
		if o.Now, err = parseTime(f.now); err != nil {
			return o, usage("--now %s is no time of RFC 3339, such as 2026-01-31T12:00:00Z", f.now)
		}
	}
	var err error
	if o.Trust, err = readTrust(f.trust); err != nil {
		return o, err
	}
	o.Policy, err = readPolicy(f.policy)
	return o, err
}

// warn says what was given in vain.
func (f *verifyFlags) warn(t *terminal) {
	if len(f.status) > 0 {
		fmt.Fprintln(t.err, "domicile: this version reads no status lists: what names one stays unknown")
	}
	if f.transcript != "" || f.decryptKey != "" {
		fmt.Fprintln(t.err, "domicile: this version reads no format that needs a session transcript or a key to open it")
	}
}

// readTrust reads whom to trust. A source that cannot be read is wrong usage: to
// go on with less trust than was meant would blame the credential.
func readTrust(names []string) (*trust.Store, error) {
	store := trust.NewStore()
	for _, name := range names {
		data, err := readFile(name)
		if err != nil {
			return nil, err
		}
		anchors, err := trust.Load(name, data)
		if err != nil {
			return nil, usage("--trust %s: %s (%s)", name, verdict.Sentence(verdict.KindOf(err)), err)
		}
		store.Add(anchors...)
	}
	return store, nil
}

func (f *verifyFlags) print(t *terminal, input string, v verdict.Verdict) error {
	if !f.asJSON {
		return printVerdict(t, v)
	}
	text, err := encoding.EncodeJSON(v)
	if err != nil {
		return err
	}
	fmt.Fprintf(t.err, "domicile: %s: %s\n", shortly(input), v.Sentence())
	_, err = fmt.Fprintln(t.out, string(text))
	return err
}

// shortly names an input in a sentence; a text is not repeated, it may be a
// card.
func shortly(input string) string {
	if len(input) > 60 || strings.ContainsAny(input, "{~\n") {
		return "the text"
	}
	return input
}

func statusOf(outcome verdict.Outcome) int {
	switch outcome {
	case verdict.Valid:
		return exitValid
	case verdict.Unknown:
		return exitUnknown
	}
	return exitInvalid
}

// worse orders statuses as the contract does: invalid, unknown, valid.
func worse(a, b int) int {
	if a == exitInvalid || b == exitInvalid {
		return exitInvalid
	}
	return max(a, b)
}

// parseTime reads RFC 3339 and the two neighbours that test data often have: an
// offset without its colon, and no zone at all, which is taken as UTC.
func parseTime(text string) (t time.Time, err error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05"} {
		if t, err = time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return t, err
}
