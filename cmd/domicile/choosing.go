package main

import (
	"slices"
	"strings"

	"domicile/credentials/holder"
	"domicile/crypto/fault"
)

// choosing are the flags that say which cards are shown for what.
type choosing struct {
	cards   []string // CARD, or ASK=CARD
	include []string
}

// choose picks the combination and its cards: what the wallet suggests, but for
// what the flags say. Where the question cannot be answered there is no choice.
func (c *choosing) choose(q *holder.Question) (map[string][]string, error) {
	named, anywhere, err := c.named(q)
	if err != nil || !q.Satisfiable {
		return nil, err
	}
	wanted := slices.Clone(c.include)
	for ask := range named {
		wanted = append(wanted, ask)
	}
	choices := map[string][]string{}
	for _, id := range combination(q, wanted) {
		choices[id] = cardsFor(find(q, id), named[id], anywhere)
	}
	for _, id := range wanted {
		if len(choices[id]) == 0 {
			return nil, fault.New(holder.KindNoCard, "there are no cards for a combination with %s", id)
		}
	}
	return choices, c.used(choices, anywhere)
}

// named sorts the --card flags: those for one part of the question, and those
// for any. A card's identifier has no "=".
func (c *choosing) named(q *holder.Question) (named map[string][]string, anywhere []string, err error) {
	named = map[string][]string{}
	for _, text := range c.cards {
		ask, card, both := strings.Cut(text, "=")
		if !both {
			anywhere = append(anywhere, text)
			continue
		}
		named[ask] = append(named[ask], card)
	}
	for _, id := range c.include {
		if find(q, id) == nil {
			return nil, nil, usage("--include %s: the question has no such part; it has %s", id, parts(q))
		}
	}
	for id, cards := range named {
		ask := find(q, id)
		if ask == nil {
			return nil, nil, usage("--card %s=...: the question has no such part; it has %s", id, parts(q))
		}
		for _, card := range cards {
			if !fits(ask, card) {
				return nil, nil, fault.New(holder.KindNoCard, "the card does not fit %s", id)
			}
		}
	}
	return named, anywhere, nil
}

// used refuses a card that was named and would not be shown.
func (c *choosing) used(choices map[string][]string, anywhere []string) error {
	for _, card := range anywhere {
		shown := false
		for _, cards := range choices {
			shown = shown || slices.Contains(cards, card)
		}
		if !shown {
			return fault.New(holder.KindNoCard, "a card that was named would not be shown")
		}
	}
	return nil
}

// combination is of each set the option with most of what is wanted, or else the
// one that the wallet suggests.
func combination(q *holder.Question, wanted []string) []string {
	var ids []string
	for _, set := range q.Sets {
		best, most := set.Suggested, 0
		for n, option := range set.Options {
			has := 0
			for _, id := range option {
				if slices.Contains(wanted, id) {
					has++
				}
			}
			if has > most {
				best, most = n, has
			}
		}
		if best >= 0 {
			ids = append(ids, set.Options[best]...)
		}
	}
	return ids
}

// cardsFor are those named for an ask, or of those named for any as many as the
// verifier takes, or the one that the wallet suggests.
func cardsFor(ask *holder.Ask, named, anywhere []string) []string {
	if len(named) > 0 {
		return named
	}
	for _, card := range anywhere {
		if fits(ask, card) && (ask.Multiple || len(named) == 0) {
			named = append(named, card)
		}
	}
	if len(named) > 0 {
		return named
	}
	return []string{ask.Suggested}
}

func find(q *holder.Question, id string) *holder.Ask {
	i := slices.IndexFunc(q.Asks, func(a holder.Ask) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return &q.Asks[i]
}

func fits(a *holder.Ask, card string) bool {
	return slices.ContainsFunc(a.Options, func(o holder.Option) bool { return o.Card.ID == card })
}

func parts(q *holder.Question) string {
	var ids []string
	for _, a := range q.Asks {
		ids = append(ids, a.ID)
	}
	return strings.Join(ids, ", ")
}
