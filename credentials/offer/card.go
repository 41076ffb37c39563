package offer

import (
	"slices"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

const (
	// MaxCopies is how many copies of a card are asked for, each with its own
	// key, where the issuer gives so many: a copy is shown to one verifier
	// only, so that two cannot recognise it.
	MaxCopies = 10
	maxClaims = 128
)

// formats are those this wallet can hold.
var formats = []string{"dc+sd-jwt"}

// algorithms for the keys of a card, best first.
var algorithms = []alg.Algorithm{alg.ES256, alg.EdDSA, alg.ES384, alg.ES256K}

// cards describes the offered configurations, and names those that cannot be
// taken.
func (s *Session) cards(o map[string]any, m issuerMetadata) (cards []Card, unsupported []string, err error) {
	supported, present, err := encoding.Object(o, "credential_configurations_supported")
	if err != nil || !present {
		return nil, nil, fault.New(KindMetadata, "credential_configurations_supported is missing")
	}
	for _, id := range s.state.Offer.Configurations {
		configuration, present, err := encoding.Object(supported, id)
		if err != nil || !present {
			return nil, nil, fault.New(KindMetadata, "an offered configuration is not described")
		}
		card, ok, err := parseCard(configuration, m.BatchSize)
		if err != nil {
			return nil, nil, err
		}
		if card.Configuration = id; !ok {
			unsupported = append(unsupported, plainText(id, maxLabel))
			continue
		}
		card.describe(configuration, s.state.Languages)
		cards = append(cards, card)
	}
	if len(cards) == 0 {
		return nil, nil, fault.New(KindType, "no offered configuration can be held")
	}
	return cards, unsupported, nil
}

// parseCard reads a configuration; ok is false where this wallet cannot take
// it.
func parseCard(o map[string]any, batch int) (card Card, ok bool, err error) {
	if card.Format, err = required(o, "format", KindMetadata); err != nil {
		return card, false, err
	}
	if !slices.Contains(formats, card.Format) {
		return card, false, nil
	}
	if card.Type, err = required(o, "vct", KindMetadata); err != nil {
		return card, false, err
	}
	proofs, bound, err := encoding.Object(o, "proof_types_supported")
	if err != nil {
		return card, false, fault.Wrap(KindMetadata, err, "proof_types_supported")
	}
	if !bound {
		card.Copies = 1
		return card, true, nil
	}
	card.Copies = batch
	card.Algorithm, err = proofAlgorithm(proofs)
	return card, card.Algorithm != "", err
}

// proofAlgorithm chooses the algorithm of the jwt proofs, "" where the issuer
// takes no proof that this wallet can make. A browser has no hardware that could
// attest a key (appendix D).
func proofAlgorithm(proofs map[string]any) (alg.Algorithm, error) {
	jwt, present, err := encoding.Object(proofs, "jwt")
	if err != nil {
		return "", fault.Wrap(KindMetadata, err, "proof_types_supported")
	}
	if _, attested := jwt["key_attestations_required"]; !present || attested {
		return "", nil
	}
	names, _, err := encoding.Strings(jwt, "proof_signing_alg_values_supported")
	if err != nil {
		return "", fault.Wrap(KindMetadata, err, "proof_types_supported")
	}
	for _, a := range algorithms {
		if slices.Contains(names, string(a)) {
			return a, nil
		}
	}
	return "", nil
}

// describe fills in what the issuer says for people. Whatever is damaged here
// is left out: a label decides nothing.
func (c *Card) describe(o map[string]any, tags []string) {
	metadata, _, _ := encoding.Object(o, "credential_metadata")
	display := chooseDisplay(metadata, tags)
	c.Title = label(display, "name")
	if c.Title == "" {
		c.Title = plainText(c.Configuration, maxLabel)
	}
	if text, _, err := encoding.String(display, "description"); err == nil {
		c.Description = plainText(text, maxText)
	}
	c.Colour, c.TextColour = colour(display, "background_color"), colour(display, "text_color")
	claims, _, _ := encoding.Array(metadata, "claims")
	for _, item := range claims[:min(len(claims), maxClaims)] {
		if claim, ok := parseClaim(item, tags); ok {
			c.Claims = append(c.Claims, claim)
		}
	}
	missing, _, _ := encoding.Strings(metadata, "domicile_not_given")
	for _, text := range missing[:min(len(missing), 16)] {
		c.NotGiven = append(c.NotGiven, plainText(text, maxText))
	}
}

// parseClaim reads a claims description object (appendix B.2). A claim without
// a label is named by the last name in its path.
func parseClaim(item any, tags []string) (Claim, bool) {
	o, _ := item.(map[string]any)
	path, _, err := encoding.Array(o, "path")
	if err != nil || len(path) == 0 || len(path) > 16 {
		return Claim{}, false
	}
	claim := Claim{Path: path, Label: label(chooseDisplay(o, tags), "name")}
	for _, part := range path {
		switch part := part.(type) {
		case nil, encoding.Number:
		case string:
			if label(chooseDisplay(o, tags), "name") == "" {
				claim.Label = plainText(part, maxLabel)
			}
		default:
			return Claim{}, false
		}
	}
	return claim, claim.Label != ""
}
