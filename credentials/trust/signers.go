package trust

import (
	"crypto/x509"
	"slices"
	"strings"
	"time"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/crypto/x5c"
)

// Question is what a credential says about its signer, all of it unproven.
type Question struct {
	Issuer string // as the credential names it, "" where it does not
	KeyID  string // "kid" as text, "" where it has none
	Type   string // vct, or one of the HCERT constants; "" is asked of nobody's entitlement
	// Algorithm is the one the token names. It chooses nothing; keys of it
	// come first.
	Algorithm alg.Algorithm
	// Chain is the token's certificate chain, the signer's first. Where it is
	// given, certificates are trusted through it alone.
	Chain []*x509.Certificate
	// Thumb is the key identifier of a health certificate: the first 8 bytes
	// of the SHA-256 of the signer's certificate.
	Thumb []byte
}

// Signer is a key that may have signed, and who vouches for it.
type Signer struct {
	Anchor Anchor
	Key    keys.Public
	// Certificate is the signer's own, nil for a bare key.
	Certificate *x509.Certificate
	// rank orders signers: 0 where the key identifier is the credential's, 1
	// where one side has none; 2 is added for another algorithm.
	rank int
}

// Signers returns every key that may have signed the credential at the time
// now, the likeliest first, and at least one where the error is nil. The error
// says what stood in the way of the anchor that came closest: not entitled to
// the type, a chain that is broken or expired, an entry or list out of date,
// or KindUnknown.
func (s *Store) Signers(q Question, now time.Time) ([]Signer, error) {
	found := finding{err: fault.New(KindUnknown, "no anchor speaks for the issuer and its key")}
	if s == nil {
		return nil, found.err
	}
	for _, e := range s.entries {
		if q.Issuer != "" && e.ID != "" && e.ID != q.Issuer {
			continue
		}
		for _, candidate := range e.candidates(q, now) {
			found.add(candidate, e.admit(q, now))
		}
	}
	if len(found.signers) == 0 {
		return nil, found.err
	}
	slices.SortStableFunc(found.signers, func(a, b Signer) int { return a.rank - b.rank })
	return found.signers, nil
}

// candidate is a signer, or the reason why an anchor's certificate is none.
type candidate struct {
	signer Signer
	err    error
}

// finding collects signers and the most telling reason for none.
type finding struct {
	signers []Signer
	err     error
}

func (f *finding) add(c candidate, admitted error) {
	err := c.err
	if err == nil {
		err = admitted
	}
	if err == nil {
		f.signers = append(f.signers, c.signer)
	} else if telling(err) > telling(f.err) {
		f.err = err
	}
}

// telling ranks reasons: the nearer an anchor came to vouching, the more its
// refusal says.
func telling(err error) int {
	switch fault.KindOf(err) {
	case KindUnknown:
		return 0
	case x5c.KindBroken, x5c.KindNameMismatch:
		return 1
	case KindIssuerExpired, KindListExpired, x5c.KindExpired:
		return 2
	}
	return 3
}

// admit checks what concerns an anchor as a whole.
func (e entry) admit(q Question, now time.Time) error {
	switch {
	case len(e.Types) > 0 && !slices.Contains(e.Types, q.Type):
		return fault.New(KindNotForType, "the issuer is listed for other types of credentials")
	case !e.List.Expires.IsZero() && now.After(e.List.Expires):
		return fault.New(KindListExpired, "the trust list expired at %s", e.List.Expires.UTC().Format(time.RFC3339))
	case !e.From.IsZero() && now.Before(e.From), !e.Until.IsZero() && now.After(e.Until):
		return fault.New(KindIssuerExpired, "the issuer is listed for another time")
	}
	return nil
}

func (e entry) candidates(q Question, now time.Time) []candidate {
	list := e.bareKeys(q)
	if len(e.Certificates) == 0 {
		return list
	}
	if len(q.Chain) > 0 {
		return append(list, e.throughChain(q, now))
	}
	return append(list, e.ownCertificates(q, now)...)
}

func (e entry) bareKeys(q Question) []candidate {
	var list []candidate
	for _, key := range e.Keys {
		if rank, ok := matchKeyID(key.ID, e.ID, q); ok {
			list = append(list, candidate{signer: e.signer(q, key.Public, nil, rank)})
		}
	}
	return list
}

// matchKeyID compares a pinned key's identifier with the credential's. A DID
// document names its keys by URL, and credentials refer to them whole or by
// the fragment; one that refers to the whole document names no key of it.
func matchKeyID(id, issuer string, q Question) (rank int, ok bool) {
	wanted := q.KeyID
	if wanted == "" && len(q.Thumb) == 0 || id == "" || wanted != "" && wanted == issuer {
		return 1, true
	}
	if wanted != "" {
		if id == wanted {
			return 0, true
		}
		_, fragment, isURL := strings.Cut(id, "#")
		if isURL && (issuer+wanted == id || wanted == fragment) {
			return 0, true
		}
	}
	// A kid of bytes has no one spelling as text.
	thumb := len(q.Thumb) > 0 && (id == encoding.EncodeBase64(q.Thumb) || id == encoding.EncodeBase64URL(q.Thumb) || id == encoding.EncodeHex(q.Thumb))
	return 0, thumb
}

func (e entry) signer(q Question, key keys.Public, certificate *x509.Certificate, rank int) Signer {
	if q.Algorithm != "" && key.Algorithm() != q.Algorithm {
		rank += 2
	}
	return Signer{e.Anchor, key, certificate, rank}
}

// throughChain follows the credential's chain to one of the anchor's
// certificates.
func (e entry) throughChain(q Question, now time.Time) candidate {
	leaf := q.Chain[0]
	if len(q.Thumb) > 0 && !slices.Equal(CertificateKeyID(leaf), q.Thumb) {
		return candidate{err: fault.New(KindUnknown, "the key identifier is not that of the chain's first certificate")}
	}
	if err := x5c.Verify(q.Chain, e.Certificates, now); err != nil {
		return candidate{err: err}
	}
	return e.certified(q, leaf, 0)
}

// ownCertificates takes the anchor's certificates as the signer's own, which a
// health certificate picks by its key identifier.
func (e entry) ownCertificates(q Question, now time.Time) []candidate {
	var list []candidate
	for i, certificate := range e.Certificates {
		rank := 1
		if len(q.Thumb) > 0 {
			if !slices.Equal(e.thumbs[i][:], q.Thumb) {
				continue
			}
			rank = 0
		}
		own := []*x509.Certificate{certificate}
		if err := x5c.Verify(own, own, now); err != nil {
			list = append(list, candidate{err: err})
			continue
		}
		list = append(list, e.certified(q, certificate, rank))
	}
	return list
}

// certified makes a signer of a certificate that is trusted already.
func (e entry) certified(q Question, certificate *x509.Certificate, rank int) candidate {
	if err := checkStatement(certificate, q.Type); err != nil {
		return candidate{err: err}
	}
	key, err := keys.FromStd(certificate.PublicKey)
	if err != nil {
		return candidate{err: err}
	}
	return candidate{signer: e.signer(q, key, certificate, rank)}
}
