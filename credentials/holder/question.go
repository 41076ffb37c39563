package holder

import (
	"slices"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/credentials/request"
	"domicile/credentials/sdjwt"
	"domicile/crypto/encoding"
)

// Question is a verifier's request with all the ways in which this wallet can
// answer it. Looking at it discloses nothing and changes nothing.
type Question struct {
	Request *request.Request
	Asks    []Ask // in the order of the request
	// Satisfiable tells whether there are cards for all that is required.
	Satisfiable bool

	wallet *Wallet
}

// Ask is one part of a question.
type Ask struct {
	ID       string
	Required bool         // of the combination of cards that the verifier wants most
	Wanted   []claim.Path // what is asked for, whether or not a card has it
	Options  []Option     // the cards that satisfy it; none may
}

// Option is a card that satisfies an ask, with exactly what would be disclosed.
type Option struct {
	Card Card
	// Disclosed are the claims that would leave the wallet, as the verifier will
	// read them: those asked for and those that a card always shows.
	Disclosed map[string]any
	// Hidden are the claims that stay, without which the card works as well.
	Hidden []claim.Path
	// Reused tells that every copy was shown to somebody else before, so that
	// the two could recognise the card.
	Reused  bool
	Expired bool // the verifier will refuse it

	paths []claim.Path // to select
}

// Consider reads a verifier's request and finds the cards that answer it. A
// request whose time is over is refused (request_expired).
func (w *Wallet) Consider(text string, now time.Time) (*Question, error) {
	r, err := request.Parse(text)
	if err != nil {
		return nil, err
	}
	if err := r.CheckTime(now); err != nil {
		return nil, err
	}
	matched := r.Query.Match(w.matchable())
	q := &Question{Request: r, Satisfiable: matched.Satisfiable, wallet: w}
	required := mostWanted(r.Query, matched)
	for _, ask := range matched.Asks {
		options, err := w.options(ask, r.ClientID, now)
		if err != nil {
			return nil, err
		}
		q.Asks = append(q.Asks, Ask{
			ID: ask.Query.ID, Required: slices.Contains(required, ask.Query.ID),
			Wanted: wanted(ask.Query), Options: options,
		})
	}
	return q, nil
}

// matchable describes the cards to package dcql: those that are not deleted,
// with all that they could disclose.
func (w *Wallet) matchable() []dcql.Credential {
	var cards []dcql.Credential
	for _, card := range w.state.Cards {
		if card.Deleted() {
			continue
		}
		token, claims, err := card.Copies[0].read()
		if err != nil {
			continue // cannot happen to a card that was checked on arrival
		}
		types, err := token.Types()
		if err != nil {
			continue
		}
		cards = append(cards, dcql.Credential{
			ID: card.ID, Format: card.Origin.Format, Types: types, Claims: claims,
			HolderBound: !card.Copies[0].Key.IsZero(),
		})
	}
	return cards
}

// read parses a copy.
func (c Copy) read() (*sdjwt.Token, map[string]any, error) {
	token, err := sdjwt.Parse(c.Text)
	if err != nil {
		return nil, nil, err
	}
	claims, err := token.Claims()
	return token, claims, err
}

// mostWanted lists the asks of the first combination that each required set of
// the query can have, or of its first where it can have none.
func mostWanted(query dcql.Query, matched dcql.Result) []string {
	var ids []string
	for n, set := range matched.Sets {
		switch {
		case !set.Required:
		case len(set.Options) > 0:
			ids = append(ids, set.Options[0]...)
		case len(query.Sets) > 0:
			ids = append(ids, query.Sets[n].Options[0]...)
		default:
			for _, c := range query.Credentials {
				ids = append(ids, c.ID)
			}
		}
	}
	return ids
}

// wanted lists what a credential query asks for: the claims of its first claim
// set, or all.
func wanted(c dcql.CredentialQuery) []claim.Path {
	var paths []claim.Path
	for _, q := range c.Claims {
		if len(c.ClaimSets) == 0 || slices.Contains(c.ClaimSets[0], q.ID) {
			paths = append(paths, q.Path)
		}
	}
	return paths
}

func (w *Wallet) options(ask dcql.Ask, party string, now time.Time) ([]Option, error) {
	var options []Option
	for _, fit := range ask.Fits {
		card, err := w.state.Card(fit.Credential)
		if err != nil {
			return nil, err
		}
		option, err := card.option(fit.Disclose, party, now)
		if err != nil {
			return nil, err
		}
		options = append(options, option)
	}
	return options, nil
}

// option works out what a card would disclose, by the copy that would be sent.
func (c Card) option(paths []claim.Path, party string, now time.Time) (Option, error) {
	n, reused := c.choose(party)
	token, all, err := c.Copies[n].read()
	if err != nil {
		return Option{}, err
	}
	chosen, err := token.Select(paths)
	if err != nil {
		return Option{}, err
	}
	disclosed, err := chosen.Claims()
	if err != nil {
		return Option{}, err
	}
	bare, err := token.Select(nil)
	if err != nil {
		return Option{}, err
	}
	visible, err := bare.Claims()
	if err != nil {
		return Option{}, err
	}
	return Option{
		Card: c, Disclosed: disclosed, Hidden: hidden(all, visible, paths),
		Reused: reused, Expired: expired(all, now), paths: paths,
	}, nil
}

// hidden lists the leaves of a card that are neither asked for nor always
// visible.
func hidden(all, visible map[string]any, paths []claim.Path) []claim.Path {
	var rest []claim.Path
	for _, leaf := range claim.Leaves(all) {
		asked := slices.ContainsFunc(paths, leaf.Path.Within)
		_, err := claim.Resolve(visible, leaf.Path)
		if !asked && err != nil {
			rest = append(rest, leaf.Path)
		}
	}
	return rest
}

func expired(claims map[string]any, now time.Time) bool {
	until, present, err := encoding.NumericDate(claims, "exp")
	return err == nil && present && !now.Before(until)
}

// choose picks the copy for a verifier: the one it has seen, else one that
// nobody has, else the one that the fewest have. It reports whether somebody else
// has seen the copy.
func (c Card) choose(party string) (copy int, reused bool) {
	for i, y := range c.Copies {
		if slices.Contains(y.Parties, party) {
			return i, len(y.Parties) > 1
		}
		if len(y.Parties) < len(c.Copies[copy].Parties) {
			copy = i
		}
	}
	return copy, len(c.Copies[copy].Parties) > 0
}
