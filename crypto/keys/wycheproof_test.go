package keys_test

import (
	"bytes"
	"encoding/asn1"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"runtime"
	"slices"
	"testing"

	"domicile/crypto/alg"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/internal/vectors"
)

// hexBytes is a byte string in hexadecimal, as Wycheproof writes it.
type hexBytes []byte

func (h *hexBytes) UnmarshalText(text []byte) (err error) {
	*h, err = hex.DecodeString(string(text))
	return err
}

// wycheproof is the part of Project Wycheproof's files that is used here.
type wycheproof struct {
	Groups []struct {
		Key struct {
			Uncompressed hexBytes `json:"uncompressed"`
			Point        hexBytes `json:"pk"`
			Modulus      hexBytes `json:"modulus"`
			Exponent     hexBytes `json:"publicExponent"`
		} `json:"publicKey"`
		JWK   map[string]any `json:"publicKeyJwk"`
		Tests []struct {
			ID        int      `json:"tcId"`
			Comment   string   `json:"comment"`
			Message   hexBytes `json:"msg"`
			Signature hexBytes `json:"sig"`
			Result    string   `json:"result"`
			Flags     []string `json:"flags"`
		} `json:"tests"`
	} `json:"testGroups"`
}

// TestWycheproof runs every signature case of the algorithms. Signatures in DER
// are carried over to r || s; those that are not DER cannot be, and must be
// among the invalid ones.
func TestWycheproof(t *testing.T) {
	files := []struct {
		name string
		a    alg.Algorithm
		der  bool
	}{
		{"ecdsa_secp256r1_sha256_p1363", alg.ES256, false},
		{"ecdsa_secp256r1_sha256", alg.ES256, true},
		{"ecdsa_secp384r1_sha384_p1363", alg.ES384, false},
		{"ecdsa_secp384r1_sha384", alg.ES384, true},
		{"ecdsa_secp256k1_sha256_p1363", alg.ES256K, false},
		{"ecdsa_secp256k1_sha256", alg.ES256K, true},
		{"ecdsa_secp256k1_sha256_bitcoin", alg.ES256K, true},
		{"ed25519", alg.EdDSA, false},
		{"rsa_pss_2048_sha256_mgf1_32", alg.PS256, false},
	}
	accepted, refused := 0, 0
	for _, file := range files {
		var w wycheproof
		vectors.ReadJSON(t, "wycheproof/"+file.name+"_test.json", &w)
		for _, group := range w.Groups {
			key := wycheproofKey(t, file.a, group.Key.Uncompressed, group.Key.Point, group.Key.Modulus, group.Key.Exponent)
			if group.JWK != nil {
				if fromJWK, err := keys.ParsePublicJWK(group.JWK); err != nil || fromJWK != key {
					t.Errorf("%s: the group's JWK is another key: %v", file.name, err)
				}
			}
			for _, test := range group.Tests {
				signature, carried := []byte(test.Signature), true
				if file.der {
					signature, carried = fromDER(test.Signature, file.a.SignatureSize())
				}
				if slices.Contains(test.Flags, "SignatureMalleabilityBitcoin") {
					// Bitcoin's rule of the lower s, which JOSE and COSE do not have.
					test.Result = "valid"
				}
				err := key.Verify(test.Message, signature)
				switch {
				case !carried && test.Result != "invalid", carried && (err == nil) != (test.Result == "valid"):
					t.Errorf("%s %d (%s): got %v, want %s", file.name, test.ID, test.Comment, err, test.Result)
				case carried && err != nil && fault.KindOf(err) != keys.KindSignatureInvalid && fault.KindOf(err) != keys.KindSignatureLength:
					t.Errorf("%s %d: kind %s", file.name, test.ID, fault.KindOf(err))
				case test.Result == "valid":
					accepted++
				default:
					refused++
				}
			}
		}
	}
	t.Logf("Wycheproof on %s/%s: %d cases, %d accepted, %d refused", runtime.GOOS, runtime.GOARCH, accepted+refused, accepted, refused)
}

func wycheproofKey(t *testing.T, a alg.Algorithm, point, edPoint, modulus, exponent []byte) keys.Public {
	t.Helper()
	object := map[string]any{"kty": "EC", "crv": string(a.Curve())}
	switch {
	case a == alg.EdDSA:
		object["kty"], object["x"] = "OKP", base64url(edPoint)
	case a == alg.PS256:
		object = map[string]any{"kty": "RSA", "n": base64url(bytes.TrimLeft(modulus, "\x00")), "e": base64url(exponent)}
	default:
		half := len(point) / 2
		object["x"], object["y"] = base64url(point[1:1+half]), base64url(point[1+half:])
	}
	key, err := keys.ParsePublicJWK(object)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// fromDER returns r || s of a strict DER signature, false where the bytes are
// none or a number does not fit.
func fromDER(der []byte, size int) ([]byte, bool) {
	var rs struct{ R, S *big.Int }
	rest, err := asn1.Unmarshal(der, &rs)
	if err != nil || len(rest) > 0 {
		return nil, false
	}
	again, err := asn1.Marshal(rs)
	if err != nil || !bytes.Equal(again, der) || rs.R.Sign() < 0 || rs.S.Sign() < 0 || rs.R.BitLen() > size*4 || rs.S.BitLen() > size*4 {
		return nil, false
	}
	signature := make([]byte, size)
	rs.R.FillBytes(signature[:size/2])
	rs.S.FillBytes(signature[size/2:])
	return signature, true
}

// TestWycheproofKeySets gives the files' key sets to ParseJWKSet: those that
// mix secrets with public keys or name two keys alike must be refused.
func TestWycheproofKeySets(t *testing.T) {
	var file struct {
		Groups []struct {
			Comment string          `json:"comment"`
			Private json.RawMessage `json:"private"`
			Public  json.RawMessage `json:"public"`
		} `json:"testGroups"`
	}
	read, refused := 0, 0
	for _, name := range []string{"json_web_key", "json_web_signature", "json_web_crypto"} {
		vectors.ReadJSON(t, "wycheproof/"+name+"_test.json", &file)
		for _, group := range file.Groups {
			if _, err := keys.ParseJWKSet(group.Private); err == nil {
				t.Errorf("%s %s: private keys are read as public ones", name, group.Comment)
			} else {
				refused++
			}
			if len(group.Public) == 0 {
				continue
			}
			if set, err := keys.ParseJWKSet(group.Public); err == nil {
				read++
				for _, key := range set.Keys {
					if !key.Public.Algorithm().Known() {
						t.Errorf("%s %s: key of no algorithm", name, group.Comment)
					}
				}
			} else {
				refused++
				t.Logf("%s %s: %v", name, group.Comment, err)
			}
		}
	}
	t.Logf("Wycheproof key sets: %d read, %d refused", read, refused)
}
