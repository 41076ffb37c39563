package keys

import (
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// ParsePrivateJWK reads the members of one private JWK. Its public members
// must be those of the private one (RFC 7517, section 9.2 warns of mixing
// them). RSA keys are refused: we do not sign with them.
func ParsePrivateJWK(object map[string]any) (Private, error) {
	if kty, err := member(object, "kty"); err != nil {
		return Private{}, err
	} else if kty == "RSA" {
		return Private{}, fault.New(KindTypeUnknown, "no signatures are made with RSA keys")
	}
	public, err := publicMembers(object)
	if err != nil {
		return Private{}, err
	}
	secret, err := bytesMember(object, "d")
	if err != nil {
		return Private{}, err
	}
	defer clear(secret)
	key, err := matched(public, secret)
	if err != nil {
		return Private{}, err
	}
	return key, checkUse(object, public.algorithm, "sign")
}

// matched makes the private key of secret, which must belong to public.
func matched(public Public, secret []byte) (Private, error) {
	if want := secretSize(public.algorithm); len(secret) != want {
		return Private{}, fault.New(KindMalformed, "private member has %d bytes, not %d", len(secret), want)
	}
	key, ok := newPrivate(public.algorithm, secret)
	if !ok {
		return Private{}, fault.New(KindMalformed, "private member is no scalar of %s", public.algorithm.Curve())
	}
	if key.public != public {
		return Private{}, fault.New(KindOffCurve, "public members are not those of the private one")
	}
	return key, nil
}

// JWK returns the key's members, "d" among them; the map is the caller's to
// keep secret.
func (p Private) JWK() map[string]any {
	object := p.public.JWK()
	if !p.IsZero() {
		object["d"] = encoding.EncodeBase64URL(p.secret)
	}
	return object
}

// NewPrivate makes a key of its secret: the scalar, big-endian and of the
// curve's full length, or the seed of Ed25519.
func NewPrivate(a alg.Algorithm, secret []byte) (Private, error) {
	key, ok := newPrivate(a, secret)
	if !ok {
		return Private{}, fault.New(KindMalformed, "%d bytes are no private key of %q", len(secret), a)
	}
	return key, nil
}
