package verify

import (
	"strconv"

	"domicile/credentials/cwt"
	"domicile/credentials/trust"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
	"domicile/crypto/x5c"
)

// errNoProof answers for formats whose credentials have no proof of the holder.
var errNoProof = fault.New(KindHolderMissing, "the format has no proof of the holder")

const (
	// labelType is the COSE header parameter "typ" (RFC 9596).
	labelType = 16
	// claimStatus is the CWT claim "status" (draft-ietf-oauth-status-list).
	claimStatus = 65535
)

// cwtCard is a CBOR Web Token (RFC 8392) that is nothing more special.
type cwtCard struct {
	*cwt.Token
	tree map[string]any
}

// readCWT reads the bytes of a token. One that says to be of a special type has
// rules that are not known here, such as hidden claims.
func readCWT(data string) (card, error) {
	token, err := cwt.Parse([]byte(data))
	if err != nil {
		return nil, err
	}
	if typ, typed := token.Message().Protected.Value(labelType); typed && typ != "application/cwt" && typ != int64(61) {
		return nil, fault.New(jose.KindTypWrong, "the token has a type of its own")
	}
	tree, err := claimTree(token.Claims)
	return &cwtCard{token, tree}, err
}

func (c *cwtCard) question() (trust.Question, error) {
	q := trust.Question{Issuer: c.Issuer, KeyID: string(c.KeyID()), Algorithm: c.Message().Algorithm()}
	ders, err := c.Message().X5Chain()
	if err != nil || len(ders) == 0 {
		return q, err
	}
	q.Chain, err = x5c.ParseDER(ders)
	return q, err
}

func (c *cwtCard) carriesKey() bool { return false }

func (c *cwtCard) verify(key keys.Public) error { return c.Verify(key) }

func (c *cwtCard) claims() map[string]any { return c.tree }

func (c *cwtCard) types() []string { return nil }

func (c *cwtCard) period() period { return tokenPeriod(c.Token) }

func (c *cwtCard) namesStatus() bool {
	_, named := c.Claims[int64(claimStatus)]
	return named
}

func (c *cwtCard) hasProof() bool { return false }

func (c *cwtCard) checkProof(proofAsked) error { return errNoProof }

func tokenPeriod(t *cwt.Token) period {
	return period{issued: t.IssuedAt, from: t.NotBefore, until: t.ExpiresAt}
}

// claimNames are the registered claims of RFC 8392 section 4 as JWT names them.
var claimNames = map[int64]string{1: "iss", 2: "sub", 3: "aud", 4: "exp", 5: "nbf", 6: "iat", 7: "cti", 8: "cnf", claimStatus: "status"}

// claimTree turns CBOR claims into a tree that JSON can hold: labels become text,
// byte strings base64url. Where two labels become one text, the token is refused.
func claimTree(claims map[any]any) (map[string]any, error) {
	tree := make(map[string]any, len(claims))
	for label, value := range claims {
		name := labelText(label)
		if _, twice := tree[name]; twice {
			return nil, fault.New(encoding.KindCBORDuplicateKey, "two labels are read alike")
		}
		plain, err := claimValue(value)
		if err != nil {
			return nil, err
		}
		tree[name] = plain
	}
	return tree, nil
}

func labelText(label any) string {
	switch label := label.(type) {
	case int64:
		if name, known := claimNames[label]; known {
			return name
		}
		return strconv.FormatInt(label, 10)
	case uint64:
		return strconv.FormatUint(label, 10)
	case encoding.CBORBytes:
		return encoding.EncodeBase64URL([]byte(label))
	}
	text, _ := label.(string)
	return text
}

func claimValue(value any) (any, error) {
	switch v := value.(type) {
	case []byte:
		return encoding.EncodeBase64URL(v), nil
	case encoding.CBORTag:
		return claimValue(v.Content)
	case map[any]any:
		return claimTree(v)
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			plain, err := claimValue(element)
			if err != nil {
				return nil, err
			}
			list[i] = plain
		}
		return list, nil
	case float64:
		if v-v != 0 { // an infinity or no number: JSON has neither
			return nil, fault.New(cwt.KindClaimMalformed, "a number that is none")
		}
	}
	return value, nil
}

// isToken recognises the bytes of a signed CBOR message by its tags: 18, or 61
// around it (RFC 9052 section 2, RFC 8392 section 6).
func isToken(data []byte) bool {
	return len(data) > 3 && (data[0] == 0xD2 && data[1] == 0x84 || data[0] == 0xD8 && data[1] == 0x3D && data[2] == 0xD2)
}
