package did

import (
	"strings"
	"testing"

	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

const document = `{"id":"did:web:shop.example","verificationMethod":[
	{"id":"#1","controller":"did:web:shop.example","type":"JsonWebKey2020","publicKeyJwk":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}]}`

func TestVerificationKeyIsFoundByItsURL(t *testing.T) {
	key, err := VerificationKey([]byte(document), "did:web:shop.example#1")
	if err != nil || key.IsZero() {
		t.Errorf("%v", err)
	}
}

func TestVerificationKeyRefused(t *testing.T) {
	for _, row := range []struct {
		defect, text, url string
		kind              fault.Kind
	}{
		{"document of another DID", strings.Replace(document, "did:web:shop.example", "did:web:evil.example", 1), "did:web:shop.example#1", KindDocument},
		{"document without id", `{}`, "did:web:shop.example#1", KindDocument},
		{"method of another name", document, "did:web:shop.example#2", KindNoKey},
		{"no methods", `{"id":"did:web:shop.example"}`, "did:web:shop.example#1", KindNoKey},
		{"method of two forms", strings.Replace(document, `"publicKeyJwk"`, `"publicKeyMultibase":"z6Mk","publicKeyJwk"`, 1), "did:web:shop.example#1", KindDocument},
		{"method without a key", `{"id":"did:web:shop.example","verificationMethod":[{"id":"#1"}]}`, "did:web:shop.example#1", keys.KindTypeUnknown},
		{"two methods of one name", `{"id":"did:web:shop.example","verificationMethod":[{"id":"#1"},{"id":"#1"}]}`, "did:web:shop.example#1", KindDocument},
		{"url no DID", document, "https://shop.example#1", KindMalformed},
	} {
		if _, err := VerificationKey([]byte(row.text), row.url); fault.KindOf(err) != row.kind {
			t.Errorf("%s: got %v, want %s", row.defect, err, row.kind)
		}
	}
}
