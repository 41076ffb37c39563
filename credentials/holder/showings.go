package holder

import (
	"slices"
	"time"
)

// shown: claims left the wallet. Labels, never values.
type shown struct {
	Party   string    `cbor:"party"` // whom the proof was for: the client identifier
	Name    string    `cbor:"name"`  // the one vouched for, or else the verifier's own word
	Purpose string    `cbor:"purpose"`
	Cards   []showing `cbor:"cards"`
	meeting
}

// meeting is what else is kept of a verifier. Records before it have none.
type meeting struct {
	Host string `cbor:"host,omitempty"` // that the answer goes to
	Sure string `cbor:"sure,omitempty"` // a request.Sureness
}

// showing is one copy of one card.
type showing struct {
	Card   string   `cbor:"card"`
	Title  string   `cbor:"title"`
	Copy   uint64   `cbor:"copy"` // index into the card's copies
	Labels []string `cbor:"labels"`
	Signed []string `cbor:"signed,omitempty"` // titles of the transactions it authorised
}

// refused: the person declined to answer.
type refused struct {
	Party   string   `cbor:"party"`
	Name    string   `cbor:"name"`
	Purpose string   `cbor:"purpose"`
	Labels  []string `cbor:"labels"`           // what was asked for
	Titles  []string `cbor:"titles,omitempty"` // of what was to be authorised
	meeting
}

// created: the wallet came into being.
type created struct{}

func (*shown) name() string   { return "shown" }
func (*refused) name() string { return "refused" }
func (*created) name() string { return "created" }

func (e *shown) apply(s *State, at time.Time) error {
	for _, y := range e.Cards {
		if card := s.card(y.Card, false); card != nil {
			card.shownTo(y.Copy, e.Party)
		}
		s.log(Entry{At: at, Event: e.name(), Card: y.Title, Party: e.Name, Claims: y.Labels, Purpose: e.Purpose, Host: e.Host, Sure: e.Sure, Transactions: y.Signed})
	}
	return nil
}

// shownTo remembers who has seen a copy. A number out of range can only come of
// a damaged record before it and changes nothing.
func (c *Card) shownTo(copy uint64, party string) {
	if copy >= uint64(len(c.Copies)) {
		return
	}
	parties := c.Copies[copy].Parties
	if !slices.Contains(parties, party) {
		c.Copies[copy].Parties = append(slices.Clip(parties), party)
	}
}

func (e *refused) apply(s *State, at time.Time) error {
	s.log(Entry{At: at, Event: e.name(), Party: e.Name, Claims: e.Labels, Purpose: e.Purpose, Host: e.Host, Sure: e.Sure, Transactions: e.Titles})
	return nil
}

func (e *created) apply(s *State, at time.Time) error {
	s.log(Entry{At: at, Event: e.name()})
	return nil
}
