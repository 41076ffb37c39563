package dcql

import (
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// parseMeta reads how a format names the types it accepts (annex B). An empty
// "meta" constrains nothing (section 6.1).
func (c *CredentialQuery) parseMeta(meta map[string]any) error {
	var err error
	switch c.Format {
	case "dc+sd-jwt":
		c.Types, err = alternatives(meta, "vct_values")
	case "mso_mdoc":
		c.Types, err = docType(meta)
	case "jwt_vc_json", "ldp_vc":
		c.Types, err = typeValues(meta)
	default:
		c.opaque = len(meta) > 0
	}
	return err
}

// alternatives reads a list of types of which one suffices.
func alternatives(meta map[string]any, name string) ([][]string, error) {
	values, present, err := nonEmptyStrings(meta, name)
	if err != nil || !present {
		return nil, err
	}
	types := make([][]string, len(values))
	for i, value := range values {
		types[i] = []string{value}
	}
	return types, nil
}

func docType(meta map[string]any) ([][]string, error) {
	value, present, err := encoding.String(meta, "doctype_value")
	if err != nil || present && value == "" {
		return nil, fault.Wrap(KindMalformed, err, "doctype_value")
	}
	if !present {
		return nil, nil
	}
	return [][]string{{value}}, nil
}

// typeValues reads the list of lists of W3C credentials (annex B.1.1).
func typeValues(meta map[string]any) ([][]string, error) {
	list, present, err := nonEmptyArray(meta, "type_values", MaxValues)
	if err != nil || !present {
		return nil, err
	}
	types := make([][]string, len(list))
	for i, entry := range list {
		if types[i], _, err = nonEmptyStrings(map[string]any{"type_values": entry}, "type_values"); err != nil {
			return nil, err
		}
	}
	return types, nil
}

// meta is the inverse of parseMeta.
func (c CredentialQuery) meta() map[string]any {
	if len(c.Types) == 0 {
		return map[string]any{}
	}
	switch c.Format {
	case "mso_mdoc":
		return map[string]any{"doctype_value": c.Types[0][0]}
	case "jwt_vc_json", "ldp_vc":
		return map[string]any{"type_values": c.Types}
	}
	values := make([]string, len(c.Types))
	for i, alternative := range c.Types {
		values[i] = alternative[0]
	}
	return map[string]any{"vct_values": values}
}
