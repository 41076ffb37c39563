package holder

import (
	"io"
	"slices"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/request"
	"domicile/crypto/fault"
)

// Answer answers the question with a chosen card for each ask; the choices map
// the ask's identifier to the card's. The answer may be shown once the change,
// which logs it, is stored and applied.
//
// It is refused where a required part stays open or the question's time is over.
func (q *Question) Answer(rand io.Reader, choices map[string]string, now time.Time) (*request.Answer, Change, error) {
	if err := q.Request.CheckTime(now); err != nil {
		return nil, Change{}, err
	}
	var ids []string
	answer := &request.Answer{Presentations: map[string][]string{}, State: q.Request.State}
	logged := q.logged()
	for _, ask := range q.Asks {
		id, chosen := choices[ask.ID]
		if !chosen {
			continue
		}
		presentation, line, err := q.present(ask, id, now)
		if err != nil {
			return nil, Change{}, err
		}
		ids = append(ids, ask.ID)
		answer.Presentations[ask.ID] = []string{presentation}
		logged.Cards = append(logged.Cards, line)
	}
	if err := q.complete(ids, choices); err != nil {
		return nil, Change{}, err
	}
	change, err := q.wallet.change(rand, now, logged)
	return answer, change, err
}

// complete holds the choices to the question as a whole.
func (q *Question) complete(ids []string, choices map[string]string) error {
	if len(ids) == 0 || len(ids) != len(choices) {
		return fault.New(KindNoCard, "%d of %d choices are for something that is asked", len(ids), len(choices))
	}
	if err := q.Request.Query.Complete(ids); err != nil {
		return fault.Wrap(KindNoCard, err, "a required part stays open")
	}
	return nil
}

// present makes the presentation of one card, and the line that logs it.
func (q *Question) present(ask Ask, cardID string, now time.Time) (string, showing, error) {
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
	n, _ := card.choose(q.Request.ClientID)
	presentation, err := card.Copies[n].present(option.paths, q.Request, now)
	if err != nil {
		return "", showing{}, err
	}
	return presentation, showing{card.ID, card.Origin.Title, uint64(n), labels(option.paths)}, nil
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
func (c Copy) present(paths []claim.Path, r *request.Request, now time.Time) (string, error) {
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
	return selected.Bind(c.Key, r.Nonce, r.ClientID, now)
}

func (q *Question) logged() *shown {
	return &shown{Party: q.Request.ClientID, Name: q.Request.VerifierName, Purpose: q.Request.Purpose}
}

// Refuse logs that the person declined to answer.
func (q *Question) Refuse(rand io.Reader, now time.Time) (Change, error) {
	var asked []claim.Path
	for _, ask := range q.Asks {
		asked = append(asked, ask.Wanted...)
	}
	return q.wallet.change(rand, now, &refused{
		Party: q.Request.ClientID, Name: q.Request.VerifierName, Purpose: q.Request.Purpose, Labels: labels(asked),
	})
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
