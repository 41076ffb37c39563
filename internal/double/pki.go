package double

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"

	"domicile/crypto/alg"
	"domicile/crypto/keys"
)

// Certified is a key with a certificate.
type Certified struct {
	Key         keys.Private
	Certificate *x509.Certificate

	key *ecdsa.PrivateKey
}

// Certify makes a P-256 key and a certificate of it for an organisation, valid
// for a year around Noon: signed by the authority, or by itself where that is
// nil, after tweak has given it what it needs.
func Certify(t testing.TB, by *Certified, organisation string, tweak func(*x509.Certificate)) *Certified {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{Organization: []string{organisation}},
		NotBefore: Noon.AddDate(0, -6, 0), NotAfter: Noon.AddDate(0, 6, 0), KeyUsage: x509.KeyUsageDigitalSignature,
	}
	if tweak != nil {
		tweak(template)
	}
	parent, signer := template, key
	if by != nil {
		parent, signer = by.Certificate, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	return certified(t, der, key)
}

func certified(t testing.TB, der []byte, key *ecdsa.PrivateKey) *Certified {
	t.Helper()
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := key.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	private, err := keys.NewPrivate(alg.ES256, secret)
	if err != nil {
		t.Fatal(err)
	}
	return &Certified{private, certificate, key}
}

// Authority makes a certificate one of an authority.
func Authority(c *x509.Certificate) {
	c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
}

// For makes a certificate one for names in the DNS.
func For(names ...string) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.DNSNames = names }
}

// CertifyEdwards makes an Ed25519 key and a certificate of it for the verifier's
// host.
func (v *Verifier) CertifyEdwards() (keys.Private, *x509.Certificate) {
	v.t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		v.t.Fatal(err)
	}
	key, err := keys.NewPrivate(alg.EdDSA, private.Seed())
	if err != nil {
		v.t.Fatal(err)
	}
	template := *v.Leaf.Certificate
	template.SignatureAlgorithm = 0
	der, err := x509.CreateCertificate(rand.Reader, &template, v.Middle.Certificate, public, v.Middle.key)
	if err != nil {
		v.t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		v.t.Fatal(err)
	}
	return key, certificate
}
