package holder

import (
	"errors"
	"io"
	"time"

	"domicile/crypto/fault"
	"domicile/crypto/sealed"
)

// Wallet is an open wallet: the vault that seals its records, and the state they
// add up to. It is not safe for concurrent use.
type Wallet struct {
	vault *sealed.Vault
	state State
}

// Change is what an action would do to the wallet: records to append from number
// Seq on, and records to replace in the same transaction. It does nothing until
// it is stored and applied.
type Change struct {
	Seq      uint64
	Records  [][]byte
	Rewrites []Rewrite
}

// Rewrite replaces the stored record of a number by one without content.
type Rewrite struct {
	Seq    uint64
	Record []byte
}

// Create makes an empty wallet under a passphrase. The envelope and the change's
// records are to be stored together, at once or not at all; then Apply the change.
func Create(rand io.Reader, passphrase string, cost sealed.Cost, now time.Time) (*Wallet, []byte, Change, error) {
	vault, envelope, err := sealed.Create(rand, passphrase, cost)
	if err != nil {
		return nil, nil, Change{}, err
	}
	w := &Wallet{vault: vault}
	change, err := w.change(rand, now, &created{})
	return w, envelope, change, err
}

// Open opens a stored wallet with all its records in order. A passphrase that
// does not fit and an envelope that is damaged are vault_locked alike; damaged
// records are skipped and listed in the state.
func Open(envelope []byte, passphrase string, records [][]byte) (*Wallet, error) {
	vault, err := sealed.Open(envelope, passphrase)
	if err != nil {
		return nil, err
	}
	w := &Wallet{vault: vault}
	if err := w.replay(records); err != nil {
		vault.Close()
		return nil, err
	}
	return w, nil
}

// replay folds all records and keeps going over damage, but not over a version
// that it does not know.
func (w *Wallet) replay(records [][]byte) error {
	for _, sealedRecord := range records {
		err := w.fold(&w.state, sealedRecord)
		if errors.Is(err, fault.New(KindNewer, "")) {
			return err
		}
		if err != nil {
			w.state.Damaged = append(w.state.Damaged, w.state.Seq)
			w.state.Seq++
		}
	}
	if len(records) > 0 && len(w.state.Damaged) == len(records) {
		return fault.New(KindDamaged, "none of %d records can be read", len(records))
	}
	return nil
}

// fold adds one record to a state, which an error leaves as it was.
func (w *Wallet) fold(s *State, sealedRecord []byte) error {
	plain, err := w.vault.Unseal(s.Seq, sealedRecord)
	if err != nil {
		return fault.Wrap(KindDamaged, err, "record %d", s.Seq)
	}
	defer clear(plain)
	e, at, err := read(plain)
	if err != nil {
		return err
	}
	if err := e.apply(s, at); err != nil {
		return err
	}
	s.Seq++
	return nil
}

// Apply takes records that are stored, the first of which has number seq. It
// takes all or none, and only the very next ones.
func (w *Wallet) Apply(seq uint64, records [][]byte) error {
	if seq != w.state.Seq {
		return fault.New(KindSequence, "record %d is next, not %d", w.state.Seq, seq)
	}
	next := w.state.clone()
	for _, sealedRecord := range records {
		if err := w.fold(&next, sealedRecord); err != nil {
			return err
		}
	}
	w.state = next
	return nil
}

// change seals events for the numbers that follow, after trying them on a copy
// of the state: what could not be applied is not sealed.
func (w *Wallet) change(rand io.Reader, now time.Time, happened ...event) (Change, error) {
	next := w.state.clone()
	change := Change{Seq: next.Seq}
	for _, e := range happened {
		if err := e.apply(&next, now.UTC().Truncate(time.Second)); err != nil {
			return Change{}, err
		}
		sealedRecord, err := w.seal(rand, next.Seq, e, now)
		if err != nil {
			return Change{}, err
		}
		change.Records = append(change.Records, sealedRecord)
		next.Seq++
	}
	return change, nil
}

func (w *Wallet) seal(rand io.Reader, seq uint64, e event, now time.Time) ([]byte, error) {
	plain, err := write(e, now)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	return w.vault.Seal(rand, seq, plain)
}

// State is what the wallet holds. The caller must not change it.
func (w *Wallet) State() State { return w.state }

// Close forgets the vault's key. The wallet is of no use afterwards.
func (w *Wallet) Close() {
	w.vault.Close()
	w.state = State{}
}
