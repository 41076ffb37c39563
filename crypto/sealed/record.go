package sealed

import (
	"bytes"
	"crypto/cipher"
	"io"

	"golang.org/x/crypto/chacha20poly1305"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// MaxRecord is the longest plain text of a record, in bytes: a card with a
// portrait in ten copies fits several times.
const MaxRecord = 8 << 20

// recordOverhead is above what a record adds to its plain text.
const recordOverhead = 64

type record struct {
	_          struct{} `cbor:",toarray"`
	Version    int
	Nonce      []byte
	Ciphertext []byte
}

// Seal encrypts a record with its sequence number, which Unseal must be given
// again. The number need not be fresh for secrecy: the nonce is random.
func (v *Vault) Seal(rand io.Reader, seq uint64, plain []byte) ([]byte, error) {
	if v.key == nil {
		return nil, locked()
	}
	if len(plain) > MaxRecord {
		return nil, fault.New(KindTooLarge, "record has %d bytes, more than %d", len(plain), MaxRecord)
	}
	nonce, err := draw(rand, chacha20poly1305.NonceSizeX)
	if err != nil {
		return nil, err
	}
	aead, aad, err := v.recordCipher(seq)
	if err != nil {
		return nil, err
	}
	return encoding.EncodeCBOR(record{Version: version, Nonce: nonce, Ciphertext: aead.Seal(nil, nonce, plain, aad)})
}

// Unseal decrypts a record that Seal made for that number in this vault. Every
// failure is KindLocked.
func (v *Vault) Unseal(seq uint64, sealed []byte) ([]byte, error) {
	if v.key == nil || len(sealed) > MaxRecord+recordOverhead {
		return nil, locked()
	}
	var r record
	if err := encoding.UnmarshalCBOR(sealed, &r); err != nil {
		return nil, locked()
	}
	again, err := encoding.EncodeCBOR(r)
	if err != nil || r.Version != version || len(r.Nonce) != chacha20poly1305.NonceSizeX || !bytes.Equal(again, sealed) {
		return nil, locked()
	}
	aead, aad, err := v.recordCipher(seq)
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(nil, r.Nonce, r.Ciphertext, aad)
	if err != nil {
		return nil, locked()
	}
	return plain, nil
}

// recordCipher returns the cipher of records, and what binds one to its place.
func (v *Vault) recordCipher(seq uint64) (cipher.AEAD, []byte, error) {
	key := derive(v.key, "domicile vault record")
	defer clear(key)
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, nil, err
	}
	aad, err := encoding.EncodeCBOR([]any{"domicile vault record", version, v.id, seq})
	return aead, aad, err
}
