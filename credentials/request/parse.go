package request

import (
	"strings"

	"domicile/crypto/fault"
)

// Parse reads a request that stands whole and unsigned in its address. One that
// must be fetched or whose signature must be checked is refused by name: Open
// takes those too.
func Parse(text string) (*Request, error) {
	values, err := addressParameters(text)
	if err != nil {
		return nil, err
	}
	if _, reference := values["request_uri"]; reference {
		return nil, fault.New(KindByReference, "request_uri")
	}
	if _, signed := values["request"]; signed {
		return nil, fault.New(KindSigned, "a request object")
	}
	tree, err := fromForm(values)
	if err != nil {
		return nil, err
	}
	return (&input{tree: tree}).read()
}

// addressParameters takes the parameters out of an address of a scheme for
// wallets, or of a wallet's page.
func addressParameters(text string) (map[string]string, error) {
	if len(text) > MaxRequest {
		return nil, fault.New(KindTooLong, "%d bytes, at most %d", len(text), MaxRequest)
	}
	before, query, found := strings.Cut(text, "?")
	if !found || !strings.Contains(before, ":") {
		return nil, fault.New(KindMalformed, "no address with parameters")
	}
	if strings.Contains(query, "#") {
		return nil, fault.New(KindMalformed, "a fragment")
	}
	return parameters(query, KindMalformed)
}
