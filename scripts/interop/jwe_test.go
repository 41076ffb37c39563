package interop

import (
	"crypto/rand"
	"encoding/json"
	"testing"

	"domicile/crypto/encoding"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

// Encrypted tokens of ours and of npm jose, each opened by the other.
func TestEncryptionAcrossImplementations(t *testing.T) {
	p := start(t, "wallet.mjs")
	for _, curve := range []string{"P-256", "X25519"} {
		for _, enc := range []string{jose.A128GCM, jose.A256GCM} {
			for _, parties := range [][2]string{{"", ""}, {"their-nonce", "n-0S6_WzA2Mj"}, {"", "n-0S6_WzA2Mj"}} {
				t.Run(curve+" "+enc+" "+parties[0]+" "+parties[1], func(t *testing.T) {
					key := agreementOn(t, curve)
					tryBothWays(t, p, key, enc, parties[0], parties[1])
				})
			}
		}
	}
}

func agreementOn(t *testing.T, curve string) keys.Agreement {
	t.Helper()
	key, err := keys.GenerateAgreement(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if curve == "P-256" {
		return key
	}
	// The key of RFC 7748, 6.1: Alice's.
	raw := `{"kty":"OKP","crv":"X25519","x":"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo","d":"dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo"}`
	object, err := encoding.DecodeJSONObject([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	if key, err = keys.ParseAgreementJWK(object); err != nil {
		t.Fatal(err)
	}
	return key
}

func tryBothWays(t *testing.T, p *peer, key keys.Agreement, enc, apu, apv string) {
	t.Helper()
	const payload = `{"vp_token":{"card":["€"]}}   `
	public := key.Public()
	public.ID = "1"
	var sealed string
	p.must(t, map[string]any{"op": "seal", "jwk": public.JWK(), "enc": enc, "payload": payload, "apu": apu, "apv": apv}, &sealed)
	token, err := jose.ParseJWE(sealed)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := token.Decrypt(key)
	u, v := token.Parties()
	if err != nil || string(opened) != payload || token.KeyID() != "1" || token.Enc() != enc || string(u) != apu || string(v) != apv {
		t.Errorf("theirs: %q, %v", opened, err)
	}

	header := map[string]any{}
	for name, value := range map[string]string{"apu": apu, "apv": apv} {
		if value != "" {
			header[name] = encoding.EncodeBase64URL([]byte(value))
		}
	}
	ours, err := jose.Encrypt(rand.Reader, public, enc, header, []byte(payload))
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Payload string         `json:"payload"`
		Header  map[string]any `json:"header"`
	}
	private := key.PrivateJWK()
	delete(private, "use")
	p.must(t, map[string]any{"op": "open", "jwk": private, "jwe": ours}, &read)
	if read.Payload != payload || read.Header["enc"] != enc || read.Header["kid"] != "1" {
		raw, _ := json.Marshal(read)
		t.Errorf("ours: they read %s", raw)
	}
	// Another key, and a changed letter, are refused by both.
	other := agreementOn(t, "P-256")
	if _, err := token.Decrypt(other); err == nil {
		t.Error("another key opens theirs")
	}
	private = other.PrivateJWK()
	if complaint := p.ask(t, map[string]any{"op": "open", "jwk": private, "jwe": ours}, &read); complaint == "" {
		t.Error("another key opens ours")
	}
}
