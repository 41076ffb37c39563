package cwt_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"domicile/credentials/cwt"
	"domicile/credentials/trust"
	"domicile/crypto/alg"
	"domicile/crypto/cose"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

var (
	issued  = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	expires = time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC)
	now     = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
)

func testKey(t testing.TB, a alg.Algorithm, number byte) keys.Private {
	t.Helper()
	key, err := keys.NewPrivate(a, bytes.Repeat([]byte{number}, a.SignatureSize()/2))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// signer certifies a test key for some uses.
func signer(t testing.TB, number byte, uses ...asn1.ObjectIdentifier) *x509.Certificate {
	t.Helper()
	private, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), bytes.Repeat([]byte{number}, 32))
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(int64(number)), Subject: pkix.Name{CommonName: "DSC"},
		NotBefore: issued, NotAfter: expires, UnknownExtKeyUsage: uses}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}

func dcc(statement string) map[string]any {
	entries := map[string]map[string]any{
		"v": {"tg": "840539006", "vp": "1119349007", "mp": "EU/1/20/1528", "ma": "ORG-100030215", "dn": 2, "sd": 2,
			"dt": "2026-02-01", "co": "XM", "is": "Ministry of Health", "ci": "URN:UVCI:01:XM:1"},
		"t": {"tg": "840539006", "tt": "LP6464-4", "sc": "2026-02-28T10:00:00Z", "tr": "260415000", "tc": "Centre 1", "co": "XM",
			"is": "Ministry of Health", "ci": "URN:UVCI:01:XM:2"},
		"r": {"tg": "840539006", "fr": "2026-01-01", "df": "2026-01-12", "du": "2026-06-30", "co": "XM", "is": "Ministry of Health",
			"ci": "URN:UVCI:01:XM:3"},
	}
	return map[string]any{"ver": "1.3.0", "dob": "1990-05-17",
		"nam":     map[string]any{"gn": "Noor", "fn": "Example", "gnt": "NOOR", "fnt": "EXAMPLE"},
		statement: []any{entries[statement]}}
}

func issue(t testing.TB, key keys.Private, kid []byte, statement string) string {
	t.Helper()
	text, err := cwt.IssueHCERT(key, kid, "XM", issued, expires, dcc(statement))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// check does what a verifier does, without the times of the certificate.
func check(text string, trusted ...*x509.Certificate) error {
	h, err := cwt.ParseHCERT(text)
	if err != nil {
		return err
	}
	store := trust.NewStore(trust.Anchor{Certificates: trusted})
	for _, statement := range h.Statements {
		question := trust.Question{Type: "hcert:" + string(statement), Thumb: h.KeyID(), Algorithm: h.Message().Algorithm()}
		signers, err := store.Signers(question, now)
		if err != nil {
			return err
		}
		if err := h.Verify(signers[0].Key); err != nil {
			return err
		}
	}
	return nil
}

func TestIssueThenVerify(t *testing.T) {
	key, dsc := testKey(t, alg.ES256, 7), signer(t, 7)
	for _, statement := range []string{"t", "v", "r"} {
		text := issue(t, key, trust.CertificateKeyID(dsc), statement)
		if err := check(text, signer(t, 8), dsc); err != nil {
			t.Errorf("%s: %v", statement, err)
		}
		h, err := cwt.ParseHCERT(text)
		if err != nil {
			t.Fatal(err)
		}
		if h.Issuer != "XM" || !h.IssuedAt.Equal(issued) || !h.ExpiresAt.Equal(expires) || string(h.Statements[0]) != statement {
			t.Errorf("read back %+v", h)
		}
	}
}

// The extended key usages against the statements: the diagonal passes, and a
// certificate without any; in both arcs.
func TestKeyUsageLimitsStatements(t *testing.T) {
	key := testKey(t, alg.ES256, 7)
	for _, arc := range []asn1.ObjectIdentifier{{1, 3, 6, 1, 4, 1, 1847, 2021, 1}, {1, 3, 6, 1, 4, 1, 0, 1847, 2021, 1}} {
		for number, allowed := range []string{"", "t", "v", "r"} {
			uses := []asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 99}}
			if number > 0 {
				uses = append(uses, append(append(asn1.ObjectIdentifier{}, arc...), number))
			}
			dsc := signer(t, 7, uses...)
			for _, statement := range []string{"t", "v", "r"} {
				err := check(issue(t, key, trust.CertificateKeyID(dsc), statement), dsc)
				if passes := allowed == "" || allowed == statement; passes != (err == nil) || !passes && fault.KindOf(err) != trust.KindNotForType {
					t.Errorf("usage %v, statement %s: %v", uses, statement, err)
				}
			}
		}
	}
}

