package keys_test

import (
	"bytes"
	"fmt"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

func ExampleGenerate() {
	// Programs pass crypto/rand.Reader.
	random := bytes.NewReader(bytes.Repeat([]byte{7}, 32))
	key, err := keys.Generate(random, alg.ES256)
	if err != nil {
		panic(err)
	}
	message := []byte("I live here")
	signature, _ := key.Sign(message)
	fmt.Println(len(signature), key.Public().Verify(message, signature))
	err = key.Public().Verify([]byte("I live there"), signature)
	fmt.Println(fault.KindOf(err))
	// Output:
	// 64 <nil>
	// signature_invalid
}

// The key and thumbprint are those of RFC 8037, appendix A.3.
func ExampleParsePublicJWK() {
	object, _ := encoding.DecodeJSONObject([]byte(`{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`))
	key, err := keys.ParsePublicJWK(object)
	fmt.Println(key.Algorithm(), key.Thumbprint(), err)
	// Output: EdDSA kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k <nil>
}

func ExampleParseMultikey() {
	key, err := keys.ParseMultikey("z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp")
	fmt.Println(key.Algorithm(), err)
	// Output: EdDSA <nil>
}

func ExampleParseJWKSet() {
	set, err := keys.ParseJWKSet([]byte(`{"issuer":"https://issuer.example","keys":[
		{"kty":"OKP","crv":"Ed25519","kid":"2026","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
		{"kty":"OKP","crv":"X25519","kid":"for encryption","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}]}`))
	fmt.Println(set.Issuer, len(set.Keys), set.Keys[0].ID, err)
	// Output: https://issuer.example 1 2026 <nil>
}

func ExampleParseCOSEKey() {
	random := bytes.NewReader(bytes.Repeat([]byte{7}, 48))
	key, _ := keys.Generate(random, alg.ES384)
	data, _ := key.Public().COSEKey()
	back, err := keys.ParseCOSEKey(data)
	fmt.Println(back == key.Public(), err)
	// Output: true <nil>
}
