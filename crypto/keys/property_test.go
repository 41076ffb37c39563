package keys_test

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"domicile/crypto/keys"
)

// drawKey makes a key of random bytes; scalars that are none are left out.
func drawKey(t *rapid.T) keys.Private {
	a := rapid.SampledFrom(signing).Draw(t, "algorithm")
	secret := rapid.SliceOfN(rapid.Byte(), a.SignatureSize()/2, a.SignatureSize()/2).Draw(t, "secret")
	k, err := keys.NewPrivate(a, secret)
	if err != nil {
		t.Skip("no scalar")
	}
	return k
}

// TestKeysSurviveEveryForm: whatever the key, reading back what was written
// gives it again, and its thumbprint depends on the key alone.
func TestKeysSurviveEveryForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := drawKey(t)
		public := k.Public()
		cose, err := public.COSEKey()
		if err != nil {
			t.Fatal(err)
		}
		fromCOSE, err1 := keys.ParseCOSEKey(cose)
		fromJWK, err2 := keys.ParsePublicJWK(public.JWK())
		fromMultikey, err3 := keys.ParseMultikey(public.Multikey())
		private, err4 := keys.ParsePrivateJWK(k.JWK())
		for _, err := range []error{err1, err2, err3, err4} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if fromCOSE != public || fromJWK != public || fromMultikey != public || !private.Equal(k) || fromJWK.Thumbprint() != public.Thumbprint() {
			t.Fatal("a form gives another key")
		}
	})
}

// TestSignaturesHoldForOneMessage: a signature verifies for its message and key
// and for no other.
func TestSignaturesHoldForOneMessage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := drawKey(t)
		message := rapid.SliceOf(rapid.Byte()).Draw(t, "message")
		signature, err := k.Sign(message)
		if err != nil {
			t.Fatal(err)
		}
		if err := k.Public().Verify(message, signature); err != nil {
			t.Fatal(err)
		}
		other := rapid.SliceOf(rapid.Byte()).Draw(t, "other")
		if !bytes.Equal(other, message) && k.Public().Verify(other, signature) == nil {
			t.Fatal("another message verifies")
		}
		at := rapid.IntRange(0, len(signature)-1).Draw(t, "at")
		signature[at] ^= rapid.ByteRange(1, 255).Draw(t, "change")
		if k.Public().Verify(message, signature) == nil {
			t.Fatal("a changed signature verifies")
		}
	})
}
