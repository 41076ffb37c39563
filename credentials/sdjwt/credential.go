package sdjwt

import (
	"maps"
	"slices"
	"strings"

	"domicile/credentials/claim"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Media types of an SD-JWT VC. The second is what drafts before November 2024
// used; issuers in the field still do.
const (
	TypeCredential    = "dc+sd-jwt"
	typeCredentialOld = "vc+sd-jwt"
)

// guarded are the claims that an SD-JWT VC must show whenever it is shown,
// with all they contain (SD-JWT VC section 2.2.2.3).
var guarded = []string{"iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status"}

// IsCredential reports whether the header says that the token is an SD-JWT VC.
func (t *Token) IsCredential() bool { return isCredentialType(t.IssuerJWT.Type()) }

func isCredentialType(typ string) bool { return typ == TypeCredential || typ == typeCredentialOld }

// CheckType holds the token to what its "typ" says it is. Any SD-JWT must be
// explicitly typed with "+sd-jwt" (RFC 9901 section 9.11); an SD-JWT VC must
// also have a "vct", registered claims of the right form, and none of those
// that control validity selectively disclosable (SD-JWT VC section 2.2.2).
func (t *Token) CheckType() error {
	if !strings.HasSuffix(t.IssuerJWT.Type(), "+sd-jwt") {
		return fault.New(KindTypWrong, "typ is not a +sd-jwt media type")
	}
	if !t.IsCredential() {
		return nil
	}
	p, err := t.process()
	if err != nil {
		return err
	}
	for i, at := range p.places {
		if isGuarded(at.path) {
			return fault.New(KindDisclosureForbidden, "disclosure %d controls validity", i)
		}
	}
	for _, name := range guarded {
		if holdsDigests(p.payload[name]) {
			return fault.New(KindDisclosureForbidden, "%s has hidden parts", name)
		}
	}
	return checkRegistered(p.claims)
}

func isGuarded(path claim.Path) bool {
	name, ok := path[0].(string)
	return ok && slices.Contains(guarded, name)
}

// holdsDigests finds "_sd" and "..." at any depth, also of claims that nobody
// disclosed.
func holdsDigests(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		if _, hidden := v[nameDigests]; hidden {
			return true
		}
		if _, hidden := v[nameElement]; hidden {
			return true
		}
		return slices.ContainsFunc(slices.Collect(maps.Values(v)), holdsDigests)
	case []any:
		return slices.ContainsFunc(v, holdsDigests)
	}
	return false
}

// checkRegistered checks presence and form of the registered claims; what they
// say is judged by the caller.
func checkRegistered(claims map[string]any) error {
	if _, err := types(claims); err != nil {
		return err
	}
	for _, name := range []string{"iss", "sub", "vct#integrity"} {
		if _, _, err := encoding.String(claims, name); err != nil {
			return err
		}
	}
	for _, name := range []string{"cnf", "status"} {
		if _, _, err := encoding.Object(claims, name); err != nil {
			return err
		}
	}
	for _, name := range []string{"iat", "nbf", "exp"} {
		if _, _, err := encoding.NumericDate(claims, name); err != nil {
			return err
		}
	}
	return nil
}

// Types returns the types of an SD-JWT VC: its "vct", and after it whatever
// "aka_vcts" lists (SD-JWT VC section 2.2.2.1 and 2.2.2.2).
func (t *Token) Types() ([]string, error) {
	claims, err := t.Claims()
	if err != nil {
		return nil, err
	}
	return types(claims)
}

func types(claims map[string]any) ([]string, error) {
	vct, present, err := encoding.String(claims, "vct")
	if err != nil {
		return nil, err
	}
	if !present || vct == "" {
		return nil, fault.New(KindClaimMissing, "vct")
	}
	others, present, err := encoding.Strings(claims, "aka_vcts")
	if err != nil {
		return nil, err
	}
	if present && (len(others) == 0 || slices.Contains(others, vct)) {
		return nil, fault.New(encoding.KindJSONMemberType, "aka_vcts must list other types than vct")
	}
	return append([]string{vct}, others...), nil
}
