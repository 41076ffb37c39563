package verify

import (
	"cmp"
	"crypto/x509"
	"slices"
	"strings"

	"domicile/credentials/trust"
	"domicile/credentials/verdict"
	"domicile/crypto/cose"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
	"domicile/crypto/x5c"
)

// signed finds the signer of a card among those who are trusted: the steps
// issuer and signature. The scope is judged when it is known who signed.
func (j *judgement) signed(c card) (trust.Signer, bool) {
	var q trust.Question
	var signers []trust.Signer
	if !j.steps.Check(verdict.Issuer, func() (err error) {
		if q, err = c.question(); err != nil {
			return err
		}
		signers, err = j.signers(c, q)
		return err
	}) {
		return trust.Signer{}, false
	}
	var signer trust.Signer
	if !j.steps.Check(verdict.Signature, func() (err error) {
		signer, err = whoSigned(c, signers, j.Policy.AcceptTest)
		return err
	}) {
		return trust.Signer{}, false
	}
	j.entitled = signer.Anchor.Types
	j.steps.Check(verdict.Issuer, func() error { return j.checkScope(signer) })
	return signer, !j.steps.Failed()
}

func (j *judgement) signers(c card, q trust.Question) ([]trust.Signer, error) {
	signers, err := j.Trust.Signers(q, j.Now)
	if fault.KindOf(err) == trust.KindUnknown {
		return nil, j.whyUnknown(c, err)
	}
	if err != nil {
		return nil, err
	}
	return named(signers, q)
}

// whyUnknown looks for a better reason than that nobody knows the signer.
func (j *judgement) whyUnknown(c card, unknown error) error {
	if c, ok := c.(interface {
		otherQuestion() (trust.Question, bool)
	}); ok {
		if q, other := c.otherQuestion(); other {
			if _, err := j.Trust.Signers(q, j.Now); err == nil {
				return fault.New(cose.KindKidProtectedConflict, "only the unprotected key identifier names a signer")
			}
		}
	}
	if c.carriesKey() {
		return fault.Wrap(jose.KindHeaderKeyIgnored, unknown, "the credential brings a key that nobody vouches for")
	}
	return unknown
}

// named drops signers whose certificate, reached through a chain, is for other
// names than the issuer's: an authority signs certificates of many. Where the
// credential does not say who issued it, the issuer is the one that the anchor is
// listed for. A signer's certificate that is pinned itself needs no name; one that
// names nobody vouches for its subject only, and the subject is who the verdict
// then names.
func named(signers []trust.Signer, q trust.Question) ([]trust.Signer, error) {
	kept, mismatch := signers[:0:0], error(nil)
	for _, s := range signers {
		issuer := cmp.Or(q.Issuer, s.Anchor.ID)
		if viaChain(s) && issuer != "" && namesSomebody(s.Certificate) {
			if err := x5c.MatchName(s.Certificate, issuer); err != nil {
				mismatch = err
				continue
			}
		}
		kept = append(kept, s)
	}
	if len(kept) == 0 {
		return nil, mismatch
	}
	return kept, nil
}

// viaChain says that the signer's certificate is not itself pinned.
func viaChain(s trust.Signer) bool {
	return s.Certificate != nil && !slices.ContainsFunc(s.Anchor.Certificates, s.Certificate.Equal)
}

func namesSomebody(c *x509.Certificate) bool { return len(c.URIs)+len(c.DNSNames) > 0 }

// nameIssuer says who issued, by what is trusted: the anchor, or the subject of
// a certificate that the anchor vouches for. The credential's own word counts
// where the anchor speaks for any issuer, or the certificate is for that name.
func nameIssuer(s trust.Signer, q trust.Question) verdict.IssuerInfo {
	info := verdict.IssuerInfo{ID: s.Anchor.ID, Name: s.Anchor.Name, Scope: string(s.Anchor.Scope)}
	if viaChain(s) {
		info.Name = subject(s.Certificate)
	}
	if info.ID == "" && (!viaChain(s) || x5c.MatchName(s.Certificate, q.Issuer) == nil) {
		info.ID = q.Issuer
	}
	return info
}

func subject(c *x509.Certificate) string {
	if c.Subject.CommonName != "" {
		return c.Subject.CommonName
	}
	return strings.Join(append(slices.Clone(c.Subject.Organization), c.Subject.Country...), ", ")
}

// whoSigned tries the signers, the likeliest first. Where the same key is listed
// for practice and in earnest, earnest counts, unless practice is accepted too.
// More keys than maxSigners are not tried: that none of the others signed is then
// not known.
func whoSigned(c card, signers []trust.Signer, acceptTest bool) (trust.Signer, error) {
	var first error
	for _, s := range signers[:min(len(signers), maxSigners)] {
		err := c.verify(s.Key)
		if err == nil {
			return inEarnest(s, signers, acceptTest), nil
		}
		if first == nil {
			first = err
		}
	}
	if len(signers) > maxSigners && fault.KindOf(first) == keys.KindSignatureInvalid {
		first = fault.New(trust.KindUnknown, "it names none of %d keys, and the first %d did not sign it", len(signers), maxSigners)
	}
	return trust.Signer{}, first
}

func inEarnest(found trust.Signer, signers []trust.Signer, acceptTest bool) trust.Signer {
	if found.Anchor.Scope == trust.Live || acceptTest {
		return found
	}
	for _, s := range signers {
		if s.Anchor.Scope == trust.Live && s.Key == found.Key {
			return s
		}
	}
	return found
}

// checkScope keeps practice out of earnest. Anything that is not marked live is
// practice.
func (j *judgement) checkScope(s trust.Signer) error {
	if s.Anchor.Scope == trust.Live || s.Anchor.Scope == trust.Test && j.Policy.AcceptTest {
		return nil
	}
	return fault.New(KindIssuerTestOnly, "the issuer is listed for practice only")
}
