package dcql

import (
	"domicile/credentials/claim"
	"domicile/crypto/fault"
)

// Check holds a verified presentation to the query it answers, and returns the
// concrete paths of the claims that were asked for; all else in it was shown
// unasked, or cannot be withheld. The credential's claims are those disclosed,
// and HolderBound says that the holder was proven. Whether its issuer is
// trusted is judged elsewhere, by the verifier's own list.
//
// An index in a path is not compared: the positions of withheld elements are
// not part of a presentation's claims (RFC 9901 section 7.1 step 3.4), so any
// element that was shown answers it.
func (c CredentialQuery) Check(shown Credential) ([]claim.Path, error) {
	if err := c.checkKind(shown); err != nil {
		return nil, err
	}
	return c.choose(func(wanted ClaimQuery) ([]claim.Path, error) {
		paths, err := wanted.find(shown.Claims, wanted.Path)
		if fault.KindOf(err) == KindClaimMissing {
			return wanted.find(shown.Claims, anyElement(wanted.Path))
		}
		return paths, err
	})
}

// anyElement replaces indices by nil.
func anyElement(path claim.Path) claim.Path {
	open := make(claim.Path, len(path))
	for i, component := range path {
		if _, index := component.(int); !index {
			open[i] = component
		}
	}
	return open
}
