package jose

import (
	"crypto"
	"crypto/aes"
	"crypto/cipher"
	_ "crypto/sha256" // the hash of the derivation below
	"encoding/binary"
	"io"

	josecipher "github.com/go-jose/go-jose/v4/cipher"

	"domicile/crypto/keys"
)

// contentKeySizes are the content encryption algorithms with the length of
// their keys in bytes (RFC 7518, 5.3).
var contentKeySizes = map[string]int{A128GCM: 16, A256GCM: 32}

// The lengths of AES-GCM in JWE: a nonce of 96 and a tag of 128 bits (RFC
// 7518, 5.3).
const (
	nonceSize = 12
	tagSize   = 16
)

// contentCipher agrees on a key with peer and returns the cipher for the
// content (RFC 7518, 4.6). With direct agreement the derivation is bound to
// "enc", which names what the key is for.
func contentCipher(key keys.Agreement, peer keys.AgreementPublic, enc string, apu, apv []byte) (cipher.AEAD, error) {
	secret, err := key.Shared(peer)
	if err != nil {
		return nil, err
	}
	defer clear(secret)
	derived := derive(secret, enc, apu, apv, contentKeySizes[enc])
	defer clear(derived)
	block, err := aes.NewCipher(derived)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// derive is the Concat KDF with the parameters of RFC 7518, 4.6.2. Of the
// library only the KDF is used: its DeriveECDHES agrees with big integers,
// whose time depends on the secret, and panics at a point off the curve.
func derive(secret []byte, algorithm string, apu, apv []byte, size int) []byte {
	bits := binary.BigEndian.AppendUint32(nil, uint32(size)*8)
	kdf := josecipher.NewConcatKDF(crypto.SHA256, secret, prefixed([]byte(algorithm)), prefixed(apu), prefixed(apv), bits, nil)
	key := make([]byte, size)
	// The reader has no end and does not fail.
	_, _ = io.ReadFull(kdf, key)
	return key
}

// prefixed is data after its length.
func prefixed(data []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(data))), data...)
}
