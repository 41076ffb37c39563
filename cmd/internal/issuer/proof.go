package issuer

import (
	"slices"
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

// proofType is the typ of a key proof (appendix F.1).
const proofType = "openid4vci-proof+jwt"

// proof is a key proof that was verified, but for its nonce.
type proof struct {
	key   keys.Public
	nonce string
}

func badProof(description string) error { return refuse("invalid_proof", description) }

// readProofs verifies the proofs of a credential request (appendix F.4).
func (i *Issuer) readProofs(body map[string]any, now time.Time) ([]proof, error) {
	proofs, present, err := encoding.Object(body, "proofs")
	if err != nil || !present || len(proofs) != 1 {
		return nil, badProof("proofs with one proof type are needed")
	}
	jwts, present, err := encoding.Strings(proofs, "jwt")
	if err != nil || !present || len(jwts) == 0 {
		return nil, badProof("proofs of type jwt are needed")
	}
	if len(jwts) > BatchSize {
		return nil, badProof("more proofs than batch_size")
	}
	list := make([]proof, len(jwts))
	for n, jwt := range jwts {
		if list[n], err = i.readProof(jwt, now); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(list[:n], func(p proof) bool { return p.key.Equal(list[n].key) }) {
			return nil, badProof("two proofs are of the same key")
		}
	}
	return list, nil
}

func (i *Issuer) readProof(jwt string, now time.Time) (proof, error) {
	token, err := jose.Parse(jwt)
	if err != nil {
		return proof{}, badProof("a proof is no acceptable JWS")
	}
	if err := token.RequireType(proofType); err != nil {
		return proof{}, badProof("typ is not " + proofType)
	}
	if !slices.Contains(proofAlgorithms, string(token.Algorithm())) {
		return proof{}, badProof("alg is not supported")
	}
	key, err := proofKey(token.Header)
	if err != nil {
		return proof{}, err
	}
	if err := token.Verify(key); err != nil {
		return proof{}, badProof("the signature is not of the key in the header")
	}
	nonce, err := i.proofClaims(token.Payload, now)
	return proof{key, nonce}, err
}

// proofKey returns the one key of a proof's header.
func proofKey(header map[string]any) (keys.Public, error) {
	for _, other := range []string{"kid", "x5c", "x5u", "jku"} {
		if _, present := header[other]; present {
			return keys.Public{}, badProof("the key is to be given as jwk, and only so")
		}
	}
	jwk, present, err := encoding.Object(header, "jwk")
	if err != nil || !present {
		return keys.Public{}, badProof("jwk is missing")
	}
	for _, private := range []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"} {
		if _, present := jwk[private]; present {
			return keys.Public{}, badProof("jwk holds a private key")
		}
	}
	key, err := keys.ParsePublicJWK(jwk)
	if err != nil {
		return keys.Public{}, badProof("jwk is no supported public key")
	}
	return key, nil
}

func (i *Issuer) proofClaims(payload []byte, now time.Time) (nonce string, err error) {
	claims, err := encoding.DecodeJSONObject(payload)
	if err != nil {
		return "", badProof("the payload is not a strict JSON object")
	}
	audience, _, err := encoding.String(claims, "aud")
	if err != nil || audience != i.config.Identifier() {
		return "", badProof("aud is not this issuer")
	}
	made, present, err := encoding.NumericDate(claims, "iat")
	if err != nil || !present {
		return "", badProof("iat is missing")
	}
	if made.After(now.Add(ProofLeeway)) || made.Before(now.Add(-NonceLifetime-ProofLeeway)) {
		return "", badProof("iat is too far from now")
	}
	nonce, present, err = encoding.String(claims, "nonce")
	if err != nil || !present {
		return "", badProof("nonce is missing")
	}
	return nonce, nil
}
