package request

import (
	"domicile/credentials/address"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// readAddress reads where the answer goes. The two addresses exclude each other
// (section 8.2); a verifier that is identified by its address need not repeat it
// (section 5.9.3).
func (in *input) readAddress(r *Request) error {
	if in.origin != "" {
		return nil // the browser knows where it asked
	}
	wanted, other := "redirect_uri", "response_uri"
	into := &r.ReturnURL
	if r.Mode.Posts() {
		wanted, other, into = other, wanted, &r.ResponseURI
	}
	if _, both := in.tree[other]; both {
		return fault.New(KindMalformed, "%s in response mode %s", other, r.Mode)
	}
	given, present, err := encoding.String(in.tree, wanted)
	if err != nil {
		return fault.Wrap(KindMalformed, err, "%s", wanted)
	}
	*into = given
	if r.Identity.Prefix == RedirectURI {
		_, own := PrefixOf(r.ClientID)
		if present && given != own {
			return fault.New(KindReturnMismatch, "%s is not the client identifier's", wanted)
		}
		*into = own
	}
	return in.checkAddress(*into)
}

// checkAddress admits an address to answer to. One that a server on the network
// names must not lead into this machine.
func (in *input) checkAddress(text string) error {
	if in.from == nil {
		return checkReturnURL(text)
	}
	_, err := address.ParseFrom(in.from, text, KindReturnAddress)
	return err
}
