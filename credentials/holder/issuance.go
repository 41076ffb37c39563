package holder

import (
	"bytes"
	"io"
	"time"

	"domicile/credentials/offer"
	"domicile/credentials/trust"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// Issuance receives the cards of one offer: the dialogue of package offer, with
// the wallet's own steps in between, each of which is a Change to store and apply
// before the dialogue goes on.
//
//  1. The person accepts. Keys are made and stored with the state of the
//     dialogue, as an order, before anything about them leaves.
//  2. The dialogue's state is stored wherever losing it would lose the card.
//  3. The cards are checked, and stored in one change that ends the order.
//
// An Issuance that is lost at any point after 1 is taken up again by
// Wallet.Resume; before that there is nothing to lose.
type Issuance struct {
	wallet  *Wallet
	id      string // of the order
	session *offer.Session
	keys    []keys.Private
	trust   *trust.Store
	preview *offer.Preview // the last one shown
	percent float64

	progress []byte    // must be stored before the dialogue goes on
	arrivals []arrival // what came, until it is in the wallet
	lookup   *offer.KeyLookup
}

// Step is what an issuance needs next: exactly one of Request, Preview, Wait and
// Change is set, or Done.
type Step struct {
	Request  *offer.Request
	Preview  *offer.Preview
	Wait     *offer.Wait
	Change   *Change  // store and apply it, then call Continue without a response
	Done     bool     // the cards are in the wallet
	Cards    []string // their identifiers, once Done
	Progress float64  // in [0,1]
}

// Dealings are what an issuance needs from its caller.
type Dealings struct {
	Rand      io.Reader
	Languages []string // of the person, best first
	// Trust may be nil. The keys that it pins for an issuer are used before any
	// are looked up; an issuer that it does not list may be received from as well.
	Trust *trust.Store
}

// Order opens an offer. Nothing is stored until Accept.
func (w *Wallet) Order(text string, d Dealings, now time.Time) (*Issuance, error) {
	session, step, err := offer.Start(text, offer.Options{Rand: d.Rand, Languages: d.Languages}, now)
	if err != nil {
		return nil, err
	}
	id, err := newID(d.Rand)
	if err != nil {
		return nil, err
	}
	i := &Issuance{wallet: w, id: id, session: session, trust: d.Trust}
	return i, i.take(step)
}

// Resume takes up an order that is under way.
func (w *Wallet) Resume(id string, d Dealings, now time.Time) (*Issuance, error) {
	order, err := w.state.Order(id)
	if err != nil {
		return nil, err
	}
	session, step, err := offer.Resume(order.Progress, order.Keys, now)
	if err != nil {
		return nil, err
	}
	i := &Issuance{wallet: w, id: id, session: session, keys: order.Keys, trust: d.Trust, progress: order.Progress}
	return i, i.take(step)
}

// newID draws the name of an order, in letters and digits only: it is also given
// to commands, which take a leading "-" for something else.
func newID(rand io.Reader) (string, error) {
	id := make([]byte, 12)
	if _, err := io.ReadFull(rand, id); err != nil {
		return "", fault.Wrap(KindStep, err, "no randomness")
	}
	return encoding.EncodeHex(id), nil
}

// ID is that of the order that the issuance is, or will be.
func (i *Issuance) ID() string { return i.id }

// take notes the dialogue's next step, and its state where it asks for that.
func (i *Issuance) take(step offer.Step) error {
	i.percent = step.Progress
	if step.Preview != nil {
		i.preview = step.Preview
	}
	if step.Save && i.session.Accepted() {
		progress, err := i.session.State()
		if err != nil {
			return err
		}
		i.progress = progress
	}
	return i.parse(step.Issued)
}

func (i *Issuance) parse(issued []offer.Issued) error {
	for _, one := range issued {
		a, err := arrive(one)
		if err != nil {
			return err
		}
		i.arrivals = append(i.arrivals, a)
	}
	return nil
}

// Continue says what the issuance needs next. It takes the answer to the last
// Request, or nil where there was none or it is to be sent again. A Change that
// is not applied is returned again, sealed for the wallet as it is now.
func (i *Issuance) Continue(rand io.Reader, response *offer.Response, now time.Time) (Step, error) {
	if response != nil {
		if err := i.answer(*response, now); err != nil {
			return Step{}, err
		}
	}
	switch {
	case len(i.arrivals) > 0 && i.identified(now):
		return i.receive(rand, now)
	case !i.saved():
		return i.save(rand, now)
	case len(i.arrivals) > 0:
		return i.lookUp(rand, now)
	}
	step, err := i.session.Step(now)
	return Step{Request: step.Request, Preview: step.Preview, Wait: step.Wait, Progress: step.Progress}, err
}

// answer hands a response to whoever asked for it.
func (i *Issuance) answer(r offer.Response, now time.Time) error {
	if !i.saved() {
		return fault.New(KindStep, "a change is to be stored first")
	}
	if i.lookup != nil {
		return i.lookup.Next(r)
	}
	step, err := i.session.Next(r, now)
	if err != nil {
		return err
	}
	return i.take(step)
}

// Accept accepts the preview: it makes the keys and stores the order. A preview
// that comes again, because the transaction code was wrong, is accepted with the
// keys it had.
func (i *Issuance) Accept(rand io.Reader, txCode string, now time.Time) (Step, error) {
	if i.preview == nil {
		return Step{}, fault.New(KindStep, "there is no preview to accept")
	}
	if i.keys == nil {
		made, err := makeKeys(rand, *i.preview)
		if err != nil {
			return Step{}, err
		}
		i.keys = made
	}
	step, err := i.session.Accept(txCode, i.keys, now)
	if err != nil {
		return Step{}, err
	}
	if err := i.take(step); err != nil {
		return Step{}, err
	}
	return i.Continue(rand, nil, now)
}

func makeKeys(rand io.Reader, p offer.Preview) ([]keys.Private, error) {
	var made []keys.Private
	for _, card := range p.Cards {
		if card.Algorithm == "" {
			continue
		}
		for range card.Copies {
			key, err := keys.Generate(rand, card.Algorithm)
			if err != nil {
				return nil, err
			}
			made = append(made, key)
		}
	}
	return made, nil
}

// saved reports whether the wallet holds the state that must outlive a loss.
func (i *Issuance) saved() bool {
	if i.progress == nil {
		return true
	}
	order := i.wallet.state.order(i.id)
	return order != nil && bytes.Equal(order.Progress, i.progress)
}

// save stores the order, or how far it came.
func (i *Issuance) save(rand io.Reader, now time.Time) (Step, error) {
	var e event = &advanced{Order: i.id, Progress: i.progress}
	if i.wallet.state.order(i.id) == nil {
		e = &ordered{Order: i.id, Origin: i.origin(), Keys: privateJWKs(i.keys), Progress: i.progress}
	}
	change, err := i.wallet.change(rand, now, e)
	return Step{Change: &change, Progress: i.percent}, err
}

// origin describes the order by its first card.
func (i *Issuance) origin() Origin { return originOf(i.preview.Cards[0], i.preview.Issuer) }

func originOf(card offer.Card, issuer offer.Issuer) Origin {
	return Origin{
		Format: card.Format, Type: card.Type, Title: card.Title, Colour: card.Colour,
		Issuer: issuer.Name, IssuerURL: issuer.ID,
	}
}

func privateJWKs(held []keys.Private) []map[string]any {
	var jwks []map[string]any
	for _, key := range held {
		jwks = append(jwks, key.JWK())
	}
	return jwks
}
