package request

import (
	"crypto/x509"

	"domicile/crypto/alg"
	"domicile/crypto/did"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// Signer is a verifier that signs its requests: its full client identifier, its
// key, and what the header says of the key.
type Signer struct {
	ClientID string
	key      keys.Private
	header   map[string]any
}

// Algorithm is the one that the requests are signed with.
func (s *Signer) Algorithm() alg.Algorithm { return s.key.Algorithm() }

// SignByKey is a verifier that is known by its key alone, as a did:jwk. Every
// wallet that knows the method can check it, and learns no name.
func SignByKey(key keys.Private) (*Signer, error) {
	jwk, err := encoding.EncodeJSON(key.Public().JWK())
	if err != nil {
		return nil, err
	}
	id := "did:jwk:" + encoding.EncodeBase64URL(jwk)
	if _, err := did.Resolve(id); err != nil {
		return nil, err
	}
	return SignByDID(key, id+"#0")
}

// SignByDID is a verifier that is known by a DID; kid is the full URL of the
// key's verification method.
func SignByDID(key keys.Private, kid string) (*Signer, error) {
	id, fragment, err := did.Split(kid)
	if err != nil || fragment == "" {
		return nil, fault.Wrap(KindClientKey, err, "the key is not named by a DID URL with a fragment")
	}
	return &Signer{string(DID) + ":" + id, key, map[string]any{"kid": kid}}, nil
}

// SignByCertificate is a verifier that is known by a certificate, its own first:
// by the hash of it, or by a DNS name that it is for. The authority's own
// certificate is left out of the chain that is sent.
func SignByCertificate(key keys.Private, chain []*x509.Certificate, prefix Prefix, name string) (*Signer, error) {
	if len(chain) == 0 {
		return nil, fault.New(KindCertificate, "no certificate")
	}
	own, err := keys.FromStd(chain[0].PublicKey)
	if err != nil || !own.Equal(key.Public()) {
		return nil, fault.Wrap(KindClientKey, err, "the key is not the certificate's")
	}
	if prefix == CertHash {
		name = CertificateHash(chain[0])
	} else if err := matchClient(chain[0], SANDNS, name); err != nil {
		return nil, err
	}
	elements := []string{}
	for i, certificate := range chain {
		if i == 0 || string(certificate.RawIssuer) != string(certificate.RawSubject) {
			elements = append(elements, encoding.EncodeBase64(certificate.Raw))
		}
	}
	return &Signer{string(prefix) + ":" + name, key, map[string]any{"x5c": elements}}, nil
}

// SignByAttestation is a verifier whose key a registrar attests. The attestation
// is not checked here: wallets do.
func SignByAttestation(key keys.Private, attestation string) (*Signer, error) {
	_, claims, err := parseClaims(attestation)
	if err != nil {
		return nil, err
	}
	id, err := textOf(claims, "sub")
	if err != nil || id == "" {
		return nil, fault.Wrap(KindAttestation, err, "sub is missing")
	}
	return &Signer{string(Attested) + ":" + id, key, map[string]any{"jwt": attestation}}, nil
}

// SignRegistered is a verifier that wallets know beforehand, with the name of its
// key, or "".
func SignRegistered(key keys.Private, clientID, kid string) (*Signer, error) {
	if prefix, _ := PrefixOf(clientID); prefix != PreRegistered {
		return nil, fault.New(KindClientPrefix, "an identifier with a prefix is not known beforehand")
	}
	header := map[string]any{}
	if kid != "" {
		header["kid"] = kid
	}
	return &Signer{clientID, key, header}, nil
}
