package trust

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"slices"

	"domicile/crypto/fault"
)

// Types of health certificates, for Question.Type and Anchor.Types: what a
// certificate states.
const (
	HCERTTest        = "hcert:t"
	HCERTVaccination = "hcert:v"
	HCERTRecovery    = "hcert:r"
)

// thumbSize is the length of a health certificate's key identifier.
const thumbSize = 8

// CertificateKeyID returns the key identifier of health certificates signed
// with the certificate: the first 8 bytes of the SHA-256 of its DER (EU
// eHealth Network, "Guidelines on Technical Specifications for Digital Green
// Certificates", volume 1, section 3.3.3).
func CertificateKeyID(certificate *x509.Certificate) []byte {
	sum := sha256.Sum256(certificate.Raw)
	return sum[:thumbSize]
}

// statements lists the extended key usages by which a state limits a signer
// (same guidelines, volume 1, annex on key usage). Signers of the first weeks
// carry them under another arc.
var statements = map[string][]string{
	HCERTTest:        {"1.3.6.1.4.1.1847.2021.1.1", "1.3.6.1.4.1.0.1847.2021.1.1"},
	HCERTVaccination: {"1.3.6.1.4.1.1847.2021.1.2", "1.3.6.1.4.1.0.1847.2021.1.2"},
	HCERTRecovery:    {"1.3.6.1.4.1.1847.2021.1.3", "1.3.6.1.4.1.0.1847.2021.1.3"},
}

// checkStatement refuses a statement that the certificate's key usages leave
// out. A certificate without any of these usages is for all statements.
func checkStatement(certificate *x509.Certificate, kind string) error {
	wanted, isHealth := statements[kind]
	if !isHealth {
		return nil
	}
	limited := false
	for _, usage := range certificate.UnknownExtKeyUsage {
		if slices.Contains(wanted, usage.String()) {
			return nil
		}
		limited = limited || isStatement(usage)
	}
	if limited {
		return fault.New(KindNotForType, "the signer's key usages leave this statement out")
	}
	return nil
}

func isStatement(usage asn1.ObjectIdentifier) bool {
	for _, list := range statements {
		if slices.Contains(list, usage.String()) {
			return true
		}
	}
	return false
}
