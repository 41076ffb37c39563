package cose_test

import (
	"bytes"
	"fmt"
	"testing"

	"domicile/crypto/alg"
	"domicile/crypto/cose"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// testKey is the same key for the same number on every run.
func testKey(t testing.TB, a alg.Algorithm, number byte) keys.Private {
	t.Helper()
	key, err := keys.NewPrivate(a, bytes.Repeat([]byte{number}, a.SignatureSize()/2))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func sign(t testing.TB, key keys.Private, protected, unprotected header, payload, aad []byte) []byte {
	t.Helper()
	message, err := cose.Sign(key, protected, unprotected, payload, aad)
	if err != nil {
		t.Fatal(err)
	}
	return message
}

type header = map[any]any

func encode(t testing.TB, v any) []byte {
	t.Helper()
	data, err := encoding.EncodeCBOR(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// forge spells an untagged message that nobody signed.
func forge(t testing.TB, protected, unprotected header) []byte {
	return encode(t, []any{encode(t, protected), unprotected, []byte("payload"), make([]byte, 64)})
}

var signers = []alg.Algorithm{alg.ES256, alg.ES384, alg.ES256K, alg.EdDSA}

func TestSignThenVerify(t *testing.T) {
	for _, a := range signers {
		key := testKey(t, a, 7)
		message := sign(t, key, header{4: []byte("k1")}, header{"note": "x"}, []byte("payload"), []byte("aad"))
		m, err := cose.ParseSign1(message)
		if err != nil {
			t.Fatalf("%s: %v", a, err)
		}
		if err := m.Verify(key.Public(), []byte("aad")); err != nil {
			t.Errorf("%s: %v", a, err)
		}
		if m.Algorithm() != a || string(m.KeyID()) != "k1" || string(m.Payload) != "payload" {
			t.Errorf("%s: read back %+v", a, m)
		}
		if err := m.Verify(key.Public(), nil); fault.KindOf(err) != keys.KindSignatureInvalid {
			t.Errorf("%s, other aad: %v", a, err)
		}
		if err := m.Verify(testKey(t, a, 8).Public(), []byte("aad")); fault.KindOf(err) != keys.KindSignatureInvalid {
			t.Errorf("%s, another key: %v", a, err)
		}
	}
}

// Every pair of a header's algorithm and a key's: only the diagonal passes.
func TestAlgorithmIsTheKeys(t *testing.T) {
	for _, named := range signers {
		m, err := cose.ParseSign1(sign(t, testKey(t, named, 7), nil, nil, []byte("x"), nil))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range signers {
			err := m.Verify(testKey(t, a, 7).Public(), nil)
			if named == a && err != nil || named != a && fault.KindOf(err) != keys.KindAlgMismatch {
				t.Errorf("%s with a key for %s: %v", named, a, err)
			}
		}
	}
}

func TestTags(t *testing.T) {
	key := testKey(t, alg.ES256, 7)
	tagged := sign(t, key, nil, nil, []byte("x"), nil)
	bare := tagged[1:]
	rows := []struct {
		name    string
		message []byte
		kind    fault.Kind
	}{
		{"COSE_Sign1", tagged, ""},
		{"none", bare, ""},
		{"CWT around COSE_Sign1", append([]byte{0xd8, 61}, tagged...), ""},
		{"CWT around none", append([]byte{0xd8, 61}, bare...), cose.KindTagUnexpected},
		{"CWT twice", append([]byte{0xd8, 61, 0xd8, 61}, bare...), cose.KindTagUnexpected},
		{"CWT twice around COSE_Sign1", append([]byte{0xd8, 61, 0xd8, 61}, tagged...), cose.KindTagUnexpected},
		{"COSE_Sign1 twice", append([]byte{0xd2}, tagged...), cose.KindMalformed},
		{"COSE_Sign", append([]byte{0xd8, 98}, bare...), cose.KindTagUnexpected},
		{"COSE_Mac0", append([]byte{0xd1}, bare...), cose.KindTagUnexpected},
		{"CWT around COSE_Mac0", append([]byte{0xd8, 61, 0xd1}, bare...), cose.KindTagUnexpected},
	}
	for _, row := range rows {
		m, err := cose.ParseSign1(row.message)
		if fault.KindOf(err) != row.kind {
			t.Errorf("%s: got %v, want %q", row.name, err, row.kind)
		}
		if err == nil && m.Verify(key.Public(), nil) != nil {
			t.Errorf("%s: does not verify", row.name)
		}
	}
}

func TestRefusedMessages(t *testing.T) {
	sig, payload, es256 := make([]byte, 64), []byte("payload"), encode(t, header{1: -7})
	rows := []struct {
		defect  string
		message []byte
		kind    fault.Kind
	}{
		{"empty", nil, encoding.KindCBORMalformed},
		{"too long", make([]byte, cose.MaxMessage+1), cose.KindTooLong},
		{"a map", encode(t, header{1: -7}), cose.KindMalformed},
		{"three members", encode(t, []any{es256, header{}, payload}), cose.KindMalformed},
		{"five members", encode(t, []any{es256, header{}, payload, sig, sig}), cose.KindMalformed},
		{"protected header not wrapped", encode(t, []any{header{1: -7}, header{}, payload, sig}), cose.KindMalformed},
		{"protected header an array", encode(t, []any{encode(t, []any{1, -7}), header{}, payload, sig}), cose.KindMalformed},
		{"protected header followed by more", encode(t, []any{append(es256, 0), header{}, payload, sig}), encoding.KindCBORTrailingData},
		{"protected label twice", encode(t, []any{[]byte{0xa2, 1, 0x26, 1, 0x26}, header{}, payload, sig}), encoding.KindCBORDuplicateKey},
		{"unprotected header wrapped", encode(t, []any{es256, encode(t, header{}), payload, sig}), cose.KindMalformed},
		{"detached payload", encode(t, []any{es256, header{}, nil, sig}), cose.KindMalformed},
		{"payload text", encode(t, []any{es256, header{}, "payload", sig}), cose.KindMalformed},
		{"signature absent", encode(t, []any{es256, header{}, payload, nil}), cose.KindMalformed},
		{"indefinite array", append(append([]byte{0x9f}, encode(t, []any{es256, header{}, payload, sig})[1:]...), 0xff), encoding.KindCBORIndefinite},
		{"algorithm absent", forge(t, header{}, header{}), cose.KindHeaderMalformed},
		{"algorithm unprotected", forge(t, header{}, header{1: -7}), cose.KindHeaderMalformed},
		{"algorithm in both headers", forge(t, header{1: -7}, header{1: -7}), cose.KindHeaderMalformed},
		{"algorithm as text", forge(t, header{1: "ES256"}, header{}), alg.KindNotAllowed},
		{"algorithm a byte string", forge(t, header{1: []byte{1}}, header{}), cose.KindHeaderMalformed},
		{"algorithm HMAC 256", forge(t, header{1: 5}, header{}), alg.KindNotAllowed},
		{"algorithm ES512", forge(t, header{1: -36}, header{}), alg.KindNotAllowed},
		{"algorithm 2^64-1", forge(t, header{1: uint64(1<<64 - 1)}, header{}), cose.KindHeaderMalformed},
		{"label a byte string", forge(t, header{1: -7, encoding.CBORBytes("x"): 1}, header{}), cose.KindHeaderMalformed},
		{"unprotected label a byte string", forge(t, header{1: -7}, header{encoding.CBORBytes("x"): 1}), cose.KindHeaderMalformed},
		{"other label in both headers", forge(t, header{1: -7, "x": 1}, header{"x": 1}), cose.KindHeaderMalformed},
		{"kid text", forge(t, header{1: -7, 4: "k1"}, header{}), cose.KindHeaderMalformed},
		{"kid unprotected and a number", forge(t, header{1: -7}, header{4: 1}), cose.KindHeaderMalformed},
		{"kids differ", forge(t, header{1: -7, 4: []byte("k1")}, header{4: []byte("k2")}), cose.KindKidProtectedConflict},
		{"crit unknown label", forge(t, header{1: -7, 2: []any{100}, 100: 1}, header{}), cose.KindCritUnknown},
		{"crit unknown text", forge(t, header{1: -7, 2: []any{"reserved"}, "reserved": 1}, header{}), cose.KindCritUnknown},
		{"crit label absent", forge(t, header{1: -7, 2: []any{4}}, header{4: []byte("k1")}), cose.KindCritUnknown},
		{"crit empty", forge(t, header{1: -7, 2: []any{}}, header{}), cose.KindCritUnknown},
		{"crit a label", forge(t, header{1: -7, 2: 1}, header{}), cose.KindCritUnknown},
		{"crit unprotected", forge(t, header{1: -7}, header{2: []any{1}}), cose.KindCritUnknown},
		{"crit names crit", forge(t, header{1: -7, 2: []any{2}}, header{}), cose.KindCritUnknown},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			if _, err := cose.ParseSign1(row.message); fault.KindOf(err) != row.kind {
				t.Errorf("got %v, want %s", err, row.kind)
			}
		})
	}
}

func TestAdmittedDeviations(t *testing.T) {
	m, err := cose.ParseTolerant(forge(t, header{}, header{1: -7}), cose.Tolerance{UnprotectedAlgorithm: true})
	if err != nil || m.Algorithm() != alg.ES256 {
		t.Errorf("unprotected algorithm: %v", err)
	}
	differ := forge(t, header{1: -7, 4: []byte("in")}, header{4: []byte("out")})
	m, err = cose.ParseTolerant(differ, cose.Tolerance{ConflictingKeyID: true})
	if err != nil || string(m.KeyID()) != "in" || string(m.UnprotectedKeyID()) != "out" {
		t.Errorf("conflicting key ids: %v", err)
	}
	both := cose.Tolerance{UnprotectedAlgorithm: true, ConflictingKeyID: true}
	if _, err := cose.ParseTolerant(forge(t, header{1: -7}, header{1: -35}), both); fault.KindOf(err) != cose.KindHeaderMalformed {
		t.Errorf("two algorithms: %v", err)
	}
}

func TestKeyIDAndCritical(t *testing.T) {
	m, err := cose.ParseSign1(forge(t, header{1: -7, 2: []any{1, 4}, 4: []byte("k1")}, header{4: []byte("k1")}))
	if err != nil || string(m.KeyID()) != "k1" {
		t.Errorf("the same key id twice, and critical: %v", err)
	}
	m, err = cose.ParseSign1(forge(t, header{1: -7}, header{4: []byte("k2")}))
	if err != nil || string(m.KeyID()) != "k2" {
		t.Errorf("unprotected key id: %v", err)
	}
	if m, err = cose.ParseSign1(forge(t, header{1: -7}, header{})); err != nil || m.KeyID() != nil {
		t.Errorf("no key id: %v", err)
	}
}

func TestX5Chain(t *testing.T) {
	leaf, root := []byte("leaf"), []byte("root")
	rows := []struct {
		name  string
		value any
		count int
		kind  fault.Kind
	}{
		{"one", leaf, 1, ""},
		{"two", []any{leaf, root}, 2, ""},
		{"array of one", []any{leaf}, 0, cose.KindHeaderMalformed},
		{"array of text", []any{"leaf", "root"}, 0, cose.KindHeaderMalformed},
		{"text", "leaf", 0, cose.KindHeaderMalformed},
	}
	for _, row := range rows {
		for _, message := range [][]byte{forge(t, header{1: -7, 33: row.value}, header{}), forge(t, header{1: -7}, header{33: row.value})} {
			m, err := cose.ParseSign1(message)
			if err != nil {
				t.Fatal(err)
			}
			chain, err := m.X5Chain()
			if len(chain) != row.count || fault.KindOf(err) != row.kind {
				t.Errorf("%s: %d certificates, %v", row.name, len(chain), err)
			}
		}
	}
	if m, _ := cose.ParseSign1(forge(t, header{1: -7}, header{})); m != nil {
		if chain, err := m.X5Chain(); chain != nil || err != nil {
			t.Errorf("none: %v, %v", chain, err)
		}
	}
}

// Every truncation and every flipped bit is refused, by ParseSign1 or Verify.
func TestMangledMessagesAreRefused(t *testing.T) {
	key := testKey(t, alg.EdDSA, 7)
	message := sign(t, key, header{4: []byte("k1")}, nil, []byte("payload"), nil)
	accepts := func(data []byte) bool {
		m, err := cose.ParseSign1(data)
		return err == nil && m.Verify(key.Public(), nil) == nil
	}
	cases := 0
	for i := range message {
		for bit := range 8 {
			mangled := bytes.Clone(message)
			mangled[i] ^= 1 << bit
			if accepts(mangled) {
				t.Errorf("accepted, bit %d of byte %d flipped", bit, i)
			}
			cases++
		}
		if accepts(message[:i]) || accepts(append(bytes.Clone(message), message[i])) {
			t.Errorf("accepted, cut at or followed by byte %d", i)
		}
		cases += 2
	}
	if !accepts(message) {
		t.Error("the message itself is refused")
	}
	t.Logf("%d cases", cases)
}

func TestSignRefuses(t *testing.T) {
	key := testKey(t, alg.ES256, 7)
	rows := []struct {
		defect                 string
		protected, unprotected header
		kind                   fault.Kind
	}{
		{"another algorithm", header{1: -8}, nil, keys.KindAlgMismatch},
		{"algorithm as text", header{1: "ES256"}, nil, keys.KindAlgMismatch},
		{"algorithm unprotected as well", nil, header{1: -7}, cose.KindHeaderMalformed},
		{"unknown critical label", header{2: []any{99}, 99: 1}, nil, cose.KindCritUnknown},
	}
	for _, row := range rows {
		if _, err := cose.Sign(key, row.protected, row.unprotected, []byte("x"), nil); fault.KindOf(err) != row.kind {
			t.Errorf("%s: got %v, want %s", row.defect, err, row.kind)
		}
	}
	if _, err := cose.Sign(keys.Private{}, nil, nil, []byte("x"), nil); err == nil {
		t.Error("signed without a key")
	}
}

func ExampleSign() {
	key, _ := keys.NewPrivate(alg.ES256, bytes.Repeat([]byte{7}, 32))
	message, err := cose.Sign(key, map[any]any{cose.LabelKeyID: []byte("k1")}, nil, []byte("payload"), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := cose.ParseSign1(message)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s %s %s %v\n", m.Algorithm(), m.KeyID(), m.Payload, m.Verify(key.Public(), nil))
	// Output: ES256 k1 payload <nil>
}

func FuzzParseSign1(f *testing.F) {
	key := testKey(f, alg.ES256, 7)
	f.Add(sign(f, key, header{4: []byte("k1")}, header{33: []byte("leaf")}, []byte("payload"), nil))
	f.Add(forge(f, header{1: -7, 2: []any{1}}, header{4: []byte("k2")}))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := cose.ParseTolerant(data, cose.Tolerance{UnprotectedAlgorithm: true, ConflictingKeyID: true})
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Errorf("no kind: %v", err)
			}
			return
		}
		m.KeyID()
		_, _ = m.X5Chain()
		if m.Verify(testKey(t, alg.ES256, 9).Public(), nil) == nil {
			t.Error("verified with a key that signed nothing")
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	key := testKey(b, alg.ES256, 7)
	message := sign(b, key, nil, nil, make([]byte, 500), nil)
	for b.Loop() {
		m, err := cose.ParseSign1(message)
		if err != nil || m.Verify(key.Public(), nil) != nil {
			b.Fatal("refused")
		}
	}
}
