package holder_test

import (
	"testing"

	"pgregory.net/rapid"

	"domicile/credentials/holder"
	"domicile/crypto/fault"
	"domicile/internal/double"
)

// Two tabs over one storage act in any order, with and without the lock's
// courtesy of applying first. Every write that the storage acknowledged is in
// what both tabs, and a third that opens afterwards, end up with.
func TestTabsLoseNoWrite(t *testing.T) {
	seed := newHome(t)
	cards := []string{seed.receive(double.New(t)).ID, seed.receive(double.New(t)).ID}
	rapid.Check(t, func(rt *rapid.T) {
		shared := &storage{envelope: seed.envelope, records: append([][]byte{}, seed.records...)}
		tabs := []*home{openTab(t, shared, "a"), openTab(t, shared, "b")}
		acknowledged := len(shared.records)
		for range rapid.IntRange(1, 25).Draw(rt, "actions") {
			tab := tabs[rapid.IntRange(0, 1).Draw(rt, "tab")]
			if rapid.Bool().Draw(rt, "applies first") {
				tab.catchUp(rt)
			}
			change, err := tab.act(rapid.IntRange(0, 3).Draw(rt, "action"), rapid.SampledFrom(cards).Draw(rt, "card"))
			if err != nil {
				if fault.KindOf(err) != holder.KindCardUnknown {
					rt.Fatal(err)
				}
				continue
			}
			if !shared.store(change) {
				continue // the other tab was first: nothing was acknowledged
			}
			acknowledged += len(change.Records)
			if rapid.Bool().Draw(rt, "survives to apply") {
				if err := tab.Apply(change.Seq, change.Records); err != nil {
					rt.Fatal(err)
				}
			}
		}
		compare(rt, shared, acknowledged, append(tabs, openTab(t, shared, "c")))
	})
}

func openTab(t *testing.T, shared *storage, name string) *home {
	w, err := holder.Open(shared.envelope, passphrase, shared.records)
	if err != nil {
		t.Fatal(err)
	}
	return &home{storage: shared, Wallet: w, t: t, rand: double.Rand(name), now: double.Noon}
}

// catchUp applies what the other tab stored.
func (h *home) catchUp(t *rapid.T) {
	seq := h.State().Seq
	if err := h.Apply(seq, h.records[seq:]); err != nil {
		t.Fatal(err)
	}
}

func (h *home) act(action int, card string) (holder.Change, error) {
	switch action {
	case 0:
		return h.Delete(h.rand, card, h.now)
	case 1:
		return h.Restore(h.rand, card, h.now)
	case 2:
		return h.Erase(h.rand, card, h.now)
	}
	q, err := h.Consider(h.ask(verifierURL, overEighteen), h.now)
	if err != nil {
		return holder.Change{}, err
	}
	if !q.Satisfiable {
		return q.Refuse(h.rand, h.now)
	}
	_, change, err := q.Answer(h.rand, q.Suggest(), h.now)
	return change, err
}

// compare holds that everybody sees every acknowledged record.
func compare(t *rapid.T, shared *storage, acknowledged int, tabs []*home) {
	if len(shared.records) != acknowledged {
		t.Fatalf("%d records stored, %d acknowledged", len(shared.records), acknowledged)
	}
	want := summary(tabs[len(tabs)-1].State())
	for i, tab := range tabs {
		tab.catchUp(t)
		if have := summary(tab.State()); have != want {
			t.Fatalf("tab %d sees %+v, want %+v", i, have, want)
		}
	}
}

type seen struct {
	seq, log, cards, deleted, unused, damaged int
}

func summary(s holder.State) seen {
	y := seen{seq: int(s.Seq), log: len(s.Log), cards: len(s.Cards), damaged: len(s.Damaged)}
	for _, card := range s.Cards {
		if card.Deleted() {
			y.deleted++
		}
		y.unused += card.Unused()
	}
	return y
}
