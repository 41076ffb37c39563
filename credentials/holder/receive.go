package holder

import (
	"io"
	"reflect"
	"slices"
	"strconv"
	"time"

	"domicile/credentials/offer"
	"domicile/credentials/sdjwt"
	"domicile/credentials/trust"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// leeway is how far the issuer's clock and ours may differ.
const leeway = 60 * time.Second

// arrival is one card as the issuer sent it, parsed and not yet believed.
type arrival struct {
	card   offer.Card
	issuer string       // "iss"
	keys   []keys.Named // of the issuer, once found
	copies []*sdjwt.Token
	// unchecked is set where the issuer publishes no keys: the card is kept with
	// that note, since it came from the issuer's own address. Where keys are to be
	// had, a signature that they do not fit is always refused.
	unchecked bool
}

// arrive parses the copies of a card and holds them to their form: an SD-JWT VC
// without key binding, all from one issuer.
func arrive(issued offer.Issued) (arrival, error) {
	a := arrival{card: issued.Card}
	for _, text := range issued.Credentials {
		token, err := sdjwt.Parse(text)
		if err != nil {
			return a, err
		}
		if token.KeyBinding != nil {
			return a, fault.New(sdjwt.KindHolderUnexpected, "an issued card is bound to a question already")
		}
		if err := token.CheckType(); err != nil {
			return a, err
		}
		claims, err := token.Claims()
		if err != nil {
			return a, err
		}
		issuer, _, err := encoding.String(claims, "iss")
		if err != nil {
			return a, err
		}
		if len(a.copies) > 0 && issuer != a.issuer {
			return a, fault.New(KindCopiesDiffer, "the copies name several issuers")
		}
		a.issuer = issuer
		a.copies = append(a.copies, token)
	}
	if len(a.copies) == 0 {
		return a, fault.New(KindCardType, "no copy came")
	}
	return a, nil
}

// carriesKey reports whether the card brings the certificate of its signer, and
// nothing better is to be had.
func (a arrival) carriesKey(store *trust.Store) bool {
	carried, err := a.copies[0].IssuerJWT.X5C()
	return err == nil && len(carried) > 0 && !names(store, a.issuer)
}

// verify checks every copy by the issuer's keys, the offer and the keys that the
// order holds. It returns the copies ready to store, the key that signed, and the
// keys still free. The signer is zero where the signature could not be checked.
func (a arrival) verify(held []keys.Private, now time.Time) (stored []storedCopy, signer keys.Public, free []keys.Private, err error) {
	for _, token := range a.copies {
		if err = a.checkContent(token, now); err != nil {
			return nil, signer, nil, err
		}
		if !a.unchecked {
			if signer, err = checkSignature(token, a.keys); err != nil {
				return nil, signer, nil, err
			}
		}
		var bound storedCopy
		if bound, held, err = a.pair(token, held); err != nil {
			return nil, signer, nil, err
		}
		stored = append(stored, bound)
	}
	return stored, signer, held, nil
}

// checkContent compares a copy with the offer and with the first copy, and its
// end with the time now.
func (a arrival) checkContent(token *sdjwt.Token, now time.Time) error {
	kinds, err := token.Types()
	if err != nil {
		return err
	}
	if kinds[0] != a.card.Type {
		return fault.New(KindCardType, "the card is of another type than offered")
	}
	claims, err := token.Claims()
	if err != nil {
		return err
	}
	first, err := a.copies[0].Claims()
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(content(first), content(claims)) {
		return fault.New(KindCopiesDiffer, "the copies do not say the same")
	}
	until, present, err := encoding.NumericDate(claims, "exp")
	if err == nil && present && !now.Before(until.Add(leeway)) {
		return fault.New(KindCardTime, "the card has expired already")
	}
	return err
}

// varying are the claims in which copies of one card may differ.
var varying = []string{"cnf", "iat", "nbf", "exp", "jti", "status"}

func content(claims map[string]any) map[string]any {
	same := map[string]any{}
	for name, value := range claims {
		if !slices.Contains(varying, name) {
			same[name] = value
		}
	}
	return same
}

// pair finds the key that a copy is bound to, and takes it from those held.
func (a arrival) pair(token *sdjwt.Token, held []keys.Private) (storedCopy, []keys.Private, error) {
	if a.card.Algorithm == "" {
		return storedCopy{Text: token.String()}, held, nil
	}
	bound, err := token.HolderKey()
	if err != nil {
		return storedCopy{}, nil, err
	}
	i := slices.IndexFunc(held, func(k keys.Private) bool { return k.Public().Equal(bound) })
	if i < 0 {
		return storedCopy{}, nil, fault.New(KindCardKey, "a copy is bound to a key that was not made for it, or was taken")
	}
	return storedCopy{token.String(), held[i].JWK()}, slices.Delete(slices.Clone(held), i, i+1), nil
}

// identified reports whether the keys of every card's issuer are known: those
// that are pinned, that the card brings, or that were looked up; or whether it is
// known that there are none.
func (i *Issuance) identified(now time.Time) bool {
	for n := range i.arrivals {
		a := &i.arrivals[n]
		if len(a.keys) == 0 {
			a.keys = pinned(a.copies[0], a.card.Type, i.trust, now)
		}
		if len(a.keys) == 0 && i.lookup != nil && i.lookup.Issuer() == a.issuer {
			a.keys = i.lookup.Keys()
			a.unchecked = i.lookup.None() && a.issuer == i.session.Issuer().ID && !names(i.trust, a.issuer)
		}
		if len(a.keys) == 0 && !a.unchecked && !a.carriesKey(i.trust) {
			return false
		}
	}
	return true
}

// lookUp asks for the keys of the first issuer that is not identified.
func (i *Issuance) lookUp(rand io.Reader, now time.Time) (Step, error) {
	for _, a := range i.arrivals {
		if len(a.keys) > 0 || a.unchecked || a.carriesKey(i.trust) {
			continue
		}
		if i.lookup != nil && i.lookup.Issuer() == a.issuer && i.lookup.None() {
			return Step{}, fault.New(KindCardIssuer, "no key of the issuer that the card names fits, and it is listed, or not who offered the card")
		}
		if i.lookup == nil || i.lookup.Issuer() != a.issuer {
			lookup, err := i.session.LookUpKeys(a.issuer)
			if err != nil {
				return Step{}, fault.Wrap(KindCardIssuer, err, "the issuer that the card names has no keys to be found")
			}
			i.lookup = lookup
		}
		break
	}
	if i.identified(now) { // a DID that holds its own key
		return i.receive(rand, now)
	}
	return Step{Request: i.lookup.Request(), Progress: i.percent}, nil
}

// receive stores the cards in one change, after checking all of them.
func (i *Issuance) receive(rand io.Reader, now time.Time) (Step, error) {
	var happened []event
	var cards []string
	held := i.keys
	for n, a := range i.arrivals {
		stored, signer, free, err := a.verify(held, now)
		if err != nil {
			return Step{}, err
		}
		held = free
		id := i.id + "." + strconv.Itoa(n)
		cards = append(cards, id)
		if i.wallet.has(id) {
			continue
		}
		origin := originOf(a.card, i.session.Issuer())
		origin.Pattern = Pattern(signer)
		if a.unchecked {
			origin.Unchecked, origin.Pattern = true, PatternOf(origin.IssuerURL)
		}
		happened = append(happened, &received{id, i.id, uint64(len(i.arrivals) - 1 - n), origin, stored})
	}
	if len(happened) == 0 {
		return Step{Done: true, Cards: cards, Progress: 1}, nil
	}
	change, err := i.wallet.change(rand, now, happened...)
	return Step{Change: &change, Progress: i.percent}, err
}
