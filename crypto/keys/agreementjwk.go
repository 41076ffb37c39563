package keys

import (
	"slices"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// JWK returns the public members, as a request's "jwks" lists them (OpenID4VP
// 1.0, 8.3): "alg" and "use" always, "kid" unless it is empty. The map is the
// caller's.
func (a Agreement) JWK(kid string) map[string]any {
	public := a.public
	public.ID = kid
	return public.JWK()
}

// JWK is Agreement.JWK of the public key, its ID as "kid".
func (p AgreementPublic) JWK() map[string]any {
	object := p.Point()
	if p.IsZero() {
		return object
	}
	object["use"], object["alg"] = "enc", AgreementAlg
	if p.ID != "" {
		object["kid"] = p.ID
	}
	return object
}

// PrivateJWK returns the members of JWK and "d"; the map is the caller's to
// keep secret.
func (a Agreement) PrivateJWK() map[string]any {
	object := a.JWK("")
	if !a.IsZero() {
		object["d"] = encoding.EncodeBase64URL(a.key.Bytes())
	}
	return object
}

// ParseAgreementJWK reads the members of one private JWK for key agreement.
// "alg" may be missing: it is the key of whoever reads it, and there is one
// algorithm only.
func ParseAgreementJWK(object map[string]any) (Agreement, error) {
	public, err := agreementMembers(object)
	if err != nil {
		return Agreement{}, err
	}
	secret, err := bytesMember(object, "d")
	if err != nil {
		return Agreement{}, err
	}
	defer clear(secret)
	if len(secret) != agreementSize {
		return Agreement{}, fault.New(KindMalformed, "private member has %d bytes, not %d", len(secret), agreementSize)
	}
	key, ok := newAgreement(public.curve, secret)
	if !ok {
		return Agreement{}, fault.New(KindMalformed, "private member is no scalar of %s", public.curve)
	}
	if key.public != public {
		return Agreement{}, fault.New(KindOffCurve, "public members are not those of the private one")
	}
	return key, checkAgreementUse(object, true)
}

// ParseAgreementPublicJWK reads the members of one public JWK for key
// agreement. "alg" must be there (OpenID4VP 1.0, 8.3). Members it does not
// know are ignored (RFC 7517, 4).
func ParseAgreementPublicJWK(object map[string]any) (AgreementPublic, error) {
	if err := refusePrivate(object); err != nil {
		return AgreementPublic{}, err
	}
	p, err := agreementMembers(object)
	if err != nil {
		return AgreementPublic{}, err
	}
	if p.ID, _, err = encoding.String(object, "kid"); err != nil {
		return AgreementPublic{}, err
	}
	if _, err := member(object, "alg"); err != nil {
		return AgreementPublic{}, err
	}
	return p, checkAgreementUse(object, false)
}

// ParseEphemeralJWK reads the "epk" of a JWE: the bare point, with none of the
// members that say what a key is for (RFC 7518, 4.6.1.1).
func ParseEphemeralJWK(object map[string]any) (AgreementPublic, error) {
	if err := refusePrivate(object); err != nil {
		return AgreementPublic{}, err
	}
	return agreementMembers(object)
}

// agreementMembers demands coordinates of exact length, as curveMembers does.
func agreementMembers(object map[string]any) (AgreementPublic, error) {
	kty, err := member(object, "kty")
	if err != nil {
		return AgreementPublic{}, err
	}
	crv, err := member(object, "crv")
	if err != nil {
		return AgreementPublic{}, err
	}
	p := AgreementPublic{curve: alg.Curve(crv)}
	names := []string{"x", "y"}
	switch {
	case kty == "EC" && p.curve == alg.P256:
	case kty == "OKP" && p.curve == x25519:
		names = names[:1]
	default:
		return AgreementPublic{}, fault.New(KindTypeUnknown, "no keys are agreed with a JWK of this type and curve")
	}
	for _, name := range names {
		coordinate, err := bytesMember(object, name)
		if err != nil {
			return AgreementPublic{}, err
		}
		if len(coordinate) != agreementSize {
			return AgreementPublic{}, fault.New(KindMalformed, "coordinate has %d bytes, not %d", len(coordinate), agreementSize)
		}
		p.material += string(coordinate)
	}
	return p, p.check()
}

// checkAgreementUse refuses a key whose "alg", "use" or "key_ops" says that it
// is for something else than key agreement. A public key takes part in no
// operation of its own, so that its "key_ops" may be empty, as browsers write
// it; a private one must be allowed to derive.
func checkAgreementUse(object map[string]any, private bool) error {
	if name, present, err := encoding.String(object, "alg"); err != nil {
		return err
	} else if present && name != AgreementAlg {
		return fault.New(KindConflict, "JWK's alg is not %s", AgreementAlg)
	}
	if err := requireUse(object, "enc"); err != nil {
		return err
	}
	operations, present, err := keyOps(object)
	if err != nil || !present {
		return err
	}
	for _, operation := range operations {
		if operation != "deriveKey" && operation != "deriveBits" {
			return fault.New(KindConflict, "JWK's key_ops has something else than to derive")
		}
	}
	if private && len(operations) == 0 {
		return fault.New(KindConflict, "JWK's key_ops allows nothing")
	}
	return nil
}

// requireUse refuses a JWK with another "use" than want; none is any.
func requireUse(object map[string]any, want string) error {
	use, present, err := encoding.String(object, "use")
	if err == nil && present && use != want {
		err = fault.New(KindConflict, "JWK's use is not %s", want)
	}
	return err
}

// keyOps returns the distinct values of "key_ops" (RFC 7517, 4.3: no value
// twice).
func keyOps(object map[string]any) (operations []string, present bool, err error) {
	operations, present, err = encoding.Strings(object, "key_ops")
	if err != nil || !present {
		return nil, present, err
	}
	slices.Sort(operations)
	if len(slices.Compact(slices.Clone(operations))) != len(operations) {
		return nil, true, fault.New(KindConflict, "JWK's key_ops repeats a value")
	}
	return operations, true, nil
}
