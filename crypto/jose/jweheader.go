package jose

import (
	"strings"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// agreed is what a JWE's header says of the content's key.
type agreed struct {
	enc      string
	epk      keys.AgreementPublic
	apu, apv []byte
}

// checkJWEHeader holds the header to what this package understands: first what
// asks for work (PBES2, zip), then the closed sets, then the ephemeral key.
func checkJWEHeader(header map[string]any) (agreed, error) {
	if err := checkJWEAlg(header); err != nil {
		return agreed{}, err
	}
	if _, present := header["zip"]; present {
		return agreed{}, fault.New(KindJWEZip, "compressed content")
	}
	enc, present, err := encoding.String(header, "enc")
	if err != nil || !present {
		return agreed{}, fault.Wrap(KindHeaderMalformed, err, "enc must be a string")
	}
	if contentKeySizes[enc] == 0 {
		return agreed{}, fault.New(KindJWEEnc, "neither %s nor %s", A128GCM, A256GCM)
	}
	if err := checkTexts(header); err != nil {
		return agreed{}, err
	}
	// Content encryption has no extension that is understood here.
	if err := checkCrit(header, ""); err != nil {
		return agreed{}, err
	}
	return parties(header, enc)
}

func checkJWEAlg(header map[string]any) error {
	name, present, err := encoding.String(header, "alg")
	switch {
	case err != nil || !present:
		return fault.Wrap(KindHeaderMalformed, err, "alg must be a string")
	case name == keys.AgreementAlg:
		return nil
	case strings.EqualFold(name, "none"):
		return fault.New(alg.KindNone, "neither signed nor encrypted")
	case strings.HasPrefix(strings.ToUpper(name), "PBES2"):
		return fault.New(KindJWEPBES2, "encrypted with a password")
	}
	return fault.New(KindJWEAlg, "not %s", keys.AgreementAlg)
}

// parties reads the members of RFC 7518, 4.6.1.
func parties(header map[string]any, enc string) (agreed, error) {
	a := agreed{enc: enc}
	epk, present, err := encoding.Object(header, "epk")
	if err != nil || !present {
		return agreed{}, fault.Wrap(KindJWEEphemeral, err, "epk must be an object")
	}
	if a.epk, err = keys.ParseEphemeralJWK(epk); err != nil {
		return agreed{}, fault.Wrap(KindJWEEphemeral, err, "epk")
	}
	if a.apu, err = partyInfo(header, "apu"); err != nil {
		return agreed{}, err
	}
	a.apv, err = partyInfo(header, "apv")
	return a, err
}

func partyInfo(header map[string]any, name string) ([]byte, error) {
	text, present, err := encoding.String(header, name)
	if err != nil {
		return nil, fault.Wrap(KindHeaderMalformed, err, "%s must be a string", name)
	}
	if !present {
		return nil, nil
	}
	info, err := encoding.DecodeBase64URL(text)
	if err != nil {
		return nil, fault.Wrap(KindHeaderMalformed, err, "%s must be base64url", name)
	}
	return info, nil
}
