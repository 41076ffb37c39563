package dcql

import (
	"domicile/credentials/claim"
	"domicile/crypto/encoding"
)

// Query is a parsed DCQL query.
type Query struct {
	Credentials []CredentialQuery // at least one, ids distinct
	Sets        []SetQuery        // empty: all of Credentials are required
}

// CredentialQuery asks for one credential, or for several where Multiple.
type CredentialQuery struct {
	ID     string
	Format string // "dc+sd-jwt", "mso_mdoc", …
	// Types are the accepted types, as alternatives; of each alternative the
	// credential must have all. Empty accepts any type.
	Types       [][]string
	Multiple    bool
	Authorities []Authority // empty: any issuer
	// HolderBinding says whether the holder must prove to be it. True unless
	// the query says otherwise.
	HolderBinding bool
	Claims        []ClaimQuery // empty: nothing that can be withheld is wanted
	ClaimSets     [][]string   // of claim ids, the most wanted first; empty: all Claims

	opaque bool // "meta" constrains in a way that is not known here
}

// Authority is one accepted kind of issuer (section 6.1.1).
type Authority struct {
	Type   string // "aki", "etsi_tl", "openid_federation", …
	Values []string
}

// ClaimQuery asks for a claim, or for every claim that its path selects.
type ClaimQuery struct {
	ID     string // empty where there are no claim sets
	Path   claim.Path
	Values []any // string, int64 or bool; empty: any value
}

// SetQuery asks for one of several combinations of credentials.
type SetQuery struct {
	Options  [][]string // of credential ids, the most wanted first
	Required bool
}

// Find returns the credential query with that id.
func (q Query) Find(id string) (CredentialQuery, bool) {
	for _, c := range q.Credentials {
		if c.ID == id {
			return c, true
		}
	}
	return CredentialQuery{}, false
}

// Encode writes the query as JSON, for a request. The forms that this package
// knows are written; Parse reads them back.
func (q Query) Encode() ([]byte, error) {
	credentials := make([]any, len(q.Credentials))
	for i, c := range q.Credentials {
		credentials[i] = c.tree()
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

func (c CredentialQuery) tree() map[string]any {
	tree := map[string]any{"id": c.ID, "format": c.Format, "meta": c.meta()}
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
	return tree
}

func (c ClaimQuery) tree() map[string]any {
	tree := map[string]any{"path": c.Path}
	if c.ID != "" {
		tree["id"] = c.ID
	}
	if len(c.Values) > 0 {
		tree["values"] = c.Values
	}
	return tree
}
