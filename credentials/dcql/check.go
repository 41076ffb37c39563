package dcql

import (
	"slices"

	"domicile/credentials/claim"
	"domicile/crypto/fault"
)

// Check holds a verified presentation to the query it answers, and returns the
// concrete paths of the claims that were asked for; all else in it was shown
// unasked, or cannot be withheld. The credential's claims are those disclosed,
// and HolderBound says that the holder was proven. Whether its issuer is
// trusted is judged elsewhere, by the verifier's own list.
//
// An index in a path is not relied on: the positions of withheld elements are
// not part of a presentation's claims (RFC 9901 section 7.1 step 3.4), so any
// element that was shown may answer it.
func (c CredentialQuery) Check(shown Credential) ([]claim.Path, error) {
	if err := c.checkKind(shown); err != nil {
		return nil, err
	}
	_, paths, err := c.choose(func(wanted ClaimQuery) ([]claim.Path, error) {
		paths, err := wanted.find(shown.Claims)
		if err != nil && hasIndex(wanted.Path) {
			return wanted.findMoved(shown.Claims)
		}
		return paths, err
	})
	return paths, err
}

func hasIndex(path claim.Path) bool {
	return slices.ContainsFunc(path, func(component any) bool { _, index := component.(int); return index })
}

// findMoved is find where elements may have moved up: an index selects any of
// them. Elements of another shape are passed over, because the one that the
// index meant may have another neighbour now.
func (q ClaimQuery) findMoved(tree map[string]any) ([]claim.Path, error) {
	var found []claim.Found
	claim.Walk(tree, func(f claim.Found) bool {
		if len(f.Path) == len(q.Path) && !slices.ContainsFunc(pairs(q.Path, f.Path), func(p pair) bool { return !p.may() }) {
			found = append(found, f)
		}
		return true
	})
	if len(found) == 0 {
		return nil, fault.New(KindClaimMissing, "no element was shown")
	}
	return q.valued(found)
}

// pair is a component of a path beside one of a claim that was shown.
type pair struct{ asked, shown any }

func pairs(asked, shown claim.Path) []pair {
	list := make([]pair, len(asked))
	for i := range asked {
		list[i] = pair{asked[i], shown[i]}
	}
	return list
}

// may reports whether the shown component can be what was asked for.
func (p pair) may() bool {
	_, name := p.shown.(string)
	if _, named := p.asked.(string); named || name {
		return p.asked == p.shown
	}
	return true
}
