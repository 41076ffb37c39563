package dcql

import (
	"domicile/credentials/claim"
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

	// foreign is "meta" as it came where the format is not known here; it is
	// passed on and not understood.
	foreign map[string]any
}

// The types of trusted authorities that section 6.1.1 defines.
const (
	// AuthorityKey is for the key identifier of an authority's certificate, in
	// base64url, as the credential's chain names it.
	AuthorityKey = "aki"
	// AuthorityList is for the address of an ETSI trusted list.
	AuthorityList = "etsi_tl"
	// AuthorityFederation is for an entity of an OpenID federation.
	AuthorityFederation = "openid_federation"
)

// Authority is one accepted kind of issuer (section 6.1.1).
type Authority struct {
	Type   string // one of the above, or another, which matches nothing here
	Values []string
}

// ClaimQuery asks for a claim, or for every claim that its path selects.
type ClaimQuery struct {
	ID     string // empty where there are no claim sets
	Path   claim.Path
	Values []any // string, int64 or bool; empty: any value
	// Retain is what the verifier says of keeping the claim; formats other than
	// mso_mdoc have no word for it.
	Retain Retention
}

// Retention is whether a verifier means to keep what it is shown (annex B.2.4).
type Retention string

// The statements that a verifier can make.
const (
	RetainUnsaid Retention = ""
	RetainYes    Retention = "yes"
	RetainNo     Retention = "no"
)

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
