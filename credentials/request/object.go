package request

import (
	"strings"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
)

// typeObject is the typ of a request object (section 5).
const typeObject = "oauth-authz-req+jwt"

// staticAudience is the aud of a request object whose maker does not know the
// wallet (section 5.7).
const staticAudience = "https://self-issued.me/v2"

// parseObject reads a request object into the input. One without a signature
// (alg none, RFC 9101, 5) is read as what it is, unsigned: only a verifier that is
// known by its address may send one.
func (in *input) parseObject(compact string) error {
	if len(compact) > MaxRequest {
		return fault.New(KindTooLong, "%d bytes, at most %d", len(compact), MaxRequest)
	}
	header, err := objectHeader(compact)
	if err != nil {
		return err
	}
	if algorithm, _ := header["alg"].(string); algorithm == "none" {
		in.tree, err = parseUnsecured(compact, header)
	} else {
		in.object, in.tree, err = parseClaims(compact)
	}
	if err != nil {
		return err
	}
	in.isJWT = true
	if typ, _ := header["typ"].(string); !isObjectType(typ) {
		return fault.New(KindObjectType, "typ is not %s", typeObject)
	}
	return in.checkObject()
}

func objectHeader(compact string) (map[string]any, error) {
	segment, _, found := strings.Cut(compact, ".")
	if !found {
		return nil, fault.New(KindMalformed, "no request object")
	}
	raw, err := encoding.DecodeBase64URL(segment)
	if err != nil {
		return nil, err
	}
	return encoding.DecodeJSONObject(raw)
}

// isObjectType compares media types, whose names have no case and may leave
// "application/" out (RFC 7515, 4.1.9).
func isObjectType(typ string) bool {
	return strings.TrimPrefix(strings.ToLower(typ), "application/") == typeObject
}

// parseUnsecured reads a JWT without a signature (RFC 7519, 6): it must be empty.
func parseUnsecured(compact string, header map[string]any) (map[string]any, error) {
	_, rest, _ := strings.Cut(compact, ".")
	payload, signature, found := strings.Cut(rest, ".")
	if _, critical := header["crit"]; !found || signature != "" || critical {
		return nil, fault.New(KindMalformed, "an unsecured request object has a signature or a critical extension")
	}
	raw, err := encoding.DecodeBase64URL(payload)
	if err != nil {
		return nil, err
	}
	return encoding.DecodeJSONObject(raw)
}

func parseClaims(compact string) (*jose.JWS, map[string]any, error) {
	token, err := jose.Parse(compact)
	if err != nil {
		return nil, nil, err
	}
	claims, err := encoding.DecodeJSONObject(token.Payload)
	return token, claims, err
}

// checkObject checks what concerns the object alone. "iss" does not count
// (section 5); an object must not refer to another one (RFC 9101, 4). Beside the
// audience of section 5.7 the object's own address is taken: verifiers of a
// common library say that, and it is no other wallet.
func (in *input) checkObject() error {
	for _, name := range []string{"request", "request_uri"} {
		if _, present := in.tree[name]; present {
			return fault.New(KindMalformed, "a request object with %s", name)
		}
	}
	audience, present := in.tree["aud"]
	if list, ok := audience.([]any); ok && len(list) == 1 {
		audience = list[0]
	}
	if present && audience != staticAudience && (in.from == nil || audience != in.from.String()) {
		return fault.New(KindAudience, "aud is not %s", staticAudience)
	}
	return nil
}
