package issue

import (
	"io"
	"maps"
	"slices"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/sdjwt"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// registered are the claims that the order itself decides.
var registered = []string{"iss", "vct", "iat", "nbf", "exp", "cnf", "status", "_sd", "_sd_alg"}

func issueSDJWT(rand io.Reader, o Order) ([]string, error) {
	if o.Type == "" {
		return nil, fault.New(KindOrder, "no type")
	}
	claims, frame, err := content(o)
	if err != nil {
		return nil, err
	}
	header := map[string]any{}
	if o.KeyID != "" {
		header["kid"] = o.KeyID
	}
	holders := o.Holders
	if len(holders) == 0 {
		holders = []keys.Public{{}}
	}
	cards := make([]string, len(holders))
	for i, holder := range holders {
		copied := maps.Clone(claims)
		if !holder.IsZero() {
			copied["cnf"] = map[string]any{"jwk": holder.JWK()}
		}
		if cards[i], err = sdjwt.Issue(rand, o.Key, header, copied, frame); err != nil {
			return nil, err
		}
	}
	return cards, nil
}

// content returns the claims of every copy, and which of them can be withheld.
func content(o Order) (map[string]any, sdjwt.Frame, error) {
	for _, name := range registered {
		if _, present := o.Claims[name]; present {
			return nil, sdjwt.Frame{}, fault.New(KindClaims, "%s is set by the issuer's order", name)
		}
	}
	claims, frame := maps.Clone(o.Claims), everyClaim(o.Claims)
	if o.Type == ResidencyCard {
		resident, fields := ParseResident(o.Claims, o.IssuedAt)
		if len(fields) > 0 {
			return nil, frame, fault.New(KindClaims, "%v", slices.Sorted(maps.Keys(fields)))
		}
		claims, frame = resident.claims(o.IssuedAt), residencyFrame
	}
	claims["iss"], claims["vct"] = o.Issuer, o.Type
	claims["iat"], claims["exp"] = day(o.IssuedAt).Unix(), day(o.Expires).Unix()
	return claims, frame, nil
}

// everyClaim lets each claim of an unknown type be withheld as a whole.
func everyClaim(claims map[string]any) sdjwt.Frame {
	var frame sdjwt.Frame
	for _, name := range slices.Sorted(maps.Keys(claims)) {
		frame.Paths = append(frame.Paths, claim.Path{name})
	}
	frame.Decoys = []sdjwt.Decoys{{Count: 4}}
	return frame
}

func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
