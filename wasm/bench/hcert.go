//go:build !js

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"time"

	"domicile/credentials/cwt"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

// healthCard is a health certificate of nobody, and the certificate of the
// office that signed it, for tests and measurements.
type healthCard struct {
	Credential  string `json:"credential"`
	Certificate string `json:"certificate"` // PEM
}

// dcc is a vaccination of the EU DCC schema 1.3.0.
const dcc = `{"ver":"1.3.0","nam":{"fn":"Beispiel","fnt":"BEISPIEL","gn":"Erika","gnt":"ERIKA"},"dob":"1964-08-12",
"v":[{"tg":"840539006","vp":"1119349007","mp":"EU/1/20/1528","ma":"ORG-100030215","dn":2,"sd":2,"dt":"2026-05-29",
"co":"XM","is":"Meridia Health Office","ci":"URN:UVCI:01:XM:TEST0000001#1"}]}`

func newHealthCard(now time.Time) (healthCard, error) {
	signer, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return healthCard{}, err
	}
	certificate, err := selfSigned(signer, now)
	if err != nil {
		return healthCard{}, err
	}
	key, err := privateKey(signer)
	if err != nil {
		return healthCard{}, err
	}
	claims, err := encoding.DecodeJSONObject([]byte(dcc))
	if err != nil {
		return healthCard{}, err
	}
	digest := sha256.Sum256(certificate)
	text, err := cwt.IssueHCERT(key, digest[:8], "XM", now, now.AddDate(1, 0, 0), claims)
	block := &pem.Block{Type: "CERTIFICATE", Bytes: certificate}
	return healthCard{text, string(pem.EncodeToMemory(block))}, err
}

// selfSigned names the office and country as the certificates of states do.
func selfSigned(signer *ecdsa.PrivateKey, now time.Time) ([]byte, error) {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{Country: []string{"XM"}, CommonName: "Meridia Health Office (test)"},
		NotBefore:    now.Add(-time.Hour),
		NotAfter:     now.AddDate(2, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature,
	}
	return x509.CreateCertificate(rand.Reader, template, template, signer.Public(), signer)
}

func privateKey(signer *ecdsa.PrivateKey) (keys.Private, error) {
	point, err := signer.PublicKey.Bytes()
	if err != nil {
		return keys.Private{}, err
	}
	scalar, err := signer.Bytes()
	if err != nil {
		return keys.Private{}, err
	}
	return keys.ParsePrivateJWK(map[string]any{
		"kty": "EC", "crv": "P-256", "alg": "ES256",
		"x": encoding.EncodeBase64URL(point[1:33]),
		"y": encoding.EncodeBase64URL(point[33:]),
		"d": encoding.EncodeBase64URL(scalar),
	})
}