func TestRefusedSigners(t *testing.T) {
	key, dsc := testKey(t, alg.ES256, 7), signer(t, 7)
	kid := trust.CertificateKeyID(dsc)
	for defect, row := range map[string]struct {
		err  error
		kind fault.Kind
	}{
		"nobody trusted":        {check(issue(t, key, kid, "v")), trust.KindUnknown},
		"another certificate":   {check(issue(t, key, kid, "v"), signer(t, 8)), trust.KindUnknown},
		"key id cut short":      {check(issue(t, key, kid[:7], "v"), dsc), trust.KindUnknown},
		"signed by another key": {check(issue(t, testKey(t, alg.ES256, 9), kid, "v"), dsc), keys.KindSignatureInvalid},
	} {
		if fault.KindOf(row.err) != row.kind {
			t.Errorf("%s: got %v, want %s", defect, row.err, row.kind)
		}
	}
}

// seal wraps any claims and headers as the text of a code.
func seal(t testing.TB, protected, unprotected map[any]any, claims any) string {
	t.Helper()
	payload, err := encoding.EncodeCBOR(claims)
	if err != nil {
		t.Fatal(err)
	}
	message, err := cose.Sign(testKey(t, alg.ES256, 7), protected, unprotected, payload, nil)
	if err != nil {
		t.Fatal(err)
	}
	return pack(message)
}

func pack(message []byte) string {
	return "HC1:" + encoding.EncodeBase45(encoding.Deflate(message))
}

// claims are good ones with some replaced, or left out where nil.
func claims(replaced map[any]any) map[any]any {
	all := map[any]any{1: "XM", 4: expires.Unix(), 6: issued.Unix(), -260: map[any]any{1: dcc("v")}}
	for label, value := range replaced {
		if all[label] = value; value == nil {
			delete(all, label)
		}
	}
	return all
}

