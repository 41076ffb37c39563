// Package wallet answers the calls of the wallet's engine: it holds the open
// vault, and nothing of it outlives the engine but the records that the page
// stores.
//
// # Writes
//
// A call that changes the wallet returns an [api.Change], sealed records with the
// number that the first of them must get, and changes nothing. The page stores
// them, and hands them back by vault.apply; only then are they so. A write that
// fails is dropped, and the wallet is as it was.
//
// # Sessions
//
// An issuance and a presentation are sessions, by identifier, of one open vault.
// Neither reaches for the network: each step names the request that the page
// shall send, or the change that it shall store first. An answer leaves only once
// the record that logs it is applied. Locking ends all sessions, and a call that
// needs the vault while it is locked is refused with engine_session.
package wallet

import (
	"domicile/credentials/holder"
	"domicile/crypto/sealed"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

// Wallet is one engine.
type Wallet struct {
	around  engine.Surroundings
	cost    sealed.Cost
	scanner engine.Scanner
	trusted engine.Trusted

	open        *holder.Wallet // nil while locked
	issuances   map[string]*holder.Issuance
	presentings []*presenting // oldest first
	listings    listings
}

// New returns a locked engine. New vaults get a passphrase slot of that cost.
func New(around engine.Surroundings, cost sealed.Cost) *Wallet {
	w := &Wallet{around: around, cost: cost}
	w.forget()
	return w
}

// Table lists the engine's calls.
func (w *Wallet) Table() engine.Table {
	t := engine.Table{}
	w.scanner.Register(t)
	w.trusted.Register(t)
	engine.Handle(t, api.QREncode, engine.Draw)
	engine.Handle(t, api.VaultCreate, w.Create)
	engine.Handle(t, api.VaultUnlock, w.Unlock)
	engine.Handle(t, api.VaultApply, w.Apply)
	engine.Handle(t, api.VaultLock, w.Lock)
	engine.Handle(t, api.WalletRead, w.Read)
	engine.Handle(t, api.CardDelete, w.Delete)
	engine.Handle(t, api.CardRestore, w.Restore)
	engine.Handle(t, api.CardErase, w.Erase)
	engine.Handle(t, api.OfferOpen, w.OpenOffer)
	engine.Handle(t, api.OfferContinue, w.ContinueOffer)
	engine.Handle(t, api.OfferAccept, w.AcceptOffer)
	engine.Handle(t, api.OfferDrop, w.DropOffer)
	engine.Handle(t, api.PresentOpen, w.OpenRequest)
	engine.Handle(t, api.PresentContinue, w.ContinueRequest)
	engine.Handle(t, api.PresentCode, w.EnterCode)
	engine.Handle(t, api.PresentAnswer, w.AnswerRequest)
	engine.Handle(t, api.PresentRefuse, w.RefuseRequest)
	return t
}

// forget drops everything that belongs to the open vault.
func (w *Wallet) forget() {
	w.open = nil
	w.issuances = map[string]*holder.Issuance{}
	w.presentings = nil
	w.listings = listings{}
}

// unlocked returns the open vault's wallet.
func (w *Wallet) unlocked() (*holder.Wallet, error) {
	if w.open == nil {
		return nil, engine.NotOpen("vault")
	}
	return w.open, nil
}
