package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"domicile/credentials/dcql"
	"domicile/credentials/qr"
	"domicile/credentials/request"
	"domicile/credentials/verify"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// asking is one "request".
type asking struct {
	verifyFlags
	preset, query string
	name, purpose string
	returnURL     string
	timeout       time.Duration
	answer        string
}

func requestCommand(t *terminal) *cobra.Command {
	var a asking
	c := &cobra.Command{
		Use:   "request",
		Short: "Ask a wallet, and judge its answer, without a browser",
		Long: `Ask a wallet: print an OpenID4VP request and its code, wait for the answer, and judge it.

The request is the first line of the output. The answer is what the wallet gives back, pasted as one line, typed by a hand
scanner as the frames of an animated code, or read from the file or picture that --answer names; a line that names a picture
is read from it. The question is good for one answer.

Exit status: 0 valid; 1 invalid; 2 unknown, or no answer in time.`,
		Example: `  domicile request --preset over18 --trust issuer.jwk
  domicile request --dcql query.json --json --trust issuer.jwk < answers`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := refuseEmpty(c, "preset", "dcql", "policy", "answer"); err != nil {
				return err
			}
			return a.run(c.Context(), t)
		},
	}
	flags := c.Flags()
	flags.StringVar(&a.preset, "preset", "over18", "a ready-made question: "+presetNames())
	flags.StringVar(&a.query, "dcql", "", "another question, in DCQL (FILE)")
	flags.StringVar(&a.name, "name", "", "the name to show to the holder")
	flags.StringVar(&a.purpose, "purpose", "", "the purpose to show to the holder")
	flags.StringVar(&a.returnURL, "return-url", "http://127.0.0.1/", "the address that stands for this verifier: two with the same are one to a wallet")
	flags.DurationVar(&a.timeout, "timeout", request.Lifetime, "how long to wait, at most")
	flags.StringVar(&a.answer, "answer", "", "wait for this file or picture instead of reading lines (FILE)")
	flags.BoolVar(&a.asJSON, "json", false, "the request and the verdict as one JSON object each")
	flags.StringArrayVar(&a.trust, "trust", nil, "whom to trust (FILE, several times)")
	flags.StringVar(&a.policy, "policy", "", `what else to demand (FILE): {"accept_test":false}`)
	c.MarkFlagsMutuallyExclusive("preset", "dcql")
	return c
}

func presetNames() string {
	var names []string
	for _, p := range request.Presets() {
		names = append(names, p.ID)
	}
	return strings.Join(names, ", ")
}

func (a *asking) run(ctx context.Context, t *terminal) error {
	options, err := a.options()
	if err != nil {
		return err
	}
	question, err := a.question()
	if err != nil {
		return err
	}
	if options.Request, err = request.Build(rand.Reader, question, time.Now()); err != nil {
		return err
	}
	if err := a.print(t, options.Request); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, a.timeout)
	defer cancel()
	text, err := a.wait(ctx, t)
	if err != nil {
		return err
	}
	options.Now = time.Now()
	options.Policy.RequireHolder = true
	v := verify.Verify([]byte(text), options)
	if err := a.verifyFlags.print(t, "the answer", v); err != nil {
		return err
	}
	return ended(statusOf(v.Verdict))
}

// question is the preset's, or that of the file.
func (a *asking) question() (request.Question, error) {
	q := request.Question{ReturnURL: a.returnURL, VerifierName: a.name, Purpose: a.purpose}
	if a.query == "" {
		preset, err := request.FindPreset(a.preset)
		if err != nil {
			return q, usage("there is no preset %q: there are %s", a.preset, presetNames())
		}
		if q.Query = preset.Query(); q.Purpose == "" {
			q.Purpose = preset.Purpose
		}
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
func (a *asking) print(t *terminal, r *request.Request) error {
	text, err := r.Text()
	if err != nil {
		return err
	}
	if a.asJSON {
		line, err := encoding.EncodeJSON(map[string]any{"request": text, "expires_at": r.ExpiresAt.Format(time.RFC3339)})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(t.out, string(line))
		return err
	}
	code, err := qr.Encode(text)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(t.out, text); err != nil {
		return err
	}
	fmt.Fprintf(t.err, "\n%s\nShow this code to a wallet, then paste its answer here; it must come before %s.\n", code.Terminal(), r.ExpiresAt.Local().Format(time.TimeOnly))
	return nil
}

// wait returns the answer's text.
func (a *asking) wait(ctx context.Context, t *terminal) (string, error) {
	answers, failed := make(chan string, 1), make(chan error, 1)
	go func() {
		text, err := a.read(ctx, t)
		if err != nil {
			failed <- err
			return
		}
		answers <- text
	}()
	select {
	case text := <-answers:
		return text, nil
	case err := <-failed:
		return "", err
	case <-ctx.Done():
		return "", fault.New(request.KindExpired, "no answer came in time")
	}
}

func (a *asking) read(ctx context.Context, t *terminal) (string, error) {
	if a.answer == "" {
		return readAnswer(t)
	}
	for !isFile(a.answer) {
		if err := pause(ctx, 200*time.Millisecond); err != nil {
			return "", err
		}
	}
	data, err := readInput(t, a.answer)
	return strings.TrimSpace(string(data)), err
}

// readAnswer reads lines until they make an answer. The frames of an animated
// code may come in any order; an empty line is passed over.
func readAnswer(t *terminal) (string, error) {
	var frames qr.Assembler
	for {
		line, err := readLine(t.in)
		switch {
		case line == "" && err != nil:
			return "", usage("the input ended before an answer came")
		case line == "":
			continue
		case !qr.IsUR(line):
			data, err := readInput(t, line)
			return strings.TrimSpace(string(data)), err
		}
		progress, err := frames.Add(line)
		if err != nil {
			fmt.Fprintf(t.err, "domicile: a frame was passed over: %s\n", err)
			continue
		}
		if progress.Message != nil {
			return progress.Message.Text()
		}
		fmt.Fprintf(t.err, "%d of %d parts\n", progress.Received, progress.Expected)
	}
}
