package main

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"domicile/credentials/claim"
	"domicile/credentials/holder"
	"domicile/credentials/request"
)

// presenting is one "wallet present".
type presenting struct {
	*walletFlags
	card   string
	asCode bool
}

func walletPresentCommand(t *terminal, f *walletFlags) *cobra.Command {
	p := presenting{walletFlags: f}
	c := &cobra.Command{
		Use:   "present REQUEST",
		Short: "Answer a verifier's question",
		Long: `Answer a verifier's question. REQUEST is its openid4vp:// text, a file with it, a picture of its code, or "-".

What would be disclosed is shown first. The answer is printed as the verifier's return address with the answer in its
fragment, to open or to paste; with --code as a ur: text, for "domicile qr encode --frames".`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return p.run(t, args[0]) },
	}
	c.Flags().StringVar(&p.card, "card", "", "the card to show, by its identifier; else the first that fits")
	c.Flags().BoolVar(&p.asCode, "code", false, "print the answer as a ur: text")
	return c
}

func (p *presenting) run(t *terminal, input string) error {
	text, err := readInput(t, input)
	if err != nil {
		return err
	}
	w, err := p.open(t)
	if err != nil {
		return err
	}
	defer w.Leave()
	read, err := request.Parse(strings.TrimSpace(string(text)))
	if err != nil {
		return err
	}
	question, err := w.Consider(read, time.Now())
	if err != nil {
		return err
	}
	choices := p.choose(question)
	p.show(t, question, choices)
	if !question.Satisfiable {
		fmt.Fprintln(t.err, "No card fits. Nothing was shown.")
		return ended(exitUnknown)
	}
	if !p.yes {
		agreed, err := agree(t, "Show this?")
		if err != nil {
			return err
		}
		if !agreed {
			return refuse(t, w, question)
		}
	}
	return p.answer(t, w, question, choices)
}

// choose picks a card for each ask that is required.
func (p *presenting) choose(q *holder.Question) map[string][]string {
	choices := map[string][]string{}
	for _, a := range q.Asks {
		for _, option := range a.Options {
			if a.Required && choices[a.ID] == nil && (p.card == "" || p.card == option.Card.ID) {
				choices[a.ID] = []string{option.Card.ID}
			}
		}
	}
	return choices
}

// show says who asks, why, and what each chosen card would disclose.
func (p *presenting) show(t *terminal, q *holder.Question, choices map[string][]string) {
	fmt.Fprintf(t.err, "%q asks (by its own word; nobody vouches for the name).\n", cmp.Or(q.Request.VerifierName, q.Request.ReturnURL))
	if q.Request.Purpose != "" {
		fmt.Fprintf(t.err, "Why: %q\n", q.Request.Purpose)
	}
	for _, a := range q.Asks {
		if len(a.Options) == 0 {
			fmt.Fprintf(t.err, "It wants: %s\n", labels(a.Wanted))
		}
		for _, option := range a.Options {
			if slices.Contains(choices[a.ID], option.Card.ID) {
				showOption(t, option)
			}
		}
	}
}

func showOption(t *terminal, o holder.Option) {
	keeps := labels(o.Hidden)
	if keeps == "" {
		keeps = "nothing: this is the whole card"
	}
	fmt.Fprintf(t.err, "%s (%s)\n  shows: %s, and a key of this copy\n  keeps: %s\n", plain(o.Card.Origin.Title), o.Card.ID, labels(leaving(o.Disclosed)), keeps)
	if o.Reused {
		fmt.Fprintln(t.err, "  Every copy was shown to somebody before: the two could recognise the card.")
	}
	if o.Expired {
		fmt.Fprintln(t.err, "  The card has expired: it will be refused.")
	}
}

// leaving are the claims that a verifier will read. A list or an object of
// which every part stays is still there, empty: it tells nothing, and its name
// among what is shown would say otherwise.
func leaving(disclosed map[string]any) []claim.Path {
	var paths []claim.Path
	for _, leaf := range claim.Leaves(disclosed) {
		switch leaf.Value.(type) {
		case map[string]any, []any:
			continue
		}
		if leaf.Path[0] != "cnf" {
			paths = append(paths, leaf.Path)
		}
	}
	return paths
}

func labels(paths []claim.Path) string {
	var words []string
	for _, path := range paths {
		words = append(words, claim.Label(path))
	}
	return strings.Join(words, ", ")
}

func (p *presenting) answer(t *terminal, w *openWallet, q *holder.Question, choices map[string][]string) error {
	answer, change, err := q.Answer(rand.Reader, choices, time.Now())
	if err != nil {
		return err
	}
	text, err := answer.ReturnTo(q.Request.ReturnURL)
	if p.asCode {
		text, err = answer.Text()
	}
	if err != nil {
		return err
	}
	// The log is on the disk before anything leaves.
	if err := w.do(change); err != nil {
		return err
	}
	fmt.Fprintln(t.out, text)
	return nil
}

func refuse(t *terminal, w *openWallet, q *holder.Question) error {
	change, err := q.Refuse(rand.Reader, time.Now())
	if err != nil {
		return err
	}
	if err := w.do(change); err != nil {
		return err
	}
	fmt.Fprintln(t.err, "Nothing was shown.")
	return ended(exitUnknown)
}
