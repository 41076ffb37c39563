package holder

import (
	"io"
	"slices"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/request"
	"domicile/credentials/sdjwt"
	"domicile/crypto/fault"
)

// Answer answers the question with the chosen cards for each ask; the choices map
// the ask's identifier to the cards'. What is to be authorised is signed by one of
// them. The answer may leave once the change, which logs it, is stored and applied.
//
// It is refused where a required part stays open or the question's time is over.
func (q *Question) Answer(rand io.Reader, choices map[string][]string, now time.Time) (*request.Answer, Change, error) {
	if err := q.Request.CheckTime(now); err != nil {
		return nil, Change{}, err
	}
	signs, err := q.assign(choices)
	if err != nil {
		return nil, Change{}, err
	}
	answer := &request.Answer{Presentations: map[string][]string{}, State: q.Request.State}
	logged := &shown{
		Party: q.Request.Audience(), Name: party(q.Request), Purpose: q.Request.Purpose, meeting: meetingOf(q.Request),
	}
	for _, ask := range q.Asks {
		if err := ask.check(choices[ask.ID]); err != nil {
			return nil, Change{}, err
		}
		for i, id := range choices[ask.ID] {
			var signed []request.Transaction
			if i == 0 {
				signed = signs[ask.ID]
			}
			presentation, line, err := q.present(ask, id, q.proof(signed, now))
			if err != nil {
				return nil, Change{}, err
			}
			line.Signed = titles(signed)
			answer.Presentations[ask.ID] = append(answer.Presentations[ask.ID], presentation)
			logged.Cards = append(logged.Cards, line)
		}
	}
	if err := q.complete(answer, choices); err != nil {
		return nil, Change{}, err
	}
	change, err := q.wallet.change(rand, now, logged)
	return answer, change, err
}

// check holds the cards chosen for an ask to what it allows. No card is shown
// twice: the second would only say that the first was.
func (a Ask) check(cards []string) error {
	switch {
	case len(cards) > 1 && !a.Multiple, len(cards) > request.MaxPresentations:
		return fault.New(KindNoCard, "%d cards for one", len(cards))
	case len(slices.Compact(slices.Sorted(slices.Values(cards)))) != len(cards):
		return fault.New(KindNoCard, "a card is chosen twice")
	}
	return nil
}

// complete holds the choices to the question as a whole.
func (q *Question) complete(answer *request.Answer, choices map[string][]string) error {
	var ids []string
	for _, ask := range q.Asks {
		if len(answer.Presentations[ask.ID]) > 0 {
			ids = append(ids, ask.ID)
		}
	}
	if len(ids) == 0 || len(ids) != len(choices) {
		return fault.New(KindNoCard, "%d of %d choices are for something that is asked", len(ids), len(choices))
	}
	if err := q.Request.Query.Complete(ids); err != nil {
		return fault.Wrap(KindNoCard, err, "a required part stays open")
	}
	return nil
}

// proof is what a holder's key signs: this request, now, for its verifier alone,
// and the transactions. Where one of them names its algorithm, the proof does.
func (q *Question) proof(signed []request.Transaction, now time.Time) sdjwt.Proof {
	p := sdjwt.Proof{Nonce: q.Request.Nonce, Audience: q.Request.Audience(), Now: now}
	for _, t := range signed {
		p.Transactions = append(p.Transactions, t.Hash)
		if t.HashAlg != "" {
			p.TransactionsAlg = t.HashAlg
		}
	}
	return p
}

// present makes the presentation of one card, and the line that logs it.
func (q *Question) present(ask Ask, cardID string, p sdjwt.Proof) (string, showing, error) {
	option, err := ask.option(cardID)
	if err != nil {
		return "", showing{}, err
	}
	// The card as it is now: since the preview, another window may have shown
	// a copy of it, or deleted it.
	card, err := q.wallet.state.Card(cardID)
	if err != nil {
		return "", showing{}, err
	}
	n, _ := card.choose(q.Request.Audience())
	presentation, err := card.Copies[n].present(option.paths, p)
	if err != nil {
		return "", showing{}, err
	}
	return presentation, showing{Card: card.ID, Title: card.Origin.Title, Copy: uint64(n), Labels: labels(option.paths)}, nil
}

func (a Ask) option(cardID string) (Option, error) {
	for _, o := range a.Options {
		if o.Card.ID == cardID {
			return o, nil
		}
	}
	return Option{}, fault.New(KindNoCard, "the card does not satisfy what is asked")
}

// present discloses the paths, and proves the holder where the copy is bound to
// a key.
func (c Copy) present(paths []claim.Path, p sdjwt.Proof) (string, error) {
	token, _, err := c.read()
	if err != nil {
		return "", err
	}
	selected, err := token.Select(paths)
	if err != nil {
		return "", err
	}
	if c.Key.IsZero() {
		return selected.String(), nil
	}
	return selected.Prove(c.Key, p)
}

// labels names what paths select, each name once.
func labels(paths []claim.Path) []string {
	var names []string
	for _, path := range paths {
		if name := claim.Label(path); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
