package trust_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"testing"
	"time"

	"domicile/crypto/alg"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// now is when the tests look.
var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func wantKind(t *testing.T, defect string, err error, kind fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != kind {
		t.Errorf("%s: got %v, want %q", defect, err, kind)
	}
}

// key returns a public key that depends on the seed alone.
func key(t testing.TB, a alg.Algorithm, seed byte) keys.Public {
	t.Helper()
	k, err := keys.Generate(bytes.NewReader(bytes.Repeat([]byte{seed}, 48)), a)
	if err != nil {
		t.Fatal(err)
	}
	return k.Public()
}

// jwk returns a key's JWK in JSON, with a kid where that is not empty.
func jwk(t testing.TB, k keys.Public, kid string) string {
	t.Helper()
	object := k.JWK()
	if kid != "" {
		object["kid"] = kid
	}
	text, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

type party struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// issue makes a certificate, signed by the party or by itself where that is
// nil.
func (by *party) issue(t testing.TB, name string, tweak func(*x509.Certificate)) *party {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(now.Unix()), Subject: pkix.Name{CommonName: name},
		NotBefore: now.AddDate(0, 0, -1), NotAfter: now.AddDate(0, 0, 1),
	}
	if tweak != nil {
		tweak(template)
	}
	issuer, signer := template, k
	if by != nil {
		issuer, signer = by.certificate, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer, &k.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &party{certificate, k}
}

func (by *party) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: by.certificate.Raw})
}

func (by *party) public(t testing.TB) keys.Public {
	t.Helper()
	k, err := keys.FromStd(&by.key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func authority(c *x509.Certificate) {
	c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
}

// statement gives a certificate extended key usages.
func statement(oids ...asn1.ObjectIdentifier) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.UnknownExtKeyUsage = oids }
}
