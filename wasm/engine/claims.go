package engine

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"domicile/credentials/claim"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
	"domicile/wasm/api"
)

// Claims describes claims for a screen, in their order. Objects and lists
// without content are left out.
func Claims(leaves []claim.Found) []api.Claim {
	claims := []api.Claim{}
	for _, leaf := range leaves {
		if described, ok := describeClaim(leaf); ok {
			claims = append(claims, described)
		}
	}
	return claims
}

// Tree describes all claims of a credential.
func Tree(tree map[string]any) []api.Claim { return Others(claim.Leaves(tree), tree) }

// Others describes leaves of a tree, of which the parts of "cnf" become one
// claim: the thumbprint of the key that the card is bound to.
func Others(leaves []claim.Found, tree map[string]any) []api.Claim {
	plain := slices.DeleteFunc(slices.Clone(leaves), func(f claim.Found) bool { return f.Path[0] == "cnf" })
	return append(Claims(plain), holderKey(tree)...)
}

// holderKey is what is left of "cnf": by this value two verifiers could
// recognise the card.
func holderKey(tree map[string]any) []api.Claim {
	cnf, _, _ := encoding.Object(tree, "cnf")
	jwk, present, err := encoding.Object(cnf, "jwk")
	if err != nil || !present {
		return nil
	}
	key, err := keys.ParsePublicJWK(jwk)
	if err != nil {
		return nil
	}
	path := claim.Path{"cnf"}
	return []api.Claim{{Path: path.String(), Label: claim.Label(path), Value: key.Thumbprint(), Type: api.ClaimText}}
}

func describeClaim(leaf claim.Found) (api.Claim, bool) {
	described := api.Claim{Path: leaf.Path.String(), Label: claim.Label(leaf.Path)}
	switch v := leaf.Value.(type) {
	case string:
		described.Value, described.Type = v, textType(v)
	case bool:
		described.Value, described.Type = strconv.FormatBool(v), api.ClaimBool
	case map[string]any, []any:
		return described, false // a leaf only where it is empty
	case nil:
		described.Value, described.Type = "null", api.ClaimJSON
	default:
		described.Value, described.Type = number(leaf.Path, fmt.Sprint(v))
	}
	return described, true
}

func textType(v string) api.ClaimType {
	switch {
	case isDate(v):
		return api.ClaimDate
	case isImage(v):
		return api.ClaimImage
	}
	return api.ClaimText
}

func isDate(v string) bool {
	_, noDay := time.Parse(time.DateOnly, v)
	_, noTime := time.Parse(time.RFC3339, v)
	return noDay == nil || noTime == nil
}

// isImage admits pictures in formats that no browser runs scripts in.
func isImage(v string) bool {
	for _, prefix := range []string{"data:image/png;base64,", "data:image/jpeg;base64,", "data:image/webp;base64,"} {
		if data, found := strings.CutPrefix(v, prefix); found {
			_, err := encoding.DecodeBase64(data)
			return err == nil && data != ""
		}
	}
	return false
}

// number reads the registered times, which are seconds since 1970; any other
// number keeps its text.
func number(path claim.Path, text string) (string, api.ClaimType) {
	name, _ := path[0].(string)
	if len(path) == 1 && slices.Contains([]string{"exp", "nbf", "iat"}, name) {
		if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
			return Text(time.Unix(seconds, 0)), api.ClaimDate
		}
	}
	return text, api.ClaimText
}
