package verify_test

import (
	"testing"

	"domicile/credentials/trust"
	"domicile/credentials/verdict"
	"domicile/credentials/verify"
	"domicile/crypto/alg"
	"domicile/crypto/keys"
)

// TestCardOfAKeyThatWasNotTried holds that a card without a key identifier is not
// called forged because its issuer has more keys than are tried.
func TestCardOfAKeyThatWasNotTried(t *testing.T) {
	v := vector(t, "ok-own-certificate") // it names no key
	o := v.Options(t, corpusDir)
	own := o.Trust.Anchors()[0].Certificates[0]
	key, err := keys.FromStd(own.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	for others, want := range map[int]verdict.Outcome{15: verdict.Valid, 16: verdict.Unknown} {
		anchor := trust.Anchor{Name: "many", Scope: trust.Live}
		for i := range others {
			anchor.Keys = append(anchor.Keys, keys.Named{Public: stranger(t, byte(i+1))})
		}
		anchor.Keys = append(anchor.Keys, keys.Named{Public: key})
		o.Trust = trust.NewStore(anchor)
		if got := verify.Verify(v.Input, o); got.Verdict != want {
			t.Errorf("after %d other keys: %s %s, want %s", others, got.Verdict, got.Kind, want)
		}
	}
}

func stranger(t *testing.T, number byte) keys.Public {
	t.Helper()
	secret := make([]byte, 32)
	secret[0], secret[31] = 0x20, number
	key, err := keys.NewPrivate(alg.ES256, secret)
	if err != nil {
		t.Fatal(err)
	}
	return key.Public()
}
