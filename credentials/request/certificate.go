package request

import (
	"crypto/sha256"
	"crypto/x509"
	"slices"
	"strings"

	"domicile/credentials/address"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/crypto/x5c"
)

// identifyCertificate follows section 5.9.3, x509_san_dns and x509_hash. The
// chain is followed to an authority that the wallet believes before anything in
// it counts: a genuine authority behind a stranger's leaf vouches for nothing.
func (in *input) identifyCertificate(r *Request, prefix Prefix, id string) (Identity, error) {
	elements, err := in.object.X5C()
	if err != nil || len(elements) == 0 {
		return Identity{}, fault.Wrap(KindCertificate, err, "the header has no certificates")
	}
	chain, err := x5c.ParseChain(elements)
	if err != nil {
		return Identity{}, fault.Wrap(KindCertificate, err, "")
	}
	leaf := chain[0]
	if err := matchClient(leaf, prefix, id); err != nil {
		return Identity{}, err
	}
	if prefix == SANDNS && in.origin == "" && hostOf(r.AnswerURL()) != strings.ToLower(id) {
		return Identity{}, fault.New(KindReturnMismatch, "the answer would go to another host than the certificate's")
	}
	authority, err := in.authority(chain)
	if err != nil {
		return Identity{}, err
	}
	if err := in.verifyLeaf(leaf); err != nil {
		return Identity{}, err
	}
	return Identity{Sure: Verified, Name: x5c.NameOf(leaf), By: x5c.NameOf(authority)}, nil
}

// matchClient compares the identifier with the leaf.
func matchClient(leaf *x509.Certificate, prefix Prefix, id string) error {
	if prefix == CertHash {
		if CertificateHash(leaf) != id {
			return fault.New(KindClientKey, "the identifier is the hash of another certificate")
		}
		return nil
	}
	if !address.IsHost(id) { // a name, and no pattern of names
		return fault.New(KindCertificate, "the identifier is no name in the DNS")
	}
	if !slices.ContainsFunc(leaf.DNSNames, func(name string) bool { return strings.EqualFold(name, id) }) {
		return fault.New(KindCertificate, "the certificate is for other names")
	}
	return nil
}

// CertificateHash is the identifier of a certificate with the prefix x509_hash.
func CertificateHash(certificate *x509.Certificate) string {
	sum := sha256.Sum256(certificate.Raw)
	return encoding.EncodeBase64URL(sum[:])
}

// authority follows the chain to one of the wallet's authorities.
func (in *input) authority(chain []*x509.Certificate) (*x509.Certificate, error) {
	n, err := x5c.Anchor(chain, in.wallet.Verifiers.Authorities, in.now)
	if err != nil {
		return nil, fault.Wrap(KindCertificate, err, "")
	}
	return in.wallet.Verifiers.Authorities[n], nil
}

func (in *input) verifyLeaf(leaf *x509.Certificate) error {
	if leaf.KeyUsage != 0 && leaf.KeyUsage&x509.KeyUsageDigitalSignature == 0 {
		return fault.New(KindCertificate, "the certificate is not for signatures")
	}
	key, err := keys.FromStd(leaf.PublicKey)
	if err != nil {
		return fault.Wrap(KindCertificate, err, "")
	}
	if err := in.object.Verify(key); err != nil {
		return fault.Wrap(KindSignature, err, "not the certificate's key")
	}
	return nil
}
