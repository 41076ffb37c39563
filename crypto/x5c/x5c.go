// Package x5c follows a certificate chain from a signer to a pinned anchor: the
// "x5c" header of JOSE (RFC 7515, section 4.1.6), "x5chain" of COSE (RFC 9360),
// and the PEM files a verifier is told to trust.
//
// Most callers need ParseChain and Verify. A chain comes in order, the
// signer's certificate first, each further one having signed the one before
// it; a chain that is not exactly this is refused whole, so that a genuine
// certificate placed somewhere in it vouches for nothing. There is no search
// for a path, and therefore no loop and no explosion: at most MaxChain
// signatures are checked.
//
// A chain ends at an anchor in one of three ways: a certificate of the chain
// is the anchor, the anchor signed its last certificate, or the anchor is the
// signer's own certificate. The certificates of a chain are never anchors
// themselves.
//
// Of RFC 5280 the package checks names, signatures, validity, CA and key usage
// flags and path lengths. Name constraints, policy constraints and any
// critical extension that the standard library does not know are refused, as
// section 4.2 allows. Revocation is the trust list's, not the chain's.
package x5c

import (
	"crypto/x509"
	"encoding/pem"
	"strings"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

const (
	// KindCertificate is returned when a certificate cannot be read, or has a
	// key of a type the standard library does not know.
	KindCertificate fault.Kind = "certificate_malformed"
	// KindBroken is returned when a certificate of the chain did not sign the
	// one before it, or was not allowed to.
	KindBroken fault.Kind = "chain_broken"
	// KindExpired is returned when a certificate between signer and anchor is
	// not valid at that time.
	KindExpired fault.Kind = "chain_expired"
	// KindNameMismatch is returned when the signer's certificate is not for
	// the issuer that a credential names.
	KindNameMismatch fault.Kind = "chain_name_mismatch"
	// KindUnknown is returned when an unbroken chain ends at no anchor.
	KindUnknown fault.Kind = "issuer_unknown"
)

// Limits on certificates.
const (
	// MaxChain is the greatest number of certificates in a chain. States use
	// two or three.
	MaxChain = 6
	// MaxCertificate is the greatest size of one certificate in DER, in bytes.
	MaxCertificate = 16 << 10
	// MaxPEM is the greatest number of certificates in a PEM file.
	MaxPEM = 1024
)

// ParseChain reads the elements of an x5c header: standard base64 of DER, the
// signer's certificate first.
func ParseChain(elements []string) ([]*x509.Certificate, error) {
	ders := make([][]byte, 0, min(len(elements), MaxChain))
	for _, element := range elements {
		if len(ders) == MaxChain {
			break
		}
		der, err := encoding.DecodeBase64(element)
		if err != nil {
			return nil, fault.Wrap(KindCertificate, err, "x5c element is not base64")
		}
		ders = append(ders, der)
	}
	if len(elements) > MaxChain {
		return nil, fault.New(KindBroken, "chain has %d certificates, more than %d", len(elements), MaxChain)
	}
	return ParseDER(ders)
}

// ParseDER is ParseChain for the byte strings of COSE's x5chain.
func ParseDER(ders [][]byte) ([]*x509.Certificate, error) {
	if len(ders) == 0 || len(ders) > MaxChain {
		return nil, fault.New(KindBroken, "chain has %d certificates, not 1 to %d", len(ders), MaxChain)
	}
	chain := make([]*x509.Certificate, len(ders))
	for i, der := range ders {
		var err error
		if chain[i], err = parse(der); err != nil {
			return nil, err
		}
	}
	return chain, nil
}

// ParsePEM reads the certificates of a PEM file (RFC 7468), in its order. Text
// between the blocks is ignored; a block that is no certificate, or that does
// not decode, is refused: a shorter list than its author meant must not pass
// silently.
func ParsePEM(data []byte) ([]*x509.Certificate, error) {
	begun := strings.Count(string(data), "-----BEGIN ")
	if begun == 0 || begun > MaxPEM {
		return nil, fault.New(KindCertificate, "file has %d PEM blocks, not 1 to %d", begun, MaxPEM)
	}
	certificates := make([]*x509.Certificate, 0, begun)
	for range begun {
		block, rest := pem.Decode(data)
		if block == nil {
			return nil, fault.New(KindCertificate, "PEM block does not decode")
		}
		if block.Type != "CERTIFICATE" {
			return nil, fault.New(KindCertificate, "PEM block is no CERTIFICATE")
		}
		certificate, err := parse(block.Bytes)
		if err != nil {
			return nil, err
		}
		certificates = append(certificates, certificate)
		data = rest
	}
	return certificates, nil
}

func parse(der []byte) (*x509.Certificate, error) {
	if len(der) > MaxCertificate {
		return nil, fault.New(KindCertificate, "certificate has %d bytes, more than %d", len(der), MaxCertificate)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fault.Wrap(KindCertificate, err, "certificate cannot be read")
	}
	return certificate, nil
}
