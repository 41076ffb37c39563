package x5c_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"net"
	"runtime"
	"testing"
	"time"

	"domicile/crypto/fault"
	"domicile/crypto/x5c"
)

func wantKind(t *testing.T, defect string, err error, kind fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != kind {
		t.Errorf("%s: got %v, want %q", defect, err, kind)
	}
}

func TestVerify(t *testing.T) {
	var none *party
	root := none.issue(t, "root", authority)
	middle := root.issue(t, "middle", authority)
	leaf := middle.issue(t, "leaf", nil)
	alone := none.issue(t, "alone", nil)
	short := none.issue(t, "short", with(authority, func(c *x509.Certificate) { c.MaxPathLen = 1 }))
	below := short.issue(t, "below", with(authority, func(c *x509.Certificate) { c.MaxPathLenZero = true }))
	rows := []struct {
		name    string
		chain   []*x509.Certificate
		anchors []*x509.Certificate
		index   int
	}{
		{"anchor signed the last", chain(leaf, middle), chain(root), 0},
		{"anchor is the last", chain(leaf, middle, root), chain(root), 0},
		{"anchor is in the midst", chain(leaf, middle, root), chain(middle), 0},
		{"anchor signed the signer", chain(leaf), chain(middle), 0},
		{"anchor is the signer", chain(leaf), chain(leaf), 0},
		{"anchor is the signer of a longer chain", chain(leaf, middle), chain(leaf), 0},
		{"anchor is the signer, self-signed", chain(alone), chain(alone), 0},
		{"second anchor", chain(leaf, middle), chain(alone, root), 1},
		{"two anchors of one name", chain(leaf, middle), chain(none.issue(t, "root", authority), root), 1},
		{"path as long as allowed", chain(below.issue(t, "leaf", nil), below), chain(short), 0},
	}
	for _, r := range rows {
		index, err := x5c.Anchor(r.chain, r.anchors, now)
		if err != nil || index != r.index {
			t.Errorf("%s: anchor %d, %v", r.name, index, err)
		}
	}
}

func TestVerifyRefusesForgedChains(t *testing.T) {
	var none *party
	root := none.issue(t, "root", authority)
	middle := root.issue(t, "middle", authority)
	leaf := middle.issue(t, "leaf", nil)
	// The attacker's certificates carry every genuine name.
	fakeRoot := none.issue(t, "root", authority)
	fakeMiddle := fakeRoot.issue(t, "middle", authority)
	fakeLeaf := fakeMiddle.issue(t, "leaf", nil)
	selfSigned := none.issue(t, "leaf", nil)
	rows := []struct {
		defect string
		chain  []*x509.Certificate
		kind   fault.Kind
	}{
		{"empty chain", nil, x5c.KindBroken},
		{"self-signed leaf alone", chain(selfSigned), x5c.KindUnknown},
		{"self-signed leaf before the real root", chain(selfSigned, root), x5c.KindBroken},
		{"attacker's leaf before the genuine CA", chain(fakeLeaf, middle), x5c.KindBroken},
		{"attacker's leaf before the genuine chain", chain(fakeLeaf, middle, root), x5c.KindBroken},
		{"attacker's chain with the genuine root appended", chain(fakeLeaf, fakeMiddle, root), x5c.KindBroken},
		{"attacker's whole chain with the genuine root appended", chain(fakeLeaf, fakeMiddle, fakeRoot, root), x5c.KindBroken},
		{"attacker's chain under the genuine root's name", chain(fakeLeaf, fakeMiddle), x5c.KindBroken},
		{"attacker's chain to an own root", chain(fakeLeaf, fakeMiddle, fakeRoot), x5c.KindBroken},
		{"genuine chain with a stranger appended", chain(leaf, middle, root, none.issue(t, "stranger", authority)), x5c.KindBroken},
		{"genuine chain in reverse", chain(root, middle, leaf), x5c.KindBroken},
		{"genuine chain with a link missing", chain(leaf, root), x5c.KindBroken},
		{"genuine chain with the leaf twice", chain(leaf, leaf, middle), x5c.KindBroken},
		{"genuine chain going round", chain(leaf, middle, root, middle), x5c.KindBroken},
		{"leaf that signs a leaf", chain(leaf.issue(t, "mine", nil), leaf, middle), x5c.KindBroken},
		{"the leaf alone, its CA not pinned", chain(leaf), x5c.KindUnknown},
	}
	for _, r := range rows {
		wantKind(t, r.defect, x5c.Verify(r.chain, chain(root), now), r.kind)
	}
	wantKind(t, "no anchors", x5c.Verify(chain(leaf, middle, root), nil, now), x5c.KindUnknown)
	wantKind(t, "anchor that is no CA", x5c.Verify(chain(leaf.issue(t, "mine", nil)), chain(leaf), now), x5c.KindUnknown)
}

