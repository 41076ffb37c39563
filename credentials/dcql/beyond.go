package dcql

import (
	"slices"

	"domicile/credentials/claim"
)

// Beyond lists the claims that the query asks for and that none of the allowed
// paths covers, in the query's order: what a verifier asks for beside its
// purpose. A path covers itself and all that lies in it; nil in it covers every
// element. A query without claims asks for none that can be withheld.
func (c CredentialQuery) Beyond(allowed []claim.Path) []claim.Path {
	var rest []claim.Path
	for _, wanted := range c.Claims {
		covered := func(path claim.Path) bool { return covers(path, wanted.Path) }
		if !slices.ContainsFunc(allowed, covered) {
			rest = append(rest, wanted.Path)
		}
	}
	return rest
}

func covers(allowed, wanted claim.Path) bool {
	if len(allowed) > len(wanted) {
		return false
	}
	for i, component := range allowed {
		if component == nil {
			if _, name := wanted[i].(string); name {
				return false
			}
			continue
		}
		if component != wanted[i] {
			return false
		}
	}
	return true
}
