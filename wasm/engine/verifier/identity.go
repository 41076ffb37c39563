package verifier

import (
	"bytes"
	"crypto/x509"
	"strings"
	"time"

	"domicile/credentials/address"
	"domicile/credentials/request"
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/crypto/x5c"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

const (
	// KindIdentity is returned when the certificate, attestation or key that a
	// verifier wants to be known by cannot be used: it does not read, the parts do
	// not belong together, or its time is over.
	KindIdentity fault.Kind = "identity_unusable"
	// KindIdentityMissing is returned when a question is to be asked by a
	// certificate or an attestation, and there is none of that kind.
	KindIdentityMissing fault.Kind = "identity_missing"
	// KindHighAssurance is returned when a question is to keep HAIP 1.0, and the
	// identity or the way does not.
	KindHighAssurance fault.Kind = "identity_high_assurance"
)

// identity is what verifier.identify brought.
type identity struct {
	kind        api.Identity
	key         keys.Private
	chain       []*x509.Certificate
	attestation string
}

// Identify takes over who asks, until the engine ends or something else is
// brought.
func (v *Verifier) Identify(q api.IdentifyRequest) (api.Identified, error) {
	v.identity = identity{}
	none := api.Identified{Hosts: []string{}}
	if len(q.Key) == 0 && len(q.Certificate) == 0 && q.Attestation == "" {
		return none, nil
	}
	if (len(q.Certificate) > 0) == (q.Attestation != "") {
		return none, fault.New(KindIdentity, "either a certificate or an attestation is needed, with its key")
	}
	key, err := readKey(q.Key)
	if err != nil {
		return none, fault.Wrap(KindIdentity, err, "the key: %s", fault.KindOf(err))
	}
	brought := identity{key: key, attestation: strings.TrimSpace(q.Attestation)}
	told, err := brought.check(q.Certificate, v.around.Now())
	if err != nil {
		return none, err
	}
	v.identity = brought
	return told, nil
}

// readKey reads a private key as PEM or as JWK.
func readKey(data []byte) (keys.Private, error) {
	data = bytes.TrimSpace(data)
	if !bytes.HasPrefix(data, []byte("{")) {
		return keys.ParsePrivatePEM(data)
	}
	object, err := encoding.DecodeJSONObject(data)
	if err != nil {
		return keys.Private{}, err
	}
	return keys.ParsePrivateJWK(object)
}

func (i *identity) check(certificate []byte, now time.Time) (api.Identified, error) {
	if i.attestation != "" {
		return i.checkAttestation(now)
	}
	return i.checkCertificate(certificate, now)
}

func (i *identity) checkCertificate(data []byte, now time.Time) (told api.Identified, err error) {
	i.kind = api.IdentityCertificate
	if i.chain, err = x5c.ParsePEM(data); err != nil {
		return told, fault.Wrap(KindIdentity, err, "the certificate does not read")
	}
	if len(i.chain) > x5c.MaxChain {
		return told, fault.New(KindIdentity, "%d certificates, at most %d", len(i.chain), x5c.MaxChain)
	}
	if _, err := request.SignByCertificate(i.key, i.chain, request.CertHash, ""); err != nil {
		return told, fault.Wrap(KindIdentity, err, "the key is not that of the first certificate")
	}
	own := i.chain[0]
	if now.Before(own.NotBefore) || now.After(own.NotAfter) {
		return told, fault.New(KindIdentity, "the certificate is valid from %s until %s", engine.Text(own.NotBefore), engine.Text(own.NotAfter))
	}
	return api.Identified{
		Identity: i.kind, Name: nameOf(own), Hosts: append([]string{}, own.DNSNames...), Until: engine.Text(own.NotAfter),
		HighAssurance: i.key.Algorithm() == alg.ES256,
	}, nil
}

// nameOf is the name that a wallet will show for a certificate.
func nameOf(own *x509.Certificate) string {
	for _, name := range append(append([]string{}, own.Subject.Organization...), own.Subject.CommonName) {
		if name != "" {
			return name
		}
	}
	return strings.Join(own.DNSNames, ", ")
}

func (i *identity) checkAttestation(now time.Time) (told api.Identified, err error) {
	i.kind = api.IdentityAttestation
	attested, err := request.ReadAttestation(i.attestation)
	if err != nil {
		return told, fault.Wrap(KindIdentity, err, "the attestation does not read")
	}
	if !attested.Key.Equal(i.key.Public()) {
		return told, fault.New(KindIdentity, "the key is not the one that is attested")
	}
	if now.After(attested.Expires) {
		return told, fault.New(KindIdentity, "the attestation ended %s", engine.Text(attested.Expires))
	}
	return api.Identified{Identity: i.kind, Name: attested.Client, Hosts: []string{}, Until: engine.Text(attested.Expires)}, nil
}

// signer is who signs the question, nil for a verifier that is known by its
// address; its identifier is the question's.
func (v *Verifier) signer(q api.ChallengeRequest, wanted *request.Question) (*request.Signer, error) {
	var made *request.Signer
	var err error
	switch q.Identity {
	case api.IdentityAddress:
		return nil, nil
	case api.IdentityKey:
		made, err = v.sessionSigner()
	case api.IdentityCertificate, api.IdentityAttestation:
		if v.identity.kind != q.Identity {
			return nil, fault.New(KindIdentityMissing, "no %s was chosen since this page was opened", q.Identity)
		}
		made, err = v.identity.signer(q, wanted.ReturnURL)
	default:
		return nil, engine.BadRequest("no such identity")
	}
	if err == nil {
		wanted.ClientID = made.ClientID
	}
	return made, err
}

// sessionSigner makes a key when it is first needed: a verifier that nobody knows
// need not be recognised tomorrow.
func (v *Verifier) sessionSigner() (_ *request.Signer, err error) {
	if v.session.IsZero() {
		if v.session, err = keys.Generate(v.around.Rand, alg.ES256); err != nil {
			return nil, err
		}
	}
	return request.SignByKey(v.session)
}

// signer names a certificate by the host that the answer goes to, which tells a
// person more, where it is for that host; by its hash otherwise, and always where
// HAIP 1.0 is kept.
func (i *identity) signer(q api.ChallengeRequest, answerURL string) (*request.Signer, error) {
	if i.kind == api.IdentityAttestation {
		return request.SignByAttestation(i.key, i.attestation)
	}
	if at, err := address.Parse(answerURL, KindIdentity); err == nil && !q.HighAssurance {
		if made, err := request.SignByCertificate(i.key, i.chain, request.SANDNS, at.Hostname()); err == nil {
			return made, nil
		}
	}
	return request.SignByCertificate(i.key, i.chain, request.CertHash, "")
}

// checkHighAssurance holds a question to HAIP 1.0: fetched by reference or
// brought by the browser, signed by ES256 with a certificate named by its hash,
// answered encrypted, each card with a proof of its holder.
func checkHighAssurance(q api.ChallengeRequest, asked *question) error {
	if !q.HighAssurance {
		return nil
	}
	switch {
	case q.Identity != api.IdentityCertificate:
		return fault.New(KindHighAssurance, "a certificate is needed")
	case !asked.request.Mode.Encrypted():
		return fault.New(KindHighAssurance, "by codes alone the answer is not encrypted")
	case asked.signer.Algorithm() != alg.ES256:
		return fault.New(KindHighAssurance, "the key is for %s, not for ES256", asked.signer.Algorithm())
	}
	for _, c := range asked.request.Query.Credentials {
		if !c.HolderBinding {
			return fault.New(KindHighAssurance, "%q is asked for without a proof of its holder", c.ID)
		}
	}
	return nil
}
