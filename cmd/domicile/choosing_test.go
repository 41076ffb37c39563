package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"domicile/credentials/holder"
	"domicile/crypto/fault"
)

// ask is a part of a question that these cards answer, the first suggested.
func askFor(id string, multiple bool, cards ...string) holder.Ask {
	a := holder.Ask{ID: id, Multiple: multiple}
	for _, card := range cards {
		a.Options = append(a.Options, holder.Option{Card: holder.Card{ID: card}})
	}
	if len(cards) > 0 {
		a.Suggested = cards[0]
	}
	return a
}

// choices is a question with all there is: alternatives, one of which has no
// cards, an optional part, and one that takes several cards.
func manifold() *holder.Question {
	return &holder.Question{
		Satisfiable: true,
		Asks:        []holder.Ask{askFor("diploma", false), askFor("pass", false, "p1", "p2"), askFor("id", false, "i1"), askFor("photo", false, "i1"), askFor("ticket", true, "t1", "t2", "t3"), askFor("name", false, "p1", "i1")},
		Sets: []holder.Set{
			{Required: true, Options: [][]string{{"pass"}, {"id", "photo"}}, Suggested: 0},
			{Required: true, Options: [][]string{{"ticket"}}, Suggested: 0},
			{Options: [][]string{{"name"}}, Suggested: -1},
		},
	}
}

func TestChoices(t *testing.T) {
	for name, row := range map[string]struct {
		cards, include []string
		want           string
	}{
		"as suggested":               {nil, nil, "pass=p1 ticket=t1"},
		"another card, by itself":    {[]string{"p2"}, nil, "pass=p2 ticket=t1"},
		"another card for a part":    {[]string{"pass=p2"}, nil, "pass=p2 ticket=t1"},
		"an alternative":             {nil, []string{"photo"}, "id=i1 photo=i1 ticket=t1"},
		"an alternative by its card": {[]string{"id=i1"}, nil, "id=i1 photo=i1 ticket=t1"},
		"what is optional":           {nil, []string{"name"}, "name=p1 pass=p1 ticket=t1"},
		"optional, with a card":      {[]string{"name=i1"}, nil, "name=i1 pass=p1 ticket=t1"},
		"several cards":              {[]string{"t3", "t2"}, nil, "pass=p1 ticket=t3,t2"},
		"several cards for a part":   {[]string{"ticket=t1", "ticket=t2"}, nil, "pass=p1 ticket=t1,t2"},
	} {
		c := choosing{row.cards, row.include}
		got, err := c.choose(manifold())
		var words []string
		for _, id := range slices.Sorted(maps.Keys(got)) {
			words = append(words, id+"="+strings.Join(got[id], ","))
		}
		if strings.Join(words, " ") != row.want || err != nil {
			t.Errorf("%s: %q, %v, want %q", name, words, err, row.want)
		}
	}
}

func TestChoicesRefused(t *testing.T) {
	for defect, row := range map[string]struct {
		cards, include []string
		kind           fault.Kind // "" for wrong usage
	}{
		"a part that is not asked for":  {nil, []string{"shoe size"}, ""},
		"a card for no such part":       {[]string{"shoe=p1"}, nil, ""},
		"a card that does not fit":      {[]string{"pass=i1"}, nil, holder.KindNoCard},
		"a card that fits nothing":      {[]string{"x"}, nil, holder.KindNoCard},
		"two cards for one":             {[]string{"p1", "pass=p2"}, nil, holder.KindNoCard},
		"a part without cards":          {nil, []string{"diploma"}, holder.KindNoCard},
		"both of two alternatives":      {nil, []string{"pass", "photo"}, holder.KindNoCard},
		"a card of another alternative": {[]string{"i1"}, nil, holder.KindNoCard},
	} {
		c := choosing{row.cards, row.include}
		got, err := c.choose(manifold())
		if err == nil || fault.KindOf(err) != row.kind {
			t.Errorf("%s: %v, %v", defect, got, err)
		}
	}
	q := manifold()
	q.Satisfiable = false
	if got, err := (&choosing{}).choose(q); len(got) > 0 || err != nil {
		t.Errorf("unsatisfiable: %v, %v", got, err)
	}
}
