package sealed_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/sealed"
)

// cheap keeps the tests fast; it protects nothing.
var cheap = sealed.Cost{Memory: 8, Passes: 1, Threads: 1}

const passphrase = "correct horse"

func create(t testing.TB) (*sealed.Vault, []byte) {
	t.Helper()
	v, envelope, err := sealed.Create(rand.Reader, passphrase, cheap)
	if err != nil {
		t.Fatal(err)
	}
	return v, envelope
}

func seal(t testing.TB, v *sealed.Vault, seq uint64, plain string) []byte {
	t.Helper()
	record, err := v.Seal(rand.Reader, seq, []byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	return record
}

func wantKind(t *testing.T, defect string, err error, kind fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != kind {
		t.Errorf("%s: got %v, want %q", defect, err, kind)
	}
}

// wantLocked demands the one error, to the letter: words that differ would
// tell a wrong passphrase from damage.
func wantLocked(t *testing.T, defect string, err error) {
	t.Helper()
	if err == nil || err.Error() != "vault_locked: wrong passphrase, or damaged" || errors.Unwrap(err) != nil {
		t.Errorf("%s: got %v", defect, err)
	}
}

func TestRoundTrip(t *testing.T) {
	v, envelope := create(t)
	records := [][]byte{seal(t, v, 0, ""), seal(t, v, 1, "one"), seal(t, v, 1<<63, strings.Repeat("x", 100_000))}
	again, err := sealed.Open(envelope, passphrase)
	if err != nil || !bytes.Equal(again.ID(), v.ID()) {
		t.Fatal(err)
	}
	for i, seq := range []uint64{0, 1, 1 << 63} {
		if plain, err := again.Unseal(seq, records[i]); err != nil || len(plain) != []int{0, 3, 100_000}[i] {
			t.Errorf("record %d: %d bytes, %v", i, len(plain), err)
		}
	}
}

func TestNothingRepeats(t *testing.T) {
	v, envelope := create(t)
	_, other := create(t)
	if bytes.Equal(envelope, other) || bytes.Equal(seal(t, v, 1, "x"), seal(t, v, 1, "x")) {
		t.Error("two sealings of the same are equal")
	}
	if bytes.Contains(envelope, []byte(passphrase)) || bytes.Contains(seal(t, v, 1, "canary"), []byte("canary")) {
		t.Error("something stands in the clear")
	}
}

func TestOpenRefusesPassphrases(t *testing.T) {
	_, envelope := create(t)
	for _, wrong := range []string{"", "correct hors", "correct horse ", "Correct horse", "correct horsé", strings.Repeat("x", sealed.MaxPassphrase+1), passphrase + "\x00"} {
		_, err := sealed.Open(envelope, wrong)
		wantLocked(t, wrong, err)
	}
}

// bits are those flipped in every byte: all natively, one in WebAssembly, where
// the same code would take a minute for all.
func bits(at int) []int {
	if runtime.GOARCH == "wasm" {
		return []int{at % 8}
	}
	return []int{0, 1, 2, 3, 4, 5, 6, 7}
}

// TestOpenRefusesEveryChange flips the bits of the envelope, cuts it at each
// byte, and appends to it.
func TestOpenRefusesEveryChange(t *testing.T) {
	v, envelope := create(t)
	envelope, _, err := v.AddPassphrase(rand.Reader, envelope, "second", cheap)
	if err != nil {
		t.Fatal(err)
	}
	for i := range envelope {
		for _, bit := range bits(i) {
			changed := bytes.Clone(envelope)
			changed[i] ^= 1 << bit
			for _, p := range []string{passphrase, "second"} {
				_, err := sealed.Open(changed, p)
				wantLocked(t, "flipped bit", err)
			}
		}
		_, err := sealed.Open(envelope[:i], passphrase)
		wantLocked(t, "cut short", err)
	}
	_, err = sealed.Open(append(bytes.Clone(envelope), 0), passphrase)
	wantLocked(t, "byte appended", err)
}

func TestUnsealRefusesEveryChange(t *testing.T) {
	v, _ := create(t)
	record := seal(t, v, 7, "plain")
	for i := range record {
		for _, bit := range bits(i) {
			changed := bytes.Clone(record)
			changed[i] ^= 1 << bit
			_, err := v.Unseal(7, changed)
			wantLocked(t, "flipped bit", err)
		}
		_, err := v.Unseal(7, record[:i])
		wantLocked(t, "cut short", err)
	}
	_, err := v.Unseal(7, append(bytes.Clone(record), 0))
	wantLocked(t, "byte appended", err)
	for _, seq := range []uint64{0, 6, 8, 7 << 8} {
		_, err := v.Unseal(seq, record)
		wantLocked(t, "another sequence number", err)
	}
	other, _ := create(t)
	_, err = other.Unseal(7, record)
	wantLocked(t, "another vault", err)
	_, err = v.Unseal(7, make([]byte, sealed.MaxRecord+100))
	wantLocked(t, "longer than any", err)
}

// TestSlotsStayInTheirVault moves a genuine slot to another vault whose
// passphrase is the same.
func TestSlotsStayInTheirVault(t *testing.T) {
	_, one := create(t)
	_, two := create(t)
	var a, b map[any]any
	for target, data := range map[*map[any]any][]byte{&a: one, &b: two} {
		item, err := encoding.DecodeCBOR(data)
		if err != nil {
			t.Fatal(err)
		}
		*target = item.(map[any]any)
	}
	b[int64(3)] = a[int64(3)]
	mixed, err := encoding.EncodeCBOR(b)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sealed.Open(mixed, passphrase)
	wantLocked(t, "slot of another vault", err)
}

func TestClose(t *testing.T) {
	v, envelope := create(t)
	record := seal(t, v, 1, "x")
	v.Close()
	v.Close()
	_, err := v.Unseal(1, record)
	wantLocked(t, "unseal after close", err)
	_, err = v.Seal(rand.Reader, 1, nil)
	wantLocked(t, "seal after close", err)
	_, _, err = v.AddPassphrase(rand.Reader, envelope, "second", cheap)
	wantLocked(t, "new slot after close", err)
}

func TestSlots(t *testing.T) {
	v, envelope := create(t)
	two, number, err := v.AddPassphrase(rand.Reader, envelope, "second", cheap)
	if err != nil || number != 1 {
		t.Fatal(number, err)
	}
	for _, p := range []string{passphrase, "second"} {
		if _, err := sealed.Open(two, p); err != nil {
			t.Errorf("%s: %v", p, err)
		}
	}
	one, err := v.RemoveSlot(two, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sealed.Open(one, passphrase)
	wantLocked(t, "removed passphrase", err)
	opened, err := sealed.Open(one, "second")
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := opened.Unseal(3, seal(t, v, 3, "kept")); err != nil || string(plain) != "kept" {
		t.Error("a record sealed before does not open", err)
	}
	_, err = v.RemoveSlot(one, 1)
	wantKind(t, "last slot", err, sealed.KindLastSlot)
	_, err = v.RemoveSlot(two, 9)
	wantKind(t, "slot that is not there", err, sealed.KindLastSlot)
	_, foreign := create(t)
	_, err = v.RemoveSlot(foreign, 0)
	wantLocked(t, "envelope of another vault", err)
	two[len(two)-1] ^= 1
	_, _, err = v.AddPassphrase(rand.Reader, two, "third", cheap)
	wantLocked(t, "changed envelope", err)
}

func TestMaxSlots(t *testing.T) {
	v, envelope := create(t)
	for range sealed.MaxSlots - 1 {
		var err error
		if envelope, _, err = v.AddPassphrase(rand.Reader, envelope, "more", cheap); err != nil {
			t.Fatal(err)
		}
	}
	if len(envelope) > sealed.MaxEnvelope {
		t.Errorf("full envelope has %d bytes", len(envelope))
	}
	if _, err := sealed.Open(envelope, "more"); err != nil {
		t.Error(err)
	}
	_, _, err := v.AddPassphrase(rand.Reader, envelope, "one too many", cheap)
	wantKind(t, "one too many", err, sealed.KindLastSlot)
}

func TestCreateRefuses(t *testing.T) {
	rows := []struct {
		defect, passphrase string
		cost               sealed.Cost
		kind               fault.Kind
	}{
		{"empty passphrase", "", cheap, sealed.KindPassphrase},
		{"passphrase longer than any", strings.Repeat("x", sealed.MaxPassphrase+1), cheap, sealed.KindPassphrase},
		{"passphrase not UTF-8", "\xff", cheap, sealed.KindPassphrase},
		{"no cost", "x", sealed.Cost{}, sealed.KindCost},
		{"no pass", "x", sealed.Cost{Memory: 64, Threads: 1}, sealed.KindCost},
		{"no thread", "x", sealed.Cost{Memory: 64, Passes: 1}, sealed.KindCost},
		{"too little memory", "x", sealed.Cost{Memory: 15, Passes: 1, Threads: 2}, sealed.KindCost},
		{"too much memory", "x", sealed.Cost{Memory: sealed.MaxMemory + 1, Passes: 1, Threads: 1}, sealed.KindCost},
		{"too many passes", "x", sealed.Cost{Memory: 64, Passes: sealed.MaxPasses + 1, Threads: 1}, sealed.KindCost},
		{"too many threads", "x", sealed.Cost{Memory: 64, Passes: 1, Threads: sealed.MaxThreads + 1}, sealed.KindCost},
	}
	for _, r := range rows {
		_, _, err := sealed.Create(rand.Reader, r.passphrase, r.cost)
		wantKind(t, r.defect, err, r.kind)
	}
	for size := range 3 {
		_, _, err := sealed.Create(iotest.DataErrReader(bytes.NewReader(make([]byte, 20*size))), "x", cheap)
		wantKind(t, "source that ends early", err, sealed.KindRandom)
	}
	v, _ := create(t)
	_, err := v.Seal(iotest.ErrReader(errors.New("broken")), 1, nil)
	wantKind(t, "failing source", err, sealed.KindRandom)
	_, err = v.Seal(rand.Reader, 1, make([]byte, sealed.MaxRecord+1))
	wantKind(t, "record longer than any", err, sealed.KindTooLarge)
}

// TestOpenLimitsCost changes the stored cost to the greatest numbers: the
// answer must come at once, without the memory.
func TestOpenLimitsCost(t *testing.T) {
	_, envelope := create(t)
	item, err := encoding.DecodeCBOR(envelope)
	if err != nil {
		t.Fatal(err)
	}
	slot := item.(map[any]any)[int64(3)].([]any)[0].(map[any]any)
	for label, value := range map[int64]int64{4: 1<<32 - 1, 5: 1<<32 - 1, 6: 255} {
		old := slot[label]
		slot[label] = value
		data, err := encoding.EncodeCBOR(item)
		if err != nil {
			t.Fatal(err)
		}
		_, err = sealed.Open(data, passphrase)
		wantLocked(t, "cost beyond the limits", err)
		slot[label] = old
	}
}

func FuzzOpen(f *testing.F) {
	_, envelope := create(f)
	f.Add(envelope)
	f.Add([]byte{0xa0})
	f.Fuzz(func(t *testing.T, data []byte) {
		// A passphrase that no slot takes: the format alone is looked at.
		if _, err := sealed.Open(data, ""); fault.KindOf(err) != sealed.KindLocked {
			t.Error(err)
		}
	})
}

func FuzzUnseal(f *testing.F) {
	v, _ := create(f)
	f.Add(uint64(1), seal(f, v, 1, "x"))
	f.Fuzz(func(t *testing.T, seq uint64, data []byte) {
		plain, err := v.Unseal(seq, data)
		if err == nil && !(seq == 1 && string(plain) == "x") {
			t.Error("a forged record opens")
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	_, envelope, err := sealed.Create(rand.Reader, passphrase, sealed.DefaultCost)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := sealed.Open(envelope, passphrase); err != nil {
			b.Fatal(err)
		}
	}
}
