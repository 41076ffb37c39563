package keys_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"slices"
	"testing"

	"domicile/crypto/keys"
)

// smallOrder are all encodings of the points whose order divides 8, and of
// numbers above the prime that mean them.
var smallOrder = []string{
	"0100000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000080",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0000000000000000000000000000000000000000000000000000000000000080",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
}

// TestEd25519RefusesSmallOrder also shows why: under each of these keys the
// standard library takes one signature, made without any secret, for some
// message.
func TestEd25519RefusesSmallOrder(t *testing.T) {
	forged := make([]byte, ed25519.SignatureSize)
	forged[0] = 1 // R is the neutral element, S is zero
	for _, text := range smallOrder {
		point, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		_, err = keys.FromStd(ed25519.PublicKey(point))
		wantKind(t, text, err, keys.KindOffCurve)
		taken := false
		for i := range byte(200) {
			taken = taken || ed25519.Verify(point, []byte{i}, forged)
		}
		if !taken {
			t.Logf("%s: the library takes no forgery", text)
		}
	}
}

// TestEd25519PointsAgree compares our test for points with the library's: it
// signs nothing, but fails with other words where a point does not decode.
func TestEd25519PointsAgree(t *testing.T) {
	on := 0
	for i := range 2000 {
		point := bytes.Repeat([]byte{byte(i), byte(i >> 8), 0x35}, 11)[:32]
		err := ed25519.VerifyWithOptions(point, nil, make([]byte, 64), &ed25519.Options{})
		decodes := err.Error() != "ed25519: bad public key"
		_, ours := keys.FromStd(ed25519.PublicKey(point))
		if decodes != (ours == nil) {
			t.Errorf("%x: library %v, ours %v", point, err, ours)
		}
		if decodes {
			on++
		}
	}
	if on < 800 || on > 1200 {
		t.Errorf("%d of 2000 points are on the curve, about half are due", on)
	}
	above := bytes.Repeat([]byte{0xff}, 32)
	for _, low := range []byte{0xed, 0xee, 0xf0, 0xff} {
		point := slices.Clone(above)
		point[0], point[31] = low, 0x7f
		_, err := keys.FromStd(ed25519.PublicKey(point))
		wantKind(t, "y not below the prime", err, keys.KindOffCurve)
	}
}
