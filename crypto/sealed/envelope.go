package sealed

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"

	"golang.org/x/crypto/chacha20poly1305"

	"domicile/crypto/encoding"
)

const (
	version = 1
	keySize = chacha20poly1305.KeySize
	idSize  = 16

	// MaxEnvelope is the longest envelope, in bytes; a slot has some 150.
	MaxEnvelope = 8 << 10
	// MaxSlots is the greatest number of slots.
	MaxSlots = 16
)

// envelope is the stored form. Slots stay as they came, so that those of types
// this version does not know survive it.
type envelope struct {
	Version int                `cbor:"1,keyasint"`
	ID      []byte             `cbor:"2,keyasint"`
	Slots   []encoding.RawCBOR `cbor:"3,keyasint"`
	Tag     []byte             `cbor:"4,keyasint,omitempty"`
}

// slotHead is what every slot begins with.
type slotHead struct {
	Type   int    `cbor:"1,keyasint"`
	Number uint64 `cbor:"2,keyasint"`
}

// parseEnvelope reads an envelope whose tag is not checked yet. It refuses
// what it would not write itself.
func parseEnvelope(data []byte) (envelope, error) {
	var e envelope
	if len(data) > MaxEnvelope {
		return e, locked()
	}
	if err := encoding.UnmarshalCBOR(data, &e); err != nil {
		return e, locked()
	}
	again, err := encoding.EncodeCBOR(e)
	sound := e.Version == version && len(e.ID) == idSize && len(e.Tag) == sha256.Size && len(e.Slots) > 0 && len(e.Slots) <= MaxSlots
	if err != nil || !sound || !bytes.Equal(again, data) {
		return e, locked()
	}
	return e, nil
}

// heads returns the heads of all slots. Two slots of one number are refused.
func (e envelope) heads() ([]slotHead, error) {
	heads := make([]slotHead, len(e.Slots))
	seen := map[uint64]bool{}
	for i, raw := range e.Slots {
		if err := encoding.UnmarshalCBOR(raw, &heads[i]); err != nil || seen[heads[i].Number] {
			return nil, locked()
		}
		seen[heads[i].Number] = true
	}
	return heads, nil
}

// seal writes the envelope with the tag that only holders of the data key can
// make.
func (e envelope) seal(dataKey []byte) ([]byte, error) {
	tag, err := e.tag(dataKey)
	if err != nil {
		return nil, err
	}
	e.Tag = tag
	return encoding.EncodeCBOR(e)
}

func (e envelope) tag(dataKey []byte) ([]byte, error) {
	e.Tag = nil
	body, err := encoding.EncodeCBOR(e)
	if err != nil {
		return nil, err
	}
	key := derive(dataKey, "domicile vault envelope")
	defer clear(key)
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	return mac.Sum(nil), nil
}

// derive gives each use of the data key a key of its own.
func derive(dataKey []byte, use string) []byte {
	// Fails only for lengths beyond HKDF's own limit.
	key, err := hkdf.Key(sha256.New, dataKey, nil, use, keySize)
	if err != nil {
		panic(err)
	}
	return key
}
