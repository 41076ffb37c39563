package wallet

import (
	"io"
	"time"

	"domicile/credentials/holder"
	"domicile/wasm/api"
)

// Delete puts a card into the trash.
func (w *Wallet) Delete(q api.CardRequest) (api.Change, error) {
	return w.act((*holder.Wallet).Delete, q.ID)
}

// Restore takes a card out of the trash.
func (w *Wallet) Restore(q api.CardRequest) (api.Change, error) {
	return w.act((*holder.Wallet).Restore, q.ID)
}

// Erase removes a card for good.
func (w *Wallet) Erase(q api.CardRequest) (api.Change, error) {
	return w.act((*holder.Wallet).Erase, q.ID)
}

func (w *Wallet) act(what func(*holder.Wallet, io.Reader, string, time.Time) (holder.Change, error), id string) (api.Change, error) {
	open, err := w.unlocked()
	if err != nil {
		return api.Change{}, err
	}
	asked, err := what(open, w.around.Rand, id, w.around.Now())
	return change(asked), err
}
