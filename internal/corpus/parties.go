package corpus

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"io"
	"math/big"
	"net/url"
	"time"

	"domicile/credentials/trust"
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

// The parties of the corpus. Their keys are public knowledge.
const (
	issuerID  = "https://office.example"
	audience  = "redirect_uri:https://door.example/check"
	nonce     = "n-0S6_WzA2Mj-corpus"
	cardType  = "urn:example:card:1"
	issuedAt  = 1767225600 // 2026-01-01
	expiresAt = 1798761600 // 2027-01-01
	testTime  = "2026-03-01T12:00:00Z"
	testUnix  = 1772366400
)

var (
	issuerKey   = party(alg.ES256, 1)
	holderKey   = party(alg.ES256, 2)
	strangerKey = party(alg.ES256, 3)
	edKey       = party(alg.EdDSA, 4)
	kKey        = party(alg.ES256K, 5)
	wideKey     = party(alg.ES384, 6)
)

// party makes a key of a number.
func party(a alg.Algorithm, number byte) keys.Private {
	size := 32
	if a == alg.ES384 {
		size = 48
	}
	secret := make([]byte, size)
	secret[0], secret[size-1] = 0x10, number
	return must(keys.NewPrivate(a, secret))
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func toJSON(v any) string { return string(must(encoding.EncodeJSON(v))) }

func withKid(key keys.Private, kid string) map[string]any {
	jwk := key.Public().JWK()
	if kid != "" {
		jwk["kid"] = kid
	}
	return jwk
}

// trustFiles are whom the vectors trust, by file name.
func trustFiles() map[string][]byte {
	list := func(scope string, types []string, expires, until string) []byte {
		anchor := map[string]any{"id": issuerID, "name": "The office", "scope": scope, "keys": []any{withKid(issuerKey, "key-1")}}
		if types != nil {
			anchor["types"] = types
		}
		if until != "" {
			anchor["until"] = until
		}
		return []byte(toJSON(map[string]any{"domicile_trust_list": 1, "epoch": 1, "issued": "2026-01-01T00:00:00Z", "expires": expires, "anchors": []any{anchor}}))
	}
	rooted := toJSON(map[string]any{"domicile_trust_list": 1, "epoch": 1, "issued": "2026-01-01T00:00:00Z", "expires": "2027-01-01T00:00:00Z",
		"anchors": []any{map[string]any{"id": issuerID, "name": "The office", "scope": "live", "certificates": []string{encoding.EncodeBase64(rootCertificate.Raw)}}}})
	did := "did:web:office.example"
	return map[string][]byte{
		"issuer.json":       []byte(toJSON(map[string]any{"issuer": issuerID, "keys": []any{withKid(issuerKey, "key-1")}})),
		"any.json":          []byte(toJSON(withKid(issuerKey, ""))),
		"ed25519.json":      []byte(toJSON(withKid(edKey, ""))),
		"secp256k1.json":    []byte(toJSON(withKid(kKey, ""))),
		"p384.json":         []byte(toJSON(withKid(wideKey, ""))),
		"list-live.json":    list("live", nil, "2027-01-01T00:00:00Z", ""),
		"list-test.json":    list("test", nil, "2027-01-01T00:00:00Z", ""),
		"list-other.json":   list("live", []string{"urn:example:other:1"}, "2027-01-01T00:00:00Z", ""),
		"list-card.json":    list("live", []string{cardType}, "2027-01-01T00:00:00Z", ""),
		"list-root.json":    []byte(rooted),
		"list-past.json":    list("live", nil, "2027-01-01T00:00:00Z", "2026-02-01T00:00:00Z"),
		"list-expired.json": list("live", nil, "2026-02-01T00:00:00Z", ""),
		"did.json": []byte(toJSON(map[string]any{"id": did, "assertionMethod": []any{did + "#key-1"}, "verificationMethod": []any{
			map[string]any{"id": did + "#key-1", "type": "JsonWebKey", "controller": did, "publicKeyJwk": issuerKey.Public().JWK()}}})),
		"root.pem":        asPEM(rootCertificate),
		"signer.pem":      asPEM(signerCertificate),
		"signer-test.pem": asPEM(testSignerCertificate),
	}
}

func asPEM(c *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})
}

// Certificates: an authority, the office's certificate under it in some versions,
// and signers of health certificates.
var (
	rootCertificate       = certify(authority("Corpus root", 10), nil, 10, 10)
	strangeRoot           = certify(authority("Strange root", 11), nil, 11, 11)
	impostorRoot          = certify(authority("Corpus root", 12), nil, 11, 11) // the same name, another key
	officeCertificate     = certify(leaf("office", 1, issuerID), rootCertificate, 1, 10)
	namelessCertificate   = certify(leaf("The office", 7, ""), rootCertificate, 1, 10)
	otherCertificate      = certify(leaf("other", 2, "https://other.example"), rootCertificate, 1, 10)
	expiredCertificate    = certify(expired(leaf("office", 3, issuerID)), rootCertificate, 1, 10)
	brokenCertificate     = certify(leaf("office", 4, issuerID), impostorRoot, 1, 11)
	signerCertificate     = certify(leaf("XM signer", 5, ""), nil, 1, 1)
	testSignerCertificate = certify(forTests(leaf("XM tests", 6, "")), nil, 1, 1)
)

var (
	certifiedFrom  = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	certifiedUntil = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
)

func authority(name string, serial int64) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, NotBefore: certifiedFrom, NotAfter: certifiedUntil,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
}

func leaf(name string, serial int64, issuer string) *x509.Certificate {
	c := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, NotBefore: certifiedFrom, NotAfter: certifiedUntil,
		KeyUsage: x509.KeyUsageDigitalSignature,
	}
	if issuer != "" {
		c.URIs = []*url.URL{must(url.Parse(issuer))}
	}
	return c
}

func expired(c *x509.Certificate) *x509.Certificate {
	c.NotAfter = time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	return c
}

// forTests limits a signer of health certificates to statements on tests.
func forTests(c *x509.Certificate) *x509.Certificate {
	c.UnknownExtKeyUsage = []asn1.ObjectIdentifier{{1, 3, 6, 1, 4, 1, 1847, 2021, 1, 1}}
	return c
}

// certify signs a certificate for the key of one number with that of another;
// nil parents sign themselves.
func certify(template, parent *x509.Certificate, subject, signer byte) *x509.Certificate {
	if parent == nil {
		parent = template
	}
	public := &must(ecdsa.ParseRawPrivateKey(elliptic.P256(), rawParty(subject))).PublicKey
	der := must(x509.CreateCertificate(nil, template, parent, public, deterministic{must(ecdsa.ParseRawPrivateKey(elliptic.P256(), rawParty(signer)))}))
	return must(x509.ParseCertificate(der))
}

func rawParty(number byte) []byte {
	secret := make([]byte, 32)
	secret[0], secret[31] = 0x10, number
	return secret
}

// deterministic signs as RFC 6979 does, so that the corpus can be made again.
type deterministic struct{ key *ecdsa.PrivateKey }

func (d deterministic) Public() crypto.PublicKey { return &d.key.PublicKey }

func (d deterministic) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return d.key.Sign(nil, digest, opts)
}

// signerKid is the key identifier of a signer of health certificates.
func signerKid(c *x509.Certificate) []byte { return trust.CertificateKeyID(c) }
