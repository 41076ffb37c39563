package holder_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"domicile/credentials/holder"
	"domicile/credentials/issue"
	"domicile/credentials/offer"
	"domicile/credentials/sdjwt"
	"domicile/credentials/trust"
	"domicile/crypto/alg"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/internal/double"
)

func TestReceive(t *testing.T) {
	h, issuer := newHome(t), double.New(t)
	card := h.receive(issuer)
	if len(card.Copies) != 3 || card.Unused() != 3 || card.Origin.Title != "Residency card" || card.Origin.IssuerURL != issuer.ID {
		t.Errorf("%+v", card)
	}
	for i, y := range card.Copies {
		for j, z := range card.Copies {
			if i != j && (y.Key.Equal(z.Key) || y.Text == z.Text) {
				t.Errorf("copies %d and %d are one", i, j)
			}
		}
	}
	if want := []string{"created", "ordered", "received"}; !slices.Equal(h.events(), want) || len(h.State().Orders) != 0 {
		t.Errorf("log %q", h.events())
	}
	if !slices.Contains(issuer.Requests, "jwt-vc-issuer") {
		t.Error("the issuer's keys were not looked up")
	}
}

// OpenID4VCI does not oblige an issuer to publish keys: its card is kept, and
// says for good that nobody checked the signature.
func TestCardOfAnIssuerWithoutKeysIsMarked(t *testing.T) {
	h, issuer := newHome(t), double.New(t)
	issuer.Keyless = true
	if card := h.receive(issuer); !card.Origin.Unchecked || len(card.Copies) != 3 {
		t.Errorf("%+v", card.Origin)
	}
	h.reopen()
	if card := h.State().Cards[0]; !card.Origin.Unchecked || !bytes.Equal(card.Origin.Pattern, holder.PatternOf(issuer.ID)) {
		t.Errorf("after a restart: %+v", card.Origin)
	}
}

// Nobody vouches for a card in the name of a second issuer who publishes no keys:
// it did not even come from that one's address.
func TestCardInTheNameOfAKeylessStranger(t *testing.T) {
	h, issuer := newHome(t), double.New(t)
	issuer.Keyless = true
	issuer.Order = func(_ int, o *issue.Order) { o.Issuer = "https://other.example" }
	_, err := h.try(issuer, nil)
	wantKind(t, "a card in another's name", err, holder.KindCardIssuer)
	if len(h.State().Cards) != 0 {
		t.Error("the card was kept")
	}
}

func TestListedIssuerWithoutAKeyThatFitsIsNotReceivedUnchecked(t *testing.T) {
	h, issuer := newHome(t), double.New(t)
	issuer.Keyless = true
	other, err := keys.Generate(h.rand, alg.EdDSA)
	if err != nil {
		t.Fatal(err)
	}
	store := trust.NewStore(trust.Anchor{ID: issuer.ID, Scope: trust.Live, Types: []string{"urn:example:other"}, Keys: []keys.Named{{ID: "9", Public: other.Public()}}})
	i, err := h.Order(issuer.Offer(), holder.Dealings{Rand: h.rand, Trust: store}, h.now)
	if err != nil {
		t.Fatal(err)
	}
	step, err := i.Continue(h.rand, nil, h.now)
	if _, err = h.follow(i, issuer, step, err); err != nil {
		t.Fatal(err)
	}
	step, err = i.Accept(h.rand, issuer.TxCode, h.now)
	_, err = h.follow(i, issuer, step, err)
	wantKind(t, "no key of a listed issuer", err, holder.KindCardIssuer)
	if len(h.State().Cards) != 0 {
		t.Error("the card was kept")
	}
}

func TestPinnedKeysAreNotLookedUp(t *testing.T) {
	h, issuer := newHome(t), double.New(t)
	store := trust.NewStore(trust.Anchor{ID: issuer.ID, Scope: trust.Test, Keys: []keys.Named{{ID: "1", Public: issuer.Key.Public()}}})
	i, err := h.Order(issuer.Offer(), holder.Dealings{Rand: h.rand, Trust: store}, h.now)
	if err != nil {
		t.Fatal(err)
	}
	step, err := i.Continue(h.rand, nil, h.now)
	if _, err = h.follow(i, issuer, step, err); err != nil {
		t.Fatal(err)
	}
	step, err = i.Accept(h.rand, issuer.TxCode, h.now)
	if step, err = h.follow(i, issuer, step, err); err != nil || !step.Done {
		t.Fatal(step, err)
	}
	if slices.Contains(issuer.Requests, "jwt-vc-issuer") {
		t.Error("keys were looked up that are pinned")
	}
	anchor, listed := h.State().Cards[0].ListedBy(store, h.now)
	if !listed || anchor.Scope != trust.Test {
		t.Errorf("the card is not known as %s's", issuer.ID)
	}
	other := trust.NewStore(trust.Anchor{ID: issuer.ID, Scope: trust.Live, Keys: []keys.Named{{ID: "1", Public: issuer.NewKey().Public()}}})
	if _, listed := h.State().Cards[0].ListedBy(other, h.now); listed {
		t.Error("a card counts as that of an issuer who did not sign it")
	}
}

