package dcql

import (
	"domicile/credentials/claim"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Encode writes the query as JSON, for a request. The forms that this package
// knows are written; Parse reads them back. Types that the format cannot name,
// and a claim that is asked for twice (section 6.1 forbids it to verifiers), are
// refused with KindMalformed.
func (q Query) Encode() ([]byte, error) {
	credentials := make([]any, len(q.Credentials))
	for i, c := range q.Credentials {
		tree, err := c.tree()
		if err != nil {
			return nil, err
		}
		credentials[i] = tree
	}
	tree := map[string]any{"credentials": credentials}
	if len(q.Sets) > 0 {
		sets := make([]any, len(q.Sets))
		for i, s := range q.Sets {
			sets[i] = map[string]any{"options": s.Options, "required": s.Required}
		}
		tree["credential_sets"] = sets
	}
	return encoding.EncodeJSON(tree)
}

func (c CredentialQuery) tree() (map[string]any, error) {
	meta, err := c.writeMeta()
	if err != nil {
		return nil, err
	}
	tree := map[string]any{"id": c.ID, "format": c.Format, "meta": meta}
	if c.Multiple {
		tree["multiple"] = true
	}
	if !c.HolderBinding {
		tree["require_cryptographic_holder_binding"] = false
	}
	if len(c.Authorities) > 0 {
		list := make([]any, len(c.Authorities))
		for i, a := range c.Authorities {
			list[i] = map[string]any{"type": a.Type, "values": a.Values}
		}
		tree["trusted_authorities"] = list
	}
	return tree, c.writeClaims(tree)
}

func (c CredentialQuery) writeClaims(tree map[string]any) error {
	for _, option := range c.options() {
		if len(distinct(option)) != len(option) {
			return fault.New(KindMalformed, "a claim is asked for twice")
		}
	}
	if len(c.Claims) > 0 {
		list := make([]any, len(c.Claims))
		for i, wanted := range c.Claims {
			list[i] = wanted.tree()
		}
		tree["claims"] = list
	}
	if len(c.ClaimSets) > 0 {
		tree["claim_sets"] = c.ClaimSets
	}
	return nil
}

func (c ClaimQuery) tree() map[string]any {
	tree := map[string]any{"path": c.Path}
	if c.ID != "" {
		tree["id"] = c.ID
	}
	if len(c.Values) > 0 {
		tree["values"] = c.Values
	}
	if c.Retain != RetainUnsaid {
		tree["intent_to_retain"] = c.Retain == RetainYes
	}
	return tree
}

// options are the combinations of claims of which one is wanted: the claim
// sets, or the one of all claims.
func (c CredentialQuery) options() [][]ClaimQuery {
	if len(c.ClaimSets) == 0 {
		return [][]ClaimQuery{c.Claims}
	}
	byID := make(map[string]ClaimQuery, len(c.Claims))
	for _, wanted := range c.Claims {
		byID[wanted.ID] = wanted
	}
	options := make([][]ClaimQuery, len(c.ClaimSets))
	for i, set := range c.ClaimSets {
		for _, id := range set {
			options[i] = append(options[i], byID[id])
		}
	}
	return options
}

// distinct leaves out queries for a path that came before: a wallet ignores
// them (section 6.1).
func distinct(claims []ClaimQuery) []ClaimQuery {
	seen := make(map[string]bool, len(claims))
	var first []ClaimQuery
	for _, wanted := range claims {
		if name := key(wanted.Path); !seen[name] {
			seen[name] = true
			first = append(first, wanted)
		}
	}
	return first
}

// key is another text for every other path.
func key(path claim.Path) string {
	// Strings, integers and nil always encode.
	text, _ := encoding.EncodeJSON(path)
	return string(text)
}
