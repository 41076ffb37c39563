package request

import (
	"slices"
	"strings"

	"domicile/crypto/fault"
)

// Prefix is the client identifier prefix (section 5.9.3), "" for a verifier that
// is known beforehand.
type Prefix string

// The prefixes of section 5.9.3 that are supported.
const (
	PreRegistered Prefix = ""
	RedirectURI   Prefix = "redirect_uri"
	DID           Prefix = "decentralized_identifier"
	SANDNS        Prefix = "x509_san_dns"
	CertHash      Prefix = "x509_hash"
	Attested      Prefix = "verifier_attestation"

	prefixFederation Prefix = "openid_federation"
	prefixOrigin     Prefix = "origin"
)

var prefixes = []Prefix{RedirectURI, DID, SANDNS, CertHash, Attested, prefixFederation, prefixOrigin}

// PrefixOf splits a client identifier at its first colon, where what stands
// before it is a prefix of the standard (section 5.9.1); else the whole of it
// names a verifier that is known beforehand (section 5.9.2).
func PrefixOf(clientID string) (Prefix, string) {
	before, rest, found := strings.Cut(clientID, ":")
	if found && slices.Contains(prefixes, Prefix(before)) {
		return Prefix(before), rest
	}
	return PreRegistered, clientID
}

// checkPrefix refuses the identifiers that nothing here can check.
func checkPrefix(clientID string) (Prefix, string, error) {
	prefix, rest := PrefixOf(clientID)
	switch {
	case prefix == prefixFederation, prefix == prefixOrigin:
		return "", "", fault.New(KindClientPrefix, "%s", prefix)
	case prefix != RedirectURI && (rest == "" || len(clientID) > 2*MaxAddress):
		return "", "", fault.New(KindClientPrefix, "missing, empty or too long")
	}
	return prefix, rest, nil
}
