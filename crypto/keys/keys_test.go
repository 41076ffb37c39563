package keys_test

import (
	"bytes"
	"errors"
	"math/big"
	"testing"
	"testing/iotest"

	"domicile/crypto/alg"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// signing are the algorithms that keys are made for.
var signing = []alg.Algorithm{alg.ES256, alg.ES384, alg.ES256K, alg.EdDSA}

// key returns a key that depends on the seed alone.
func key(t testing.TB, a alg.Algorithm, seed byte) keys.Private {
	t.Helper()
	k, err := keys.Generate(bytes.NewReader(bytes.Repeat([]byte{seed}, 48)), a)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func wantKind(t *testing.T, defect string, err error, kind fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != kind {
		t.Errorf("%s: got %v, want kind %s", defect, err, kind)
	}
}

func TestSignVerify(t *testing.T) {
	for _, a := range signing {
		k := key(t, a, 1)
		for _, message := range [][]byte{nil, {0}, []byte("message"), make([]byte, 70_000)} {
			signature, err := k.Sign(message)
			if err != nil {
				t.Fatal(a, err)
			}
			if len(signature) != a.SignatureSize() {
				t.Errorf("%s: signature has %d bytes", a, len(signature))
			}
			if err := k.Public().Verify(message, signature); err != nil {
				t.Error(a, err)
			}
			again, _ := k.Sign(message)
			if !bytes.Equal(signature, again) {
				t.Errorf("%s: signing is not deterministic", a)
			}
		}
	}
}

// orders are the groups' orders n, from SEC 2 version 2.0, sections 2.4.1,
// 2.4.2 and 2.5.1.
var orders = map[alg.Algorithm]string{
	alg.ES256K: "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141",
	alg.ES256:  "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
	alg.ES384:  "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973",
}

// TestLowerS holds both halves of the rule: what we make has the lower s, and
// the higher one verifies too, as JOSE and COSE allow it.
func TestLowerS(t *testing.T) {
	for a, order := range orders {
		n, _ := new(big.Int).SetString(order, 16)
		half := new(big.Int).Rsh(n, 1)
		k := key(t, a, 2)
		for i := range byte(24) {
			signature, _ := k.Sign([]byte{i})
			size := len(signature) / 2
			s := new(big.Int).SetBytes(signature[size:])
			if s.Cmp(half) > 0 {
				t.Fatalf("%s: s is the higher one", a)
			}
			new(big.Int).Sub(n, s).FillBytes(signature[size:])
			if err := k.Public().Verify([]byte{i}, signature); err != nil {
				t.Errorf("%s: the higher s is refused: %v", a, err)
			}
		}
	}
}

func TestVerifyRefuses(t *testing.T) {
	message := []byte("message")
	for _, a := range signing {
		k := key(t, a, 3)
		good, _ := k.Sign(message)
		half := len(good) / 2
		rows := []struct {
			defect    string
			message   []byte
			signature []byte
			kind      fault.Kind
		}{
			{"no signature", message, nil, keys.KindSignatureLength},
			{"one byte short", message, good[:len(good)-1], keys.KindSignatureLength},
			{"one byte long", message, append(bytes.Clone(good), 0), keys.KindSignatureLength},
			{"a hash of other length", message, make([]byte, 70), keys.KindSignatureLength},
			{"all zero", message, make([]byte, len(good)), keys.KindSignatureInvalid},
			{"all ones", message, bytes.Repeat([]byte{0xff}, len(good)), keys.KindSignatureInvalid},
			{"zero r", message, append(make([]byte, half), good[half:]...), keys.KindSignatureInvalid},
			{"zero s", message, append(bytes.Clone(good[:half]), make([]byte, half)...), keys.KindSignatureInvalid},
			{"halves swapped", message, append(bytes.Clone(good[half:]), good[:half]...), keys.KindSignatureInvalid},
			{"other message", []byte("messagE"), good, keys.KindSignatureInvalid},
			{"empty message", nil, good, keys.KindSignatureInvalid},
		}
		for _, r := range rows {
			wantKind(t, string(a)+" "+r.defect, k.Public().Verify(r.message, r.signature), r.kind)
		}
		wantKind(t, string(a)+" other key", key(t, a, 4).Public().Verify(message, good), keys.KindSignatureInvalid)
	}
}

// TestVerifyRefusesReducedScalars gives r + n for r, which a verifier that
// reduces before it compares would take.
func TestVerifyRefusesReducedScalars(t *testing.T) {
	for a, order := range orders {
		n, _ := new(big.Int).SetString(order, 16)
		k := key(t, a, 5)
		size := a.SignatureSize() / 2
		limit := new(big.Int).Lsh(big.NewInt(1), uint(8*size))
		for _, offset := range []int{0, size} {
			signature, _ := k.Sign([]byte("m"))
			part := signature[offset : offset+size]
			sum := new(big.Int).Add(new(big.Int).SetBytes(part), n)
			if sum.Cmp(limit) >= 0 {
				sum.Set(n)
			}
			sum.FillBytes(part)
			wantKind(t, string(a), k.Public().Verify([]byte("m"), signature), keys.KindSignatureInvalid)
		}
	}
}

func TestMangledSignatures(t *testing.T) {
	for _, a := range signing {
		k := key(t, a, 6)
		good, _ := k.Sign([]byte("m"))
		for i := range good {
			signature := bytes.Clone(good)
			signature[i]++
			wantKind(t, string(a), k.Public().Verify([]byte("m"), signature), keys.KindSignatureInvalid)
		}
	}
}

// TestMatrix pairs every algorithm with every key: only the diagonal passes.
func TestMatrix(t *testing.T) {
	message := []byte("m")
	passed := 0
	for _, of := range append(signing, alg.PS256) {
		var public keys.Public
		var signature []byte
		if of == alg.PS256 {
			public, signature = rsaSample(t, message)
		} else {
			k := key(t, of, 7)
			public = k.Public()
			signature, _ = k.Sign(message)
		}
		for _, as := range append(alg.All(), "", "none", "HS256", "RS256") {
			err := public.VerifyAs(as, message, signature)
			if as == of {
				passed++
				if err != nil {
					t.Errorf("%s key as %s: %v", of, as, err)
				}
				continue
			}
			wantKind(t, string(of)+" key as "+string(as), err, keys.KindAlgMismatch)
		}
	}
	if passed != len(alg.All()) {
		t.Errorf("%d pairs passed, want the %d of the diagonal", passed, len(alg.All()))
	}
}

// TestSignaturesAreNotExchangeable feeds each algorithm's signature to each
// other's key.
func TestSignaturesAreNotExchangeable(t *testing.T) {
	for _, signer := range signing {
		signature, _ := key(t, signer, 8).Sign([]byte("m"))
		for _, verifier := range signing {
			if verifier == signer {
				continue
			}
			if err := key(t, verifier, 8).Public().Verify([]byte("m"), signature); err == nil {
				t.Errorf("%s key takes a signature of %s", verifier, signer)
			}
		}
	}
}

func TestZeroKeys(t *testing.T) {
	var public keys.Public
	var private keys.Private
	wantKind(t, "zero Verify", public.Verify(nil, nil), keys.KindAlgMismatch)
	wantKind(t, "zero VerifyAs", public.VerifyAs("", nil, nil), keys.KindAlgMismatch)
	_, err := private.Sign(nil)
	wantKind(t, "zero Sign", err, keys.KindAlgMismatch)
	_, err = public.COSEKey()
	wantKind(t, "zero COSEKey", err, keys.KindAlgMismatch)
	if !public.IsZero() || !private.IsZero() || public.Multikey() != "" || len(public.JWK()) != 0 || len(private.JWK()) != 0 || len(public.COSEMap()) != 0 {
		t.Error("a zero key has content")
	}
}

func TestGenerateUsesTheReader(t *testing.T) {
	for _, a := range signing {
		if !key(t, a, 9).Equal(key(t, a, 9)) {
			t.Errorf("%s: the same bytes give two keys", a)
		}
		if key(t, a, 9).Equal(key(t, a, 10)) {
			t.Errorf("%s: other bytes give the same key", a)
		}
	}
}

// TestGenerateDrawsAgain gives a scalar above every order first.
func TestGenerateDrawsAgain(t *testing.T) {
	for a := range orders {
		size := a.SignatureSize() / 2
		random := append(bytes.Repeat([]byte{0xff}, size), bytes.Repeat([]byte{9}, size)...)
		k, err := keys.Generate(bytes.NewReader(random), a)
		if err != nil || !k.Equal(key(t, a, 9)) {
			t.Errorf("%s: %v", a, err)
		}
	}
}

func TestGenerateRefuses(t *testing.T) {
	ones := bytes.NewReader(bytes.Repeat([]byte{0xff}, 1000))
	zeros := bytes.NewReader(make([]byte, 1000))
	_, err := keys.Generate(ones, alg.ES256)
	wantKind(t, "source of ones", err, keys.KindRandom)
	_, err = keys.Generate(zeros, alg.ES256K)
	wantKind(t, "source of zeros", err, keys.KindRandom)
	for _, a := range signing {
		_, err = keys.Generate(iotest.ErrReader(errors.New("broken")), a)
		wantKind(t, "failing source", err, keys.KindRandom)
		_, err = keys.Generate(bytes.NewReader(make([]byte, 31)), a)
		wantKind(t, "source that ends early", err, keys.KindRandom)
	}
	for _, a := range []alg.Algorithm{alg.PS256, "", "RS256"} {
		_, err = keys.Generate(bytes.NewReader(make([]byte, 1000)), a)
		wantKind(t, "algorithm without keys", err, keys.KindTypeUnknown)
	}
}

func TestNewPrivateRefuses(t *testing.T) {
	n, _ := new(big.Int).SetString(orders[alg.ES256], 16)
	k1, _ := new(big.Int).SetString(orders[alg.ES256K], 16)
	rows := []struct {
		defect string
		a      alg.Algorithm
		secret []byte
	}{
		{"zero scalar", alg.ES256, make([]byte, 32)},
		{"order itself", alg.ES256, n.Bytes()},
		{"zero scalar, secp256k1", alg.ES256K, make([]byte, 32)},
		{"order itself, secp256k1", alg.ES256K, k1.Bytes()},
		{"short scalar", alg.ES384, make([]byte, 47)},
		{"long scalar", alg.ES256K, bytes.Repeat([]byte{1}, 33)},
		{"long seed", alg.EdDSA, make([]byte, 64)},
		{"RSA", alg.PS256, make([]byte, 32)},
		{"no algorithm", "", nil},
	}
	for _, r := range rows {
		_, err := keys.NewPrivate(r.a, r.secret)
		wantKind(t, r.defect, err, keys.KindMalformed)
	}
}
