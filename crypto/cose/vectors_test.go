package cose_test

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"domicile/crypto/alg"
	"domicile/crypto/cose"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
	"domicile/internal/vectors"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func readFiles(t *testing.T, pattern string, each func(name string, data []byte)) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(vectors.Dir(t, "cose"), filepath.FromSlash(pattern)))
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		each(filepath.Base(name), data)
	}
}

// signer makes a key of a case's JWK, whose members may be hexadecimal.
func signer(t *testing.T, jwk map[string]any) (keys.Private, error) {
	t.Helper()
	plain := map[string]any{}
	for name, value := range jwk {
		text, _ := value.(string)
		if len(name) > 4 && name[len(name)-4:] == "_hex" {
			name, text = name[:len(name)-4], encoding.EncodeBase64URL(unhex(t, text))
		}
		if name != "kid" {
			plain[name] = text
		}
	}
	return keys.ParsePrivateJWK(plain)
}

// The working group's examples of COSE_Sign1. What they call good with an
// algorithm outside the registry, or with the algorithm unprotected, is refused.
func TestWorkingGroupExamples(t *testing.T) {
	accepted, refused := 0, 0
	for _, pattern := range []string{"*-tests/sign*.json", "*-examples/*-sig-*.json", "CWT/*.json", "RFC8152/*.json"} {
		readFiles(t, pattern, func(name string, data []byte) {
			var c struct {
				Fail  bool
				Input struct {
					Sign0 *struct {
						Key      map[string]any
						Alg      string
						External string
					}
				}
				Output struct{ CBOR string }
			}
			if err := json.Unmarshal(data, &c); err != nil {
				t.Fatal(err)
			}
			err := verifyCase(t, unhex(t, c.Output.CBOR), c.Input.Sign0 == nil, func() (keys.Private, string) {
				key, _ := signer(t, c.Input.Sign0.Key)
				return key, c.Input.Sign0.External
			})
			_, outside := alg.ByJOSE(algOf(c.Input.Sign0))
			want := !c.Fail && c.Input.Sign0 != nil && outside == nil && name != "sign-pass-01.json"
			if want != (err == nil) {
				t.Errorf("%s: %v", name, err)
			}
			if accepted++; err != nil {
				accepted, refused = accepted-1, refused+1
			}
		})
	}
	t.Logf("%d accepted, %d refused", accepted, refused)
}

func algOf(sign *struct {
	Key      map[string]any
	Alg      string
	External string
}) string {
	if sign == nil {
		return ""
	}
	return sign.Alg
}

func verifyCase(t *testing.T, message []byte, unkeyed bool, key func() (keys.Private, string)) error {
	m, err := cose.ParseSign1(message)
	if err != nil || unkeyed {
		return err
	}
	private, external := key()
	return m.Verify(private.Public(), unhex(t, external))
}

// An empty map, wrapped, is signed as the empty string (RFC 9052, 4.4); this
// case needs the algorithm from the unprotected header as well.
func TestEmptyProtectedHeader(t *testing.T) {
	var c struct {
		Input  struct{ Sign0 struct{ Key map[string]any } }
		Output struct{ CBOR string }
	}
	vectors.ReadJSON(t, "cose/sign1-tests/sign-pass-01.json", &c)
	m, err := cose.ParseTolerant(unhex(t, c.Output.CBOR), cose.Tolerance{UnprotectedAlgorithm: true})
	if err != nil {
		t.Fatal(err)
	}
	key, err := signer(t, c.Input.Sign0.Key)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Verify(key.Public(), nil); err != nil {
		t.Error(err)
	}
}

// The glueCOSE vectors for verifiers. Those for signers hold signatures that
// only show a form: ECDSA draws at random, and they do not verify.
func TestGlueCOSE(t *testing.T) {
	accepted, refused := 0, 0
	readFiles(t, "gluecose/sign1-verify-*.json", func(name string, data []byte) {
		var c struct {
			Key    map[string]any
			Alg    string
			Verify struct {
				Message      struct{ CBORHex string } `json:"taggedCOSESign1"`
				External     string
				ShouldVerify bool
			} `json:"sign1::verify"`
		}
		if err := json.Unmarshal(data, &c); err != nil {
			t.Fatal(err)
		}
		m, err := cose.ParseSign1(unhex(t, c.Verify.Message.CBORHex))
		if err == nil {
			key, keyErr := keys.ParsePublicJWK(c.Key)
			if err = keyErr; err == nil {
				err = m.Verify(key, unhex(t, c.Verify.External))
			}
		}
		if _, outside := alg.ByJOSE(c.Alg); (c.Verify.ShouldVerify && outside == nil) != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
		if accepted++; err != nil {
			accepted, refused = accepted-1, refused+1
		}
	})
	t.Logf("%d accepted, %d refused", accepted, refused)
}
