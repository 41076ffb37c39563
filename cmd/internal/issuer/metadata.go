package issuer

import (
	"net/http"
	"time"

	"domicile/credentials/issue"
	"domicile/credentials/offer"
)

// brief lets a reply be kept for a minute: long enough for a crowd, short enough
// for a change of keys.
const brief = "public, max-age=60"

func (i *Issuer) signingAlgorithm() string { return string(i.secrets.signing.Algorithm()) }

// proofAlgorithms are those of the holders' keys.
var proofAlgorithms = []string{"ES256", "EdDSA", "ES384", "ES256K"}

// issuerMetadata is the credential issuer metadata of section 12.2.4.
func (i *Issuer) issuerMetadata(*http.Request) (reply, error) {
	id := i.config.Identifier()
	configurations := map[string]any{}
	for _, t := range i.config.Types {
		configurations[t.ID] = i.configuration(t)
	}
	return reply{status: http.StatusOK, cache: brief, body: map[string]any{
		"credential_issuer":                   id,
		"credential_endpoint":                 id + "/credential",
		"nonce_endpoint":                      id + "/nonce",
		"notification_endpoint":               id + "/notification",
		"batch_credential_issuance":           map[string]any{"batch_size": BatchSize},
		"display":                             []any{map[string]any{"name": i.config.Name, "locale": "en"}},
		"credential_configurations_supported": configurations,
	}}, nil
}

func (i *Issuer) configuration(t Type) map[string]any {
	display := map[string]any{"name": t.Title, "locale": "en"}
	for name, value := range map[string]string{
		"description": t.Description, "background_color": t.Colour, "text_color": t.TextColour,
	} {
		if value != "" {
			display[name] = value
		}
	}
	metadata := map[string]any{"display": []any{display}, "claims": describeClaims(t)}
	if len(t.NotGiven) > 0 {
		metadata["domicile_not_given"] = t.NotGiven
	}
	return map[string]any{
		"format": issue.SDJWT,
		"vct":    t.VCT,
		"scope":  t.ID,
		"cryptographic_binding_methods_supported": []string{"jwk"},
		"credential_signing_alg_values_supported": []string{i.signingAlgorithm()},
		"proof_types_supported": map[string]any{
			"jwt": map[string]any{"proof_signing_alg_values_supported": proofAlgorithms},
		},
		"credential_metadata": metadata,
	}
}

// residencyClaims are the labels of a residency card, in the order of reading.
var residencyClaims = []struct {
	path  []any
	label string
}{
	{[]any{"given_name"}, "Given name"},
	{[]any{"family_name"}, "Family name"},
	{[]any{"birthdate"}, "Date of birth"},
	{[]any{"age_equal_or_over", "16"}, "16 or over"},
	{[]any{"age_equal_or_over", "18"}, "18 or over"},
	{[]any{"age_equal_or_over", "21"}, "21 or over"},
	{[]any{"age_equal_or_over", "65"}, "65 or over"},
	{[]any{"nationalities"}, "Nationalities"},
	{[]any{"residency", "programme"}, "Residency programme"},
	{[]any{"residency", "number"}, "Residency number"},
	{[]any{"residency", "since"}, "Resident since"},
	{[]any{"residency", "country"}, "Country of residency"},
	{[]any{"issuing_country"}, "Issuing country"},
	{[]any{"issuing_authority"}, "Issuing authority"},
}

func describeClaims(t Type) []any {
	var list []any
	add := func(path []any, label string, mandatory bool) {
		list = append(list, map[string]any{
			"path": path, "mandatory": mandatory,
			"display": []any{map[string]any{"name": label, "locale": "en"}},
		})
	}
	if t.residency() {
		for _, claim := range residencyClaims {
			add(claim.path, claim.label, true)
		}
		return list
	}
	for _, claim := range t.Claims {
		add([]any{claim.Name}, claim.Label, claim.Required)
	}
	return list
}

// serverMetadata is the authorization server metadata of RFC 8414 and section
// 12.3.
func (i *Issuer) serverMetadata(*http.Request) (reply, error) {
	id := i.config.Identifier()
	return reply{status: http.StatusOK, cache: brief, body: map[string]any{
		"issuer":                                          id,
		"token_endpoint":                                  id + "/token",
		"token_endpoint_auth_methods_supported":           []string{"none"},
		"grant_types_supported":                           []string{offer.GrantPreAuthorized},
		"response_types_supported":                        []string{},
		"pre-authorized_grant_anonymous_access_supported": true,
		"domicile_retry_supported":                        true,
	}}, nil
}

// keyMetadata is the JWT VC issuer metadata of SD-JWT VC section 5.
func (i *Issuer) keyMetadata(*http.Request) (reply, error) {
	return reply{status: http.StatusOK, cache: brief, body: map[string]any{
		"issuer": i.config.Identifier(),
		"jwks":   map[string]any{"keys": []any{i.publicJWK()}},
	}}, nil
}

func (i *Issuer) publicJWK() map[string]any {
	jwk := i.secrets.signing.Public().JWK()
	jwk["kid"], jwk["use"], jwk["alg"] = i.keyID(), "sig", i.signingAlgorithm()
	return jwk
}

func (i *Issuer) keyID() string { return i.secrets.signing.Public().Thumbprint() }

// trustList is our trust list with this issuer as its one entry. It is good for
// thirty days from the start of this one.
func (i *Issuer) trustList(*http.Request) (reply, error) {
	today := i.now().UTC().Truncate(24 * time.Hour)
	types := make([]string, len(i.config.Types))
	for n, t := range i.config.Types {
		types[n] = t.VCT
	}
	return reply{status: http.StatusOK, cache: "no-cache", body: map[string]any{
		"domicile_trust_list": 1,
		"epoch":               1,
		"issued":              today.Format(time.RFC3339),
		"expires":             today.AddDate(0, 0, 30).Format(time.RFC3339),
		"anchors": []any{map[string]any{
			"id": i.config.Identifier(), "name": i.config.Name, "scope": i.config.Scope, "types": types,
			"from": "2026-01-01T00:00:00Z", "until": today.AddDate(1, 0, 0).Format(time.RFC3339),
			"keys": []any{i.publicJWK()}, "certificates": []string{},
		}},
	}}, nil
}