func TestVerifyRefusesWrongAuthorities(t *testing.T) {
	rows := []struct {
		defect string
		tweak  func(*x509.Certificate)
	}{
		{"no basic constraints", func(c *x509.Certificate) { c.BasicConstraintsValid, c.IsCA = false, false }},
		{"not a CA", func(c *x509.Certificate) { c.IsCA = false }},
		{"key usage without certificate signing", func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageDigitalSignature }},
		{"name constraints", func(c *x509.Certificate) { c.PermittedDNSDomains = []string{"a.example"} }},
		{"excluded addresses", func(c *x509.Certificate) {
			c.ExcludedIPRanges = []*net.IPNet{{IP: net.IPv4(10, 0, 0, 0), Mask: net.CIDRMask(8, 32)}}
		}},
		{"critical extension nobody knows", func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}}}
		}},
	}
	var none *party
	for _, r := range rows {
		root := none.issue(t, "root", authority)
		middle := root.issue(t, "middle", with(authority, r.tweak))
		leaf := middle.issue(t, "leaf", nil)
		wantKind(t, r.defect, x5c.Verify(chain(leaf, middle), chain(root), now), x5c.KindBroken)
		bad := none.issue(t, "root", with(authority, r.tweak))
		if err := x5c.Verify(chain(bad.issue(t, "leaf", nil)), chain(bad), now); err == nil && r.defect != "critical extension nobody knows" {
			t.Errorf("%s: an anchor with it is taken", r.defect)
		}
	}
	root := none.issue(t, "root", authority)
	leaf := root.issue(t, "leaf", rows[5].tweak)
	wantKind(t, "critical extension of the signer", x5c.Verify(chain(leaf), chain(root), now), x5c.KindBroken)
}

func TestVerifyRefusesLongPaths(t *testing.T) {
	var none *party
	root := none.issue(t, "root", with(authority, func(c *x509.Certificate) { c.MaxPathLen = 1 }))
	first := root.issue(t, "first", authority)
	second := first.issue(t, "second", authority)
	third := second.issue(t, "third", authority)
	if err := x5c.Verify(chain(first.issue(t, "leaf", nil), first), chain(root), now); err != nil {
		t.Error(err)
	}
	wantKind(t, "one CA too many, root not sent", x5c.Verify(chain(second.issue(t, "leaf", nil), second, first), chain(root), now), x5c.KindUnknown)
	wantKind(t, "one CA too many", x5c.Verify(chain(second.issue(t, "leaf", nil), second, first, root), chain(root), now), x5c.KindBroken)
	wantKind(t, "two CAs too many", x5c.Verify(chain(third.issue(t, "leaf", nil), third, second, first, root), chain(root), now), x5c.KindBroken)
	free := none.issue(t, "free", authority)
	long := []*party{free}
	for range x5c.MaxChain {
		long = append([]*party{long[0].issue(t, "link", authority)}, long...)
	}
	wantKind(t, "chain longer than any", x5c.Verify(chain(long...), chain(free), now), x5c.KindBroken)
}

func TestVerifyTime(t *testing.T) {
	var none *party
	days := func(from, until int) func(*x509.Certificate) {
		return func(c *x509.Certificate) { c.NotBefore, c.NotAfter = now.AddDate(0, 0, from), now.AddDate(0, 0, until) }
	}
	root := none.issue(t, "root", with(authority, days(-9, 9)))
	middle := root.issue(t, "middle", with(authority, days(-5, 5)))
	leaf := middle.issue(t, "leaf", days(-1, 1))
	for _, at := range []time.Time{leaf.certificate.NotBefore, now, leaf.certificate.NotAfter} {
		if err := x5c.Verify(chain(leaf, middle), chain(root), at); err != nil {
			t.Error(err)
		}
	}
	old := middle.issue(t, "leaf", days(-30, 30))
	rows := []struct {
		defect string
		leaf   *party
		day    int
	}{
		{"signer not valid yet", leaf, -2}, {"signer expired", leaf, 2},
		{"intermediate not valid yet", old, -6}, {"intermediate expired", old, 6},
		{"anchor not valid yet", old, -10}, {"anchor expired", old, 10},
	}
	for _, r := range rows {
		at := now.AddDate(0, 0, r.day)
		wantKind(t, r.defect, x5c.Verify(chain(r.leaf, middle), chain(root), at), x5c.KindExpired)
		wantKind(t, r.defect+", anchor sent", x5c.Verify(chain(r.leaf, middle, root), chain(root), at), x5c.KindExpired)
	}
	wantKind(t, "pinned signer expired", x5c.Verify(chain(leaf), chain(leaf), now.AddDate(0, 0, 2)), x5c.KindExpired)
	wantKind(t, "one second late", x5c.Verify(chain(leaf), chain(leaf), leaf.certificate.NotAfter.Add(time.Second)), x5c.KindExpired)
}

// TestVerifyRefusesHugeKeys holds a limit that keeps one verification short.
func TestVerifyRefusesHugeKeys(t *testing.T) {
	var none *party
	root := none.issue(t, "root", authority)
	huge := *root.certificate
	huge.PublicKey = &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), 16384), E: 65537}
	wantKind(t, "RSA of 16384 bits", x5c.Verify(chain(root.issue(t, "leaf", nil)), []*x509.Certificate{&huge}, now), x5c.KindUnknown)
}

// TestMangled changes every byte of a signer's certificate, in WebAssembly every
// seventh.
func TestMangled(t *testing.T) {
	var none *party
	root := none.issue(t, "root", authority)
	leaf := root.issue(t, "leaf", nil)
	step := 1
	if runtime.GOARCH == "wasm" {
		step = 7
	}
	for i := 0; i < len(leaf.certificate.Raw); i += step {
		der := append([]byte{}, leaf.certificate.Raw...)
		der[i] ^= 1 << (i % 8)
		parsed, err := x5c.ParseDER([][]byte{der})
		if err == nil {
			err = x5c.Verify(parsed, chain(root), now)
		}
		if err == nil {
			t.Errorf("certificate with byte %d changed is accepted", i)
		}
	}
}

func TestVerifyRSAChain(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "rsa"}, NotBefore: now.AddDate(0, 0, -1), NotAfter: now.AddDate(0, 0, 1)}
	authority(template)
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x5c.ParseDER([][]byte{der})
	if err != nil {
		t.Fatal(err)
	}
	if err := x5c.Verify(parsed, parsed, now); err != nil {
		t.Error(err)
	}
}
