package jose_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
	"domicile/internal/vectors"
)

// accept is what a verifier does: the key comes first, from trust.
func accept(token string, jwk json.RawMessage) error {
	object, err := encoding.DecodeJSONObject(jwk)
	if err != nil {
		return err
	}
	key, err := keys.ParsePublicJWK(object)
	if err != nil {
		return err
	}
	j, err := jose.Parse(token)
	if err != nil {
		return err
	}
	return j.Verify(key)
}

// What Wycheproof calls valid with an algorithm outside the registry, or not
// in the compact form, is refused here; everything it calls invalid must be.
func TestWycheproof(t *testing.T) {
	var file struct {
		TestGroups []struct {
			Comment string          `json:"comment"`
			Public  json.RawMessage `json:"public"`
			Private json.RawMessage `json:"private"`
			Tests   []struct {
				ID      int    `json:"tcId"`
				Comment string `json:"comment"`
				JWS     any    `json:"jws"`
				Result  string `json:"result"`
			} `json:"tests"`
		} `json:"testGroups"`
	}
	vectors.ReadJSON(t, "wycheproof/json_web_signature_test.json", &file)
	accepted, refused, outside := 0, 0, 0
	for _, group := range file.TestGroups {
		key := group.Public
		if key == nil {
			key = group.Private
		}
		for _, c := range group.Tests {
			token, compact := c.JWS.(string)
			err := accept(token, key)
			switch {
			case compact && err == nil && c.Result != "invalid":
				accepted++
			case err != nil && c.Result == "invalid":
				refused++
			case err != nil && !inRegistry(key):
				outside++
			default:
				t.Errorf("%s %d %s: %s, got %v", group.Comment, c.ID, c.Comment, c.Result, err)
			}
		}
	}
	t.Logf("%d accepted, %d refused, %d of algorithms or keys outside the registry", accepted, refused, outside)
	if accepted == 0 || refused == 0 {
		t.Error("nothing was tested")
	}
}

func inRegistry(jwk json.RawMessage) bool {
	var key struct{ Alg string }
	_ = json.Unmarshal(jwk, &key)
	_, err := alg.ByJOSE(key.Alg)
	return err == nil
}

// RFC 8037 A.4 must be verified, and made again byte for byte; RFC 7520 has
// no other algorithm of ours, and its examples must be refused.
func TestCookbook(t *testing.T) {
	dir := vectors.Dir(t, "jose-cookbook")
	files, _ := filepath.Glob(filepath.Join(dir, "*", "*.json"))
	accepted, refused := 0, 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var c struct {
			Input struct {
				Payload string          `json:"payload"`
				Key     json.RawMessage `json:"key"`
				Alg     string          `json:"alg"`
			} `json:"input"`
			Output struct {
				Compact string `json:"compact"`
			} `json:"output"`
		}
		if json.Unmarshal(data, &c) != nil || c.Output.Compact == "" {
			continue
		}
		if _, err := alg.ByJOSE(c.Input.Alg); err != nil {
			if _, err := jose.Parse(c.Output.Compact); err == nil {
				t.Errorf("%s: accepted", name)
			}
			refused++
			continue
		}
		reproduce(t, c.Input.Key, c.Input.Payload, c.Output.Compact)
		accepted++
	}
	t.Logf("%d accepted and made again, %d refused", accepted, refused)
}

func reproduce(t *testing.T, jwk json.RawMessage, payload, compact string) {
	t.Helper()
	object, err := encoding.DecodeJSONObject(jwk)
	if err != nil {
		t.Fatal(err)
	}
	private, err := keys.ParsePrivateJWK(object)
	if err != nil {
		t.Fatal(err)
	}
	j, err := jose.Parse(compact)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Verify(private.Public()); err != nil {
		t.Error(err)
	}
	if again := sign(t, private, nil, payload); again != compact {
		t.Errorf("signed again: %s", again)
	}
}

// RFC 7515 A.3 is ES256: the example's JWK, header and payload, typed from the
// text. Its signature is not deterministic, so it is only verified.
func ExampleJWS_Verify() {
	const token = "eyJhbGciOiJFUzI1NiJ9" +
		".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ" +
		".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
	key, err := keys.ParsePublicJWK(map[string]any{"kty": "EC", "crv": "P-256",
		"x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
		"y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})
	if err != nil {
		fmt.Println(err)
		return
	}
	j, err := jose.Parse(token)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(j.Verify(key))
	// Output: <nil>
}
