package holder

import (
	"slices"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/credentials/request"
	"domicile/credentials/sdjwt"
	"domicile/crypto/encoding"
	"domicile/crypto/x5c"
)

// Question is a verifier's request with all the ways in which this wallet can
// answer it. Looking at it discloses nothing and changes nothing.
type Question struct {
	Request *request.Request
	Asks    []Ask // in the order of the request
	Sets    []Set // the combinations of asks that the verifier wants
	// Satisfiable tells whether there are cards for all that is required, and
	// for whatever is to be authorised.
	Satisfiable bool

	wallet *Wallet
}

// Ask is one part of a question.
type Ask struct {
	ID       string
	Required bool         // of the combination of cards that is suggested
	Multiple bool         // several cards may be shown for it
	Wanted   []claim.Path // what is asked for, whether or not a card has it
	// Beyond are the claims that the verifier's registration does not cover.
	Beyond  []claim.Path
	Options []Option // the cards that satisfy it; none may
	// Suggested is the card to offer first: one that still counts, and was not
	// shown yet, before one that could be recognised. "" where there is none.
	Suggested string
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

// Consider finds the cards that answer a verifier's request, which request.Open
// has read. A request whose time is over is refused (request_expired).
func (w *Wallet) Consider(r *request.Request, now time.Time) (*Question, error) {
	if err := r.CheckTime(now); err != nil {
		return nil, err
	}
	matched := r.Query.Match(w.matchable(r))
	q := &Question{Request: r, wallet: w}
	for _, ask := range matched.Asks {
		options, err := w.options(ask, r.Audience(), now)
		if err != nil {
			return nil, err
		}
		q.Asks = append(q.Asks, Ask{
			ID: ask.Query.ID, Multiple: ask.Query.Multiple, Wanted: wanted(ask.Query),
			Beyond: beyond(r, ask.Query.ID), Options: options, Suggested: suggested(options),
		})
	}
	q.combine(matched)
	q.Satisfiable = matched.Satisfiable && q.signable()
	return q, nil
}

func beyond(r *request.Request, ask string) []claim.Path {
	if r.Registration == nil {
		return nil
	}
	return r.Registration.Beyond[ask]
}

// matchable describes the cards to package dcql: those that are not deleted and
// whose algorithms the verifier reads, with all that they could disclose.
func (w *Wallet) matchable(r *request.Request) []dcql.Credential {
	var cards []dcql.Credential
	for _, card := range w.state.Cards {
		if card.Deleted() {
			continue
		}
		// Neither error can happen to a card that was checked on arrival.
		token, claims, err := card.Copies[0].read()
		if err != nil {
			continue
		}
		types, err := token.Types()
		if err != nil {
			continue
		}
		key := card.Copies[0].Key
		holderAlg := ""
		if !key.IsZero() {
			holderAlg = string(key.Algorithm())
		}
		if !r.Takes(card.Origin.Format, string(token.IssuerJWT.Algorithm()), holderAlg) {
			continue
		}
		cards = append(cards, dcql.Credential{
			ID: card.ID, Format: card.Origin.Format, Types: types, Claims: claims,
			HolderBound: !key.IsZero(), Authorities: authorities(token),
		})
	}
	return cards
}

// authorities are the values by which a verifier may name who stands behind a
// card: the key identifiers of the authorities in its chain (OpenID4VP 1.0,
// 6.1.1.1). Whether the chain holds is for the verifier to find out.
func authorities(token *sdjwt.Token) map[string][]string {
	carried, err := token.IssuerJWT.X5C()
	if err != nil || len(carried) == 0 {
		return nil
	}
	chain, err := x5c.ParseChain(carried)
	if err != nil {
		return nil
	}
	var ids []string
	for _, certificate := range chain {
		if len(certificate.AuthorityKeyId) > 0 {
			ids = append(ids, encoding.EncodeBase64URL(certificate.AuthorityKeyId))
		}
	}
	return map[string][]string{"aki": ids}
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

// suggested picks the card to offer first.
func suggested(options []Option) string {
	for _, fine := range []func(Option) bool{
		func(o Option) bool { return !o.Expired && !o.Reused },
		func(o Option) bool { return !o.Expired },
		func(Option) bool { return true },
	} {
		if n := slices.IndexFunc(options, fine); n >= 0 {
			return options[n].Card.ID
		}
	}
	return ""
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
