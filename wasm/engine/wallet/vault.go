package wallet

import (
	"domicile/credentials/holder"
	"domicile/wasm/api"
)

// Create makes a vault and leaves it open. Its first records are to be stored
// and applied like any others.
func (w *Wallet) Create(q api.VaultCreateRequest) (api.VaultCreated, error) {
	made, envelope, change, err := holder.Create(w.around.Rand, q.Passphrase, w.cost, w.around.Now())
	if err != nil {
		return api.VaultCreated{}, err
	}
	w.replace(made)
	return api.VaultCreated{Envelope: envelope, Records: records(change.Records)}, nil
}

// Unlock opens a stored vault, in place of any that is open.
func (w *Wallet) Unlock(q api.VaultUnlockRequest) (api.WalletState, error) {
	opened, err := holder.Open(q.Envelope, q.Passphrase, stored(q.Records))
	if err != nil {
		return api.WalletState{}, err
	}
	w.replace(opened)
	return w.Read(api.Nothing{})
}

func (w *Wallet) replace(opened *holder.Wallet) {
	if w.open != nil {
		w.open.Close()
	}
	w.forget()
	w.open = opened
}

// Apply takes records that are stored, this engine's or another tab's.
func (w *Wallet) Apply(q api.VaultApplyRequest) (api.WalletState, error) {
	open, err := w.unlocked()
	if err != nil {
		return api.WalletState{}, err
	}
	if err := open.Apply(uint64(q.Seq), stored(q.Records)); err != nil {
		return api.WalletState{}, err
	}
	w.noteStored(uint64(q.Seq), stored(q.Records))
	return w.Read(api.Nothing{})
}

// Lock forgets the vault's key. The page ends the worker after it, which frees
// the memory; a lock that is not followed by that still answers nothing more.
func (w *Wallet) Lock(api.Nothing) (api.Nothing, error) {
	if w.open != nil {
		w.open.Close()
	}
	w.forget()
	return api.Nothing{}, nil
}

func records(plain [][]byte) []api.Bytes {
	crossing := make([]api.Bytes, len(plain))
	for i, r := range plain {
		crossing[i] = r
	}
	return crossing
}

func stored(crossing []api.Bytes) [][]byte {
	plain := make([][]byte, len(crossing))
	for i, r := range crossing {
		plain[i] = r
	}
	return plain
}

// change describes what is to be stored.
func change(c holder.Change) api.Change {
	described := api.Change{Seq: int(c.Seq), Records: records(c.Records)}
	for _, r := range c.Rewrites {
		described.Rewrites = append(described.Rewrites, api.Rewrite{Seq: int(r.Seq), Record: r.Record})
	}
	return described
}
