package holder

import (
	"slices"
	"time"

	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// State is what the events of a wallet add up to.
type State struct {
	Seq     uint64   // records applied, and the number of the next
	Cards   []Card   // in the order received, deleted ones included
	Orders  []Order  // issuances under way, to resume or to drop
	Log     []Entry  // oldest first
	Damaged []uint64 // numbers of records that could not be read
}

// Card is one credential with all its copies.
type Card struct {
	ID        string
	Order     string // the issuance that it came from
	Origin    Origin
	Copies    []Copy
	AddedAt   time.Time
	DeletedAt time.Time // zero unless deleted
	traces    []trace   // the records that hold its keys and text
}

// Deleted tells whether the card is in the trash.
func (c Card) Deleted() bool { return !c.DeletedAt.IsZero() }

// Unused counts the copies that nobody has seen.
func (c Card) Unused() int {
	n := 0
	for _, y := range c.Copies {
		if len(y.Parties) == 0 {
			n++
		}
	}
	return n
}

// Copy is one issue of a card, bound to its own key.
type Copy struct {
	Text    string       // the credential as received
	Key     keys.Private // the key that it is bound to; zero where there is none
	Parties []string     // client identifiers that have seen it
}

// Origin says what a card is and where it comes from, as its issuer describes it.
type Origin struct {
	Format    string `cbor:"format"`  // "dc+sd-jwt"
	Type      string `cbor:"type"`    // its vct
	Title     string `cbor:"title"`   // for people
	Issuer    string `cbor:"issuer"`  // for people
	IssuerURL string `cbor:"url"`     // the issuer's identifier
	Colour    string `cbor:"colour"`  // "#rrggbb", or empty
	Pattern   []byte `cbor:"pattern"` // 32 bytes from the issuer's key, see Pattern
	// Unchecked is set where the issuer publishes no keys, so that nobody checked
	// its signature when the card came.
	Unchecked bool `cbor:"unchecked,omitempty"`
}

// Order is an issuance that is under way: its keys exist, its card does not.
type Order struct {
	ID       string
	Origin   Origin
	Keys     []keys.Private // one for each copy
	Progress []byte         // state of the dialogue with the issuer
	Since    time.Time
	traces   []trace
}

// trace is a record that an erasure must empty.
type trace struct {
	seq   uint64
	event string // as the log calls it; empty where it logged nothing
	at    time.Time
}

// Entry is a line of the activity log. It holds no claim values.
type Entry struct {
	At      time.Time
	Event   string   // the event's name
	Card    string   // title
	Party   string   // the name of a verifier, or an issuer's
	Claims  []string // labels of what was shown, or asked for and refused
	Purpose string   // as the verifier put it
	// Host is where the answer went or would have gone, Sure how sure it was who
	// asked (a request.Sureness), "" in records of before; Transactions are the
	// titles of what was, or was to be, authorised.
	Host, Sure   string
	Transactions []string
}

// Card finds a card that is not deleted.
func (s *State) Card(id string) (Card, error) {
	if c := s.card(id, false); c != nil {
		return *c, nil
	}
	return Card{}, fault.New(KindCardUnknown, "no card of that name")
}

func (s *State) card(id string, deleted bool) *Card {
	i := slices.IndexFunc(s.Cards, func(c Card) bool { return c.ID == id && c.Deleted() == deleted })
	if i < 0 {
		return nil
	}
	return &s.Cards[i]
}

// has reports whether a card is in the wallet, or in its trash.
func (w *Wallet) has(id string) bool {
	return w.state.card(id, false) != nil || w.state.card(id, true) != nil
}

// Order finds an issuance that is under way.
func (s *State) Order(id string) (Order, error) {
	if o := s.order(id); o != nil {
		return *o, nil
	}
	return Order{}, fault.New(KindOrderUnknown, "no issuance of that name is under way")
}

func (s *State) order(id string) *Order {
	i := slices.IndexFunc(s.Orders, func(o Order) bool { return o.ID == id })
	if i < 0 {
		return nil
	}
	return &s.Orders[i]
}

func (s *State) removeOrder(id string) {
	s.Orders = slices.DeleteFunc(s.Orders, func(o Order) bool { return o.ID == id })
}

// clone copies what events change in place.
func (s State) clone() State {
	s.Cards = slices.Clone(s.Cards)
	for i := range s.Cards {
		s.Cards[i].Copies = slices.Clone(s.Cards[i].Copies)
	}
	s.Orders = slices.Clone(s.Orders)
	s.Log = slices.Clip(s.Log)
	s.Damaged = slices.Clip(s.Damaged)
	return s
}

func (s *State) log(e Entry) { s.Log = append(s.Log, e) }
