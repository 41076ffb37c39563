// Package trust holds who may issue: anchors with keys or certificates, for
// which issuer, which types of credential, and from when until when.
//
// Most callers need Load, which reads a file of any form, and Store.Signers,
// which answers whose key may have signed a credential. Nobody is trusted by
// default, and nothing that a credential carries is ever an anchor: its key
// identifier and its certificates are hints that narrow the choice among what
// is pinned here.
//
// # Forms of a source
//
//	PEM            each certificate ends a chain, or is the signer's own
//	JWK, JWK set   a "kid" must be the credential's where both have one; a set
//	               may name its "issuer", else it speaks for any
//	DID document   its id is the issuer as the credential names it, its
//	               assertionMethod lists the issuer's keys
//	trust list     our own JSON, for several issuers; see ParseList
//
// What a source says of verifiers is read apart, by LoadVerifiers.
//
// # Scope
//
// An anchor is of scope "live" or "test". The store answers for both and says
// which; whether a test issuer may count is the verifier's policy.
package trust

import (
	"crypto/x509"
	"time"

	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/crypto/x5c"
)

const (
	// KindUnknown is returned when no anchor speaks for a credential's issuer
	// and key identifier.
	KindUnknown = x5c.KindUnknown
	// KindNotForType is returned when an anchor speaks for the issuer, but not
	// for credentials of that type.
	KindNotForType fault.Kind = "issuer_not_for_type"
	// KindIssuerExpired is returned when an anchor's own period does not
	// include the time of verification.
	KindIssuerExpired fault.Kind = "issuer_expired"
	// KindListExpired is returned when the trust list that names the issuer
	// has itself expired, so that nothing newer than it is known.
	KindListExpired fault.Kind = "trust_list_expired"
	// KindSource is returned when a source is none of the forms that name
	// issuers.
	KindSource fault.Kind = "trust_source_unknown"
	// KindList is returned when a trust list lacks a member or contradicts
	// itself.
	KindList fault.Kind = "trust_list_malformed"
)

// Scope tells practice from earnest.
type Scope string

// The scopes.
const (
	Test Scope = "test"
	Live Scope = "live"
)

// Anchor is one trusted issuer.
type Anchor struct {
	// ID is the issuer as its credentials name it (a URL, a DID, a country),
	// "" where the anchor speaks for any issuer.
	ID    string
	Name  string // for people
	Scope Scope
	// Types are the credential types the issuer is entitled to (a vct, or one
	// of the HCERT constants), empty for any.
	Types []string
	// From and Until bound the time of verification, both included; zero for
	// no bound.
	From, Until time.Time
	// Keys are the issuer's keys; Certificates end chains or are the signer's.
	Keys         []keys.Named
	Certificates []*x509.Certificate
	// Source names the file or list that brought the anchor.
	Source string
	// List is what the trust list says of itself, zero for other sources.
	List ListInfo
}

// ListInfo is the head of a trust list.
type ListInfo struct {
	Epoch           int64 // rises with every edition
	Issued, Expires time.Time
}

// Store is a set of anchors. The zero value, and nil, trust nobody. A Store is
// safe for concurrent use once filled.
type Store struct {
	entries   []entry
	verifiers []Verifiers
}

// entry is an anchor with what each question would compute anew.
type entry struct {
	Anchor
	thumbs [][thumbSize]byte // of Certificates, in order
}

// NewStore returns a store of those anchors.
func NewStore(anchors ...Anchor) *Store {
	s := &Store{}
	s.Add(anchors...)
	return s
}

// Add adds anchors.
func (s *Store) Add(anchors ...Anchor) {
	for _, anchor := range anchors {
		e := entry{Anchor: anchor}
		for _, certificate := range anchor.Certificates {
			e.thumbs = append(e.thumbs, [thumbSize]byte(CertificateKeyID(certificate)))
		}
		s.entries = append(s.entries, e)
	}
}

// Anchors returns the store's anchors, in the order they were added.
func (s *Store) Anchors() []Anchor {
	if s == nil {
		return nil
	}
	anchors := make([]Anchor, len(s.entries))
	for i, e := range s.entries {
		anchors[i] = e.Anchor
	}
	return anchors
}

// Floor returns the newest time at which a list of the store was issued, zero
// where it holds none: a clock before it is wrong.
func (s *Store) Floor() time.Time {
	var floor time.Time
	for _, anchor := range s.Anchors() {
		if anchor.List.Issued.After(floor) {
			floor = anchor.List.Issued
		}
	}
	return floor
}
