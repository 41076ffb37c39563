package sdjwt

import (
	"io"
	"maps"
	"strings"

	"domicile/credentials/claim"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

// Frame says which claims of a card its holder may withhold.
type Frame struct {
	// Paths are the claims to make selectively disclosable. A path may hold
	// nil, for every element of an array. A path below another one makes a
	// recursive disclosure (section 4.2.6).
	Paths []claim.Path
	// Decoys are digests without a claim, which hide how many claims there are
	// (section 4.2.5).
	Decoys []Decoys
	// Hash is "sha-256" where empty, "sha-384" or "sha-512".
	Hash string
}

// Decoys puts Count digests into the object or array At; an empty path is the
// top level. In an array they stand at random positions.
type Decoys struct {
	At    claim.Path
	Count int
}

// Issue makes an SD-JWT (section 4). Claims may hold any values that have a JSON
// form. The header gets "typ" dc+sd-jwt unless it names one, and "alg" from the
// key. What Parse, Claims or CheckType would refuse is not issued; neither are
// disclosable claims that control validity (section 9.7), whatever the type.
func Issue(rand io.Reader, key keys.Private, header, claims map[string]any, frame Frame) (string, error) {
	tree, err := plainTree(claims)
	if err != nil {
		return "", err
	}
	b, err := newBuilder(rand, tree, frame)
	if err != nil {
		return "", err
	}
	payload, err := b.object(tree, nil)
	if err != nil {
		return "", err
	}
	if len(frame.Paths) > 0 || len(frame.Decoys) > 0 {
		payload[nameHash] = b.hashName
	}
	body, err := encoding.EncodeJSON(payload)
	if err != nil {
		return "", err
	}
	signed, err := jose.Sign(key, typed(header), body)
	if err != nil {
		return "", err
	}
	text := signed + "~" + strings.Join(b.disclosures, "")
	return text, checkIssued(text)
}

func typed(header map[string]any) map[string]any {
	whole := maps.Clone(header)
	if whole == nil {
		whole = map[string]any{}
	}
	if _, named := whole["typ"]; !named {
		whole["typ"] = TypeCredential
	}
	return whole
}

// checkIssued reads the product as its receivers will.
func checkIssued(text string) error {
	t, err := Parse(text)
	if err != nil {
		return err
	}
	if _, err := t.Claims(); err != nil {
		return err
	}
	return t.CheckType()
}

// plainTree brings claims of any Go types into the form of crypto/encoding, and
// refuses what the digests' names are reserved for (section 4.1 rule 7).
func plainTree(claims map[string]any) (map[string]any, error) {
	raw, err := encoding.EncodeJSON(claims)
	if err != nil {
		return nil, err
	}
	tree, err := encoding.DecodeJSONObject(raw)
	if err != nil {
		return nil, err
	}
	claim.Walk(tree, func(f claim.Found) bool {
		if name, ok := f.Path[len(f.Path)-1].(string); ok && isReserved(name) {
			err = fault.New(KindDisclosureReservedName, "a claim is named %q", name)
		}
		return err == nil
	})
	return tree, err
}