func TestTwoCardsOfOneOffer(t *testing.T) {
	h, issuer := newHome(t), double.New(t)
	issuer.Types = append(issuer.Types, "urn:example:pass:1")
	h.receive(issuer)
	state := h.State()
	if len(state.Cards) != 2 || len(state.Orders) != 0 || len(state.Cards[1].Copies) != 3 {
		t.Fatalf("%d cards, %d orders", len(state.Cards), len(state.Orders))
	}
	h.do(h.Erase(h.rand, state.Cards[0].ID, h.now))
	h.do(h.Erase(h.rand, state.Cards[1].ID, h.now))
	if h.reopen(); len(h.State().Cards) != 0 || len(h.State().Orders) != 0 || len(h.State().Damaged) != 0 {
		t.Errorf("%+v", h.State())
	}
}

// What does not come from the issuer, or is not what was offered, is not kept,
// and the order stays to be dropped.
func TestArrivalsThatAreRefused(t *testing.T) {
	for defect, row := range map[string]struct {
		defect func(i *double.Issuer)
		kind   fault.Kind
	}{
		"signed by another key": {func(i *double.Issuer) {
			other := i.NewKey()
			i.Order = func(_ int, o *issue.Order) { o.Key = other }
		}, holder.KindCardIssuer},
		"one copy signed by another key": {func(i *double.Issuer) {
			other := i.NewKey()
			i.Order = func(n int, o *issue.Order) {
				if n == 2 {
					o.Key = other
				}
			}
		}, holder.KindCardIssuer},
		"signed under another kid": {func(i *double.Issuer) {
			i.Order = func(_ int, o *issue.Order) { o.KeyID = "2" }
		}, holder.KindCardIssuer},
		"in the name of an address that is none": {func(i *double.Issuer) {
			i.Order = func(_ int, o *issue.Order) { o.Issuer = "ftp://office.example" }
		}, holder.KindCardIssuer},
		"one copy of another issuer": {func(i *double.Issuer) {
			i.Order = func(n int, o *issue.Order) {
				if n == 1 {
					o.Issuer = "https://other.example"
				}
			}
		}, holder.KindCopiesDiffer},
		"a signature with one bit flipped": {func(i *double.Issuer) {
			i.Text = func(_ int, text string) string {
				head, tail, _ := strings.Cut(text, "~")
				last := "A"
				if strings.HasSuffix(head[:len(head)-5], "A") {
					last = "B"
				}
				return head[:len(head)-6] + last + head[len(head)-5:] + "~" + tail
			}
		}, holder.KindCardIssuer},
		"another type than offered": {func(i *double.Issuer) {
			i.Order = func(_ int, o *issue.Order) { o.Type = "urn:example:other:1" }
		}, holder.KindCardType},
		"bound to somebody else's key": {func(i *double.Issuer) {
			other := i.NewKey().Public()
			i.Order = func(_ int, o *issue.Order) { o.Holders = []keys.Public{other} }
		}, holder.KindCardKey},
		"two copies bound to one key": {func(i *double.Issuer) {
			var first []keys.Public
			i.Order = func(n int, o *issue.Order) {
				if n == 0 {
					first = o.Holders
				}
				o.Holders = first
			}
		}, holder.KindCardKey},
		"bound to no key": {func(i *double.Issuer) {
			i.Order = func(_ int, o *issue.Order) { o.Holders = nil }
		}, sdjwt.KindHolderKey},
		"a copy that says something else": {func(i *double.Issuer) {
			i.Order = func(n int, o *issue.Order) {
				if n == 1 {
					o.Claims["family_name"] = "Other"
				}
			}
		}, holder.KindCopiesDiffer},
		"expired": {func(i *double.Issuer) {
			i.Order = func(_ int, o *issue.Order) { o.IssuedAt, o.Expires = i.Now.AddDate(0, 0, -9), i.Now.AddDate(0, 0, -1) }
		}, holder.KindCardTime},
		"shown to somebody already": {func(i *double.Issuer) {
			key := i.NewKey()
			i.Order = func(_ int, o *issue.Order) { o.Holders = []keys.Public{key.Public()} }
			i.Text = func(_ int, text string) string {
				token, err := sdjwt.Parse(text)
				if err != nil {
					panic(err)
				}
				bound, err := token.Bind(key, "nonce", "somebody", i.Now)
				if err != nil {
					panic(err)
				}
				return bound
			}
		}, sdjwt.KindHolderUnexpected},
		"no SD-JWT": {func(i *double.Issuer) {
			i.Text = func(int, string) string { return "a.b.c" }
		}, sdjwt.KindSegments},
		"the key metadata of another issuer": {func(i *double.Issuer) {
			i.Tweak = func(name string, body map[string]any) {
				if name == "jwt-vc-issuer" {
					body["issuer"] = "https://other.example"
				}
			}
		}, offer.KindIssuerMismatch},
		"key metadata without keys": {func(i *double.Issuer) {
			i.Tweak = func(name string, body map[string]any) {
				if name == "jwt-vc-issuer" {
					delete(body, "jwks")
				}
			}
		}, offer.KindMetadata},
	} {
		t.Run(defect, func(t *testing.T) {
			h, issuer := newHome(t), double.New(t)
			row.defect(issuer)
			i := h.order(issuer)
			step, err := i.Accept(h.rand, issuer.TxCode, h.now)
			_, err = h.follow(i, issuer, step, err)
			wantKind(t, defect, err, row.kind)
			if state := h.State(); len(state.Cards) != 0 || len(state.Orders) != 1 {
				t.Errorf("%d cards and %d orders", len(state.Cards), len(state.Orders))
			}
			h.do(h.Drop(h.rand, i.ID(), h.now))
			if h.reopen(); len(h.State().Orders) != 0 || len(h.State().Damaged) != 0 {
				t.Errorf("a dropped order is back: %+v", h.State())
			}
		})
	}
}

