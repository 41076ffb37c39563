package dcql

import (
	"slices"

	"domicile/crypto/fault"
)

// Permits holds what a wallet is about to send to the query: by the id of each
// credential query that it answers, the IDs of the cards. It is refused where
// a card does not fit what it is sent for; where several are sent and the query
// does not say Multiple, or one is sent twice; and where all together are not
// exactly one option of every required set and of some optional ones (section
// 6.4.2). Two options of one set are more than was asked for.
func (r Result) Permits(chosen map[string][]string) error {
	if len(r.Asks) > MaxCredentials {
		return fault.New(KindTooLarge, "%d credential queries, at most %d", len(r.Asks), MaxCredentials)
	}
	var answered []string
	for _, ask := range r.Asks {
		cards, sent := chosen[ask.Query.ID]
		if !sent {
			continue
		}
		if err := ask.permits(cards); err != nil {
			return err
		}
		answered = append(answered, ask.Query.ID)
	}
	if len(answered) != len(chosen) {
		return fault.New(KindUnknownID, "a card is sent for what was not asked")
	}
	if len(answered) == 0 || !r.unions()[r.bits(answered)] {
		return fault.New(KindNotSatisfied, "not one option of each set that is required")
	}
	return nil
}

func (a Ask) permits(cards []string) error {
	if len(cards) == 0 || len(cards) > 1 && !a.Query.Multiple {
		return fault.New(KindCount, "%d cards for one", len(cards))
	}
	for i, card := range cards {
		if slices.Contains(cards[:i], card) {
			return fault.New(KindCount, "one card twice")
		}
		if !slices.ContainsFunc(a.Fits, func(f Fit) bool { return f.Credential == card }) {
			return fault.New(KindNotSatisfied, "a card does not fit what it is sent for")
		}
	}
	return nil
}

// unions says of each combination of asks, written as bits, whether it is an
// option of every required set and of some optional ones. Its length is
// 2^MaxCredentials at most, whatever the number of sets and options.
func (r Result) unions() []bool {
	reached := make([]bool, 1<<len(r.Asks))
	reached[0] = true
	for _, set := range r.Sets {
		next := make([]bool, len(reached))
		if !set.Required {
			copy(next, reached)
		}
		for _, option := range set.Options {
			added := r.bits(option)
			for already, is := range reached {
				if is {
					next[already|added] = true
				}
			}
		}
		reached = next
	}
	return reached
}

func (r Result) bits(ids []string) int {
	bits := 0
	for i, ask := range r.Asks {
		if slices.Contains(ids, ask.Query.ID) {
			bits |= 1 << i
		}
	}
	return bits
}
