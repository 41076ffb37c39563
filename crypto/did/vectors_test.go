package did_test

import (
	"testing"

	"domicile/crypto/did"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/internal/vectors"
)

type keyPair struct {
	Base58 string         `json:"publicKeyBase58"`
	JWK    map[string]any `json:"publicKeyJwk"`
}

type keyCase struct {
	Pair     keyPair `json:"verificationKeyPair"`
	Method   keyPair `json:"verificationMethod"`
	Document struct {
		Assertion []string `json:"assertionMethod"`
	} `json:"didDocument"`
}

// TestKeyVectors compares the keys of the did:key specification's own vectors.
// Curves that are not ours must be refused as such.
func TestKeyVectors(t *testing.T) {
	resolved, refused := 0, 0
	for _, file := range []string{"ed25519-x25519", "nist-curves", "secp256k1", "x25519", "rsa"} {
		var cases map[string]keyCase
		vectors.ReadJSON(t, "did/did-key/"+file+".json", &cases)
		for text, c := range cases {
			document, err := did.Resolve(text)
			if err != nil {
				if c.Pair.Base58 != "" || c.Method.JWK["crv"] == "P-256" || c.Method.JWK["crv"] == "P-384" {
					t.Errorf("%s: %v", text, err)
				} else if fault.KindOf(err) != keys.KindTypeUnknown {
					t.Errorf("%s: got %v, want %s", text, err, keys.KindTypeUnknown)
				}
				refused++
				continue
			}
			resolved++
			compareKey(t, text, document, c)
		}
	}
	t.Logf("did:key: %d resolved, %d of other curves refused", resolved, refused)
}

func compareKey(t *testing.T, text string, document did.Document, c keyCase) {
	t.Helper()
	if document.ID != text || len(document.Keys) != 1 || len(c.Document.Assertion) != 1 || document.Keys[0].ID != c.Document.Assertion[0] {
		t.Errorf("%s: document is %+v", text, document)
		return
	}
	public := document.Keys[0].Public
	if back, err := did.FromKey(public); back != text || err != nil {
		t.Errorf("%s written back is %s, %v", text, back, err)
	}
	base58, jwk := c.Pair.Base58+c.Method.Base58, c.Pair.JWK
	if jwk == nil {
		jwk = c.Method.JWK
	}
	if base58 != "" {
		multikey, err := encoding.DecodeMultibase(public.Multikey())
		if err != nil || encoding.EncodeBase58(multikey[2:]) != base58 {
			t.Errorf("%s: key bytes differ", text)
		}
		return
	}
	want, err := keys.ParsePublicJWK(jwk)
	if err != nil || public != want {
		t.Errorf("%s: key differs from publicKeyJwk, %v", text, err)
	}
}

func TestJWKVectors(t *testing.T) {
	var cases []struct {
		DID    string         `json:"did"`
		JWK    map[string]any `json:"publicKeyJwk"`
		Method string         `json:"verification_method"`
	}
	vectors.ReadJSON(t, "did/did-jwk.json", &cases)
	for _, c := range cases {
		document, err := did.Resolve(c.DID)
		if err != nil {
			t.Error(err)
			continue
		}
		want, err := keys.ParsePublicJWK(c.JWK)
		if got, ok := document.Key(c.Method); !ok || err != nil || got != want {
			t.Errorf("%s: key differs, %v", c.DID, err)
		}
	}
	t.Logf("did:jwk: %d cases", len(cases))
}

func TestPKHVectors(t *testing.T) {
	var cases []struct {
		DID    string `json:"did"`
		Expect struct {
			Methods []struct {
				Account string `json:"blockchainAccountId"`
			} `json:"verificationMethod"`
		} `json:"expect"`
	}
	vectors.ReadJSON(t, "did/did-pkh.json", &cases)
	for _, c := range cases {
		account, err := did.ParsePKH(c.DID)
		if err != nil || account.String() != c.Expect.Methods[0].Account {
			t.Errorf("%s: %v, %v", c.DID, account, err)
		}
	}
	t.Logf("did:pkh: %d cases", len(cases))
}
