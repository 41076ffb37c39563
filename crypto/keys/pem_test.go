package keys_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"

	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

func pkcs8(t testing.TB, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

func ecKey(t testing.TB, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func sec1(t testing.TB, key *ecdsa.PrivateKey) []byte {
	t.Helper()
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der})
}

func TestPrivatePEMIsTheKeyOfItsPublicHalf(t *testing.T) {
	p256, p384 := ecKey(t, elliptic.P256()), ecKey(t, elliptic.P384())
	edPublic, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	parameters := "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
	for _, row := range []struct {
		name   string
		data   []byte
		public any
	}{
		{"PKCS 8 on P-256", pkcs8(t, p256), &p256.PublicKey},
		{"PKCS 8 on P-384", pkcs8(t, p384), &p384.PublicKey},
		{"PKCS 8 on Ed25519", pkcs8(t, ed), edPublic},
		{"RFC 5915", sec1(t, p256), &p256.PublicKey},
		{"RFC 5915 after its parameters", append([]byte(parameters), sec1(t, p256)...), &p256.PublicKey},
		{"words around the block", append([]byte("my key\n"), append(sec1(t, p256), "\nbye\n"...)...), &p256.PublicKey},
	} {
		want, err := keys.FromStd(row.public)
		if err != nil {
			t.Fatal(err)
		}
		key, err := keys.ParsePrivatePEM(row.data)
		if err != nil || !key.Public().Equal(want) {
			t.Errorf("%s: %v", row.name, err)
			continue
		}
		signature, err := key.Sign([]byte("hello"))
		if err != nil || want.Verify([]byte("hello"), signature) != nil {
			t.Errorf("%s signs nothing that verifies: %v", row.name, err)
		}
	}
}

func TestPrivatePEMRefusals(t *testing.T) {
	good := sec1(t, ecKey(t, elliptic.P256()))
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		defect string
		data   []byte
		kind   fault.Kind
	}{
		{"empty", nil, keys.KindMalformed},
		{"no PEM", []byte("hello"), keys.KindMalformed},
		{"two keys", append(append([]byte{}, good...), good...), keys.KindMalformed},
		{"a certificate", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte{1}}), keys.KindTypeUnknown},
		{"only parameters", pem.EncodeToMemory(&pem.Block{Type: "EC PARAMETERS", Bytes: []byte{1}}), keys.KindMalformed},
		{"encrypted by PKCS 8", pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte{1}}), keys.KindTypeUnknown},
		{"encrypted by headers", pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: []byte{1}, Headers: map[string]string{"Proc-Type": "4,ENCRYPTED"}}), keys.KindTypeUnknown},
		{"PKCS 8 of nonsense", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte{0x30, 0}}), keys.KindMalformed},
		{"RFC 5915 of nonsense", pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: []byte{0x30, 0}}), keys.KindMalformed},
		{"an RSA key", pkcs8(t, rsaKey), keys.KindTypeUnknown},
		{"a curve that is none of ours", pkcs8(t, ecKey(t, elliptic.P521())), keys.KindTypeUnknown},
		{"too long", []byte(strings.Repeat("a", 8<<10+1)), keys.KindMalformed},
	} {
		if _, err := keys.ParsePrivatePEM(row.data); fault.KindOf(err) != row.kind {
			t.Errorf("%s: %v, want %s", row.defect, err, row.kind)
		}
	}
}

func FuzzParsePrivatePEM(f *testing.F) {
	f.Add(sec1(f, ecKey(f, elliptic.P256())))
	f.Add(pkcs8(f, ecKey(f, elliptic.P384())))
	f.Fuzz(func(t *testing.T, data []byte) {
		key, err := keys.ParsePrivatePEM(data)
		if err != nil && fault.KindOf(err) == "" || err == nil && key.IsZero() {
			t.Errorf("key %v, %v", !key.IsZero(), err)
		}
	})
}
