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
	"domicile/credentials/offer"
	"domicile/crypto/fault"
)

// receiving is one "wallet receive".
type receiving struct {
	*walletFlags
	txCode, resume string

	t      *terminal
	wallet *openWallet
	order  *holder.Issuance
	client *courier.Courier
}

func walletReceiveCommand(t *terminal, f *walletFlags) *cobra.Command {
	r := receiving{walletFlags: f, t: t, client: newCourier()}
	c := &cobra.Command{
		Use:   "receive [OFFER]",
		Short: "Receive a card that an issuer offers",
		Long: `Receive a card. OFFER is the link of the offer, a file with it, a picture of its code, or "-".

The offer is shown before anything is accepted. The keys are stored before they are used, so that an issuance that was
interrupted is resumed with --resume and its identifier in "domicile wallet list".`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if (len(args) == 1) == (r.resume != "") {
				return usage("either an OFFER, or --resume and what is under way")
			}
			return r.run(c.Context(), args)
		},
	}
	c.Flags().StringVar(&r.txCode, "tx-code", "", "the transaction code, which came another way than the offer")
	c.Flags().StringVar(&r.resume, "resume", "", "take up an issuance that was interrupted")
	return c
}

func (r *receiving) run(ctx context.Context, args []string) error {
	var text []byte
	if len(args) == 1 {
		var err error
		if text, err = readInput(r.t, args[0]); err != nil {
			return err
		}
	}
	var err error
	if r.wallet, err = r.open(r.t); err != nil {
		return err
	}
	defer r.wallet.Leave()
	dealings := holder.Dealings{Rand: rand.Reader, Trust: r.wallet.store}
	if r.resume != "" {
		r.order, err = r.wallet.Resume(r.resume, dealings, time.Now())
	} else {
		r.order, err = r.wallet.Order(strings.TrimSpace(string(text)), dealings, time.Now())
	}
	if err != nil {
		return err
	}
	err = r.follow(ctx)
	if state := r.wallet.State(); err != nil {
		if _, ended := state.Order(r.order.ID()); ended == nil {
			fmt.Fprintf(r.t.err, "domicile: go on with \"domicile wallet receive --resume %[1]s\", or give it up with \"domicile wallet drop %[1]s\"\n", r.order.ID())
		}
	}
	return err
}

// follow does what the issuance asks for until the cards are there.
func (r *receiving) follow(ctx context.Context) error {
	step, err := r.order.Continue(rand.Reader, nil, time.Now())
	for err == nil && !step.Done {
		switch {
		case step.Request != nil:
			step, err = r.exchange(ctx, *step.Request)
		case step.Preview != nil:
			step, err = r.accept(*step.Preview)
		case step.Change != nil:
			if err = r.wallet.do(*step.Change); err == nil {
				step, err = r.order.Continue(rand.Reader, nil, time.Now())
			}
		case step.Wait != nil:
			fmt.Fprintf(r.t.err, "The issuer needs time, until %s at least.\n", step.Wait.Until.Local().Format(time.TimeOnly))
			if err = pause(ctx, time.Until(step.Wait.Until)); err == nil {
				step, err = r.order.Continue(rand.Reader, nil, time.Now())
			}
		}
	}
	if err != nil {
		return err
	}
	return r.report(step.Cards)
}

// exchange sends a request, again where its answer was lost.
func (r *receiving) exchange(ctx context.Context, request offer.Request) (holder.Step, error) {
	for attempt := 1; ; attempt++ {
		response := send(ctx, r.client, request)
		step, err := r.order.Continue(rand.Reader, &response, time.Now())
		if fault.KindOf(err) != offer.KindNetwork || attempt == attempts {
			return step, err
		}
		if err := pause(ctx, time.Duration(attempt)*time.Second); err != nil {
			return holder.Step{}, err
		}
	}
}

// accept shows the offer and asks.
func (r *receiving) accept(p offer.Preview) (holder.Step, error) {
	fmt.Fprintf(r.t.err, "%s offers:\n", plain(p.Issuer.Name))
	for _, card := range p.Cards {
		fmt.Fprintf(r.t.err, "  %s, in %d copies (%s)\n", plain(card.Title), card.Copies, plain(card.Type))
		for _, text := range card.NotGiven {
			fmt.Fprintf(r.t.err, "    %s\n", plain(text))
		}
	}
	fmt.Fprintf(r.t.err, "The issuer's address is %s\n", plain(p.Issuer.ID))
	if len(p.Hosts) > 0 {
		fmt.Fprintf(r.t.err, "These take part: %s\n", plain(strings.Join(p.Hosts, ", ")))
	}
	code := r.txCode
	if p.TxCode != nil && (code == "" || p.TxCode.Retry) {
		if code != "" || p.TxCode.Retry {
			fmt.Fprintln(r.t.err, "The issuer did not accept that transaction code.")
		}
		var err error
		if code, err = ask(r.t, "Transaction code: "); err != nil {
			return holder.Step{}, err
		}
	}
	if !r.yes {
		agreed, err := agree(r.t, "Accept?")
		if err != nil {
			return holder.Step{}, err
		}
		if !agreed {
			fmt.Fprintln(r.t.err, "Nothing was accepted, and nothing is stored.")
			return holder.Step{}, ended(exitUnknown)
		}
	}
	return r.order.Accept(rand.Reader, code, time.Now())
}

func (r *receiving) report(cards []string) error {
	state := r.wallet.State()
	for _, id := range cards {
		card, err := state.Card(id)
		if err != nil {
			return err
		}
		fmt.Fprintf(r.t.out, "%s\t%s\n", card.ID, plain(card.Origin.Title))
	}
	return nil
}
