package main

import (
	"strings"

	"domicile/credentials/request"
	"domicile/crypto/encoding"
)

// readTransactions reads what the holder is to authorise, one from each file:
//
//	{"type": "urn:…", "credential_ids": ["…"], "members": {"…": "…"}}
func readTransactions(names []string) ([]request.Transaction, error) {
	var list []request.Transaction
	for _, name := range names {
		data, err := readFile(name)
		if err != nil {
			return nil, err
		}
		transaction, err := parseTransaction(data)
		if err != nil {
			return nil, usage("--transaction %s: %s", name, err)
		}
		list = append(list, transaction)
	}
	return list, nil
}

func parseTransaction(data []byte) (t request.Transaction, err error) {
	object, err := encoding.DecodeJSONObject(data)
	if err != nil {
		return t, err
	}
	for name := range object {
		if name != "type" && name != "credential_ids" && name != "members" {
			return t, usage("%s is none of type, credential_ids and members", name)
		}
	}
	typ, _, err := encoding.String(object, "type")
	if err != nil {
		return t, err
	}
	ids, _, err := encoding.Strings(object, "credential_ids")
	if err != nil {
		return t, err
	}
	tree, _, err := encoding.Object(object, "members")
	if err != nil {
		return t, err
	}
	members := map[string]string{}
	for name := range tree {
		if members[name], _, err = encoding.String(tree, name); err != nil {
			return t, err
		}
	}
	return request.NewTransaction(typ, ids, members)
}

// readInfo reads verifier_info (section 5.1): a list, one element, or the JWT of
// one alone.
func readInfo(name string) ([]any, error) {
	if name == "" {
		return nil, nil
	}
	data, err := readFile(name)
	if err != nil {
		return nil, err
	}
	text := strings.TrimSpace(string(data))
	if !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return []any{map[string]any{"format": "jwt", "data": text}}, nil
	}
	value, err := encoding.DecodeJSON([]byte(text))
	if err != nil {
		return nil, usage("--verifier-info %s: %s", name, err)
	}
	if list, several := value.([]any); several {
		return list, nil
	}
	return []any{value}, nil
}
