package holder

import (
	"slices"

	"domicile/credentials/dcql"
	"domicile/credentials/request"
	"domicile/crypto/fault"
)

// Set is one of several combinations of asks, of which one is answered (OpenID4VP
// 1.0, 6.4.2). A request without credential sets has one, of everything.
type Set struct {
	Required bool
	// Options are the combinations for which there are cards, by identifiers of
	// asks, the one that the verifier wants most first.
	Options [][]string
	// Suggested is the option to offer first, -1 for none: what is optional is
	// left out unless the person wants it, or something could not be authorised
	// without it.
	Suggested int
}

// combine works out the sets, and which asks the suggestion needs.
func (q *Question) combine(matched dcql.Result) {
	for _, found := range matched.Sets {
		set := Set{Required: found.Required, Options: found.Options, Suggested: -1}
		if set.Required && len(set.Options) > 0 {
			set.Suggested = 0
		}
		q.Sets = append(q.Sets, set)
	}
	for _, t := range q.Request.Transactions {
		q.include(t)
	}
	required := q.required()
	for i := range q.Asks {
		q.Asks[i].Required = slices.Contains(required, q.Asks[i].ID)
	}
}

// include lets the suggestion sign a transaction, where any combination can.
func (q *Question) include(t request.Transaction) {
	signs := func(option []string) bool {
		return slices.ContainsFunc(option, func(id string) bool { return slices.Contains(t.Credentials, id) })
	}
	for _, s := range q.Sets {
		if s.Suggested >= 0 && signs(s.Options[s.Suggested]) {
			return
		}
	}
	for i, s := range q.Sets {
		if n := slices.IndexFunc(s.Options, signs); n >= 0 {
			q.Sets[i].Suggested = n
			return
		}
	}
}

// required lists the asks of the suggested combination, and of a set that no
// cards satisfy the most wanted one.
func (q *Question) required() []string {
	var ids []string
	for n, s := range q.Sets {
		switch {
		case s.Suggested >= 0:
			ids = append(ids, s.Options[s.Suggested]...)
		case s.Required && len(q.Request.Query.Sets) > 0:
			ids = append(ids, q.Request.Query.Sets[n].Options[0]...)
		case s.Required:
			for _, ask := range q.Asks {
				ids = append(ids, ask.ID)
			}
		}
	}
	return ids
}

// signable reports whether the suggestion can sign all that is to be authorised.
func (q *Question) signable() bool {
	required := q.required()
	for _, t := range q.Request.Transactions {
		if !slices.ContainsFunc(t.Credentials, func(id string) bool { return slices.Contains(required, id) }) {
			return false
		}
	}
	return true
}

// Suggest is the choice to offer first: of each suggested combination one card
// for each ask. It is empty where the question cannot be answered.
func (q *Question) Suggest() map[string][]string {
	choices := map[string][]string{}
	for _, ask := range q.Asks {
		if q.Satisfiable && ask.Required {
			choices[ask.ID] = []string{ask.Suggested}
		}
	}
	return choices
}

// assign decides which ask signs which transactions: the first of those that a
// transaction names, and that is answered. One card signs it, and no other
// (section 8.4).
func (q *Question) assign(choices map[string][]string) (map[string][]request.Transaction, error) {
	signs := map[string][]request.Transaction{}
	for _, t := range q.Request.Transactions {
		n := slices.IndexFunc(t.Credentials, func(id string) bool { return len(choices[id]) > 0 })
		if n < 0 {
			return nil, fault.New(KindTransaction, "no chosen card signs it")
		}
		signs[t.Credentials[n]] = append(signs[t.Credentials[n]], t)
	}
	return signs, nil
}