func TestRefusedHealthCertificates(t *testing.T) {
	raw := encoding.EncodeBase45([]byte("\xd2\x84 not compressed"))
	with := func(label, value any) string { return seal(t, nil, nil, claims(map[any]any{label: value})) }
	rows := []struct {
		defect, text string
		kind         fault.Kind
	}{
		{"no prefix", "6BFOXN", cwt.KindPrefix},
		{"other version", "HC2:6BFOXN", cwt.KindPrefix},
		{"prefix in lower case", "hc1:6BFOXN", cwt.KindPrefix},
		{"too long", "HC1:" + strings.Repeat("A", encoding.MaxCredential), cose.KindTooLong},
		{"lower-case letter", "HC1:6bfOXN", encoding.KindBase45Character},
		{"one character left over", "HC1:6BFO", encoding.KindBase45Length},
		{"triplet too large", "HC1::::", encoding.KindBase45Overflow},
		{"empty", "HC1:", encoding.KindZlibMissing},
		{"not compressed", "HC1:" + raw, encoding.KindZlibMissing},
		{"compression cut short", "HC1:" + encoding.EncodeBase45(encoding.Deflate([]byte("x"))[:4]), encoding.KindZlibCorrupt},
		{"bomb", "HC1:" + encoding.EncodeBase45(encoding.Deflate(make([]byte, 4<<20))), encoding.KindZlibTooLarge},
		{"not CBOR", pack([]byte{0xff}), encoding.KindCBORMalformed},
		{"not a message", pack([]byte{0x80}), cose.KindMalformed},
		{"payload a text", seal(t, nil, nil, "x"), cwt.KindClaimMalformed},
		{"no expiry", with(4, nil), cwt.KindClaimMissing},
		{"no date of issue", with(6, nil), cwt.KindClaimMissing},
		{"expiry in milliseconds", with(4, expires.UnixMilli()), cwt.KindTimeInMilliseconds},
		{"expiry in milliseconds, binary64", with(4, float64(expires.UnixMilli())), cwt.KindTimeInMilliseconds},
		{"expiry as text", with(4, "2027-03-01"), cwt.KindClaimMalformed},
		{"expiry tagged", with(4, encoding.CBORTag{Number: 1, Content: expires.Unix()}), cwt.KindClaimMalformed},
		{"date of issue not a number", with(6, math.NaN()), cwt.KindClaimMalformed},
		{"date of issue infinite", with(6, math.Inf(1)), cwt.KindTimeInMilliseconds},
		{"date of issue negative", with(6, -1), cwt.KindClaimMalformed},
		{"issuer a number", with(1, 49), cwt.KindClaimMalformed},
		{"no health certificate", with(-260, nil), cwt.KindClaimMissing},
		{"health certificate an array", with(-260, []any{dcc("v")}), cwt.KindClaimMalformed},
		{"health certificate of another schema", with(-260, map[any]any{2: dcc("v")}), cwt.KindClaimMissing},
		{"DCC bytes", with(-260, map[any]any{1: []byte{0xa0}}), cwt.KindClaimMalformed},
		{"no statement", with(-260, map[any]any{1: map[any]any{"ver": "1.3.0"}}), cwt.KindClaimMissing},
		{"empty statement", with(-260, map[any]any{1: map[any]any{"v": []any{}, "t": nil}}), cwt.KindClaimMissing},
		{"statement not in an array", with(-260, map[any]any{1: map[any]any{"v": map[any]any{}}}), cwt.KindClaimMalformed},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			if _, err := cwt.ParseHCERT(row.text); fault.KindOf(err) != row.kind {
				t.Errorf("got %v, want %s", err, row.kind)
			}
		})
	}
}

func TestRefusedAlgorithms(t *testing.T) {
	for _, a := range []alg.Algorithm{alg.ES384, alg.ES256K, alg.EdDSA} {
		if _, err := cwt.IssueHCERT(testKey(t, a, 7), []byte("12345678"), "XM", issued, expires, dcc("v")); fault.KindOf(err) != alg.KindNotAllowed {
			t.Errorf("%s: %v", a, err)
		}
	}
}

func TestDatesWithFractions(t *testing.T) {
	h, err := cwt.ParseHCERT(seal(t, nil, nil, claims(map[any]any{4: 1900000000.25, 6: 1700000000.0})))
	if err != nil {
		t.Fatal(err)
	}
	if !h.ExpiresAt.Equal(time.Unix(1900000000, 250_000_000)) || !h.IssuedAt.Equal(time.Unix(1700000000, 0)) {
		t.Errorf("read %v and %v", h.IssuedAt, h.ExpiresAt)
	}
}

func TestKeyIDInEitherHeader(t *testing.T) {
	ours, other := []byte("12345678"), []byte("another!")
	for name, row := range map[string]struct {
		protected, unprotected map[any]any
		kid, conflict          []byte
	}{
		"protected":   {map[any]any{4: ours}, nil, ours, nil},
		"unprotected": {nil, map[any]any{4: ours}, ours, nil},
		"both":        {map[any]any{4: ours}, map[any]any{4: ours}, ours, nil},
		"neither":     {nil, nil, nil, nil},
		"two":         {map[any]any{4: ours}, map[any]any{4: other}, ours, other},
	} {
		h, err := cwt.ParseHCERT(sealLoose(t, row.protected, row.unprotected))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !bytes.Equal(h.KeyID(), row.kid) || !bytes.Equal(h.ConflictingKeyID(), row.conflict) {
			t.Errorf("%s: %s and %s", name, h.KeyID(), h.ConflictingKeyID())
		}
	}
}

