package sdjwt_test

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"domicile/credentials/sdjwt"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/internal/vectors"
)

// vector is one case of the public corpus; see its SOURCE.md.
type vector struct {
	Name      string          `json:"name"`
	Token     string          `json:"sd_jwt"`
	JWSJSON   json.RawMessage `json:"jws_json"`
	IssuerKey map[string]any  `json:"issuer_key"`
	Expect    struct {
		Verify  bool           `json:"verify"`
		Reason  string         `json:"reason"`
		Payload map[string]any `json:"processed_payload"`
	} `json:"expect"`
	Observed json.RawMessage `json:"observed"`

	// Of the cases made with sd-jwt-js.
	PeerIssuer   map[string]any `json:"issuer_public_jwk"`
	Issuance     string         `json:"issuance"`
	Presentation string         `json:"presentation"`
	KB           *struct {
		Nonce string `json:"nonce"`
		Aud   string `json:"aud"`
	} `json:"kb"`
}

func readVectors(t *testing.T, name string) []vector {
	t.Helper()
	var cases []vector
	vectors.ReadJSON(t, "sd-jwt/"+name, &cases)
	t.Cleanup(func() { t.Logf("%s: %d cases", name, len(cases)) })
	return cases
}

// verify is what a verifier does that takes the proof's own word for nonce,
// audience and clock, to test all the rest.
func verify(text string, issuer map[string]any) (map[string]any, error) {
	token, err := sdjwt.Parse(text)
	if err != nil {
		return nil, err
	}
	claims, err := token.Claims()
	if err != nil {
		return nil, err
	}
	if err := token.CheckType(); err != nil {
		return nil, err
	}
	key, err := issuerKey(token, issuer)
	if err != nil {
		return nil, err
	}
	if err := token.IssuerJWT.Verify(key); err != nil {
		return nil, err
	}
	if token.KeyBinding == nil {
		return claims, nil
	}
	var proof struct {
		Nonce, Aud string
		Iat        int64
	}
	if err := json.Unmarshal(token.KeyBinding.Payload, &proof); err != nil {
		return nil, err
	}
	return claims, token.VerifyKeyBinding(sdjwt.Binding{Nonce: proof.Nonce, Audience: proof.Aud, Now: time.Unix(proof.Iat, 0)})
}

// issuerKey takes the case's key, else, as its source says, that of the token's
// certificate or did:jwk.
func issuerKey(token *sdjwt.Token, jwk map[string]any) (keys.Public, error) {
	if jwk != nil {
		return keys.ParsePublicJWK(jwk)
	}
	if chain, err := token.IssuerJWT.X5C(); err == nil && len(chain) > 0 {
		der, err := base64.StdEncoding.DecodeString(chain[0])
		if err != nil {
			return keys.Public{}, err
		}
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			return keys.Public{}, err
		}
		return keys.FromStd(certificate.PublicKey)
	}
	claims, err := token.Claims()
	if err != nil {
		return keys.Public{}, err
	}
	raw, err := encoding.DecodeBase64URL(strings.TrimPrefix(claims["iss"].(string), "did:jwk:"))
	if err != nil {
		return keys.Public{}, err
	}
	if jwk, err = encoding.DecodeJSONObject(raw); err != nil {
		return keys.Public{}, err
	}
	return keys.ParsePublicJWK(jwk)
}

func TestPublishedTokens(t *testing.T) {
	for _, file := range []string{"spec-examples.json", "real-world.json"} {
		for _, c := range readVectors(t, file) {
			t.Run(c.Name, func(t *testing.T) {
				claims, err := verify(c.Token, c.IssuerKey)
				if !c.Expect.Verify {
					wantKind(t, err, sdjwt.KindHolderKey, "signature_invalid")
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				wantTree(t, claims, c.Expect.Payload)
				if token, _ := sdjwt.Parse(c.Token); token.String() != c.Token {
					t.Error("the token does not come back byte for byte")
				}
			})
		}
	}
}

func TestPublishedPeerTokens(t *testing.T) {
	for _, c := range readVectors(t, "peer-sd-jwt-js.json") {
		t.Run(c.Name, func(t *testing.T) {
			if _, err := verify(c.Issuance, c.PeerIssuer); err != nil {
				t.Error("as issued:", err)
			}
			claims, err := verify(c.Presentation, c.PeerIssuer)
			if err != nil {
				t.Fatal("as presented:", err)
			}
			wantTree(t, claims, c.Expect.Payload)
		})
	}
}

func TestPublishedNegatives(t *testing.T) {
	kinds := map[string][]fault.Kind{
		"issuer-signature-bit-flip":                  {"signature_invalid", "base64url_noncanonical"},
		"payload-changed":                            {"signature_invalid"},
		"alg-none":                                   {"alg_none"},
		"disclosure-value-changed":                   {sdjwt.KindDisclosureUnreferenced},
		"disclosure-repeated":                        {sdjwt.KindDisclosureDuplicateDigest},
		"unreferenced-disclosure":                    {sdjwt.KindDisclosureUnreferenced},
		"kb-sd_hash-mismatch-one-disclosure-dropped": {sdjwt.KindHolderHash},
		"kb-signature-bit-flip":                      {sdjwt.KindHolderKey, "base64url_noncanonical"},
	}
	for _, c := range readVectors(t, "negative.json") {
		t.Run(c.Name, func(t *testing.T) {
			_, err := verify(c.Token, c.IssuerKey)
			wantKind(t, err, kinds[c.Expect.Reason]...)
		})
	}
}

func TestPublishedJSONSerialisation(t *testing.T) {
	for _, c := range readVectors(t, "json-serialization.json") {
		t.Run(c.Name, func(t *testing.T) {
			claims, err := verify(string(c.JWSJSON), c.IssuerKey)
			if err != nil {
				t.Fatal(err)
			}
			if claims["given_name"] != "John" || claims["sub"] != "john_doe_42" {
				t.Error("disclosed claims are missing")
			}
		})
	}
}

func wantKind(t *testing.T, err error, kinds ...fault.Kind) {
	t.Helper()
	for _, kind := range kinds {
		if fault.KindOf(err) == kind {
			return
		}
	}
	t.Errorf("got %v, want one of %v", err, kinds)
}

// wantTree compares trees by what they are as JSON.
func wantTree(t *testing.T, got, want map[string]any) {
	t.Helper()
	plain := plainJSON(t, got)
	if !reflect.DeepEqual(plain, want) {
		t.Errorf("got  %v\nwant %v", plain, want)
	}
}

// plainJSON is a value as it comes back from JSON.
func plainJSON(t *testing.T, v any) map[string]any {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var plain map[string]any
	if err := json.Unmarshal(raw, &plain); err != nil {
		t.Fatal(err)
	}
	return plain
}
