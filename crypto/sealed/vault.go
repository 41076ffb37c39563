package sealed

import (
	"bytes"
	"crypto/hmac"
	"io"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Vault is an open vault: it holds the data key until Close. It is not safe
// for use by several goroutines at once.
type Vault struct {
	id  []byte
	key []byte // the data key; nil once closed
}

// Create makes a vault with a fresh data key and one passphrase slot, number 0,
// and returns it open, with the envelope to store.
func Create(rand io.Reader, passphrase string, cost Cost) (*Vault, []byte, error) {
	id, err := draw(rand, idSize)
	if err != nil {
		return nil, nil, err
	}
	key, err := draw(rand, keySize)
	if err != nil {
		return nil, nil, err
	}
	v := &Vault{id, key}
	slot, err := newPassphraseSlot(rand, id, key, 0, passphrase, cost)
	if err != nil {
		v.Close()
		return nil, nil, err
	}
	stored, err := envelope{Version: version, ID: id, Slots: []encoding.RawCBOR{slot}}.seal(key)
	if err != nil {
		v.Close()
		return nil, nil, err
	}
	return v, stored, nil
}

// Open opens a vault with the passphrase of one of its slots. Every failure is
// KindLocked; it costs one Argon2id for each passphrase slot.
func Open(stored []byte, passphrase string) (*Vault, error) {
	e, err := parseEnvelope(stored)
	if err != nil {
		return nil, err
	}
	key, err := e.unwrap(passphrase)
	if err != nil {
		return nil, err
	}
	v := &Vault{e.ID, key}
	if tag, err := e.tag(key); err != nil || !hmac.Equal(tag, e.Tag) {
		v.Close()
		return nil, locked()
	}
	return v, nil
}

// unwrap tries the passphrase slots in order.
func (e envelope) unwrap(passphrase string) ([]byte, error) {
	heads, err := e.heads()
	if err != nil {
		return nil, err
	}
	for i, head := range heads {
		if head.Type != passphraseType {
			continue
		}
		var slot passphraseSlot
		if err := encoding.UnmarshalCBOR(e.Slots[i], &slot); err != nil {
			continue
		}
		if key, ok := slot.unwrap(e.ID, passphrase); ok {
			return key, nil
		}
	}
	return nil, locked()
}

// ID returns the vault's random identifier, 16 bytes.
func (v *Vault) ID() []byte { return bytes.Clone(v.id) }

// AddPassphrase returns the envelope with one more passphrase slot, and the
// slot's number. The old envelope stays good until it is replaced.
func (v *Vault) AddPassphrase(rand io.Reader, stored []byte, passphrase string, cost Cost) ([]byte, uint64, error) {
	e, heads, err := v.own(stored)
	if err != nil {
		return nil, 0, err
	}
	if len(e.Slots) == MaxSlots {
		return nil, 0, fault.New(KindLastSlot, "vault has %d slots already", MaxSlots)
	}
	number := uint64(0)
	for _, head := range heads {
		number = max(number, head.Number+1)
	}
	slot, err := newPassphraseSlot(rand, v.id, v.key, number, passphrase, cost)
	if err != nil {
		return nil, 0, err
	}
	e.Slots = append(e.Slots, slot)
	stored, err = e.seal(v.key)
	return stored, number, err
}

// RemoveSlot returns the envelope without the slot of that number. The last
// slot cannot be removed: the vault would be lost.
func (v *Vault) RemoveSlot(stored []byte, number uint64) ([]byte, error) {
	e, heads, err := v.own(stored)
	if err != nil {
		return nil, err
	}
	for i, head := range heads {
		if head.Number == number && len(heads) > 1 {
			e.Slots = append(e.Slots[:i:i], e.Slots[i+1:]...)
			return e.seal(v.key)
		}
	}
	return nil, fault.New(KindLastSlot, "slot is the last one, or is not there")
}

// own reads an envelope that must be this vault's, untouched.
func (v *Vault) own(stored []byte) (envelope, []slotHead, error) {
	e, err := parseEnvelope(stored)
	if err != nil {
		return e, nil, err
	}
	if v.key == nil || !bytes.Equal(e.ID, v.id) {
		return e, nil, locked()
	}
	if tag, err := e.tag(v.key); err != nil || !hmac.Equal(tag, e.Tag) {
		return e, nil, locked()
	}
	heads, err := e.heads()
	return e, heads, err
}

// Close erases the data key; the vault seals and unseals nothing afterwards.
// Copies that the runtime made cannot be reached: the page ends the worker too.
func (v *Vault) Close() {
	clear(v.key)
	v.key = nil
}
