package cwt

import (
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// field names one member of the DCC for people. The schema has two-letter
// names, because every character costs modules of the code.
type field struct {
	member string
	name   string
	values map[string]string // the meaning of codes; others are shown as they are
}

var nameFields = []field{
	{"gn", "given_name", nil}, {"fn", "family_name", nil},
	{"gnt", "given_name_latin", nil}, {"fnt", "family_name_latin", nil},
}

var statementFields = map[Statement]struct {
	name   string
	fields []field
}{
	Vaccination: {"vaccination", []field{
		{"tg", "disease", diseases}, {"vp", "vaccine", vaccines}, {"mp", "product", products}, {"ma", "manufacturer", manufacturers},
		{"dn", "dose", nil}, {"sd", "doses_in_series", nil}, {"dt", "date", nil},
		{"co", "country", nil}, {"is", "issuer", nil}, {"ci", "certificate_id", nil}}},
	Test: {"test", []field{
		{"tg", "disease", diseases}, {"tt", "method", testMethods}, {"nm", "test_name", nil}, {"ma", "device", nil},
		{"sc", "sampled_at", nil}, {"dr", "result_at", nil}, {"tr", "result", testResults}, {"tc", "centre", nil},
		{"co", "country", nil}, {"is", "issuer", nil}, {"ci", "certificate_id", nil}}},
	Recovery: {"recovery", []field{
		{"tg", "disease", diseases}, {"fr", "first_positive_on", nil}, {"df", "valid_from", nil}, {"du", "valid_until", nil},
		{"co", "country", nil}, {"is", "issuer", nil}, {"ci", "certificate_id", nil}}},
}

// ClaimTree returns the certificate for people: names spelt out, codes of the
// value sets replaced by their meaning. Members that the schema does not have
// are left out. The tree has the shape of decoded JSON.
func (h *HCERT) ClaimTree() (map[string]any, error) {
	tree := map[string]any{}
	if h.Issuer != "" {
		tree["issuing_country"] = h.Issuer
	}
	if names, ok := h.DCC["nam"].(map[any]any); ok {
		if err := copyFields(tree, names, nameFields); err != nil {
			return nil, err
		}
	}
	if err := copyFields(tree, h.DCC, []field{{"dob", "birthdate", nil}, {"ver", "schema_version", nil}}); err != nil {
		return nil, err
	}
	for _, s := range h.Statements {
		entries, err := entriesOf(h.DCC[string(s)].([]any), statementFields[s].fields)
		if err != nil {
			return nil, err
		}
		if len(entries) == 1 {
			tree[statementFields[s].name] = entries[0]
		} else {
			tree[statementFields[s].name] = entries
		}
	}
	return tree, nil
}

func entriesOf(list []any, fields []field) ([]any, error) {
	var entries []any
	for _, element := range list {
		members, ok := element.(map[any]any)
		if !ok {
			return nil, fault.New(KindClaimMalformed, "a statement holds something else than maps")
		}
		entry := map[string]any{}
		if err := copyFields(entry, members, fields); err != nil {
			return nil, err
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

func copyFields(into map[string]any, from map[any]any, fields []field) error {
	for _, f := range fields {
		value, err := plain(from[f.member])
		if err != nil {
			return fault.Wrap(KindClaimMalformed, err, "member %q", f.member)
		}
		if value == nil {
			continue
		}
		if code, ok := value.(string); ok && f.values[code] != "" {
			value = f.values[code]
		}
		into[f.name] = value
	}
	return nil
}

// plain turns one leaf into a value that JSON has too. Some states tag their
// dates (RFC 8949, 3.4.1).
func plain(value any) (any, error) {
	if tag, ok := value.(encoding.CBORTag); ok && (tag.Number == 0 || tag.Number == 1) {
		value = tag.Content
	}
	switch v := value.(type) {
	case nil, string, bool, int64, float64:
		return v, nil
	}
	return nil, fault.New(KindClaimMalformed, "neither text nor number")
}
