package alg_test

import (
	"fmt"
	"testing"

	"domicile/crypto/alg"
	"domicile/crypto/fault"
)

func ExampleByJOSE() {
	a, _ := alg.ByJOSE("ES256")
	fmt.Println(a, a.Curve(), a.COSE(), a.SignatureSize())
	_, err := alg.ByJOSE("none")
	fmt.Println(fault.KindOf(err))
	// Output:
	// ES256 P-256 -7 64
	// alg_none
}

// TestRegistry holds the table of the package comment, typed from RFC 7518
// section 3.1, RFC 8812 sections 3.1 and 3.2, RFC 8037 section 5, RFC 9053
// section 2 and RFC 9864 section 4.
func TestRegistry(t *testing.T) {
	rows := []struct {
		algorithm alg.Algorithm
		curve     alg.Curve
		cose      int64
		coseCurve int64
		size      int
		signs     bool
	}{
		{"ES256", "P-256", -7, 1, 64, true},
		{"ES384", "P-384", -35, 2, 96, true},
		{"ES256K", "secp256k1", -47, 8, 64, true},
		{"EdDSA", "Ed25519", -8, 6, 64, true},
		{"PS256", "", -37, 0, 0, false},
	}
	if len(alg.All()) != len(rows) {
		t.Fatalf("registry has %d rows, the table %d", len(alg.All()), len(rows))
	}
	for i, r := range rows {
		a := alg.All()[i]
		if a != r.algorithm || a.Curve() != r.curve || a.COSE() != r.cose || a.COSECurve() != r.coseCurve || a.SignatureSize() != r.size || a.CanSign() != r.signs || !a.Known() {
			t.Errorf("%s differs from the standards' table", r.algorithm)
		}
		if got, err := alg.ByJOSE(string(a)); got != a || err != nil {
			t.Errorf("ByJOSE(%q) = %v, %v", a, got, err)
		}
		if got, err := alg.ByCOSE(a.COSE()); got != a || err != nil {
			t.Errorf("ByCOSE(%d) = %v, %v", a.COSE(), got, err)
		}
	}
}

func TestFullySpecifiedIdentifiers(t *testing.T) {
	for id, want := range map[int64]alg.Algorithm{-9: alg.ES256, -51: alg.ES384, -19: alg.EdDSA} {
		if got, err := alg.ByCOSE(id); got != want || err != nil {
			t.Errorf("ByCOSE(%d) = %v, %v; want %v", id, got, err, want)
		}
	}
	if got, err := alg.ByJOSE("Ed25519"); got != alg.EdDSA || err != nil {
		t.Errorf("ByJOSE(Ed25519) = %v, %v", got, err)
	}
}

func TestByJOSERefuses(t *testing.T) {
	rows := []struct {
		defect, name string
		kind         fault.Kind
	}{
		{"not signed", "none", alg.KindNone},
		{"not signed, capital", "None", alg.KindNone},
		{"not signed, capitals", "NONE", alg.KindNone},
		{"empty name", "", alg.KindNotAllowed},
		{"lower case", "es256", alg.KindNotAllowed},
		{"white space", "ES256 ", alg.KindNotAllowed},
		{"symmetric", "HS256", alg.KindNotAllowed},
		{"RSA PKCS 1", "RS256", alg.KindNotAllowed},
		{"other PSS", "PS384", alg.KindNotAllowed},
		{"curve not ours", "ES512", alg.KindNotAllowed},
		{"other Edwards curve", "Ed448", alg.KindNotAllowed},
		{"encryption", "ECDH-ES", alg.KindNotAllowed},
		{"a curve's name", "P-256", alg.KindNotAllowed},
	}
	for _, r := range rows {
		if _, err := alg.ByJOSE(r.name); fault.KindOf(err) != r.kind {
			t.Errorf("%s: got %v, want %s", r.defect, err, r.kind)
		}
	}
}

func TestByCOSERefuses(t *testing.T) {
	for _, id := range []int64{0, 1, 5, 7, -1, -36, -38, -257, -65535, -52, -53, 1 << 62} {
		if _, err := alg.ByCOSE(id); fault.KindOf(err) != alg.KindNotAllowed {
			t.Errorf("ByCOSE(%d): %v", id, err)
		}
	}
}

func TestCurvesAreDistinct(t *testing.T) {
	for _, a := range alg.All() {
		if a.Curve() == "" {
			continue
		}
		if got, ok := alg.ByCurve(a.Curve()); got != a || !ok {
			t.Errorf("ByCurve(%s) = %v", a.Curve(), got)
		}
		if got, ok := alg.ByCOSECurve(a.COSECurve()); got != a || !ok {
			t.Errorf("ByCOSECurve(%d) = %v", a.COSECurve(), got)
		}
	}
	for _, curve := range []alg.Curve{"", "P-521", "p-256", "X25519", "Ed448", "P-256K"} {
		if _, ok := alg.ByCurve(curve); ok {
			t.Errorf("ByCurve(%q) is known", curve)
		}
	}
	for _, id := range []int64{0, 3, 4, 5, 7, -1, 256} {
		if _, ok := alg.ByCOSECurve(id); ok {
			t.Errorf("ByCOSECurve(%d) is known", id)
		}
	}
}

func TestZeroAlgorithm(t *testing.T) {
	var a alg.Algorithm
	if a.Known() || a.CanSign() || a.COSE() != 0 || a.SignatureSize() != 0 || a.Curve() != "" {
		t.Error("the zero Algorithm has properties")
	}
}
