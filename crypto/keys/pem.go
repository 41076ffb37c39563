package keys

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"

	"domicile/crypto/alg"
	"domicile/crypto/fault"
)

// maxPrivatePEM bounds a file with one private key; those of our curves have
// some 250 bytes.
const maxPrivatePEM = 8 << 10

// ParsePrivatePEM reads the private key of a PEM file (RFC 7468): one block
// "PRIVATE KEY" (PKCS #8, RFC 5958) or "EC PRIVATE KEY" (RFC 5915), the latter
// perhaps after the "EC PARAMETERS" that some tools write before it. Encrypted
// keys are refused: the passphrase has no business here.
func ParsePrivatePEM(data []byte) (Private, error) {
	if len(data) > maxPrivatePEM {
		return Private{}, fault.New(KindMalformed, "%d bytes, at most %d", len(data), maxPrivatePEM)
	}
	block, rest := pem.Decode(data)
	if block != nil && block.Type == "EC PARAMETERS" {
		block, rest = pem.Decode(rest)
	}
	if block == nil || bytes.Contains(rest, []byte("-----BEGIN ")) {
		return Private{}, fault.New(KindMalformed, "not one PEM block with a private key")
	}
	defer clear(block.Bytes)
	if len(block.Headers) > 0 || block.Type == "ENCRYPTED PRIVATE KEY" {
		return Private{}, fault.New(KindTypeUnknown, "the private key is encrypted")
	}
	return parsePrivateBlock(block)
}

func parsePrivateBlock(block *pem.Block) (Private, error) {
	switch block.Type {
	case "PRIVATE KEY":
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			return Private{}, fault.Wrap(KindMalformed, err, "PKCS #8")
		}
		return fromStdPrivate(key)
	case "EC PRIVATE KEY":
		key, err := x509.ParseECPrivateKey(block.Bytes)
		if err != nil {
			return Private{}, fault.Wrap(KindMalformed, err, "EC PRIVATE KEY")
		}
		return fromStdPrivate(key)
	}
	return Private{}, fault.New(KindTypeUnknown, "PEM block is no private key")
}

func fromStdPrivate(key any) (Private, error) {
	switch key := key.(type) {
	case *ecdsa.PrivateKey:
		return fromECDSAPrivate(key)
	case ed25519.PrivateKey:
		return NewPrivate(alg.EdDSA, key.Seed())
	}
	return Private{}, fault.New(KindTypeUnknown, "private key is of type %T", key)
}

func fromECDSAPrivate(key *ecdsa.PrivateKey) (Private, error) {
	a, err := ofCurve(key.Curve)
	if err != nil {
		return Private{}, err
	}
	secret, err := key.Bytes()
	if err != nil {
		return Private{}, fault.Wrap(KindMalformed, err, "the scalar")
	}
	defer clear(secret)
	return NewPrivate(a, secret)
}
