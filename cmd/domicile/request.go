package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"domicile/credentials/dcql"
	"domicile/credentials/qr"
	"domicile/credentials/request"
	"domicile/credentials/verdict"
	"domicile/credentials/verify"
	"domicile/crypto/encoding"
)

// asking is one "request".
type asking struct {
	verifyFlags
	asker
	preset, query string
	name, purpose string
	returnURL     string
	timeout       time.Duration
	answer        string

	relay, mode           string
	checkCode, sameDevice bool
	haip, verbose         bool
	transactions          []string
	info                  string
}

func requestCommand(t *terminal) *cobra.Command {
	var a asking
	c := &cobra.Command{
		Use:   "request",
		Short: "Ask a wallet, and judge its answer, without a browser",
		Long: `Ask a wallet: print an OpenID4VP request and its code, wait for the answer, and judge it. The question is good for
one answer. The request is the first line of the output, the verdict the last.

With --relay the wallet fetches the request there and posts its answer there, encrypted for this process alone; any
conforming wallet can. Without, no network is used: the answer is what the wallet gives back, pasted as one line, typed
by a hand scanner as the frames of an animated code, or read from the file or picture that --answer names; a line that
names a picture is read from it.

Who asks: over a relay a key that is made for the request, unless a flag says otherwise; without one, only the address
that the answer goes to. --sign-key alone is a did:jwk that stays the same; with --did, --certificate, --attestation or
--client-id it is what wallets check the verifier by. Ctrl-C withdraws the request.

Exit status: 0 valid; 1 invalid, or the wallet declined; 2 unknown, no answer in time, or the relay is away.`,
		Example: `  domicile request --preset over18 --trust issuer.jwk
  domicile request --relay https://relay.example --check-code --preset over18 --trust issuer.jwk
  domicile request --relay https://relay.example --haip --sign-key key.jwk --certificate chain.pem --dcql query.json --json
  domicile request --dcql query.json --json --trust issuer.jwk < answers`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := refuseEmpty(c, "preset", "dcql", "policy", "answer", "relay", "mode", "return-url", "verifier-info",
				"sign-key", "certificate", "client-prefix", "name-dns", "did", "attestation", "client-id"); err != nil {
				return err
			}
			if err := a.check(c); err != nil {
				return err
			}
			return a.run(c.Context(), t)
		},
	}
	a.flags(c)
	return c
}

func (a *asking) flags(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&a.preset, "preset", "over18", "a ready-made question: "+presetNames())
	flags.StringVar(&a.query, "dcql", "", "another question, in DCQL (FILE)")
	flags.StringVar(&a.name, "name", "", "the name to show to the holder")
	flags.StringVar(&a.purpose, "purpose", "", "the purpose to show to the holder")
	flags.StringVar(&a.returnURL, "return-url", "http://127.0.0.1/", "without --relay, the address that stands for this verifier: two with the same are one to a wallet;\nwith --same-device, the page to come back to")
	flags.DurationVar(&a.timeout, "timeout", request.Lifetime, "how long the request may be answered, at most 10m over a relay")
	flags.StringVar(&a.answer, "answer", "", "wait for this file or picture instead of reading lines (FILE)")
	flags.StringVar(&a.relay, "relay", "", "let the answer come over this relay (URL)")
	flags.StringVar(&a.mode, "mode", "", "how the answer comes over the relay: direct_post.jwt (encrypted, the default) or direct_post, which the relay can read")
	flags.BoolVar(&a.checkCode, "check-code", false, "show two digits when a wallet has opened the request, which its holder must type (with --relay)")
	flags.BoolVar(&a.sameDevice, "same-device", false, "print a link for this device instead of a code: the wallet sends the person back to --return-url, and the\naddress that they come back to is read as a line (with --relay)")
	flags.StringArrayVar(&a.transactions, "transaction", nil, `what the holder is to authorise (FILE, several times): {"type":"","credential_ids":[""],"members":{"":""}}`)
	flags.StringVar(&a.info, "verifier-info", "", "what others say of this verifier (FILE): a registration (JWT), or an element or list of verifier_info")
	flags.BoolVar(&a.haip, "haip", false, "hold the request to the High Assurance Interoperability Profile 1.0")
	flags.BoolVar(&a.verbose, "verbose", false, "say each state of the exchange")
	flags.BoolVar(&a.asJSON, "json", false, "the request and the verdict as one JSON object each")
	flags.StringArrayVar(&a.trust, "trust", nil, "whom to trust (FILE, several times)")
	flags.StringVar(&a.policy, "policy", "", `what else to demand (FILE): {"accept_test":false}`)
	a.asker.flags(flags)
	c.MarkFlagsMutuallyExclusive("preset", "dcql")
}

func presetNames() string {
	var names []string
	for _, p := range request.Presets() {
		names = append(names, p.ID)
	}
	return strings.Join(names, ", ")
}

