package cwt_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"testing"
	"time"

	"domicile/credentials/cwt"
	"domicile/crypto/alg"
	"domicile/crypto/cose"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// RFC 8392, appendix A.3: the signed example, typed from the text.
const exampleCWT = "d28443a10126a05850a70175636f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818636f61703a2f2f6c" +
	"696768742e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f007420b7158405427c1ff28d23fbad1f29c4c7c6a555e601d6fa2" +
	"9f9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01f85951ecee743a52b9b63632c57209120e1c9e30"

func exampleKey(t *testing.T) keys.Public {
	t.Helper()
	x, _ := hex.DecodeString("143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f")
	y, _ := hex.DecodeString("60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9")
	key, err := keys.ParsePublicJWK(map[string]any{"kty": "EC", "crv": "P-256",
		"x": encoding.EncodeBase64URL(x), "y": encoding.EncodeBase64URL(y)})
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestExampleOfTheStandard(t *testing.T) {
	data, err := hex.DecodeString(exampleCWT)
	if err != nil {
		t.Fatal(err)
	}
	for name, message := range map[string][]byte{
		"tag 18": data, "untagged": data[1:], "tag 61 around 18": append([]byte{0xd8, 61}, data...),
	} {
		token, err := cwt.Parse(message)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := token.Verify(exampleKey(t)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if token.Issuer != "coap://as.example.com" || token.Subject != "erikw" || !slices.Equal(token.Audience, []string{"coap://light.example.com"}) ||
			token.ExpiresAt.Unix() != 1444064944 || token.NotBefore.Unix() != 1443944944 || token.IssuedAt.Unix() != 1443944944 ||
			hex.EncodeToString(token.ID) != "0b71" {
			t.Errorf("%s: read %+v", name, token)
		}
	}
}

func TestRefusedTokens(t *testing.T) {
	key := testKey(t, alg.EdDSA, 7)
	for defect, row := range map[string]struct {
		claims map[any]any
		kind   fault.Kind
	}{
		"issuer a number":        {map[any]any{1: 1}, cwt.KindClaimMalformed},
		"issuer null":            {map[any]any{1: nil}, cwt.KindClaimMalformed},
		"subject bytes":          {map[any]any{2: []byte("x")}, cwt.KindClaimMalformed},
		"audience a number":      {map[any]any{3: 1}, cwt.KindClaimMalformed},
		"audience holds numbers": {map[any]any{3: []any{"x", 1}}, cwt.KindClaimMalformed},
		"expiry text":            {map[any]any{4: "1"}, cwt.KindClaimMalformed},
		"not before a boolean":   {map[any]any{5: true}, cwt.KindClaimMalformed},
		"not before in ms":       {map[any]any{5: 1700000000000}, cwt.KindTimeInMilliseconds},
		"date of 2^64-1":         {map[any]any{6: uint64(1<<64 - 1)}, cwt.KindTimeInMilliseconds},
		"identifier text":        {map[any]any{7: "x"}, cwt.KindClaimMalformed},
	} {
		if _, err := cwt.Issue(key, nil, row.claims); fault.KindOf(err) != row.kind {
			t.Errorf("%s: got %v, want %s", defect, err, row.kind)
		}
	}
	if _, err := cwt.Issue(key, []byte("k"), map[any]any{3: []any{"a", "b"}}); err != nil {
		t.Errorf("two audiences: %v", err)
	}
	// Only health certificates may leave the algorithm unprotected.
	loose, _ := encoding.EncodeCBOR([]any{[]byte{}, map[any]any{1: -7}, []byte{0xa0}, make([]byte, 64)})
	if _, err := cwt.Parse(loose); fault.KindOf(err) != cose.KindHeaderMalformed {
		t.Errorf("unprotected algorithm: %v", err)
	}
}

func ExampleParse() {
	key, _ := keys.NewPrivate(alg.ES256, bytes.Repeat([]byte{7}, 32))
	data, _ := cwt.Issue(key, []byte("k1"), map[any]any{1: "https://issuer.example", 4: 1900000000})

	token, err := cwt.Parse(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(token.Issuer, token.ExpiresAt.Format(time.DateOnly), token.Verify(key.Public()))
	// Output: https://issuer.example 2030-03-17 <nil>
}
