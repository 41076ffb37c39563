package x5c_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"
)

// now is when the test certificates are looked at; they are valid from a day
// before to a day after.
var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// party is a certificate with its key.
type party struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

var serial int64

// issue makes a certificate for name, signed by the party or by itself where
// that is nil, after tweak has made it wrong in one way.
func (by *party) issue(t testing.TB, name string, tweak func(*x509.Certificate)) *party {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial++
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name},
		NotBefore: now.AddDate(0, 0, -1), NotAfter: now.AddDate(0, 0, 1),
	}
	if tweak != nil {
		tweak(template)
	}
	issuer, signer := template, key
	if by != nil {
		issuer, signer = by.certificate, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &party{certificate, key}
}

func authority(c *x509.Certificate) {
	c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
}

// with joins tweaks.
func with(tweaks ...func(*x509.Certificate)) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		for _, tweak := range tweaks {
			tweak(c)
		}
	}
}

func chain(parties ...*party) []*x509.Certificate {
	list := make([]*x509.Certificate, len(parties))
	for i, p := range parties {
		list[i] = p.certificate
	}
	return list
}
