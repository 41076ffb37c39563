package request

import (
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// attestation is a statement of a registrar about a verifier, its signature and
// dates checked.
type attestation struct {
	registrar string // its name
	claims    map[string]any
}

// statement checks the signature, issuer, subject and dates of a registrar's
// statement.
func (in *input) statement(text, typ, subject string) (attestation, error) {
	token, claims, err := parseClaims(text)
	if err != nil {
		return attestation{}, err
	}
	if err := token.RequireType(typ); err != nil {
		return attestation{}, err
	}
	issuer, err := textOf(claims, "iss")
	if err != nil {
		return attestation{}, err
	}
	registrar, known := in.wallet.Verifiers.Registrar(issuer)
	if !known {
		return attestation{}, fault.New(KindClientUnknown, "a registrar that this wallet does not know")
	}
	if err := verifyWith(token, registrar.Keys); err != nil {
		return attestation{}, err
	}
	if named, err := textOf(claims, "sub"); err != nil || named != subject {
		return attestation{}, fault.Wrap(KindAttestation, err, "it is about another verifier")
	}
	return attestation{registrar.Name, claims}, in.checkStatementTime(claims)
}

// checkStatementTime demands an end, which has not come (section 12, exp).
func (in *input) checkStatementTime(claims map[string]any) error {
	until, present, err := encoding.NumericDate(claims, "exp")
	if err != nil || !present || in.now.After(until.Add(Leeway)) {
		return fault.Wrap(KindAttestation, err, "exp is missing or over")
	}
	for _, name := range []string{"nbf", "iat"} {
		from, present, err := encoding.NumericDate(claims, name)
		if err != nil || present && from.After(in.now.Add(Leeway)) {
			return fault.Wrap(KindAttestation, err, "%s is in the future", name)
		}
	}
	return nil
}
