package jose

import (
	"strings"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// registered are the header names of RFC 7515, 4.1, RFC 7516, 4.1 and RFC 7518,
// which "crit" must not list.
var registered = map[string]bool{
	"alg": true, "jku": true, "jwk": true, "kid": true, "x5u": true, "x5c": true, "x5t": true, "x5t#S256": true,
	"typ": true, "cty": true, "crit": true, "enc": true, "zip": true,
	"epk": true, "apu": true, "apv": true, "iv": true, "tag": true, "p2s": true, "p2c": true,
}

// carriers are the members that bring or point to a key, in the order in which
// CarriedKeys names them.
var carriers = []string{"jwk", "jku", "x5c", "x5u"}

func parseHeader(segment string) (map[string]any, error) {
	raw, err := encoding.DecodeBase64URL(segment)
	if err != nil {
		return nil, err
	}
	return encoding.DecodeJSONObject(raw)
}

// checkHeader holds the header to what this package understands.
func checkHeader(header map[string]any) (alg.Algorithm, error) {
	name, present, err := encoding.String(header, "alg")
	if err != nil || !present {
		return "", fault.Wrap(KindHeaderMalformed, err, "alg must be a string")
	}
	algorithm, err := alg.ByJOSE(name)
	if err != nil {
		return "", err
	}
	if err := checkTexts(header); err != nil {
		return "", err
	}
	if _, present := header["zip"]; present {
		return "", fault.New(KindZip, "compressed payload")
	}
	if err := checkB64(header); err != nil {
		return "", err
	}
	return algorithm, checkCrit(header, "b64")
}

// checkTexts holds the members that are strings in every token.
func checkTexts(header map[string]any) error {
	for _, member := range []string{"kid", "typ", "cty"} {
		if _, _, err := encoding.String(header, member); err != nil {
			return fault.Wrap(KindHeaderMalformed, err, "%s must be a string", member)
		}
	}
	return nil
}

// checkB64 refuses unencoded payloads. "b64":true says what is so anyway
// (RFC 7797, 3).
func checkB64(header map[string]any) error {
	value, present := header["b64"]
	if present && value != true {
		return fault.New(KindB64False, "unencoded payload")
	}
	return nil
}

// checkCrit follows RFC 7515, 4.1.11: a non-empty list of distinct extension
// names that occur in the header and are understood; at most one is, "" is none.
func checkCrit(header map[string]any, understood string) error {
	value, present := header["crit"]
	if !present {
		return nil
	}
	names, ok := value.([]any)
	if !ok || len(names) == 0 {
		return fault.New(KindCritUnknown, "crit must be a non-empty array")
	}
	seen := map[string]bool{}
	for _, entry := range names {
		name, ok := entry.(string)
		_, occurs := header[name]
		if !ok || !occurs || seen[name] || registered[name] || understood == "" || name != understood {
			return fault.New(KindCritUnknown, "an extension is unknown, absent, registered or repeated")
		}
		seen[name] = true
	}
	return nil
}

// KeyID returns "kid", or "" where there is none. It chooses among trusted
// keys and proves nothing.
func (j *JWS) KeyID() string {
	kid, _ := j.Header["kid"].(string)
	return kid
}

// Type returns "typ" as a media type in lower case without "application/",
// the form of RFC 7515, 4.1.9; "" where there is none.
func (j *JWS) Type() string {
	typ, _ := j.Header["typ"].(string)
	return normalType(typ)
}

// normalType drops the prefix only where no other slash follows, because the
// section allows to omit it only there.
func normalType(typ string) string {
	typ = strings.ToLower(typ)
	if short, found := strings.CutPrefix(typ, "application/"); found && !strings.Contains(short, "/") {
		return short
	}
	return typ
}

// RequireType refuses a token whose "typ" is none of those allowed, so that a
// token made for one use is not taken for another (RFC 8725, 3.11).
func (j *JWS) RequireType(allowed ...string) error {
	for _, want := range allowed {
		if j.Type() == normalType(want) {
			return nil
		}
	}
	return fault.New(KindTypWrong, "typ is not %s", strings.Join(allowed, " or "))
}

// CarriedKeys names the members of the header that bring a key or point to
// one. They are hints; see the package's documentation.
func (j *JWS) CarriedKeys() []string {
	var found []string
	for _, name := range carriers {
		if _, present := j.Header[name]; present {
			found = append(found, name)
		}
	}
	return found
}

// X5C returns the certificate chain of the header as base64 DER, leaf first;
// nil where there is none. It must be verified up to a pinned anchor.
func (j *JWS) X5C() ([]string, error) {
	chain, present, err := encoding.Strings(j.Header, "x5c")
	if err != nil || present && len(chain) == 0 {
		return nil, fault.Wrap(KindHeaderMalformed, err, "x5c must be a non-empty array of strings")
	}
	return chain, nil
}
