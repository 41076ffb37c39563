package holder_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"domicile/credentials/holder"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/sealed"
	"domicile/internal/double"
)

func ExampleCreate() {
	wallet, envelope, change, err := holder.Create(double.Rand("example"), "a harbour in the fog", sealed.DefaultCost, double.Noon)
	if err != nil {
		fmt.Println(err)
		return
	}
	// The caller stores the envelope and the records, and then applies them.
	if err := wallet.Apply(change.Seq, change.Records); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(envelope) > 0, wallet.State().Seq, wallet.State().Log[0].Event)
	// Output: true 1 created
}

func TestNothingChangesUntilApplied(t *testing.T) {
	h := newHome(t)
	card := h.receive(double.New(t))
	before := h.State()
	if _, err := h.Delete(h.rand, card.ID, h.now); err != nil {
		t.Fatal(err)
	}
	if after := h.State(); after.Seq != before.Seq || after.Cards[0].Deleted() || len(after.Log) != len(before.Log) {
		t.Error("asking for a change made it")
	}
}

func TestDeleteRestoreErase(t *testing.T) {
	h := newHome(t)
	card := h.receive(double.New(t))
	h.do(h.Delete(h.rand, card.ID, h.now))
	if !h.State().Cards[0].Deleted() {
		t.Fatal("the card is not in the trash")
	}
	h.do(h.Restore(h.rand, card.ID, h.now))
	if h.State().Cards[0].Deleted() {
		t.Fatal("the card is still in the trash")
	}
	h.do(h.Delete(h.rand, card.ID, h.now))
	h.do(h.Erase(h.rand, card.ID, h.now))
	if len(h.State().Cards) != 0 {
		t.Fatal("the card is still there")
	}
	want := h.events()
	if h.reopen(); !slices.Equal(h.events(), want) || len(h.State().Cards) != 0 || len(h.State().Orders) != 0 || len(h.State().Damaged) != 0 {
		t.Errorf("after reopening %q, want %q: %+v", h.events(), want, h.State())
	}
}

// What was erased must not be in the records any more, whoever has the
// passphrase.
func TestErasingLeavesNothingToRead(t *testing.T) {
	h := newHome(t)
	card := h.receive(double.New(t))
	needles := [][]byte{[]byte(card.Copies[0].Text[:60])}
	for _, y := range card.Copies {
		d, _, _ := encoding.String(y.Key.JWK(), "d")
		needles = append(needles, []byte(d))
	}
	if !h.contains(needles) {
		t.Fatal("the test does not find what it looks for")
	}
	h.do(h.Erase(h.rand, card.ID, h.now))
	if h.contains(needles) {
		t.Error("a record still holds a key or the card")
	}
}

func (h *home) contains(needles [][]byte) bool {
	vault, err := sealed.Open(h.envelope, passphrase)
	if err != nil {
		h.t.Fatal(err)
	}
	for seq, record := range h.records {
		plain, err := vault.Unseal(uint64(seq), record)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, needle := range needles {
			if bytes.Contains(plain, needle) {
				return true
			}
		}
	}
	return false
}

func TestActionsOnTheWrongCardAreRefused(t *testing.T) {
	h := newHome(t)
	card := h.receive(double.New(t))
	for defect, act := range map[string]func() (holder.Change, error){
		"delete what is not there":    func() (holder.Change, error) { return h.Delete(h.rand, "x", h.now) },
		"restore what is not deleted": func() (holder.Change, error) { return h.Restore(h.rand, card.ID, h.now) },
		"erase what is not there":     func() (holder.Change, error) { return h.Erase(h.rand, "x", h.now) },
	} {
		_, err := act()
		wantKind(t, defect, err, holder.KindCardUnknown)
	}
	_, err := h.Drop(h.rand, card.Order, h.now)
	wantKind(t, "drop what is done", err, holder.KindOrderUnknown)
}

