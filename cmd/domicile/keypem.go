package main

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"math/big"

	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

// publicPEM writes a public key as a SubjectPublicKeyInfo, or returns "" where
// the standard library has no form for it (secp256k1).
func publicPEM(key keys.Public) string {
	public, err := standardKey(key.JWK())
	if err != nil || public == nil {
		return ""
	}
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return ""
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// standardKey is the standard library's form of a JWK that crypto/keys wrote.
func standardKey(jwk map[string]any) (any, error) {
	part := func(name string) []byte {
		text, _ := jwk[name].(string)
		b, _ := encoding.DecodeBase64URL(text)
		return b
	}
	point := append(append([]byte{4}, part("x")...), part("y")...)
	switch jwk["crv"] {
	case "P-256":
		return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	case "P-384":
		return ecdsa.ParseUncompressedPublicKey(elliptic.P384(), point)
	case "Ed25519":
		return ed25519.PublicKey(part("x")), nil
	}
	if jwk["kty"] == "RSA" {
		return &rsa.PublicKey{N: new(big.Int).SetBytes(part("n")), E: int(new(big.Int).SetBytes(part("e")).Int64())}, nil
	}
	return nil, nil
}