// crash is a storage that dies before the write of a number.
var errCrash = errors.New("crash")

// The answer to any one request is lost, and before or after that the process
// may die: the card arrives all the same, with its keys, once.
func TestALostNetworkAndACrashAtEveryStep(t *testing.T) {
	for _, lost := range []string{"openid-credential-issuer", "oauth-authorization-server", "token", "nonce", "credential", "jwt-vc-issuer"} {
		for _, crash := range []bool{false, true} {
			h, issuer := newHome(t), double.New(t)
			issuer.TxCode = ""
			issuer.Lose[lost] = 1
			if err := h.receiveThroughLoss(issuer, crash); err != nil {
				t.Errorf("%s lost, crash %v: %v", lost, crash, err)
				continue
			}
			if state := h.State(); len(state.Cards) != 1 || len(state.Orders) != 0 || state.Cards[0].Unused() != 3 {
				t.Errorf("%s lost, crash %v: %d cards, %d orders", lost, crash, len(state.Cards), len(state.Orders))
			}
		}
	}
}

// receiveThroughLoss retries after each lost answer, in the same session or in a
// new process.
func (h *home) receiveThroughLoss(issuer *double.Issuer, crash bool) error {
	i, err := h.Order(issuer.Offer(), holder.Dealings{Rand: h.rand}, h.now)
	if err != nil {
		return err
	}
	step, err := i.Continue(h.rand, nil, h.now)
	for range 3 {
		step, err = h.follow(i, issuer, step, err)
		if fault.KindOf(err) == offer.KindNetwork {
			if i, err = h.again(i, issuer, crash); err == nil {
				step, err = i.Continue(h.rand, nil, h.now)
			}
			continue
		}
		if err != nil || step.Done {
			return err
		}
		step, err = i.Accept(h.rand, issuer.TxCode, h.now)
	}
	return errCrash
}

func (h *home) again(i *holder.Issuance, issuer *double.Issuer, crash bool) (*holder.Issuance, error) {
	if !crash {
		return i, nil
	}
	h.reopen()
	dealings := holder.Dealings{Rand: h.rand}
	if state := h.State(); len(state.Orders) > 0 {
		return h.Resume(state.Orders[0].ID, dealings, h.now)
	}
	return h.Order(issuer.Offer(), dealings, h.now)
}