func TestRecordsFollowWithoutGapOrRepeat(t *testing.T) {
	h := newHome(t)
	card := h.receive(double.New(t))
	change, err := h.Delete(h.rand, card.ID, h.now)
	if err != nil {
		t.Fatal(err)
	}
	last := h.records[len(h.records)-1]
	for defect, row := range map[string]struct {
		seq     uint64
		records [][]byte
		kind    string
	}{
		"a gap":                       {change.Seq + 1, change.Records, "wallet_sequence"},
		"a repeat":                    {change.Seq - 1, [][]byte{last}, "wallet_sequence"},
		"a repeat under a new number": {change.Seq, [][]byte{last}, "wallet_damaged"},
		"the same one twice":          {change.Seq, [][]byte{change.Records[0], change.Records[0]}, "wallet_damaged"},
		"no record at all":            {change.Seq, [][]byte{{}}, "wallet_damaged"},
	} {
		before := h.State()
		err := h.Apply(row.seq, row.records)
		wantKind(t, defect, err, fault.Kind(row.kind))
		if h.State().Seq != before.Seq || h.State().Cards[0].Deleted() {
			t.Errorf("%s: the wallet changed", defect)
		}
	}
}

func TestWrongPassphraseAndDamagedEnvelopeAreAlike(t *testing.T) {
	h := newHome(t)
	damaged := bytes.Clone(h.envelope)
	damaged[len(damaged)/2] ^= 1
	for defect, try := range map[string]struct {
		envelope   []byte
		passphrase string
	}{
		"another passphrase": {h.envelope, "another"},
		"a damaged envelope": {damaged, passphrase},
		"no envelope":        {nil, passphrase},
	} {
		_, err := holder.Open(try.envelope, try.passphrase, h.records)
		wantKind(t, defect, err, sealed.KindLocked)
	}
}

// One damaged record costs what it said, and nothing else.
func TestTheRestSurvivesDamage(t *testing.T) {
	h := newHome(t)
	first, second := h.receive(double.New(t)), h.receive(double.New(t))
	h.do(h.Delete(h.rand, second.ID, h.now))
	whole := h.State()
	for seq := range h.records {
		damaged := slices.Clone(h.records)
		damaged[seq] = bytes.Clone(damaged[seq])
		damaged[seq][len(damaged[seq])/2] ^= 1
		w, err := holder.Open(h.envelope, passphrase, damaged)
		if err != nil {
			t.Fatalf("record %d: %v", seq, err)
		}
		state := w.State()
		if !slices.Equal(state.Damaged, []uint64{uint64(seq)}) || state.Seq != whole.Seq {
			t.Errorf("record %d: damaged %d of %d", seq, state.Damaged, state.Seq)
		}
		_, noFirst := state.Card(first.ID)
		if len(state.Cards) < 1 || (noFirst != nil && len(state.Cards) != 1) {
			t.Errorf("record %d: %d cards left", seq, len(state.Cards))
		}
		change, err := w.Erase(h.rand, state.Cards[0].ID, h.now)
		if err != nil || w.Apply(change.Seq, change.Records) != nil {
			t.Errorf("record %d: the wallet cannot be used: %v", seq, err)
		}
	}
}

func TestOpenRefusesWhole(t *testing.T) {
	h := newHome(t)
	vault, err := sealed.Open(h.envelope, passphrase)
	if err != nil {
		t.Fatal(err)
	}
	seal := func(v any) []byte {
		plain, err := encoding.EncodeCBOR(v)
		if err != nil {
			t.Fatal(err)
		}
		record, err := vault.Seal(h.rand, 1, plain)
		if err != nil {
			t.Fatal(err)
		}
		return record
	}
	body := map[string]any{}
	_, err = holder.Open(h.envelope, passphrase, [][]byte{h.records[0], seal(map[string]any{"v": 2, "event": "created", "at": 1, "body": body})})
	wantKind(t, "a record of a later version", err, holder.KindNewer)
	_, err = holder.Open(h.envelope, passphrase, [][]byte{{1}, {2}})
	wantKind(t, "not one readable record", err, holder.KindDamaged)
	for defect, record := range map[string][]byte{
		"an event that does not exist": seal(map[string]any{"v": 1, "event": "sold", "at": 1, "body": body}),
		"a body of another shape":      seal(map[string]any{"v": 1, "event": "received", "at": 1, "body": map[string]any{"card": 1}}),
		"a card without a copy":        seal(map[string]any{"v": 1, "event": "received", "at": 1, "body": map[string]any{"card": "a"}}),
		"no map":                       seal("created"),
	} {
		wantKind(t, defect, h.Apply(1, [][]byte{record}), holder.KindDamaged)
	}
}

func TestAnEmptyWalletIsWhole(t *testing.T) {
	h := newHome(t)
	if _, err := holder.Open(h.envelope, passphrase, nil); err != nil {
		t.Errorf("a crash between envelope and first record: %v", err)
	}
}
