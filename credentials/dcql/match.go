package dcql

import (
	"slices"
	"strconv"
	"strings"

	"domicile/credentials/claim"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Credential is what matching needs to know of a card, in any format.
type Credential struct {
	ID     string // the caller's; not looked at
	Format string
	Types  []string       // vct and aka_vcts, doctype, or the W3C types
	Claims map[string]any // with everything that could be disclosed
	// HolderBound says, in a wallet, that the holder can prove to be it; at a
	// verifier, that it was proven.
	HolderBound bool
	// Authorities are the values by which the issuer is known, by type of
	// trusted authority ("aki"). What is not listed does not match.
	Authorities map[string][]string
}

// Result says how a wallet can answer a query.
type Result struct {
	Asks []Ask // one for each credential query, in its order
	// Sets are the combinations that can be answered, in the order of the
	// query's credential sets; a query without any has one, of everything.
	Sets []Set
	// Satisfiable says that every required set has an option. If not, nothing
	// may be sent (section 6.4.2).
	Satisfiable bool
}

// Ask is a credential query with the cards that fit it; none may. Where the
// query says Multiple, any number of them can be shown, else one.
type Ask struct {
	Query CredentialQuery
	Fits  []Fit // in the order of the cards given
}

// Fit is a card that satisfies a credential query.
type Fit struct {
	Credential string // its ID
	// ClaimSet is the index of the claim set that the card satisfies, the most
	// wanted one of those it can; -1 where the query has none.
	ClaimSet int
	// Disclose are the concrete paths of the claims to show, no more and no
	// less, in the order of the query.
	Disclose []claim.Path
}

// Set is a credential set with the options for which there are cards.
type Set struct {
	Required bool
	Options  [][]string // of credential query ids, the most wanted first
}

// Match finds the cards that satisfy each part of the query (section 6.4).
func (q Query) Match(cards []Credential) Result {
	r := Result{Satisfiable: true}
	fits := map[string]bool{}
	for _, c := range q.Credentials {
		ask := Ask{Query: c}
		for _, card := range cards {
			if set, paths, err := c.match(card); err == nil {
				ask.Fits = append(ask.Fits, Fit{card.ID, set, paths})
			}
		}
		fits[c.ID] = len(ask.Fits) > 0
		r.Asks = append(r.Asks, ask)
	}
	for _, s := range q.sets() {
		set := Set{Required: s.Required}
		for _, option := range s.Options {
			if !slices.ContainsFunc(option, func(id string) bool { return !fits[id] }) {
				set.Options = append(set.Options, option)
			}
		}
		if s.Required && len(set.Options) == 0 {
			r.Satisfiable = false
		}
		r.Sets = append(r.Sets, set)
	}
	return r
}

// sets returns the credential sets, or the one that a query without them means.
func (q Query) sets() []SetQuery {
	if len(q.Sets) > 0 {
		return q.Sets
	}
	var all []string
	for _, c := range q.Credentials {
		all = append(all, c.ID)
	}
	return []SetQuery{{Options: [][]string{all}, Required: true}}
}

// Complete reports whether answers to these credential queries satisfy the
// query as a whole: every required set has an option that is answered in full.
func (q Query) Complete(ids []string) error {
	for _, id := range ids {
		if _, known := q.Find(id); !known {
			return fault.New(KindUnknownID, "the answer names a credential that was not asked for")
		}
	}
	for i, s := range q.sets() {
		answered := func(option []string) bool {
			return !slices.ContainsFunc(option, func(id string) bool { return !slices.Contains(ids, id) })
		}
		if s.Required && !slices.ContainsFunc(s.Options, answered) {
			return fault.New(KindNotSatisfied, "no option of set %d is answered", i)
		}
	}
	return nil
}

// match returns what a card discloses to satisfy this query. In a wallet a
// claim with another value counts as absent (section 6.4.1).
func (c CredentialQuery) match(card Credential) (set int, paths []claim.Path, err error) {
	if err := c.checkKind(card); err != nil {
		return 0, nil, err
	}
	if !c.trusts(card) {
		return 0, nil, fault.New(KindTypeOther, "no trusted authority matches")
	}
	return c.choose(func(wanted ClaimQuery) ([]claim.Path, error) { return wanted.find(card.Claims) })
}

// checkKind compares format, type and holder binding.
func (c CredentialQuery) checkKind(card Credential) error {
	if _, known := formatOf(c.Format); !known || card.Format != c.Format {
		return fault.New(KindTypeOther, "another format than %s", c.Format)
	}
	has := func(alternative []string) bool {
		return !slices.ContainsFunc(alternative, func(name string) bool { return !slices.Contains(card.Types, name) })
	}
	if len(c.Types) > 0 && !slices.ContainsFunc(c.Types, has) {
		return fault.New(KindTypeOther, "none of the types asked for")
	}
	if c.HolderBinding && !card.HolderBound {
		return fault.New(KindHolderMissing, "the holder cannot be proven")
	}
	return nil
}

func (c CredentialQuery) trusts(card Credential) bool {
	return len(c.Authorities) == 0 || slices.ContainsFunc(c.Authorities, func(a Authority) bool {
		known := card.Authorities[a.Type]
		return slices.ContainsFunc(a.Values, func(value string) bool { return slices.Contains(known, value) })
	})
}

// choose collects the paths of all claims, or of the first claim set that can
// be satisfied, and says which (-1: there are none). If none can, the error is
// that of the most wanted one.
func (c CredentialQuery) choose(find func(ClaimQuery) ([]claim.Path, error)) (set int, paths []claim.Path, err error) {
	var first error
	for i, wanted := range c.options() {
		paths, err := collect(distinct(wanted), find)
		if err == nil && len(c.ClaimSets) == 0 {
			return -1, paths, nil
		}
		if err == nil {
			return i, paths, nil
		}
		if first == nil {
			first = err
		}
	}
	return 0, nil, first
}

func collect(claims []ClaimQuery, find func(ClaimQuery) ([]claim.Path, error)) ([]claim.Path, error) {
	var paths []claim.Path
	seen := map[string]bool{}
	for _, wanted := range claims {
		found, err := find(wanted)
		if err != nil {
			return nil, err
		}
		for _, path := range found {
			name := key(path)
			if !seen[name] {
				paths = append(paths, path)
			}
			seen[name] = true
		}
	}
	return paths, nil
}

// find resolves the path and keeps the claims with one of the wanted values.
func (q ClaimQuery) find(tree map[string]any) ([]claim.Path, error) {
	found, err := claim.Resolve(tree, q.Path)
	if err != nil {
		return nil, err
	}
	return q.valued(found)
}

func (q ClaimQuery) valued(found []claim.Found) ([]claim.Path, error) {
	var paths []claim.Path
	for _, f := range found {
		if len(q.Values) == 0 || slices.ContainsFunc(q.Values, func(v any) bool { return same(f.Value, v) }) {
			paths = append(paths, f.Path)
		}
	}
	if len(paths) == 0 {
		return nil, fault.New(KindValueOther, "none of the values asked for")
	}
	return paths, nil
}

// same compares type and value exactly (section 6.3). Wanted numbers are
// integers; a claim is one if it is written as one.
func same(value, wanted any) bool {
	if n, ok := value.(encoding.Number); ok {
		whole, ok := integer(n)
		return ok && any(whole) == wanted
	}
	switch value.(type) {
	case string, bool:
		return value == wanted
	}
	return false
}

func integer(n encoding.Number) (int64, bool) {
	if strings.ContainsAny(string(n), ".eE") {
		return 0, false
	}
	whole, err := strconv.ParseInt(string(n), 10, 64)
	return whole, err == nil
}
