package cwt

import (
	"time"

	"domicile/crypto/cose"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// Issue signs claims as a token with tag 18; kid may be nil.
func Issue(key keys.Private, kid []byte, claims map[any]any) ([]byte, error) {
	payload, err := encoding.EncodeCBOR(claims)
	if err != nil {
		return nil, err
	}
	protected := map[any]any{}
	if kid != nil {
		protected[cose.LabelKeyID] = kid
	}
	data, err := cose.Sign(key, protected, nil, payload, nil)
	if err != nil {
		return nil, err
	}
	_, err = Parse(data)
	return data, err
}

// IssueHCERT signs a certificate and returns the text of its code. The dcc is
// a JSON tree with the members of the EU DCC schema; the key must be for
// ES256, and kid is the one of the signer's certificate. Nothing that ParseHCERT
// would refuse is produced.
func IssueHCERT(key keys.Private, kid []byte, country string, issued, expires time.Time, dcc map[string]any) (string, error) {
	tree, err := fromJSON(dcc)
	if err != nil {
		return "", err
	}
	data, err := Issue(key, kid, map[any]any{
		claimIssuer:   country,
		claimIssuedAt: issued.Unix(),
		claimExpires:  expires.Unix(),
		claimHealth:   map[any]any{healthEUDCC: tree},
	})
	if err != nil {
		return "", err
	}
	text := Prefix + encoding.EncodeBase45(encoding.Deflate(data))
	_, err = ParseHCERT(text)
	return text, err
}

// fromJSON turns a decoded JSON tree into one for CBOR: numbers, which keep
// their text in JSON, become numbers.
func fromJSON(value any) (any, error) {
	switch v := value.(type) {
	case encoding.Number:
		if n, err := v.Int64(); err == nil {
			return n, nil
		}
		f, err := v.Float64()
		if err != nil {
			return nil, fault.Wrap(encoding.KindJSONNumberInexact, err, "a number of the certificate")
		}
		return f, nil
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			var err error
			if list[i], err = fromJSON(element); err != nil {
				return nil, err
			}
		}
		return list, nil
	case map[string]any:
		members := make(map[string]any, len(v))
		for name, element := range v {
			var err error
			if members[name], err = fromJSON(element); err != nil {
				return nil, err
			}
		}
		return members, nil
	}
	return value, nil
}
