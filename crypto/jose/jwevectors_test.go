package jose_test

import (
	"encoding/base64"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
	"domicile/internal/vectors"
)

// RFC 7518, appendix C: the header, Bob's key and the derived key as printed.
// Whoever derives another key cannot open what is sealed with that one.
func TestRFC7518AppendixC(t *testing.T) {
	const header = `{"alg":"ECDH-ES","enc":"A128GCM","apu":"QWxpY2U","apv":"Qm9i","epk":{"kty":"EC","crv":"P-256",` +
		`"x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps"}}`
	bob := agreementOf(t, `{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}`)
	derived, err := base64.RawURLEncoding.DecodeString("VqqN6vgjbSBcIijNcacQGg")
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := open(bob, sealWith(t, derived, header, "content")); err != nil || string(plain) != "content" {
		t.Errorf("%q, %v", plain, err)
	}
	for _, other := range []string{
		strings.Replace(header, "QWxpY2U", "QWxpY2V", 1), strings.Replace(header, `"apv":"Qm9i",`, "", 1),
		strings.Replace(header, `"apu":"QWxpY2U","apv":"Qm9i"`, `"apu":"Qm9i","apv":"QWxpY2U"`, 1),
	} {
		if _, err := open(bob, sealWith(t, derived, other, "content")); fault.KindOf(err) != jose.KindJWEInvalid && fault.KindOf(err) != jose.KindHeaderMalformed {
			t.Errorf("the parties do not matter: %v", err)
		}
	}
}

// OpenID4VP 1.0, 8.3: the answer encrypted to the first key, that key with its
// private half, and the payload, as printed.
func TestOpenID4VPExample(t *testing.T) {
	const token = "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTEyOEdDTSIsImtpZCI6ImFjIiwiZXBrIjp7Imt" +
		"0eSI6IkVDIiwieCI6Im5ubVZwbTNWM2piaGNhZlFhUkJrU1ZOSGx3Wkh3dC05ck9wSnVmeVlJdWsiLCJ5I" +
		"joicjRmakRxd0p5czlxVU9QLV9iM21SNVNaRy0tQ3dPMm1pYzVWU05UWU45ZyIsImNydiI6IlAtMjU2In1" +
		"9..uAYcHRUSSn2X0WPX.yVzlGSYG4qbg0bq18JcUiDRw56yVnbKR8E7S7YlEtzT00RqE3Pw5oTpUG3hdLN" +
		"4taHZ9gC1kwak8JOnJgQ.1wR024_3-qtAlx1oFIUpQQ"
	key := agreementOf(t, `{"kty":"EC", "kid":"ac", "use":"enc", "crv":"P-256","alg":"ECDH-ES",
  "x":"YO4epjifD-KWeq1sL2tNmm36BhXnkJ0He-WqMYrp9Fk",
  "y":"Hekpm0zfK7C-YccH5iBjcIXgf6YdUvNUac_0At55Okk",
  "d":"Et-3ce0omz8_TuZ96Df9lp0GAaaDoUnDe6X-CRO7Aww"}`)
	j, err := jose.ParseJWE(token)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := j.Decrypt(key)
	if err != nil {
		t.Fatal(err)
	}
	object, err := encoding.DecodeJSONObject(plain)
	if err != nil || j.KeyID() != "ac" {
		t.Fatalf("%v, kid %q", err, j.KeyID())
	}
	written, err := encoding.EncodeJSON(object)
	if err != nil || string(written) != `{"vp_token":{"example_credential_id":["eyJhb...YMetA"]}}` {
		t.Errorf("%s, %v", written, err)
	}
}

// The cookbook's encryptions use other algorithms than ours, all of them. In
// the compact form they must be refused by name, before any key is looked at.
func TestCookbookJWEs(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(vectors.Dir(t, "jose-cookbook/jwe"), "*.json"))
	refused := 0
	for _, name := range files {
		var c struct {
			Output struct {
				Compact string `json:"compact"`
			} `json:"output"`
		}
		vectors.ReadJSON(t, "jose-cookbook/jwe/"+filepath.Base(name), &c)
		if c.Output.Compact == "" {
			continue
		}
		if _, err := jose.ParseJWE(c.Output.Compact); fault.KindOf(err) != jose.KindJWEAlg {
			t.Errorf("%s: %v", filepath.Base(name), err)
		}
		refused++
	}
	t.Logf("%d of %d have a compact form and are refused", refused, len(files))
	if refused == 0 {
		t.Error("nothing was tested")
	}
}

// peerJWE is a token of another implementation with its key.
type peerJWE struct {
	Name      string          `json:"name"`
	Private   json.RawMessage `json:"recipient_private_jwk"`
	JWE       string          `json:"jwe"`
	Plaintext string          `json:"plaintext"`
	Tampered  string          `json:"jwe_tampered"`
}

func TestPeerJWEs(t *testing.T) {
	var cases []peerJWE
	vectors.ReadJSON(t, "jose-cookbook/peer/jwe-jose6.json", &cases)
	opened, refused := 0, 0
	for _, c := range cases {
		kind := jose.KindJWEInvalid
		if strings.Contains(c.Name, "KW") {
			kind = jose.KindJWEAlg
		} else if plain, err := open(agreementOf(t, string(c.Private)), c.JWE); err != nil || string(plain) != c.Plaintext {
			t.Errorf("%s: %q, %v", c.Name, plain, err)
		} else {
			opened++
		}
		if _, err := open(agreementOf(t, string(c.Private)), c.Tampered); fault.KindOf(err) != kind {
			t.Errorf("%s, tampered: %v", c.Name, err)
		}
		refused++
	}
	t.Logf("%d opened, %d refused", opened, refused)
	if opened == 0 {
		t.Error("nothing was opened")
	}
}

// Wycheproof has no token with algorithms of ours: what it calls valid is
// outside the closed sets and must be refused by name, what it calls invalid
// must be refused.
func TestWycheproofJWEs(t *testing.T) {
	var file struct {
		TestGroups []struct {
			Private json.RawMessage `json:"private"`
			Tests   []struct {
				ID     int    `json:"tcId"`
				JWE    any    `json:"jwe"`
				Result string `json:"result"`
			} `json:"tests"`
		} `json:"testGroups"`
	}
	vectors.ReadJSON(t, "wycheproof/json_web_encryption_test.json", &file)
	outside, refused := 0, 0
	for _, group := range file.TestGroups {
		for _, c := range group.Tests {
			token, compact := c.JWE.(string)
			_, err := jose.ParseJWE(token)
			kind := fault.KindOf(err)
			byName := kind == jose.KindJWEAlg || kind == jose.KindJWEEnc || kind == jose.KindJWEZip || kind == jose.KindJWEPBES2
			switch {
			case err == nil || compact && c.Result != "invalid" && !byName:
				t.Errorf("%d, %s: %v", c.ID, c.Result, err)
			case c.Result == "invalid":
				refused++
			default:
				outside++
			}
		}
	}
	t.Logf("%d invalid ones refused, %d outside the closed sets", refused, outside)
}