// check refuses flags that do not go together.
func (a *asking) check(c *cobra.Command) error {
	changed := func(name string) bool { return c.Flag(name).Changed }
	if a.relay == "" {
		for _, name := range []string{"mode", "check-code", "same-device", "haip", "verbose"} {
			if changed(name) {
				return usage("--%s needs a relay: name one with --relay", name)
			}
		}
		return a.asker.check()
	}
	mode := request.Mode(cmp.Or(a.mode, string(request.DirectPostJWT)))
	a.mode = string(mode)
	switch {
	case !mode.Posts():
		return usage("--mode is direct_post or direct_post.jwt")
	case changed("answer"):
		return usage("with --relay the answer comes over the relay, not from --answer")
	case changed("return-url") && !a.sameDevice:
		return usage("with --relay, --return-url is for --same-device")
	case a.checkCode && request.Prefix(a.prefix) == request.RedirectURI:
		return usage("--check-code needs a request that wallets fetch, not one by value (--client-prefix redirect_uri)")
	case a.checkCode && a.sameDevice:
		return usage("--check-code is for two devices, --same-device for one")
	case a.clientID != "" && a.signKey == "":
		return usage("with --relay, --client-id needs --sign-key: without a signature a wallet knows a verifier by its address, and a relay's are fresh")
	case a.haip && !mode.Encrypted():
		return usage("--haip needs --mode direct_post.jwt")
	case a.timeout < time.Second, a.timeout > maxExchange:
		return usage("with --relay, --timeout is 1s to %s", maxExchange)
	}
	return a.asker.check()
}

func (a *asking) run(ctx context.Context, t *terminal) error {
	options, err := a.options()
	if err != nil {
		return err
	}
	options.Policy.RequireHolder = true
	question, err := a.question()
	if err != nil {
		return err
	}
	who, err := a.identity(t)
	if err != nil {
		return err
	}
	question.ClientID = who.clientID
	if a.haip {
		if err := checkProfile(who, question.Query); err != nil {
			return err
		}
	}
	if a.relay != "" {
		return a.online(ctx, t, options, question, who)
	}
	return a.offline(ctx, t, options, question, who)
}

// offline asks without a network: the request by value, the answer by hand.
func (a *asking) offline(ctx context.Context, t *terminal, options verify.Options, question request.Question, who identity) (err error) {
	question.ReturnURL = a.returnURL
	r, err := request.Build(rand.Reader, question, time.Now())
	if err != nil {
		return err
	}
	text, err := byValue(r, who.signer)
	if err != nil {
		return err
	}
	if err := a.print(t, r, text, "Show this code to a wallet, then paste its answer here"); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, a.timeout)
	defer cancel()
	if text, err = a.pasted(ctx, t); err != nil {
		return err
	}
	options.Now, options.Request = time.Now(), r
	return a.conclude(t, verify.Verify([]byte(text), options))
}

// byValue is the request as an address that holds all of it.
func byValue(r *request.Request, signer *request.Signer) (string, error) {
	if signer == nil {
		return r.Text()
	}
	object, err := r.Object(signer, "")
	return r.Wrapped(object), err
}

// conclude prints the verdict on the answer.
func (a *asking) conclude(t *terminal, v verdict.Verdict) error {
	if err := a.verifyFlags.print(t, "the answer", v); err != nil {
		return err
	}
	return ended(statusOf(v.Verdict))
}

// noAnswer says why nobody waits any more: neither is a verdict on an answer.
func noAnswer(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &exit{exitUnknown, verdict.Sentence(string(request.KindExpired)) + " (request_expired: no answer came in time)"}
	}
	return &exit{exitUnknown, "The request was interrupted; an answer to it no longer counts."}
}

// question is the preset's, or that of the file.
func (a *asking) question() (q request.Question, err error) {
	q = request.Question{
		Mode: request.Mode(a.mode), VerifierName: a.name, Purpose: a.purpose, CheckCode: a.checkCode, Lifetime: a.timeout,
	}
	if q.Transactions, err = readTransactions(a.transactions); err != nil {
		return q, err
	}
	if q.Info, err = readInfo(a.info); err != nil {
		return q, err
	}
	if a.query == "" {
		preset, err := request.FindPreset(a.preset)
		if err != nil {
			return q, usage("there is no preset %q: there are %s", a.preset, presetNames())
		}
		q.Query, q.Purpose = preset.Query(), cmp.Or(q.Purpose, preset.Purpose)
		return q, nil
	}
	data, err := readFile(a.query)
	if err != nil {
		return q, err
	}
	if q.Query, err = dcql.Parse(data); err != nil {
		return q, usage("--dcql %s: %s", a.query, err)
	}
	return q, nil
}

// print writes the request, and its code for cameras.
func (a *asking) print(t *terminal, r *request.Request, text, what string) error {
	if a.asJSON {
		line, err := encoding.EncodeJSON(map[string]any{"request": text, "expires_at": r.ExpiresAt.Format(time.RFC3339)})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(t.out, string(line))
		return err
	}
	picture := ""
	if !a.sameDevice {
		code, err := qr.Encode(text)
		if err != nil {
			return err
		}
		picture = "\n" + code.Terminal() + "\n"
	}
	if _, err := fmt.Fprintln(t.out, text); err != nil {
		return err
	}
	fmt.Fprintf(t.err, "%s%s; it must come before %s.\n", picture, what, r.ExpiresAt.Local().Format(time.TimeOnly))
	return nil
}
