package encoding

import (
	"encoding/hex"

	"domicile/crypto/fault"
)

// KindHexMalformed is returned when a text is not pairs of hexadecimal digits.
const KindHexMalformed fault.Kind = "hex_malformed"

// DecodeHex reads hexadecimal digits of either case.
func DecodeHex(s string) ([]byte, error) {
	b, err := hex.DecodeString(s)
	if err != nil {
		return nil, fault.New(KindHexMalformed, "not pairs of hexadecimal digits")
	}
	return b, nil
}

// EncodeHex writes lower-case hexadecimal digits.
func EncodeHex(b []byte) string { return hex.EncodeToString(b) }
