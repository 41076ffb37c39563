package dcql

import (
	"slices"

	"domicile/credentials/claim"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// format is what sets one credential format apart: how "meta" names types
// (annex B), and what a path may look like. All else is the same for every
// format.
type format struct {
	name  string
	meta  string // the property that must be in "meta" unless that is empty
	read  func(meta map[string]any, name string) ([][]string, error)
	write func(types [][]string) (any, bool) // the inverse; false: not expressible
	path  func(claim.Path) bool              // nil: any
	// retains says that "intent_to_retain" belongs to the claims (annex B.2.4).
	retains bool
}

var formats = []format{
	{name: "dc+sd-jwt", meta: "vct_values", read: alternatives, write: writeAlternatives},
	{name: "mso_mdoc", meta: "doctype_value", read: docType, write: writeDocType, path: isElement, retains: true},
	{name: "jwt_vc_json", meta: "type_values", read: typeValues, write: writeTypeValues},
	{name: "ldp_vc", meta: "type_values", read: typeValues, write: writeTypeValues},
}

func formatOf(name string) (format, bool) {
	i := slices.IndexFunc(formats, func(f format) bool { return f.name == name })
	if i < 0 {
		return format{}, false
	}
	return formats[i], true
}

// parseMeta reads the types that a query accepts.
//
// The text has it both ways: an empty "meta" places no constraints (section
// 6.1), and the property that names the types is required (annexes B.1.1, B.2.3
// and B.3.5). Both are kept: an empty "meta" accepts every type, as others send
// it; one that has something in it but not that property is refused, because
// its author meant a constraint, and taking none for it would show more than
// was asked for.
func (c *CredentialQuery) parseMeta(meta map[string]any) error {
	f, known := formatOf(c.Format)
	if !known {
		c.foreign = meta
		return nil
	}
	if len(meta) == 0 {
		return nil
	}
	if _, present := meta[f.meta]; !present {
		return fault.New(KindMalformed, "meta has no %s, which names the types of %s", f.meta, f.name)
	}
	var err error
	c.Types, err = f.read(meta, f.meta)
	return err
}

// writeMeta is the inverse of parseMeta.
func (c CredentialQuery) writeMeta() (map[string]any, error) {
	f, known := formatOf(c.Format)
	switch {
	case !known && len(c.Types) > 0:
		return nil, fault.New(KindMalformed, "how this format names types is not known")
	case !known && c.foreign != nil:
		return c.foreign, nil
	case len(c.Types) == 0:
		return map[string]any{}, nil
	}
	value, ok := f.write(c.Types)
	if !ok {
		return nil, fault.New(KindMalformed, "%s cannot say these types", f.meta)
	}
	return map[string]any{f.meta: value}, nil
}

// alternatives reads a list of types of which one suffices (annex B.3.5).
func alternatives(meta map[string]any, name string) ([][]string, error) {
	values, _, err := nonEmptyStrings(meta, name)
	if err != nil {
		return nil, err
	}
	types := make([][]string, len(values))
	for i, value := range values {
		if value == "" {
			return nil, fault.New(KindMalformed, "%s has an empty type", name)
		}
		types[i] = []string{value}
	}
	return types, nil
}

func writeAlternatives(types [][]string) (any, bool) {
	values := make([]string, len(types))
	for i, alternative := range types {
		if len(alternative) != 1 {
			return nil, false
		}
		values[i] = alternative[0]
	}
	return values, true
}

// docType reads the one type of a mobile document (annex B.2.3).
func docType(meta map[string]any, name string) ([][]string, error) {
	value, _, err := encoding.String(meta, name)
	if err != nil || value == "" {
		return nil, malformed(err, name)
	}
	return [][]string{{value}}, nil
}

func writeDocType(types [][]string) (any, bool) {
	if len(types) != 1 || len(types[0]) != 1 {
		return nil, false
	}
	return types[0][0], true
}

// typeValues reads the list of lists of W3C credentials (annex B.1.1).
func typeValues(meta map[string]any, name string) ([][]string, error) {
	list, _, err := nonEmptyArray(meta, name, MaxValues)
	if err != nil {
		return nil, err
	}
	types := make([][]string, len(list))
	for i, entry := range list {
		if types[i], _, err = nonEmptyStrings(map[string]any{name: entry}, name); err != nil {
			return nil, err
		}
	}
	return types, nil
}

func writeTypeValues(types [][]string) (any, bool) {
	return types, !slices.ContainsFunc(types, func(alternative []string) bool { return len(alternative) == 0 })
}

// isElement holds a path into a mobile document to a namespace and an element
// (section 7.2).
func isElement(path claim.Path) bool {
	return len(path) == 2 && !slices.ContainsFunc(path, func(component any) bool {
		_, name := component.(string)
		return !name
	})
}
