package sealed

import (
	"io"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

const (
	passphraseType = 1
	saltSize       = 16

	// MaxPassphrase is the longest passphrase, in bytes of UTF-8.
	MaxPassphrase = 1024
)

// Cost is what one guess at a passphrase costs: the parameters of Argon2id (RFC
// 9106).
type Cost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// DefaultCost is the cost of new passphrase slots: the second recommended
// option of RFC 9106, section 4, with one thread, because WebAssembly has no
// more. It takes about half a second in a browser on a laptop.
var DefaultCost = Cost{Memory: 64 << 10, Passes: 3, Threads: 1}

// Limits of a slot's cost, in making and in opening: a stored envelope must not
// make a phone run out of memory or patience.
const (
	MaxMemory  = 256 << 10 // KiB
	MaxPasses  = 10
	MaxThreads = 4
)

// sound checks the limits; RFC 9106, section 3.1, wants 8 KiB for each thread.
func (c Cost) sound() bool {
	return 1 <= c.Threads && c.Threads <= MaxThreads && 1 <= c.Passes && c.Passes <= MaxPasses &&
		8*uint32(c.Threads) <= c.Memory && c.Memory <= MaxMemory
}

// passphraseSlot is a slot of type 1.
type passphraseSlot struct {
	Type    int    `cbor:"1,keyasint"`
	Number  uint64 `cbor:"2,keyasint"`
	Salt    []byte `cbor:"3,keyasint"`
	Memory  uint32 `cbor:"4,keyasint"`
	Passes  uint32 `cbor:"5,keyasint"`
	Threads uint8  `cbor:"6,keyasint"`
	Nonce   []byte `cbor:"7,keyasint"`
	Wrapped []byte `cbor:"8,keyasint,omitempty"`
}

func (s passphraseSlot) cost() Cost { return Cost{s.Memory, s.Passes, s.Threads} }

// newPassphraseSlot wraps the data key.
func newPassphraseSlot(rand io.Reader, vaultID, dataKey []byte, number uint64, passphrase string, cost Cost) (encoding.RawCBOR, error) {
	if passphrase == "" || len(passphrase) > MaxPassphrase || !utf8.ValidString(passphrase) {
		return nil, fault.New(KindPassphrase, "passphrase is empty, longer than %d bytes, or not UTF-8", MaxPassphrase)
	}
	if !cost.sound() {
		return nil, fault.New(KindCost, "cost is outside the limits")
	}
	salt, err := draw(rand, saltSize)
	if err != nil {
		return nil, err
	}
	nonce, err := draw(rand, chacha20poly1305.NonceSizeX)
	if err != nil {
		return nil, err
	}
	slot := passphraseSlot{passphraseType, number, salt, cost.Memory, cost.Passes, cost.Threads, nonce, nil}
	aad, err := slot.aad(vaultID)
	if err != nil {
		return nil, err
	}
	key := slot.stretch(passphrase)
	defer clear(key)
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	slot.Wrapped = aead.Seal(nil, nonce, dataKey, aad)
	return encoding.EncodeCBOR(slot)
}

// unwrap returns the data key, or false where the passphrase is not the slot's
// or anything of the slot was changed.
func (s passphraseSlot) unwrap(vaultID []byte, passphrase string) ([]byte, bool) {
	sound := len(s.Salt) == saltSize && len(s.Nonce) == chacha20poly1305.NonceSizeX &&
		len(s.Wrapped) == keySize+chacha20poly1305.Overhead && s.cost().sound()
	// A passphrase that no slot was made with is not worth the work.
	if !sound || passphrase == "" || len(passphrase) > MaxPassphrase {
		return nil, false
	}
	aad, err := s.aad(vaultID)
	if err != nil {
		return nil, false
	}
	key := s.stretch(passphrase)
	defer clear(key)
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, false
	}
	dataKey, err := aead.Open(nil, s.Nonce, s.Wrapped, aad)
	return dataKey, err == nil
}

// aad binds a slot to its vault, number, type and cost.
func (s passphraseSlot) aad(vaultID []byte) ([]byte, error) {
	s.Wrapped = nil
	return encoding.EncodeCBOR([]any{"domicile vault slot", version, vaultID, s})
}

func (s passphraseSlot) stretch(passphrase string) []byte {
	secret := []byte(passphrase)
	defer clear(secret)
	return argon2.IDKey(secret, s.Salt, s.Passes, s.Memory, s.Threads, keySize)
}

// draw reads random bytes.
func draw(rand io.Reader, size int) ([]byte, error) {
	data := make([]byte, size)
	if _, err := io.ReadFull(rand, data); err != nil {
		return nil, fault.Wrap(KindRandom, err, "reading %d random bytes", size)
	}
	return data, nil
}
