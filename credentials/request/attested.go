package request

import (
	"slices"
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// typeAttestation is the typ of a verifier attestation (section 12).
const typeAttestation = "verifier-attestation+jwt"

// Attestation is what a registrar attests of a verifier.
type Attestation struct {
	Client  string // its identifier, without the prefix
	Key     keys.Public
	Expires time.Time
}

// ReadAttestation reads a verifier's own attestation, so that it does not ask with
// one that does not fit its key. The signature is not checked: wallets do.
func ReadAttestation(text string) (Attestation, error) {
	token, claims, err := parseClaims(text)
	if err != nil {
		return Attestation{}, err
	}
	if err := token.RequireType(typeAttestation); err != nil {
		return Attestation{}, err
	}
	var read Attestation
	if read.Client, err = textOf(claims, "sub"); err != nil || read.Client == "" {
		return read, fault.Wrap(KindAttestation, err, "sub is missing")
	}
	var present bool
	if read.Expires, present, err = encoding.NumericDate(claims, "exp"); err != nil || !present {
		return read, fault.Wrap(KindAttestation, err, "exp is missing")
	}
	read.Key, err = confirmedKey(claims)
	return read, err
}

// identifyAttested follows section 5.9.3, verifier_attestation: a registrar
// attests the key that the request is signed with, and the addresses that its
// answers may go to.
func (in *input) identifyAttested(r *Request, id string) (Identity, error) {
	text, present, err := encoding.String(in.object.Header, "jwt")
	if err != nil || !present {
		return Identity{}, fault.Wrap(KindAttestation, err, "the header has no attestation")
	}
	attested, err := in.statement(text, typeAttestation, id)
	if err != nil {
		return Identity{}, asAttestation(err)
	}
	key, err := confirmedKey(attested.claims)
	if err != nil {
		return Identity{}, err
	}
	if err := in.object.Verify(key); err != nil {
		return Identity{}, fault.Wrap(KindSignature, err, "not the attested key")
	}
	if err := in.checkAttestedAddress(r, attested.claims); err != nil {
		return Identity{}, err
	}
	return Identity{Sure: Verified, Name: id, By: attested.registrar}, nil
}

// asAttestation says that what is wrong is the attestation, unless nobody knows
// who made it.
func asAttestation(err error) error {
	if kind := fault.KindOf(err); kind == KindClientUnknown || kind == KindAttestation {
		return err
	}
	return fault.Wrap(KindAttestation, err, "")
}

func confirmedKey(claims map[string]any) (keys.Public, error) {
	cnf, _, err := encoding.Object(claims, "cnf")
	if err != nil {
		return keys.Public{}, fault.Wrap(KindAttestation, err, "cnf")
	}
	jwk, present, err := encoding.Object(cnf, "jwk")
	if err != nil || !present {
		return keys.Public{}, fault.Wrap(KindAttestation, err, "cnf has no jwk")
	}
	key, err := keys.ParsePublicJWK(jwk)
	if err != nil {
		return keys.Public{}, fault.Wrap(KindAttestation, err, "the key in cnf")
	}
	return key, nil
}

func (in *input) checkAttestedAddress(r *Request, claims map[string]any) error {
	addresses, limited, err := encoding.Strings(claims, "redirect_uris")
	if err != nil {
		return fault.Wrap(KindAttestation, err, "redirect_uris")
	}
	if limited && in.origin == "" && !slices.Contains(addresses, r.AnswerURL()) {
		return fault.New(KindReturnMismatch, "the address is not one that the attestation lists")
	}
	return nil
}
