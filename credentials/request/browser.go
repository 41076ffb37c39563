package request

import (
	"slices"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// The protocols of the Digital Credentials API (annex A.1).
const (
	ProtocolUnsigned = "openid4vp-v1-unsigned"
	ProtocolSigned   = "openid4vp-v1-signed"
)

// readBrowser reads a request that the browser brought, and compares its origin
// (annex A.2).
func (in *input) readBrowser() (*Request, error) {
	r, err := in.read()
	if err != nil {
		return nil, err
	}
	if in.object == nil {
		return r, r.CheckTime(in.now)
	}
	if r.Origins, _, err = encoding.Strings(in.tree, "expected_origins"); err != nil {
		return nil, fault.Wrap(KindOrigin, err, "expected_origins")
	}
	if !slices.Contains(r.Origins, in.origin) {
		return nil, fault.New(KindOrigin, "expected_origins does not list the origin")
	}
	return r, r.CheckTime(in.now)
}

// Browser returns the protocol and the data to hand to the Digital Credentials
// API. Signer may be nil.
func (r *Request) Browser(signer *Signer) (protocol string, data map[string]any, err error) {
	if signer == nil {
		tree, err := r.parameters()
		delete(tree, "client_id") // MUST be omitted (annex A.2)
		return ProtocolUnsigned, tree, err
	}
	object, err := r.Object(signer, "")
	return ProtocolSigned, map[string]any{"request": object}, err
}
