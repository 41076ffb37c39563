package corpus

import (
	"strings"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

// tagSign1 is the CBOR tag of COSE_Sign1 (RFC 9052 section 2).
const tagSign1 = 18

// certificate is a health certificate that can be made with mistakes.
type certificate struct {
	protected, unprotected map[any]any
	payload                []byte
	key                    keys.Private
	message                func([]byte) []byte // changes the signed message
	packed                 func([]byte) []byte // changes what was compressed
	text                   func(string) string
}

func newCertificate() *certificate {
	vaccination := map[string]any{"tg": "840539006", "vp": "1119349007", "mp": "EU/1/20/1528", "ma": "ORG-100030215", "dn": 2, "sd": 2,
		"dt": "2025-12-01", "co": "XM", "is": "Ministry of Health", "ci": "URN:UVCI:01:XM:1"}
	return stating("v", vaccination)
}

// stating makes a certificate of one statement.
func stating(kind string, statement map[string]any) *certificate {
	dcc := map[string]any{"ver": "1.3.0", "nam": map[string]any{"fn": "Example", "fnt": "EXAMPLE", "gn": "Ana", "gnt": "ANA"}, "dob": "1990-01-02", kind: []any{statement}}
	claims := map[any]any{1: "XM", 4: expiresAt, 6: issuedAt, -260: map[any]any{1: dcc}}
	same := func(b []byte) []byte { return b }
	return &certificate{
		protected: map[any]any{1: alg.ES256.COSE(), 4: signerKid(signerCertificate)}, unprotected: map[any]any{},
		payload: must(encoding.EncodeCBOR(claims)), key: issuerKey, message: same, packed: same, text: func(s string) string { return s },
	}
}

// with adds a claim as encoded bytes, whatever they are.
func (c *certificate) with(encodedKeyAndValue string) *certificate {
	extra := must(encoding.DecodeHex(encodedKeyAndValue))
	c.payload = append([]byte{c.payload[0] + 1}, append(c.payload[1:], extra...)...)
	return c
}

// code makes the text of the code.
func (c *certificate) code() string {
	protected := []byte{} // how an empty header is signed (RFC 9052 section 3)
	if len(c.protected) > 0 {
		protected = must(encoding.EncodeCBOR(c.protected))
	}
	toSign := must(encoding.EncodeCBOR([]any{"Signature1", protected, []byte{}, c.payload}))
	signature := must(c.key.Sign(toSign))
	message := must(encoding.EncodeCBOR(encoding.CBORTag{Number: tagSign1, Content: []any{protected, c.unprotected, c.payload, signature}}))
	return c.text("HC1:" + encoding.EncodeBase45(c.packed(encoding.Deflate(c.message(message)))))
}

// health are the defects of health certificates as such.
func health() []Vector {
	certified := func(v Vector) Vector { return v.trusting("signer.pem") }
	zipped := func(change func([]byte) []byte) string { c := newCertificate(); c.packed = change; return c.code() }
	written := func(change func(string) string) string { c := newCertificate(); c.text = change; return c.code() }
	list := []Vector{
		good("hcert", "a health certificate", newCertificate().code()),
		good("hcert-tagged", "a CWT tag around the message", wrapped("d83d").code()),
		good("hcert-unprotected", "algorithm and key identifier unprotected", unprotected().code()),
		refused("cbor_tag_unexpected", "three tags", wrapped("d83dd83d").code()),
		refused("cbor_tag_unexpected-other", "the tag of a MAC", retagged().code()),
		refused("zlib_missing", "not compressed", zipped(func([]byte) []byte { return []byte{0xD2, 0x84, 0x43} })),
		refused("zlib_corrupt", "cut short", zipped(func(b []byte) []byte { return b[:len(b)-5] })),
		refused("zlib_trailing_data", "a byte after the stream", zipped(func(b []byte) []byte { return append(b, 0) })),
		refused("zlib_too_large", "a bomb of 4 MiB", zipped(func([]byte) []byte { return encoding.Deflate(make([]byte, 4<<20)) })),
		refused("zlib_ratio", "a small bomb", zipped(func([]byte) []byte { return encoding.Deflate(make([]byte, 100<<10)) })),
		refused("base45_character", "a small letter", written(func(s string) string { return s[:len(s)-1] + "a" })),
		refused("base45_length", "a character is left over", written(func(s string) string { return s[:4+(len(s)-4)/3*3] + "0" })),
		refused("base45_overflow", "a group beyond 65535", written(func(s string) string { return s[:4] + ":::" + s[7:] })),
		refused("signature_invalid-hcert", "signed by a stranger", strangers().code()),
		refused("kid_protected_conflict", "only the unprotected key identifier is the signer's", conflicting().code()),
		unsure("issuer_unknown-hcert", "a signer that is not trusted", unlisted().code()),
		refused("expired-hcert", "its time is over", newCertificate().code()).at("2027-02-01T00:00:00Z"),
		refused("holder_binding_missing-hcert", "a format that cannot prove the holder", newCertificate().code()).asked(),
		refused("claim_missing-statement", "nothing is stated", stating("x", nil).code()),
		refused("cbor_type-statement", "a statement that is no array", misstated().code()),
		refused("alg_not_allowed-hcert", "signed with EdDSA", edSigned().code()),
	}
	for i := range list {
		list[i] = certified(list[i])
	}
	only := forTestsOnly(newCertificate())
	return append(list,
		refused("issuer_not_for_type-hcert", "a signer for tests states a vaccination", only.code()).trusting("signer-test.pem"),
		good("hcert-test", "a signer for tests states a test", forTestsOnly(stating("t", map[string]any{"tg": "840539006", "tr": "260415000", "sc": "2026-02-28T10:00:00Z", "co": "XM"})).code()).trusting("signer-test.pem"),
	)
}

// cborDefects are refused wherever they stand; here, in the payload.
func cborDefects() []Vector {
	var list []Vector
	for _, c := range []struct{ kind, about, hex string }{
		{"cbor_duplicate_key", "a claim twice", "0162584d"},
		{"cbor_indefinite", "an array without a length", "08" + "9fff"},
		{"cbor_noncanonical_integer", "a small number in three bytes", "08" + "190001"},
		{"cbor_depth", "forty arrays", "08" + strings.Repeat("81", 40) + "00"},
		{"cbor_length_lies", "nine bytes that claim four thousand million", "08" + "9b0000000100000000"},
		{"cbor_undefined_value", "undefined", "08" + "f7"},
		{"cbor_simple_value", "a simple value without a meaning", "08" + "f0"},
		{"cbor_invalid_utf8", "text that is not UTF-8", "08" + "62c328"},
		{"cbor_integer_range", "below -2^63", "08" + "3bffffffffffffffff"},
		{"cbor_map_key", "an array as a label", "80" + "00"},
		{"cbor_type", "a date that is a byte string", "08" + "c141ff"},
		{"cbor_malformed", "a reserved length", "08" + "1c"},
	} {
		list = append(list, refused(c.kind, c.about, newCertificate().with(c.hex).code()).trusting("signer.pem"))
	}
	trailing := newCertificate()
	trailing.payload = append(trailing.payload, 0)
	noList := newCertificate()
	noList.message = func([]byte) []byte { return []byte{0xD2, 0x83, 0x40, 0xA0, 0x40} }
	return append(list,
		refused("cbor_trailing_data", "a byte after the claims", trailing.code()).trusting("signer.pem"),
		refused("cose_malformed", "three parts where four are due", noList.code()).trusting("signer.pem"))
}

func wrapped(tags string) *certificate {
	c := newCertificate()
	c.message = func(b []byte) []byte { return append(must(encoding.DecodeHex(tags)), b...) }
	return c
}

func retagged() *certificate {
	c := newCertificate()
	c.message = func(b []byte) []byte { return append([]byte{0xD1}, b[1:]...) }
	return c
}

func unprotected() *certificate {
	c := newCertificate()
	c.protected, c.unprotected = map[any]any{}, c.protected
	return c
}

func strangers() *certificate {
	c := newCertificate()
	c.key = strangerKey
	return c
}

func conflicting() *certificate {
	c := newCertificate()
	c.protected[4], c.unprotected[4] = []byte("another!"), c.protected[4]
	return c
}

func unlisted() *certificate {
	c := newCertificate()
	c.protected[4] = []byte("another!")
	return c
}

func forTestsOnly(c *certificate) *certificate {
	c.protected[4] = signerKid(testSignerCertificate)
	return c
}

func misstated() *certificate {
	dcc := map[string]any{"ver": "1.3.0", "v": "yes"}
	c := newCertificate()
	c.payload = must(encoding.EncodeCBOR(map[any]any{1: "XM", 4: expiresAt, 6: issuedAt, -260: map[any]any{1: dcc}}))
	return c
}

func edSigned() *certificate {
	c := newCertificate()
	c.key, c.protected[1] = edKey, alg.EdDSA.COSE()
	return c
}
