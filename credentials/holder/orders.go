package holder

import (
	"io"
	"slices"
	"time"

	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// ordered: keys were made for a card and the issuer is about to be asked for it.
// The event is stored before any proof leaves, so that a card which arrives
// always finds its keys.
type ordered struct {
	Order    string           `cbor:"order"`
	Origin   Origin           `cbor:"origin"`
	Keys     []map[string]any `cbor:"keys"` // private JWKs
	Progress []byte           `cbor:"progress"`
}

// advanced: the dialogue with the issuer came further, and a resumption must
// start from here.
type advanced struct {
	Order    string `cbor:"order"`
	Progress []byte `cbor:"progress"`
}

// dropped: the order was given up, and its keys with it.
type dropped struct {
	Order  string `cbor:"order"`
	Title  string `cbor:"title"`
	Issuer string `cbor:"issuer"`
}

func (*ordered) name() string  { return "ordered" }
func (*advanced) name() string { return "advanced" }
func (*dropped) name() string  { return "dropped" }

func (e *ordered) apply(s *State, at time.Time) error {
	if s.order(e.Order) != nil {
		return fault.New(KindDamaged, "an issuance begins twice")
	}
	o := Order{ID: e.Order, Origin: e.Origin, Progress: e.Progress, Since: at, traces: []trace{{s.Seq, e.name(), at}}}
	for _, stored := range e.Keys {
		key, err := keys.ParsePrivateJWK(stored)
		if err != nil {
			return fault.Wrap(KindDamaged, err, "a key of an issuance")
		}
		o.Keys = append(o.Keys, key)
	}
	s.Orders = append(s.Orders, o)
	s.log(Entry{At: at, Event: e.name(), Card: e.Origin.Title, Party: e.Origin.Issuer})
	return nil
}

func (e *advanced) apply(s *State, at time.Time) error {
	// Of an order whose record is damaged there is nothing to advance.
	if o := s.order(e.Order); o != nil {
		o.Progress = e.Progress
		o.traces = append(slices.Clip(o.traces), trace{s.Seq, "", at})
	}
	return nil
}

func (e *dropped) apply(s *State, at time.Time) error {
	s.removeOrder(e.Order)
	s.log(Entry{At: at, Event: e.name(), Card: e.Title, Party: e.Issuer})
	return nil
}

// Drop gives an order up and empties the records that hold its keys.
func (w *Wallet) Drop(rand io.Reader, id string, now time.Time) (Change, error) {
	o, err := w.state.Order(id)
	if err != nil {
		return Change{}, err
	}
	change, err := w.change(rand, now, &dropped{o.ID, o.Origin.Title, o.Origin.Issuer})
	if err != nil {
		return Change{}, err
	}
	change.Rewrites, err = w.empty(rand, o.traces, o.Origin)
	return change, err
}
