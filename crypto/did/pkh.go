package did

import (
	"strings"

	"domicile/crypto/fault"
)

// Account is a blockchain account by CAIP-10.
type Account struct {
	Namespace string // "eip155"
	Reference string // the chain within the namespace, "1"
	Address   string // as the chain writes it
}

// String returns the account in CAIP-10 form, namespace:reference:address.
func (a Account) String() string {
	return a.Namespace + ":" + a.Reference + ":" + a.Address
}

// ParsePKH takes a did:pkh apart. It checks the syntax of CAIP-2 and CAIP-10,
// not the address' checksum, which is the chain's.
func ParsePKH(did string) (Account, error) {
	method, id, err := split(did)
	if err != nil {
		return Account{}, err
	}
	if method != "pkh" {
		return Account{}, fault.New(KindMethodUnknown, "did:%s is not did:pkh", method)
	}
	parts := strings.Split(id, ":")
	if len(parts) != 3 {
		return Account{}, fault.New(KindMalformed, "did:pkh is not namespace:reference:address")
	}
	if !between(parts[0], 3, 8, "-") || strings.ToLower(parts[0]) != parts[0] || !between(parts[1], 1, 32, "-_") || !between(parts[2], 1, 128, "-.%") {
		return Account{}, fault.New(KindMalformed, "did:pkh breaks the syntax of CAIP-10")
	}
	return Account{parts[0], parts[1], parts[2]}, nil
}

// between checks the length, and that all else than letters and digits is in
// extra.
func between(text string, low, high int, extra string) bool {
	for i := range len(text) {
		c := text[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !letter && strings.IndexByte(extra, c) < 0 {
			return false
		}
	}
	return low <= len(text) && len(text) <= high
}
