package jose

import (
	"io"
	"strings"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// The content encryption algorithms (RFC 7518, 5.3).
const (
	A128GCM = "A128GCM"
	A256GCM = "A256GCM"
)

const (
	// MaxPlaintext is the longest content of a JWE, in bytes: an answer with
	// encoding.MaxCredential of presentations, and as much again for the JSON
	// around and within.
	MaxPlaintext = 2 * encoding.MaxCredential
	// maxJWEHeader is the longest header, in base64url: an ephemeral key, a kid
	// and two parties have some 500 letters.
	maxJWEHeader = 8 << 10
	// MaxJWE is the longest encrypted token that is read, in bytes.
	MaxJWE = maxJWEHeader + MaxPlaintext/3*4 + 64
)

// The kinds of encrypted tokens. Segments, lengths, the header's members and
// "crit" raise those of signed ones.
const (
	// KindJWEInvalid is returned when a token does not decrypt: another key,
	// any damage. Nothing tells these apart.
	KindJWEInvalid fault.Kind = "jwe_invalid"
	// KindJWEAlg is returned when "alg" is not ECDH-ES.
	KindJWEAlg fault.Kind = "jwe_alg"
	// KindJWEEnc is returned when "enc" is neither A128GCM nor A256GCM.
	KindJWEEnc fault.Kind = "jwe_enc"
	// KindJWEEphemeral is returned when "epk" is no public key on a curve that
	// keys are agreed on.
	KindJWEEphemeral fault.Kind = "jwe_epk"
	// KindJWEZip is returned when a token announces compressed content.
	KindJWEZip fault.Kind = "jwe_zip"
	// KindJWEPBES2 is returned when a token is encrypted with a password, whose
	// derivation lets its sender choose how much work it makes.
	KindJWEPBES2 fault.Kind = "jwe_pbes2"
)

// JWE is a parsed encrypted token. Its header is authentic only once Decrypt
// succeeded, and who made it is unknown even then: anybody can encrypt to a
// public key.
type JWE struct {
	Header map[string]any // strict JSON; numbers are encoding.Number

	agreed     agreed
	protected  string // the header as received: the additional data
	nonce      []byte
	ciphertext []byte // with its tag
}

// ParseJWE reads a compact token without decrypting it.
func ParseJWE(compact string) (*JWE, error) {
	parts, err := splitJWE(compact)
	if err != nil {
		return nil, err
	}
	j := &JWE{protected: parts[0]}
	if j.Header, err = parseHeader(parts[0]); err != nil {
		return nil, err
	}
	if j.agreed, err = checkJWEHeader(j.Header); err != nil {
		return nil, err
	}
	if parts[1] != "" {
		return nil, fault.New(KindTokenSegments, "an encrypted key beside an agreed one")
	}
	if j.nonce, err = sizedSegment(parts[2], nonceSize); err != nil {
		return nil, err
	}
	if j.ciphertext, err = encoding.DecodeBase64URL(parts[3]); err != nil {
		return nil, err
	}
	tag, err := sizedSegment(parts[4], tagSize)
	if err != nil {
		return nil, err
	}
	j.ciphertext = append(j.ciphertext, tag...)
	return j, nil
}

// splitJWE cuts a token into its five parts; it counts before it cuts, as
// split does.
func splitJWE(compact string) ([]string, error) {
	if len(compact) > MaxJWE {
		return nil, fault.New(KindTokenTooLong, "%d bytes, at most %d", len(compact), MaxJWE)
	}
	if n := strings.Count(compact, "."); n != 4 {
		return nil, fault.New(KindTokenSegments, "%d separators, not 4", n)
	}
	parts := strings.Split(compact, ".")
	if parts[0] == "" {
		return nil, fault.New(KindTokenSegments, "empty header")
	}
	if len(parts[0]) > maxJWEHeader {
		return nil, fault.New(KindTokenTooLong, "header has %d letters, more than %d", len(parts[0]), maxJWEHeader)
	}
	return parts, nil
}

func sizedSegment(segment string, size int) ([]byte, error) {
	data, err := encoding.DecodeBase64URL(segment)
	if err != nil {
		return nil, err
	}
	if len(data) != size {
		return nil, fault.New(KindTokenSegments, "nonce or tag has %d bytes, not %d", len(data), size)
	}
	return data, nil
}

// KeyID returns "kid", or "" where there is none: which of the recipient's
// keys the token says that it is for.
func (j *JWE) KeyID() string {
	kid, _ := j.Header["kid"].(string)
	return kid
}

// Enc returns the content encryption algorithm, A128GCM or A256GCM.
func (j *JWE) Enc() string { return j.agreed.enc }

// Parties returns what the header says of its maker and its recipient, "apu"
// and "apv" decoded; nil where they are missing.
func (j *JWE) Parties() (apu, apv []byte) { return j.agreed.apu, j.agreed.apv }

// Decrypt returns the content. Every failure is KindJWEInvalid.
func (j *JWE) Decrypt(key keys.Agreement) ([]byte, error) {
	aead, err := contentCipher(key, j.agreed.epk, j.agreed.enc, j.agreed.apu, j.agreed.apv)
	if err != nil {
		return nil, undecryptable()
	}
	plain, err := aead.Open(nil, j.nonce, j.ciphertext, []byte(j.protected))
	if err != nil {
		return nil, undecryptable()
	}
	return plain, nil
}

// undecryptable is one and the same error for everything that does not open.
func undecryptable() error {
	return fault.New(KindJWEInvalid, "for another key, or damaged")
}

// Encrypt makes a compact token for the holder of the private half of to, with
// a fresh ephemeral key and nonce from rand (crypto/rand.Reader outside of
// tests). Of the header the caller gives "apu", "apv", "typ" and "cty" only;
// "kid" is the recipient's (OpenID4VP 1.0, 8.3). Nothing that ParseJWE would
// refuse is produced.
func Encrypt(rand io.Reader, to keys.AgreementPublic, enc string, header map[string]any, payload []byte) (string, error) {
	if len(payload) > MaxPlaintext {
		return "", fault.New(KindTokenTooLong, "%d bytes, at most %d", len(payload), MaxPlaintext)
	}
	ephemeral, err := to.Ephemeral(rand)
	if err != nil {
		return "", err
	}
	protected, a, err := writeHeader(to.ID, ephemeral, enc, header)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, nonceSize)
	if _, err := io.ReadFull(rand, nonce); err != nil {
		return "", fault.Wrap(keys.KindRandom, err, "reading a nonce")
	}
	aead, err := contentCipher(ephemeral, to, a.enc, a.apu, a.apv)
	if err != nil {
		return "", err
	}
	sealed := aead.Seal(nil, nonce, payload, []byte(protected))
	ciphertext, tag := sealed[:len(payload)], sealed[len(payload):]
	parts := []string{protected, "", encoding.EncodeBase64URL(nonce), encoding.EncodeBase64URL(ciphertext), encoding.EncodeBase64URL(tag)}
	return strings.Join(parts, "."), nil
}

// writeHeader encodes the header and reads it back, as its reader will.
func writeHeader(kid string, ephemeral keys.Agreement, enc string, extra map[string]any) (string, agreed, error) {
	whole := map[string]any{"alg": keys.AgreementAlg, "enc": enc, "epk": ephemeral.Public().Point()}
	if kid != "" {
		whole["kid"] = kid
	}
	for name, value := range extra {
		switch name {
		case "apu", "apv", "typ", "cty":
			whole[name] = value
		default:
			return "", agreed{}, fault.New(KindHeaderMalformed, "a member that is not the caller's to set")
		}
	}
	raw, err := encoding.EncodeJSON(whole)
	if err != nil {
		return "", agreed{}, err
	}
	protected := encoding.EncodeBase64URL(raw)
	if len(protected) > maxJWEHeader {
		return "", agreed{}, fault.New(KindTokenTooLong, "header has %d letters, more than %d", len(protected), maxJWEHeader)
	}
	again, err := parseHeader(protected)
	if err != nil {
		return "", agreed{}, err
	}
	a, err := checkJWEHeader(again)
	return protected, a, err
}
