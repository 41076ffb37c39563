package holder_test

import (
	"testing"
	"time"

	"domicile/credentials/holder"
	"domicile/crypto/fault"
	"domicile/crypto/sealed"
	"domicile/internal/double"
)

const passphrase = "a harbour in the fog"

// cheap keeps tests fast; nothing but the passphrase's strength depends on it.
var cheap = sealed.Cost{Memory: 64, Passes: 1, Threads: 1}

// storage is what a caller keeps: records by number, never overwritten but by a
// rewrite.
type storage struct {
	envelope []byte
	records  [][]byte
}

// store does what the package asks of a storage, and reports whether it did.
func (s *storage) store(c holder.Change) bool {
	if c.Seq != uint64(len(s.records)) {
		return false
	}
	for _, r := range c.Rewrites {
		s.records[r.Seq] = r.Record
	}
	s.records = append(s.records, c.Records...)
	return true
}

// home is an open wallet over its storage.
type home struct {
	*storage
	*holder.Wallet
	t    testing.TB
	rand *double.Reader
	now  time.Time
}

func newHome(t testing.TB) *home {
	t.Helper()
	h := &home{storage: &storage{}, t: t, rand: double.Rand("wallet"), now: double.Noon}
	w, envelope, change, err := holder.Create(h.rand, passphrase, cheap, h.now)
	if err != nil {
		t.Fatal(err)
	}
	h.Wallet, h.envelope = w, envelope
	h.do(change, nil)
	return h
}

// do stores and applies a change.
func (h *home) do(c holder.Change, err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
	if !h.store(c) {
		h.t.Fatalf("change for number %d, %d are stored", c.Seq, len(h.records))
	}
	if err := h.Apply(c.Seq, c.Records); err != nil {
		h.t.Fatal(err)
	}
}

// reopen opens the storage afresh, as after a crash.
func (h *home) reopen() {
	h.t.Helper()
	w, err := holder.Open(h.envelope, passphrase, h.records)
	if err != nil {
		h.t.Fatal(err)
	}
	h.Wallet = w
}

// follow carries an issuance on from a step, to its end or to a preview.
func (h *home) follow(i *holder.Issuance, issuer *double.Issuer, step holder.Step, err error) (holder.Step, error) {
	for err == nil && !step.Done && step.Preview == nil {
		switch {
		case step.Request != nil:
			response := issuer.Serve(*step.Request)
			step, err = i.Continue(h.rand, &response, h.now)
		case step.Change != nil:
			h.do(*step.Change, nil)
			step, err = i.Continue(h.rand, nil, h.now)
		default:
			h.t.Fatalf("a step without anything to do: %+v", step)
		}
	}
	return step, err
}

// order opens an offer up to its preview.
func (h *home) order(issuer *double.Issuer) *holder.Issuance {
	h.t.Helper()
	i, err := h.Order(issuer.Offer(), holder.Dealings{Rand: h.rand}, h.now)
	if err != nil {
		h.t.Fatal(err)
	}
	step, err := i.Continue(h.rand, nil, h.now)
	if step, err = h.follow(i, issuer, step, err); err != nil || step.Preview == nil {
		h.t.Fatalf("%+v %v", step, err)
	}
	return i
}

// receive takes a card from an issuer.
func (h *home) receive(issuer *double.Issuer) holder.Card {
	h.t.Helper()
	i := h.order(issuer)
	step, err := i.Accept(h.rand, issuer.TxCode, h.now)
	step, err = h.follow(i, issuer, step, err)
	if err != nil || !step.Done {
		h.t.Fatalf("%+v %v", step, err)
	}
	state := h.State()
	card, err := state.Card(step.Cards[0])
	if err != nil {
		h.t.Fatal(err)
	}
	return card
}

// events lists the log by name, oldest first.
func (h *home) events() []string {
	var names []string
	for _, e := range h.State().Log {
		names = append(names, e.Event)
	}
	return names
}

func wantKind(t testing.TB, defect string, err error, kind fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != kind {
		t.Errorf("%s: %v, want %s", defect, err, kind)
	}
}
