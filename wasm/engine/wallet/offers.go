package wallet

import (
	"slices"

	"domicile/credentials/claim"
	"domicile/credentials/holder"
	"domicile/credentials/offer"
	"domicile/credentials/trust"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

// OpenOffer begins an issuance, or takes one up again.
func (w *Wallet) OpenOffer(q api.OfferOpenRequest) (api.IssuanceStep, error) {
	open, err := w.unlocked()
	if err != nil {
		return api.IssuanceStep{}, err
	}
	dealings := holder.Dealings{Rand: w.around.Rand, Trust: w.trusted.Store}
	var i *holder.Issuance
	if q.Resume != "" {
		i, err = open.Resume(q.Resume, dealings, w.around.Now())
	} else {
		i, err = open.Order(q.Text, dealings, w.around.Now())
	}
	if err != nil {
		return api.IssuanceStep{}, err
	}
	w.issuances[i.ID()] = i
	return w.ContinueOffer(api.OfferContinueRequest{Session: i.ID()})
}

// ContinueOffer carries an issuance on.
func (w *Wallet) ContinueOffer(q api.OfferContinueRequest) (api.IssuanceStep, error) {
	i, err := w.issuance(q.Session)
	if err != nil {
		return api.IssuanceStep{}, err
	}
	var response *offer.Response
	if r := q.Response; r != nil {
		response = &offer.Response{Status: r.Status, Headers: r.Headers, Body: r.Body}
	}
	step, err := i.Continue(w.around.Rand, response, w.around.Now())
	return w.step(i, step, err)
}

// AcceptOffer accepts the preview.
func (w *Wallet) AcceptOffer(q api.OfferAcceptRequest) (api.IssuanceStep, error) {
	i, err := w.issuance(q.Session)
	if err != nil {
		return api.IssuanceStep{}, err
	}
	step, err := i.Accept(w.around.Rand, q.TxCode, w.around.Now())
	return w.step(i, step, err)
}

// DropOffer forgets an issuance. One that was not accepted left no trace, and
// nothing is to be stored.
func (w *Wallet) DropOffer(q api.OfferDropRequest) (api.Change, error) {
	open, err := w.unlocked()
	if err != nil {
		return api.Change{}, err
	}
	state := open.State()
	_, inMemory := w.issuances[q.Session]
	if _, err := state.Order(q.Session); err != nil && inMemory {
		delete(w.issuances, q.Session)
		return change(holder.Change{Seq: state.Seq}), nil
	}
	// The session is kept until the change is applied; then its order is gone,
	// and it can do nothing more.
	return w.act((*holder.Wallet).Drop, q.Session)
}

func (w *Wallet) issuance(session string) (*holder.Issuance, error) {
	if _, err := w.unlocked(); err != nil {
		return nil, err
	}
	if i := w.issuances[session]; i != nil {
		return i, nil
	}
	return nil, engine.NotOpen("issuance")
}

func (w *Wallet) step(i *holder.Issuance, s holder.Step, err error) (api.IssuanceStep, error) {
	if err != nil {
		return api.IssuanceStep{}, err
	}
	described := api.IssuanceStep{Session: i.ID(), Done: s.Done, Progress: s.Progress}
	switch {
	case s.Request != nil:
		described.HTTP = &api.HTTPRequest{Method: s.Request.Method, URL: s.Request.URL, Headers: s.Request.Headers, Body: s.Request.Body}
	case s.Preview != nil:
		described.Preview = w.preview(*s.Preview)
	case s.Change != nil:
		c := change(*s.Change)
		described.Change = &c
	case s.Wait != nil:
		described.WaitUntil = engine.Text(s.Wait.Until)
	case s.Done:
		described.CardID = s.Cards[0]
		delete(w.issuances, i.ID())
	}
	return described, nil
}

// preview describes the first card of an offer, and how many there are.
func (w *Wallet) preview(p offer.Preview) *api.OfferPreview {
	first := p.Cards[0]
	anchor := w.anchorOf(p.Issuer.ID, first.Type)
	described := &api.OfferPreview{
		Issuer: p.Issuer.Name, IssuerURL: p.Issuer.ID, Scope: api.Scope(anchor.Scope),
		Title: first.Title, Type: first.Type, NotGiven: first.NotGiven, Colour: first.Colour,
		Copies: first.Copies, Cards: len(p.Cards), Hosts: p.Hosts, Pattern: holder.PatternOf(p.Issuer.ID),
	}
	if anchor.Name != "" {
		described.Issuer = anchor.Name
	}
	if len(anchor.Keys) > 0 {
		described.Pattern = holder.Pattern(anchor.Keys[0].Public)
	}
	for _, c := range first.Claims {
		described.Claims = append(described.Claims, label(c))
	}
	if tx := p.TxCode; tx != nil {
		described.TxCode = &api.TxCode{Mode: api.CodeMode(tx.Mode), Length: tx.Length, Description: tx.Description, Retry: tx.Retry}
	}
	return described
}

// label prefers our own word for a claim that both sides know: the same claim
// then reads the same when it is shown.
func label(c offer.Claim) string {
	path, err := claim.ParsePath(c.Path)
	if err != nil {
		return c.Label
	}
	return claim.Label(path)
}

// anchorOf finds the entry for an issuer's address, which the wallet is just
// talking to.
func (w *Wallet) anchorOf(issuer, typ string) trust.Anchor {
	for _, a := range w.trusted.Store.Anchors() {
		if a.ID == issuer && (len(a.Types) == 0 || slices.Contains(a.Types, typ)) {
			return a
		}
	}
	return trust.Anchor{}
}
