package x5c_test

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/x5c"
)

func ExampleVerify() {
	// In a program these come from a token's header and a pinned file.
	var none *party
	root := none.issue(&testing.T{}, "Republic of Meridia", authority)
	office := root.issue(&testing.T{}, "Residency Office", nil)
	elements := []string{encoding.EncodeBase64(office.certificate.Raw)}

	chain, err := x5c.ParseChain(elements)
	if err != nil {
		panic(err)
	}
	fmt.Println(x5c.Verify(chain, []*x509.Certificate{root.certificate}, now))
	fmt.Println(fault.KindOf(x5c.Verify(chain, nil, now)))
	// Output:
	// <nil>
	// issuer_unknown
}

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func TestParsePEM(t *testing.T) {
	var none *party
	a, b := none.issue(t, "a", nil), none.issue(t, "b", nil)
	text := "two offices\n" + block("CERTIFICATE", a.certificate.Raw) + "and\n" + block("CERTIFICATE", b.certificate.Raw) + "done\n"
	list, err := x5c.ParsePEM([]byte(text))
	if err != nil || len(list) != 2 || !list[0].Equal(a.certificate) || !list[1].Equal(b.certificate) {
		t.Errorf("%d certificates, %v", len(list), err)
	}
}

func TestParsePEMRefuses(t *testing.T) {
	var none *party
	good := block("CERTIFICATE", none.issue(t, "a", nil).certificate.Raw)
	rows := []struct{ defect, text string }{
		{"empty", ""},
		{"text without a block", "CERTIFICATE"},
		{"private key", block("PRIVATE KEY", []byte{1, 2, 3})},
		{"private key beside", good + block("EC PRIVATE KEY", []byte{1, 2, 3})},
		{"certificate that is none", block("CERTIFICATE", []byte{0x30, 0})},
		{"empty certificate", block("CERTIFICATE", nil)},
		{"second block cut short", good + good[:len(good)-30]},
		{"second block with a wrong character", good + strings.Replace(good, "M", "!", 1)},
		{"first block broken, second good", strings.Replace(good, "-----END", "-----end", 1) + good},
		{"bytes after the certificate", block("CERTIFICATE", append(none.issue(t, "a", nil).certificate.Raw, 0))},
		{"larger than any", block("CERTIFICATE", make([]byte, x5c.MaxCertificate+1))},
		{"more than any list", strings.Repeat("-----BEGIN CERTIFICATE-----\n", x5c.MaxPEM+1)},
	}
	for _, r := range rows {
		_, err := x5c.ParsePEM([]byte(r.text))
		wantKind(t, r.defect, err, x5c.KindCertificate)
	}
}

func TestParseChainRefuses(t *testing.T) {
	var none *party
	good := encoding.EncodeBase64(none.issue(t, "a", nil).certificate.Raw)
	many := strings.Split(strings.Repeat(good+" ", x5c.MaxChain)+good, " ")
	rows := []struct {
		defect   string
		elements []string
		kind     fault.Kind
	}{
		{"no element", nil, x5c.KindBroken},
		{"more than any chain", many, x5c.KindBroken},
		{"base64url", []string{strings.NewReplacer("+", "-", "/", "_").Replace(good) + "-_"}, x5c.KindCertificate},
		{"line breaks", []string{good[:64] + "\n" + good[64:]}, x5c.KindCertificate},
		{"empty element", []string{""}, x5c.KindCertificate},
		{"not a certificate", []string{"AAAA"}, x5c.KindCertificate},
		{"second not a certificate", []string{good, "AAAA"}, x5c.KindCertificate},
	}
	for _, r := range rows {
		_, err := x5c.ParseChain(r.elements)
		wantKind(t, r.defect, err, r.kind)
	}
}

func TestMatchName(t *testing.T) {
	var none *party
	leaf := none.issue(t, "leaf", func(c *x509.Certificate) {
		office, _ := url.Parse("https://meridia.example/offices/1")
		c.URIs, c.DNSNames = []*url.URL{office}, []string{"Issuer.example", "*.wild.example", "*.example"}
	}).certificate
	for _, issuer := range []string{"https://meridia.example/offices/1", "https://issuer.example", "https://ISSUER.example:8443/a", "https://a.wild.example"} {
		if err := x5c.MatchName(leaf, issuer); err != nil {
			t.Errorf("%s: %v", issuer, err)
		}
	}
	for _, issuer := range []string{
		"", "https://meridia.example/offices/2", "https://meridia.example", "http://issuer.example", "issuer.example", "https://a.issuer.example",
		"https://wild.example", "https://a.b.wild.example", "https://other.example", "did:web:issuer.example", "https://",
	} {
		wantKind(t, issuer, x5c.MatchName(leaf, issuer), x5c.KindNameMismatch)
	}
}

func FuzzParsePEM(f *testing.F) {
	var none *party
	f.Add([]byte(block("CERTIFICATE", none.issue(f, "a", nil).certificate.Raw)))
	f.Add([]byte("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := x5c.ParsePEM(data)
		if err == nil && len(list) == 0 {
			t.Error("no certificate and no error")
		}
		if err == nil {
			// Whatever parses can be looked at without a panic.
			_ = x5c.Verify(list[:min(len(list), 3)], list, now)
		}
	})
}
