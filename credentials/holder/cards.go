package holder

import (
	"io"
	"slices"
	"time"

	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// received: the issuer gave a card, and it was checked. The event holds all of
// it, so that it survives damage to the record of its order.
type received struct {
	Card   string       `cbor:"card"`
	Order  string       `cbor:"order"`
	Rest   uint64       `cbor:"rest"` // cards of the same order still to follow
	Origin Origin       `cbor:"origin"`
	Copies []storedCopy `cbor:"copies"`
}

type storedCopy struct {
	Text string         `cbor:"text"`
	Key  map[string]any `cbor:"key"` // private JWK; empty for a card bound to no key
}

// open parses the key of a copy.
func (c storedCopy) open() (Copy, error) {
	if len(c.Key) == 0 {
		return Copy{Text: c.Text}, nil
	}
	key, err := keys.ParsePrivateJWK(c.Key)
	if err != nil {
		return Copy{}, fault.Wrap(KindDamaged, err, "the key of a copy")
	}
	return Copy{Text: c.Text, Key: key}, nil
}

// deleted: the card went to the trash. Title is kept beside the identifier so
// that the log still reads once the card is erased.
type deleted struct {
	Card  string `cbor:"card"`
	Title string `cbor:"title"`
}

// restored: the card came back from the trash.
type restored deleted

// erased: the card is gone for good.
type erased deleted

// emptied stands where a record was whose content had to go. It keeps the line
// of the log.
type emptied struct {
	Was   string `cbor:"was"`
	Title string `cbor:"title"`
	Party string `cbor:"party"`
}

func (*received) name() string { return "received" }
func (*deleted) name() string  { return "deleted" }
func (*restored) name() string { return "restored" }
func (*erased) name() string   { return "erased" }
func (*emptied) name() string  { return "emptied" }

func (e *received) apply(s *State, at time.Time) error {
	if s.card(e.Card, false) != nil || s.card(e.Card, true) != nil || len(e.Copies) == 0 {
		return fault.New(KindDamaged, "a card is received twice, or without a copy")
	}
	card := Card{ID: e.Card, Order: e.Order, Origin: e.Origin, AddedAt: at}
	for _, stored := range e.Copies {
		opened, err := stored.open()
		if err != nil {
			return err
		}
		card.Copies = append(card.Copies, opened)
	}
	if o := s.order(e.Order); o != nil {
		card.traces = slices.Clip(o.traces)
	}
	card.traces = append(card.traces, trace{s.Seq, e.name(), at})
	if e.Rest == 0 {
		s.removeOrder(e.Order)
	}
	s.Cards = append(s.Cards, card)
	s.log(Entry{At: at, Event: e.name(), Card: e.Origin.Title, Party: e.Origin.Issuer})
	return nil
}

// The three below do not insist that the card is there: after an erasure the
// records of its earlier life are empty, and the log must still replay. Whether
// an action makes sense is checked where it is asked for.

func (e *deleted) apply(s *State, at time.Time) error {
	if card := s.card(e.Card, false); card != nil {
		card.DeletedAt = at
	}
	s.log(Entry{At: at, Event: e.name(), Card: e.Title})
	return nil
}

func (e *restored) apply(s *State, at time.Time) error {
	if card := s.card(e.Card, true); card != nil {
		card.DeletedAt = time.Time{}
	}
	s.log(Entry{At: at, Event: e.name(), Card: e.Title})
	return nil
}

func (e *erased) apply(s *State, at time.Time) error {
	s.Cards = removeCard(s.Cards, e.Card)
	s.log(Entry{At: at, Event: e.name(), Card: e.Title})
	return nil
}

func (e *emptied) apply(s *State, at time.Time) error {
	if e.Was != "" {
		s.log(Entry{At: at, Event: e.Was, Card: e.Title, Party: e.Party})
	}
	return nil
}

func removeCard(cards []Card, id string) []Card {
	kept := make([]Card, 0, len(cards))
	for _, c := range cards {
		if c.ID != id {
			kept = append(kept, c)
		}
	}
	return kept
}

// Delete puts a card into the trash, from where Restore brings it back.
func (w *Wallet) Delete(rand io.Reader, id string, now time.Time) (Change, error) {
	card, err := w.state.Card(id)
	if err != nil {
		return Change{}, err
	}
	return w.change(rand, now, &deleted{card.ID, card.Origin.Title})
}

// Restore takes a card out of the trash.
func (w *Wallet) Restore(rand io.Reader, id string, now time.Time) (Change, error) {
	card := w.state.card(id, true)
	if card == nil {
		return Change{}, fault.New(KindCardUnknown, "no card of that name is in the trash")
	}
	return w.change(rand, now, &restored{card.ID, card.Origin.Title})
}

// Erase removes a card, in the trash or not, and empties the records that hold
// its keys and text. There is no way back.
func (w *Wallet) Erase(rand io.Reader, id string, now time.Time) (Change, error) {
	card := w.state.card(id, true)
	if card == nil {
		card = w.state.card(id, false)
	}
	if card == nil {
		return Change{}, fault.New(KindCardUnknown, "no card of that name")
	}
	change, err := w.change(rand, now, &erased{card.ID, card.Origin.Title})
	if err != nil {
		return Change{}, err
	}
	change.Rewrites, err = w.empty(rand, card.traces, card.Origin)
	return change, err
}

// empty seals records without content in place of those that held some.
func (w *Wallet) empty(rand io.Reader, traces []trace, origin Origin) ([]Rewrite, error) {
	var rewrites []Rewrite
	for _, t := range traces {
		line := &emptied{Was: t.event, Title: origin.Title, Party: origin.Issuer}
		sealedRecord, err := w.seal(rand, t.seq, line, t.at)
		if err != nil {
			return nil, err
		}
		rewrites = append(rewrites, Rewrite{t.seq, sealedRecord})
	}
	return rewrites, nil
}
