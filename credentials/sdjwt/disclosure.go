package sdjwt

import (
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Disclosure is one salted claim (RFC 9901 section 4.2).
type Disclosure struct {
	Encoded string // the base64url text, over which its digest is taken
	Salt    string
	Element bool   // whether it discloses an array's element, which has no name
	Name    string // of an object's member
	Value   any    // decoded JSON; may itself hold digests
}

// parseDisclosure reads one disclosure. Its JSON need not be canonical (section
// 4.2.1), because the digest fixes its bytes; its base64url must be.
func parseDisclosure(text string) (Disclosure, error) {
	d := Disclosure{Encoded: text}
	if text == "" {
		return d, fault.New(KindSegments, "an empty disclosure")
	}
	raw, err := encoding.DecodeBase64URL(text)
	if err != nil {
		return d, err
	}
	decoded, err := encoding.DecodeJSON(raw)
	if err != nil {
		return d, err
	}
	parts, ok := decoded.([]any)
	if !ok {
		return d, fault.New(KindDisclosureMalformed, "a disclosure is no array")
	}
	return d, d.fill(parts)
}

func (d *Disclosure) fill(parts []any) error {
	if len(parts) != 2 && len(parts) != 3 {
		return fault.New(KindDisclosureArity, "a disclosure has %d elements", len(parts))
	}
	var ok bool
	if d.Salt, ok = parts[0].(string); !ok {
		return fault.New(KindDisclosureMalformed, "a salt is not a string")
	}
	d.Value = parts[len(parts)-1]
	if d.Element = len(parts) == 2; d.Element {
		return nil
	}
	if d.Name, ok = parts[1].(string); !ok {
		return fault.New(KindDisclosureMalformed, "a claim name is not a string")
	}
	if isReserved(d.Name) {
		return fault.New(KindDisclosureReservedName, "a disclosure names %q", d.Name)
	}
	return nil
}

// encodeDisclosure writes a disclosure of the given elements.
func encodeDisclosure(parts ...any) (string, error) {
	raw, err := encoding.EncodeJSON(parts)
	if err != nil {
		return "", err
	}
	return encoding.EncodeBase64URL(raw), nil
}

// The names that RFC 9901 keeps for itself.
const (
	nameDigests = "_sd"
	nameElement = "..."
	nameHash    = "_sd_alg"
)

func isReserved(name string) bool {
	return name == nameDigests || name == nameElement || name == nameHash
}
