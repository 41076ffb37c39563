package issuer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"domicile/credentials/issue"
	"domicile/credentials/offer"
	"domicile/crypto/encoding"
)

// Offer is a credential offer that the office made: what to show as a code or
// link, and what to tell the person on another way.
type Offer struct {
	Text      string    `json:"offer_uri"` // by reference: short, for a code
	ByValue   string    `json:"offer"`     // the same by value
	TxCode    string    `json:"tx_code"`
	ExpiresAt time.Time `json:"expires_at"`
}

// Invalid says which fields of a person's claims are wrong, with a sentence for
// each.
type Invalid struct{ Fields map[string]string }

// Error names the fields.
func (e *Invalid) Error() string {
	var lines []string
	for name, sentence := range e.Fields {
		lines = append(lines, name+": "+sentence)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// MakeOffer offers a card of a type to the person the claims speak of; an
// *Invalid where they are not fit for the type.
func (i *Issuer) MakeOffer(ctx context.Context, typeID string, claims map[string]any) (Offer, error) {
	typ, known := i.config.typ(typeID)
	if !known {
		return Offer{}, fmt.Errorf("this office issues no %q", typeID)
	}
	content, subject, err := i.prepare(typ, claims)
	if err != nil {
		return Offer{}, err
	}
	id, err := i.random(16)
	if err != nil {
		return Offer{}, err
	}
	tx, err := i.txCode()
	if err != nil {
		return Offer{}, err
	}
	now := i.now()
	code := i.code(id)
	err = i.store.insertOffer(ctx, newOffer{
		code: i.secrets.digest("code", code), tx: i.txDigest(code, tx), typ: typ.ID, claims: content,
		subject: subject, attempts: TxAttempts, created: now, expires: now.Add(OfferLifetime),
	})
	if err != nil {
		return Offer{}, err
	}
	value, err := encoding.EncodeJSON(i.offerObject(typ.ID, code))
	if err != nil {
		return Offer{}, err
	}
	reference := i.config.Identifier() + "/offers/" + id
	return Offer{
		Text:    "openid-credential-offer://?credential_offer_uri=" + url.QueryEscape(reference),
		ByValue: "openid-credential-offer://?credential_offer=" + url.QueryEscape(string(value)),
		TxCode:  tx, ExpiresAt: now.Add(OfferLifetime).UTC().Truncate(time.Second),
	}, nil
}

// code derives the pre-authorized code from the name of its offer, so that
// neither has to be stored.
func (i *Issuer) code(id string) string {
	return encoding.EncodeBase64URL(i.secrets.digest("offer", id))
}

// txCode draws a transaction code; all are equally likely.
func (i *Issuer) txCode() (string, error) {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(TxLength), nil)
	const bytes = 16 // so many that the remainder's bias is below 2^-100
	raw := make([]byte, bytes)
	if _, err := io.ReadFull(i.rand, raw); err != nil {
		return "", err
	}
	n := new(big.Int).Mod(new(big.Int).SetBytes(raw), limit)
	return fmt.Sprintf("%0*d", TxLength, n), nil
}

// offerObject is the credential offer of section 4.1.1.
func (i *Issuer) offerObject(typ, code string) map[string]any {
	return map[string]any{
		"credential_issuer":            i.config.Identifier(),
		"credential_configuration_ids": []string{typ},
		"grants": map[string]any{offer.GrantPreAuthorized: map[string]any{
			"pre-authorized_code": code,
			"tx_code": map[string]any{
				"input_mode": "numeric", "length": TxLength,
				"description": "The code that the office shows beside the offer.",
			},
		}},
	}
}

// getOffer gives out an offer by reference (section 4.1.3).
func (i *Issuer) getOffer(r *http.Request) (reply, error) {
	code := i.code(r.PathValue("id"))
	typ, err := i.store.openOffer(r.Context(), i.secrets.digest("code", code), i.now())
	if errors.Is(err, errNotFound) {
		return reply{}, &refusal{status: http.StatusNotFound, code: "not_found", description: "no such offer, or not any more"}
	}
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: i.offerObject(typ, code)}, nil
}

// prepare completes and checks the claims of a card, and says whom it is for.
func (i *Issuer) prepare(typ Type, claims map[string]any) (content, subject string, err error) {
	if typ.residency() {
		claims, subject, err = i.prepareResidency(typ, claims)
	} else {
		subject, err = prepareTexts(typ, claims)
	}
	if err != nil {
		return "", "", err
	}
	data, err := encoding.EncodeJSON(claims)
	if err != nil {
		return "", "", err
	}
	if len(data) > 16<<10 {
		return "", "", &Invalid{map[string]string{"claims": "This is more than fits on a card."}}
	}
	return string(data), subject, nil
}

// prepareResidency adds what the office decides: number, date and who issues.
func (i *Issuer) prepareResidency(typ Type, claims map[string]any) (map[string]any, string, error) {
	whole := map[string]any{"issuing_country": i.config.Country, "issuing_authority": i.config.Authority}
	for name, value := range claims {
		whole[name] = value
	}
	number, err := i.number()
	if err != nil {
		return nil, "", err
	}
	given, _, _ := encoding.Object(claims, "residency")
	residency := map[string]any{
		"number": number, "since": i.now().UTC().Format(time.DateOnly), "country": i.config.Country,
	}
	for name, value := range given {
		residency[name] = value
	}
	whole["residency"] = residency
	resident, wrong := issue.ParseResident(whole, i.now())
	if wrong["residency.programme"] == "" && !slices.Contains(typ.Programmes, resident.Programme) {
		wrong["residency.programme"] = "Please choose one of the programmes of this office."
	}
	if resident.Country != i.config.Country {
		delete(wrong, "issuing_country") // it differs from that
		wrong["residency.country"] = "This office speaks for its own country only."
	}
	if wrong["issuing_authority"] == "" && resident.Authority != i.config.Authority {
		wrong["issuing_authority"] = "This office speaks for itself only."
	}
	if len(wrong) > 0 {
		return nil, "", &Invalid{wrong}
	}
	return whole, resident.GivenName + " " + resident.FamilyName, nil
}

// number draws a residency number such as XM-482-915-307.
func (i *Issuer) number() (string, error) {
	groups := []string{i.config.Country}
	for range 3 {
		digits, err := i.txCode()
		if err != nil {
			return "", err
		}
		groups = append(groups, digits[:3])
	}
	return strings.Join(groups, "-"), nil
}

// prepareTexts checks the claims of a type that the configuration describes. The
// first claim names the person in the office's list.
func prepareTexts(typ Type, claims map[string]any) (subject string, err error) {
	wrong := map[string]string{}
	for n, claim := range typ.Claims {
		text, present, err := encoding.String(claims, claim.Name)
		if err != nil || claim.Required && text == "" {
			wrong[claim.Name] = "Please fill in this field."
		}
		if present && len(text) > 1000 {
			wrong[claim.Name] = "At most 1000 characters fit here."
		}
		if n == 0 {
			subject = text
		}
	}
	for name := range claims {
		if !slices.ContainsFunc(typ.Claims, func(c Claim) bool { return c.Name == name }) {
			wrong[name] = "This card has no such field."
		}
	}
	if len(wrong) > 0 {
		return "", &Invalid{wrong}
	}
	return subject, nil
}
