package sdjwt

import (
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// parseJSON reads the JWS JSON serialisation, flattened or general with one
// signature, into the same token as the compact form (section 8). Of the
// unprotected header only "disclosures" and "kb_jwt" are used: the rest of it
// nobody vouches for.
func parseJSON(data []byte) (*Token, error) {
	outer, err := encoding.DecodeJSONObject(data)
	if err != nil {
		return nil, err
	}
	signed, err := onlySignature(outer)
	if err != nil {
		return nil, err
	}
	var parts [3]string
	for i, name := range []string{"protected", "payload", "signature"} {
		from := signed
		if name == "payload" {
			from = outer
		}
		value, present, err := encoding.String(from, name)
		if err != nil {
			return nil, err
		}
		if !present {
			return nil, fault.New(KindSegments, "no %s", name)
		}
		parts[i] = value
	}
	disclosures, binding, err := unprotected(signed)
	if err != nil {
		return nil, err
	}
	return assemble(parts[0]+"."+parts[1]+"."+parts[2], disclosures, binding)
}

// onlySignature returns the object that holds the signature and its headers:
// the outer one (RFC 7515 section 7.2.2) or the only one of "signatures".
func onlySignature(outer map[string]any) (map[string]any, error) {
	list, general, err := encoding.Array(outer, "signatures")
	if err != nil || !general {
		return outer, err
	}
	if _, both := outer["signature"]; both || len(list) != 1 {
		return nil, fault.New(KindSegments, "not exactly one signature")
	}
	signed, ok := list[0].(map[string]any)
	if !ok {
		return nil, fault.New(encoding.KindJSONMemberType, "signatures[0] is no object")
	}
	return signed, nil
}

func unprotected(signed map[string]any) (disclosures []string, binding string, err error) {
	header, present, err := encoding.Object(signed, "header")
	if err != nil || !present {
		return nil, "", err
	}
	if disclosures, _, err = encoding.Strings(header, "disclosures"); err != nil {
		return nil, "", err
	}
	if len(disclosures) > MaxDisclosures {
		return nil, "", fault.New(KindSegments, "%d disclosures, at most %d", len(disclosures), MaxDisclosures)
	}
	binding, present, err = encoding.String(header, "kb_jwt")
	if err == nil && present && binding == "" {
		err = fault.New(KindSegments, "an empty kb_jwt")
	}
	return disclosures, binding, err
}
