package encoding

import (
	"strings"

	"domicile/crypto/fault"
)

// Kinds of base45 defects.
const (
	// KindBase45Character is returned when a character is not of the QR code's
	// alphanumeric set.
	KindBase45Character fault.Kind = "base45_character"
	// KindBase45Length is returned when one character is left over.
	KindBase45Length fault.Kind = "base45_length"
	// KindBase45Overflow is returned when three characters exceed 65535, or the
	// last two exceed 255.
	KindBase45Overflow fault.Kind = "base45_overflow"
)

const base45Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// DecodeBase45 reads base45 (RFC 9285): three characters, the lowest first, are
// two bytes, and a last two are one. The reading is unique: overflow is refused.
func DecodeBase45(s string) ([]byte, error) {
	if len(s)%3 == 1 {
		return nil, fault.New(KindBase45Length, "%d characters", len(s))
	}
	out := make([]byte, 0, len(s)/3*2+1)
	for i := 0; i < len(s); i += 3 {
		group := s[i:min(i+3, len(s))]
		n, bad := base45Value(group)
		switch {
		case bad >= 0:
			return nil, fault.New(KindBase45Character, "at character %d", i+bad)
		case len(group) == 3 && n > 0xFFFF, len(group) == 2 && n > 0xFF:
			return nil, fault.New(KindBase45Overflow, "at character %d", i)
		case len(group) == 3:
			out = append(out, byte(n>>8))
		}
		out = append(out, byte(n))
	}
	return out, nil
}

// EncodeBase45 writes base45 (RFC 9285).
func EncodeBase45(b []byte) string {
	var s strings.Builder
	for i := 0; i < len(b); i += 2 {
		n, digits := int(b[i]), 2
		if i+1 < len(b) {
			n, digits = n<<8|int(b[i+1]), 3
		}
		for ; digits > 0; digits, n = digits-1, n/45 {
			s.WriteByte(base45Alphabet[n%45])
		}
	}
	return s.String()
}

// base45Value adds up a group, lowest digit first; bad is the first foreign
// character's place, or -1.
func base45Value(group string) (n, bad int) {
	for j := len(group) - 1; j >= 0; j-- {
		digit := strings.IndexByte(base45Alphabet, group[j])
		if digit < 0 {
			return 0, j
		}
		n = n*45 + digit
	}
	return n, -1
}
