package keys_test

import (
	"crypto/dsa"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/hex"
	"math/big"
	"testing"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

func TestFormsRoundTrip(t *testing.T) {
	// Several seeds, so that both signs of y occur.
	for _, a := range signing {
		for seed := byte(30); seed < 46; seed++ {
			public := key(t, a, seed).Public()
			if back, err := keys.ParseMultikey(public.Multikey()); err != nil || back != public {
				t.Errorf("%s: multikey: %v", a, err)
			}
			data, err := public.COSEKey()
			if err != nil {
				t.Fatal(err)
			}
			if back, err := keys.ParseCOSEKey(data); err != nil || back != public {
				t.Errorf("%s: COSE_Key: %v", a, err)
			}
		}
	}
}

// TestCompressedCOSEKey gives y as a sign bit (RFC 9053, section 7.1.1).
func TestCompressedCOSEKey(t *testing.T) {
	for a := range orders {
		for seed := byte(30); seed < 38; seed++ {
			public := key(t, a, seed).Public()
			object := public.COSEMap()
			y := object[int64(-3)].([]byte)
			object[int64(-3)] = y[len(y)-1]&1 == 1
			if back, err := keys.COSEKeyMap(object); err != nil || back != public {
				t.Errorf("%s: %v", a, err)
			}
		}
	}
}

// TestRFC9052Key reads a key of RFC 9052, appendix C.7.1 (kid "11").
func TestRFC9052Key(t *testing.T) {
	data, err := hex.DecodeString("a52001215820bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff22582020138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e010202423131")
	if err != nil {
		t.Fatal(err)
	}
	k, err := keys.ParseCOSEKey(data)
	if err != nil || k.Algorithm() != alg.ES256 {
		t.Errorf("%s, %v", k.Algorithm(), err)
	}
}

func TestParseCOSEKeyRefuses(t *testing.T) {
	ec := func(label int64, value any) map[any]any {
		object := key(t, alg.ES256, 31).Public().COSEMap()
		if object[label] = value; value == nil {
			delete(object, label)
		}
		return object
	}
	ed := func(label int64, value any) map[any]any {
		object := key(t, alg.EdDSA, 31).Public().COSEMap()
		object[label] = value
		return object
	}
	public, _ := rsaSample(t, nil)
	withP := public.COSEMap()
	withP[int64(-4)] = []byte{1}
	rows := []struct {
		defect string
		key    map[any]any
		kind   fault.Kind
	}{
		{"no type", ec(1, nil), keys.KindMalformed},
		{"type as text", ec(1, "EC2"), keys.KindMalformed},
		{"unknown type", ec(1, int64(7)), keys.KindTypeUnknown},
		{"symmetric", map[any]any{int64(1): int64(4), int64(-1): []byte{1}}, keys.KindPrivate},
		{"private member", ec(-4, make([]byte, 32)), keys.KindPrivate},
		{"private member of RSA", withP, keys.KindPrivate},
		{"no curve", ec(-1, nil), keys.KindMalformed},
		{"curve as text", ec(-1, "P-256"), keys.KindMalformed},
		{"curve P-521", ec(-1, int64(3)), keys.KindTypeUnknown},
		{"curve X25519", ed(-1, int64(4)), keys.KindTypeUnknown},
		{"Edwards curve as EC2", ed(1, int64(2)), keys.KindConflict},
		{"NIST curve as OKP", ec(1, int64(1)), keys.KindConflict},
		{"no x", ec(-2, nil), keys.KindMalformed},
		{"no y", ec(-3, nil), keys.KindMalformed},
		{"x as text", ec(-2, "AAAA"), keys.KindMalformed},
		{"short x", ec(-2, make([]byte, 31)), keys.KindMalformed},
		{"short x beside a sign bit", changedCOSE(ec(-2, make([]byte, 31)), -3, true), keys.KindMalformed},
		{"x that no point has", changedCOSE(ec(-2, append(make([]byte, 31), 1)), -3, true), keys.KindOffCurve},
		{"point off the curve", ec(-3, make([]byte, 32)), keys.KindOffCurve},
		{"alg of another curve", ec(3, int64(-35)), keys.KindConflict},
		{"alg as text", ec(3, "ES256"), keys.KindConflict},
		{"alg for encryption", ec(3, int64(-25)), keys.KindConflict},
		{"key_ops without verify", ec(4, []any{int64(1)}), keys.KindConflict},
		{"key_ops that is a number", ec(4, int64(2)), keys.KindMalformed},
	}
	for _, r := range rows {
		data, err := encoding.EncodeCBOR(r.key)
		if err != nil {
			t.Fatal(err)
		}
		_, err = keys.ParseCOSEKey(data)
		wantKind(t, r.defect, err, r.kind)
	}
	_, err := keys.ParseCOSEKey([]byte{0x80})
	wantKind(t, "an array", err, keys.KindMalformed)
	_, err = keys.ParseCOSEKey([]byte{0xa1, 0x01})
	if err == nil {
		t.Error("CBOR cut short is accepted")
	}
	accepted := ec(3, int64(-9))
	accepted[int64(4)] = []any{int64(1), int64(2)}
	accepted[int64(2)] = []byte("kid")
	if _, err := keys.COSEKeyMap(accepted); err != nil {
		t.Error(err)
	}
}

func changedCOSE(object map[any]any, label int64, value any) map[any]any {
	object[label] = value
	return object
}

func TestParseMultikeyRefuses(t *testing.T) {
	z := func(data string) string { return "z" + encoding.EncodeBase58([]byte(data)) }
	x := string(mustDecode(t, key(t, alg.ES256, 32).Public().JWK()["x"]))
	rows := []struct {
		defect, text string
		kind         fault.Kind
	}{
		{"empty", "", keys.KindMalformed},
		{"only the base", "z", keys.KindTypeUnknown},
		{"base64url", "u7QEB", keys.KindMalformed},
		{"character not of base58", "z0", encoding.KindBase58Character},
		{"no such codec", z("\x00\x01abc"), keys.KindTypeUnknown},
		{"codec cut short", z("\xed"), keys.KindTypeUnknown},
		{"codec with a longer varint", z("\xed\x81\x00" + string(make([]byte, 32))), keys.KindTypeUnknown},
		{"X25519", z("\xec\x01" + string(make([]byte, 32))), keys.KindTypeUnknown},
		{"private key of P-256", z("\x86\x26" + x), keys.KindTypeUnknown},
		{"short point", z("\x80\x24\x02" + x[:31]), keys.KindMalformed},
		{"bytes after the point", z("\x80\x24\x02" + x + "\x00"), keys.KindMalformed},
		{"uncompressed point", z("\x80\x24\x04" + x + x), keys.KindMalformed},
		{"hybrid point", z("\x80\x24\x06" + x), keys.KindMalformed},
		{"no point at all", z("\x80\x24"), keys.KindMalformed},
		{"x that no point has", z("\x80\x24\x02" + string(make([]byte, 31)) + "\x01"), keys.KindOffCurve},
		{"x above the prime", z("\xe7\x01\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), keys.KindOffCurve},
		{"long Ed25519 point", z("\xed\x01" + string(make([]byte, 33))), keys.KindMalformed},
	}
	for _, r := range rows {
		_, err := keys.ParseMultikey(r.text)
		wantKind(t, r.defect, err, r.kind)
	}
}

func TestFromStd(t *testing.T) {
	p256, p384 := stdKey(t, elliptic.P256()), stdKey(t, elliptic.P384())
	for std, a := range map[any]alg.Algorithm{p256: alg.ES256, p384: alg.ES384} {
		if k, err := keys.FromStd(std); err != nil || k.Algorithm() != a {
			t.Errorf("%s: %v", a, err)
		}
	}
	seed := key(t, alg.EdDSA, 33)
	std := ed25519.PublicKey(mustDecode(t, seed.Public().JWK()["x"]))
	if k, err := keys.FromStd(std); err != nil || k != seed.Public() {
		t.Error(err)
	}
}

func stdKey(t *testing.T, curve elliptic.Curve) *ecdsa.PublicKey {
	t.Helper()
	scalar := make([]byte, (curve.Params().BitSize+7)/8)
	scalar[len(scalar)-1] = 5
	k, err := ecdsa.ParseRawPrivateKey(curve, scalar)
	if err != nil {
		t.Fatal(err)
	}
	return &k.PublicKey
}

func TestFromStdRefuses(t *testing.T) {
	off := *stdKey(t, elliptic.P256())
	off.Y = big.NewInt(1)
	rows := []struct {
		defect string
		key    any
		kind   fault.Kind
	}{
		{"nothing", nil, keys.KindTypeUnknown},
		{"DSA", &dsa.PublicKey{}, keys.KindTypeUnknown},
		{"P-224", stdKey(t, elliptic.P224()), keys.KindTypeUnknown},
		{"P-521", stdKey(t, elliptic.P521()), keys.KindTypeUnknown},
		{"no curve", &ecdsa.PublicKey{}, keys.KindMalformed},
		{"no ECDSA key", (*ecdsa.PublicKey)(nil), keys.KindMalformed},
		{"point off the curve", &off, keys.KindOffCurve},
		{"empty Ed25519", ed25519.PublicKey{}, keys.KindMalformed},
		{"no RSA key", (*rsa.PublicKey)(nil), keys.KindMalformed},
		{"RSA without modulus", &rsa.PublicKey{E: 65537}, keys.KindMalformed},
		{"RSA of 1024 bits", &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), 1023), E: 65537}, keys.KindSize},
	}
	for _, r := range rows {
		_, err := keys.FromStd(r.key)
		wantKind(t, r.defect, err, r.kind)
	}
}

func FuzzParseCOSEKey(f *testing.F) {
	for _, a := range signing {
		data, err := key(f, a, 34).Public().COSEKey()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		k, err := keys.ParseCOSEKey(data)
		if err != nil {
			return
		}
		again, err := k.COSEKey()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := keys.ParseCOSEKey(again); err != nil || back != k {
			t.Errorf("a key that was read does not come back: %v", err)
		}
	})
}

func FuzzParseMultikey(f *testing.F) {
	for _, a := range signing {
		f.Add(key(f, a, 35).Public().Multikey())
	}
	f.Fuzz(func(t *testing.T, text string) {
		// One key has one spelling.
		if k, err := keys.ParseMultikey(text); err == nil && k.Multikey() != text {
			t.Errorf("%q and %q are one key", text, k.Multikey())
		}
	})
}
