package jose

import (
	"strings"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// MaxToken is the longest compact token that is read, in bytes.
const MaxToken = encoding.MaxCredential

// The kinds that Parse, Verify and Sign raise themselves; those of
// crypto/encoding, crypto/alg and crypto/keys pass through.
const (
	// KindTokenTooLong is returned when a token exceeds MaxToken.
	KindTokenTooLong fault.Kind = "token_too_long"
	// KindTokenSegments is returned when a token has not exactly three parts,
	// or its header or payload is empty.
	KindTokenSegments fault.Kind = "token_segments"
	// KindHeaderMalformed is returned when a registered header member is
	// missing or has the wrong type.
	KindHeaderMalformed fault.Kind = "header_malformed"
	// KindCritUnknown is returned when "crit" is malformed or names an
	// extension that is not understood.
	KindCritUnknown fault.Kind = "crit_unknown"
	// KindB64False is returned when the payload is not base64url-encoded.
	KindB64False fault.Kind = "b64_false"
	// KindZip is returned when a signed token announces a compressed payload.
	KindZip fault.Kind = "jws_zip"
	// KindTypWrong is returned when "typ" is not the type that the caller's
	// use of the token demands.
	KindTypWrong fault.Kind = "typ_wrong"
	// KindHeaderKeyIgnored is for callers: the token brings a key in its
	// header, and nothing else vouches for that key.
	KindHeaderKeyIgnored fault.Kind = "header_key_ignored"
)

// JWS is a parsed compact token, not yet verified. Header and Payload must not
// be believed, nor shown, before Verify succeeded.
type JWS struct {
	Header    map[string]any // strict JSON; numbers are encoding.Number
	Payload   []byte
	Signature []byte

	algorithm alg.Algorithm
	compact   string
	signed    string // the signing input: header "." payload, as received
}

// Parse reads a compact token without verifying it.
func Parse(compact string) (*JWS, error) {
	header, payload, signature, err := split(compact)
	if err != nil {
		return nil, err
	}
	j := &JWS{compact: compact, signed: compact[:len(header)+1+len(payload)]}
	if j.Header, err = parseHeader(header); err != nil {
		return nil, err
	}
	if j.algorithm, err = checkHeader(j.Header); err != nil {
		return nil, err
	}
	if payload == "" {
		return nil, fault.New(KindTokenSegments, "empty payload: detached content is not accepted")
	}
	if j.Payload, err = encoding.DecodeBase64URL(payload); err != nil {
		return nil, err
	}
	if j.Signature, err = encoding.DecodeBase64URL(signature); err != nil {
		return nil, err
	}
	return j, nil
}

// split cuts a token into its parts. It counts separators before it cuts: a
// megabyte of dots must cost no allocation (CVE-2025-27144, CVE-2025-30204).
func split(compact string) (header, payload, signature string, err error) {
	if len(compact) > MaxToken {
		return "", "", "", fault.New(KindTokenTooLong, "%d bytes, at most %d", len(compact), MaxToken)
	}
	if n := strings.Count(compact, "."); n != 2 {
		return "", "", "", fault.New(KindTokenSegments, "%d separators, not 2", n)
	}
	header, rest, _ := strings.Cut(compact, ".")
	payload, signature, _ = strings.Cut(rest, ".")
	if header == "" {
		return "", "", "", fault.New(KindTokenSegments, "empty header")
	}
	return header, payload, signature, nil
}

// Algorithm returns the algorithm that the header names; it is in the registry.
func (j *JWS) Algorithm() alg.Algorithm { return j.algorithm }

// String returns the token as it was parsed.
func (j *JWS) String() string { return j.compact }

// Verify checks the signature with a key from the caller's own trust. The
// header's algorithm must be the key's, so that a token cannot choose how its
// key is used.
func (j *JWS) Verify(key keys.Public) error {
	return key.VerifyAs(j.algorithm, []byte(j.signed), j.Signature)
}

// Sign makes a compact token. The header's "alg" is set from the key; one that
// is given must agree. Nothing that Parse would refuse is produced.
func Sign(key keys.Private, header map[string]any, payload []byte) (string, error) {
	whole := make(map[string]any, len(header)+1)
	for name, value := range header {
		whole[name] = value
	}
	if named, given := whole["alg"]; given && named != string(key.Algorithm()) {
		return "", fault.New(keys.KindAlgMismatch, "header and key differ")
	}
	whole["alg"] = string(key.Algorithm())
	head, err := encoding.EncodeJSON(whole)
	if err != nil {
		return "", err
	}
	signed := encoding.EncodeBase64URL(head) + "." + encoding.EncodeBase64URL(payload)
	signature, err := key.Sign([]byte(signed))
	if err != nil {
		return "", err
	}
	compact := signed + "." + encoding.EncodeBase64URL(signature)
	if _, err := Parse(compact); err != nil {
		return "", err
	}
	return compact, nil
}
