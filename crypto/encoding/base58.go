package encoding

import (
	"github.com/mr-tron/base58"

	"domicile/crypto/fault"
)

// Kinds of base58 defects.
const (
	// KindBase58Character is returned when a character is not of the Bitcoin
	// alphabet.
	KindBase58Character fault.Kind = "base58_character"
	// KindBase58TooLong is returned when a text exceeds MaxBase58.
	KindBase58TooLong fault.Kind = "base58_too_long"
)

// DecodeBase58 reads base58 with the Bitcoin alphabet. Every text over the
// alphabet is the only spelling of its bytes.
func DecodeBase58(s string) ([]byte, error) {
	if len(s) > MaxBase58 {
		return nil, fault.New(KindBase58TooLong, "%d characters", len(s))
	}
	if s == "" {
		return []byte{}, nil
	}
	b, err := base58.Decode(s)
	if err != nil {
		return nil, fault.Wrap(KindBase58Character, err, "")
	}
	return b, nil
}

// EncodeBase58 writes base58 with the Bitcoin alphabet.
func EncodeBase58(b []byte) string { return base58.Encode(b) }
