package dcql

import "domicile/credentials/claim"

// Beyond lists the paths that this query asks for and that are not covered by
// the allowed ones, in the order of the query: what a verifier asks beyond its
// purpose. A claim that no claim set names is not asked for.
//
// An allowed path covers itself and all below it. A null in it covers every
// index and null; an index covers that index alone, so that a question for all
// elements goes beyond one that is allowed.
func (c CredentialQuery) Beyond(allowed []claim.Path) []claim.Path {
	var beyond []claim.Path
	seen := map[string]bool{}
	for _, option := range c.options() {
		for _, wanted := range option {
			name := key(wanted.Path)
			if !seen[name] && !coveredBy(wanted.Path, allowed) {
				beyond = append(beyond, wanted.Path)
			}
			seen[name] = true
		}
	}
	return beyond
}

func coveredBy(asked claim.Path, allowed []claim.Path) bool {
	for _, path := range allowed {
		if covers(path, asked) {
			return true
		}
	}
	return false
}

func covers(allowed, asked claim.Path) bool {
	// The empty path would cover everything, and is none.
	if len(allowed) == 0 || len(allowed) > len(asked) {
		return false
	}
	for i, component := range allowed {
		if !selects(component, asked[i]) {
			return false
		}
	}
	return true
}

// selects reports whether a component names another one, or is a null that
// names it among all elements.
func selects(component, other any) bool {
	if component != nil {
		return component == other
	}
	_, name := other.(string)
	return !name
}