// The process dies before or after any write: the wallet opens whole, and the
// card comes when the order is resumed.
func TestACrashAroundEveryWrite(t *testing.T) {
	for dies := range 8 {
		h, issuer := newHome(t), double.New(t)
		issuer.TxCode = ""
		i := h.order(issuer)
		step, err := i.Accept(h.rand, "", h.now)
		for writes := 0; err == nil && !step.Done; {
			if step.Request != nil {
				response := issuer.Serve(*step.Request)
				step, err = i.Continue(h.rand, &response, h.now)
				continue
			}
			before := writes == dies
			if !before {
				h.store(*step.Change)
			}
			if writes++; before || writes == dies {
				break
			}
			h.Apply(step.Change.Seq, step.Change.Records)
			step, err = i.Continue(h.rand, nil, h.now)
		}
		if err != nil {
			t.Fatalf("write %d: %v", dies, err)
		}
		h.reopen()
		if len(h.State().Damaged) != 0 {
			t.Errorf("write %d: damage", dies)
		}
		for _, order := range h.State().Orders {
			again, err := h.Resume(order.ID, holder.Dealings{Rand: h.rand}, h.now)
			if err != nil {
				t.Fatalf("write %d: %v", dies, err)
			}
			step, err := again.Continue(h.rand, nil, h.now)
			if step, err = h.follow(again, issuer, step, err); err != nil || !step.Done {
				t.Fatalf("write %d: %+v %v", dies, step, err)
			}
		}
		if state := h.State(); dies > 0 && (len(state.Cards) != 1 || state.Cards[0].Unused() != 3 || len(state.Orders) != 0) {
			t.Errorf("write %d: %d cards, %d orders", dies, len(state.Cards), len(state.Orders))
		}
	}
}

func TestAWrongCodeIsAskedForAgain(t *testing.T) {
	h, issuer := newHome(t), double.New(t)
	i := h.order(issuer)
	step, err := i.Accept(h.rand, "111111", h.now)
	step, err = h.follow(i, issuer, step, err)
	if err != nil || step.Preview == nil || !step.Preview.TxCode.Retry {
		t.Fatalf("%+v %v", step, err)
	}
	step, err = i.Accept(h.rand, issuer.TxCode, h.now)
	if step, err = h.follow(i, issuer, step, err); err != nil || !step.Done {
		t.Fatalf("%+v %v", step, err)
	}
}

// A change that another window overtook is asked for again, sealed for its new
// place.
func TestAnOvertakenChangeIsSealedAgain(t *testing.T) {
	h, issuer := newHome(t), double.New(t)
	card := h.receive(double.New(t))
	i := h.order(issuer)
	step, err := i.Accept(h.rand, issuer.TxCode, h.now)
	if err != nil || step.Change == nil {
		t.Fatalf("%+v %v", step, err)
	}
	h.do(h.Delete(h.rand, card.ID, h.now))
	if h.store(*step.Change) {
		t.Fatal("the storage took two records of one number")
	}
	step, err = i.Continue(h.rand, nil, h.now)
	if step, err = h.follow(i, issuer, step, err); err != nil || !step.Done {
		t.Fatalf("%+v %v", step, err)
	}
}

func TestStepsOutOfOrderAreRefused(t *testing.T) {
	h, issuer := newHome(t), double.New(t)
	i, err := h.Order(issuer.Offer(), holder.Dealings{Rand: h.rand}, h.now)
	if err != nil {
		t.Fatal(err)
	}
	_, err = i.Accept(h.rand, "", h.now)
	wantKind(t, "accept without a preview", err, holder.KindStep)
	i = h.order(issuer)
	if _, err = i.Accept(h.rand, issuer.TxCode, h.now); err != nil {
		t.Fatal(err)
	}
	_, err = i.Continue(h.rand, &offer.Response{Status: 200}, h.now)
	wantKind(t, "an answer before the keys are stored", err, holder.KindStep)
	_, err = h.Resume("x", holder.Dealings{Rand: h.rand}, h.now)
	wantKind(t, "resume what is not there", err, holder.KindOrderUnknown)
}

// endless are the same bytes again and again.
type endless byte

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

// TestIdentifierIsNoFlag holds that people can give an identifier to a command.
func TestIdentifierIsNoFlag(t *testing.T) {
	h, issuer := newHome(t), double.New(t)
	i, err := h.Order(issuer.Offer(), holder.Dealings{Rand: endless(0xfb)}, h.now)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Trim(i.ID(), "0123456789abcdef") != "" {
		t.Errorf("the identifier is %s", i.ID())
	}
}