// sealLoose signs what cose.Sign refuses to: conflicting key ids.
func sealLoose(t *testing.T, protected, unprotected map[any]any) string {
	t.Helper()
	header := map[any]any{1: -7}
	for label, value := range protected {
		header[label] = value
	}
	head, _ := encoding.EncodeCBOR(header)
	payload, _ := encoding.EncodeCBOR(claims(nil))
	signed, _ := encoding.EncodeCBOR([]any{"Signature1", head, []byte{}, payload})
	signature, err := testKey(t, alg.ES256, 7).Sign(signed)
	if err != nil {
		t.Fatal(err)
	}
	if unprotected == nil {
		unprotected = map[any]any{}
	}
	message, err := encoding.EncodeCBOR([]any{head, unprotected, payload, signature})
	if err != nil {
		t.Fatal(err)
	}
	return pack(message)
}

// The text ends with the end of the compression and its checksum: there every
// other character is tried, at the place of each.
func TestOtherEndingsAreRefused(t *testing.T) {
	key, dsc := testKey(t, alg.ES256, 7), signer(t, 7)
	cases := 0
	for _, statement := range []string{"t", "v", "r"} {
		text := issue(t, key, trust.CertificateKeyID(dsc), statement)
		for i := len(text) - 12; i < len(text); i++ {
			for _, c := range []byte("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:") {
				if c != text[i] && check(text[:i]+string(c)+text[i+1:], dsc) == nil {
					t.Errorf("accepted, %q for %q at character %d of %d", c, text[i], i, len(text))
				}
				cases++
			}
		}
	}
	t.Logf("%d cases", cases)
}

// Every change of one character and every truncation of the text is refused,
// and flipped bits in every byte of the message inside.
func TestMangledCertificatesAreRefused(t *testing.T) {
	key, dsc := testKey(t, alg.ES256, 7), signer(t, 7)
	text := issue(t, key, trust.CertificateKeyID(dsc), "v")
	cases := 0
	for i := range text {
		mangled := []byte(text)
		mangled[i]++
		if check(text[:i], dsc) == nil || check(string(mangled), dsc) == nil {
			t.Errorf("accepted, mangled at character %d", i)
		}
		cases += 2
	}
	packed, _ := encoding.DecodeBase45(text[4:])
	message, err := encoding.Inflate(packed, encoding.MaxInflated)
	if err != nil {
		t.Fatal(err)
	}
	for i := range message {
		for _, bit := range []int{0, 5, 7} {
			mangled := bytes.Clone(message)
			mangled[i] ^= 1 << bit
			if check(pack(mangled), dsc) == nil {
				t.Errorf("accepted, bit %d of byte %d flipped", bit, i)
			}
			cases++
		}
	}
	t.Logf("%d cases", cases)
}

func ExampleParseHCERT() {
	key, _ := keys.NewPrivate(alg.ES256, bytes.Repeat([]byte{7}, 32))
	text, _ := cwt.IssueHCERT(key, []byte("12345678"), "XM", issued, expires, dcc("v"))

	h, err := cwt.ParseHCERT(text)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := h.Verify(key.Public()); err != nil {
		fmt.Println(err)
		return
	}
	tree, _ := h.ClaimTree()
	fmt.Println(tree["given_name"], tree["family_name"], tree["vaccination"].(map[string]any)["product"])
	// Output: Noor Example Comirnaty
}

func FuzzParseHCERT(f *testing.F) {
	f.Add(issue(f, testKey(f, alg.ES256, 7), []byte("12345678"), "v"))
	f.Add("HC1:6BFOXN")
	f.Fuzz(func(t *testing.T, text string) {
		h, err := cwt.ParseHCERT(text)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Errorf("no kind: %v", err)
			}
			return
		}
		_, _ = h.ClaimTree()
	})
}

func BenchmarkHCERT(b *testing.B) {
	dsc := signer(b, 7)
	text := issue(b, testKey(b, alg.ES256, 7), trust.CertificateKeyID(dsc), "v")
	for b.Loop() {
		if err := check(text, dsc); err != nil {
			b.Fatal(err)
		}
	}
}
