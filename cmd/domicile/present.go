package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"domicile/cmd/internal/courier"
	"domicile/credentials/holder"
	"domicile/credentials/request"
	"domicile/credentials/trust"
	"domicile/credentials/verdict"
)

// presenting is one "wallet present".
type presenting struct {
	*walletFlags
	choosing
	verifiers    []string
	haip, asCode bool

	t       *terminal
	courier *courier.Courier
}

func walletPresentCommand(t *terminal, f *walletFlags) *cobra.Command {
	p := presenting{walletFlags: f, t: t}
	c := &cobra.Command{
		Use:   "present REQUEST",
		Short: "Answer a verifier's question",
		Long: `Answer a verifier's question. REQUEST is its openid4vp:// text, a file with it, a picture of its code, or "-".

Where the text only says where the question is, that host is named and you are asked before it is fetched. Then you see
who asks and how sure that is, why, where the answer goes, and exactly what would be shown; you are asked again. A
verifier whose screen shows two digits is answered once you have typed them, whatever the flags.

An answer that is wanted at an address is posted there; the same is sent again where no reply came. If the verifier
wants you back on a page of its own, that address is printed. Otherwise the answer is printed as the verifier's return
address with the answer in its fragment, to open or to paste; with --code as a ur: text, for "domicile qr encode
--frames". A no is told to a verifier that waits at an address, and looks the same to it as a wallet without such a card.

Exit status: 0 answered; 1 the question was refused, or the answer was; 2 nothing was shown, or the network failed.`,
		Example: `  domicile wallet present --verifiers authorities.pem code.png
  domicile wallet present --card degree=w3R7Vq --include address "$REQUEST"`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			p.courier = newCourier()
			return p.run(c.Context(), args[0])
		},
	}
	c.Flags().StringArrayVar(&p.cards, "card", nil, "the card to show, by its identifier, or ASK=CARD for one part of the question; several times for\nseveral parts, or several cards where the verifier takes them; else one that fits")
	c.Flags().StringArrayVar(&p.include, "include", nil, "answer this optional or alternative part of the question too (ASK, several times)")
	c.Flags().StringArrayVar(&p.verifiers, "verifiers", nil, "whom to believe about who a verifier is: PEM certificates of authorities, or a trust list with verifiers (FILE, several times)")
	c.Flags().BoolVar(&p.haip, "haip", false, "answer only what keeps the High Assurance Interoperability Profile 1.0")
	c.Flags().BoolVar(&p.asCode, "code", false, "print the answer as a ur: text")
	return c
}

func (p *presenting) run(ctx context.Context, input string) error {
	text, err := readInput(p.t, input)
	if err != nil {
		return err
	}
	believed, err := readVerifiers(p.verifiers)
	if err != nil {
		return err
	}
	w, err := p.open(p.t)
	if err != nil {
		return err
	}
	defer w.Leave()
	r, err := p.read(ctx, strings.TrimSpace(string(text)), request.Wallet{Verifiers: believed, Formats: []string{"dc+sd-jwt"}, HAIP: p.haip})
	if err != nil {
		return err
	}
	if p.asCode && r.Mode.Posts() {
		return usage("--code is for answers that are shown: this verifier wants its answer posted")
	}
	question, err := w.Consider(r, time.Now())
	if err != nil {
		return err
	}
	choices, err := p.choose(question)
	if err != nil {
		return err
	}
	showQuestion(p.t, question, choices)
	ask := "Show this?"
	if !question.Satisfiable {
		fmt.Fprintln(p.t.err, "No card fits. Nothing was shown.")
		if !r.Mode.Posts() {
			return ended(exitUnknown)
		}
		ask = "Tell the verifier that you show nothing?"
	}
	agreed := p.yes
	if !agreed {
		if agreed, err = agree(p.t, ask); err != nil {
			return err
		}
	}
	switch {
	case !question.Satisfiable && !agreed:
		return ended(exitUnknown)
	case !question.Satisfiable, !agreed:
		return p.refuse(ctx, w, question)
	}
	return p.answer(ctx, w, question, choices)
}

// readVerifiers reads whom to believe about verifiers. A file that says nothing
// of them is wrong usage: whoever names it means it to.
func readVerifiers(names []string) (trust.Verifiers, error) {
	store := trust.NewStore()
	for _, name := range names {
		data, err := readFile(name)
		if err != nil {
			return trust.Verifiers{}, err
		}
		v, err := trust.LoadVerifiers(data)
		if err != nil {
			return v, usage("--verifiers %s: %s (%s)", name, verdict.Sentence(verdict.KindOf(err)), err)
		}
		if len(v.Authorities)+len(v.Registrars)+len(v.Clients) == 0 {
			return v, usage("--verifiers %s: this says nothing of verifiers", name)
		}
		store.AddVerifiers(v)
	}
	return store.Verifiers(time.Now()), nil
}

func (p *presenting) answer(ctx context.Context, w *openWallet, q *holder.Question, choices map[string][]string) error {
	answer, change, err := q.Answer(rand.Reader, choices, time.Now())
	if err != nil {
		return err
	}
	delivery, err := q.Request.Deliver(rand.Reader, answer)
	text := delivery.ReturnTo
	if err == nil && p.asCode {
		text, err = answer.Text()
	}
	if err != nil {
		return err
	}
	// The log is on the disk before anything leaves.
	if err := w.do(change); err != nil {
		return err
	}
	if delivery.Post == nil {
		_, err = fmt.Fprintln(p.t.out, text)
		return err
	}
	return p.post(ctx, q.Request, *delivery.Post, "The answer was delivered to %s.\n")
}

// refuse logs the no, and tells it to a verifier that waits at an address.
func (p *presenting) refuse(ctx context.Context, w *openWallet, q *holder.Question) error {
	change, err := q.Refuse(rand.Reader, time.Now())
	if err != nil {
		return err
	}
	if err := w.do(change); err != nil {
		return err
	}
	if q.Satisfiable {
		fmt.Fprintln(p.t.err, "Nothing was shown.")
	}
	if !q.Request.Mode.Posts() {
		return ended(exitUnknown)
	}
	delivery, err := q.Request.Decline(request.AccessDenied)
	if err != nil {
		return err
	}
	if err := p.post(ctx, q.Request, *delivery.Post, "%s was told that you show nothing.\n"); err != nil {
		return err
	}
	return ended(exitUnknown)
}
