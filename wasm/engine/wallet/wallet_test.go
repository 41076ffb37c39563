package wallet_test

import (
	"slices"
	"testing"

	"domicile/internal/double"
	"domicile/wasm/api"
)

func TestACardOnTheScreen(t *testing.T) {
	p := newPage(t, double.New(t))
	id := p.receive()
	state := call(p, api.WalletRead, api.Nothing{})
	if len(state.Cards) != 1 || len(state.Pending) != 0 || state.Damaged != 0 || state.Seq != len(p.records) {
		t.Fatalf("%+v", state)
	}
	card := state.Cards[0]
	if card.ID != id || card.Holder != "Aiko Ito" || card.Scope != api.ScopeTest || card.Issuer != "Meridia, as listed" ||
		card.Title != "Residency card" || card.Copies != 3 || card.Unused != 3 || card.Until != "2027-11-20T00:00:00Z" || card.Expired || len(card.Pattern) != 32 {
		t.Errorf("%+v", card)
	}
	p.trust("live")
	if live := call(p, api.WalletRead, api.Nothing{}).Cards[0]; live.Scope != api.ScopeLive {
		t.Errorf("after another list the scope is %q", live.Scope)
	}
	call(p, api.TrustLoad, api.TrustLoadRequest{})
	if unlisted := call(p, api.WalletRead, api.Nothing{}).Cards[0]; unlisted.Scope != api.ScopeUnlisted || unlisted.Issuer != "Republic of Meridia" {
		t.Errorf("without a list: %q %q", unlisted.Scope, unlisted.Issuer)
	}
	p.now = p.now.AddDate(2, 0, 0)
	if !call(p, api.WalletRead, api.Nothing{}).Cards[0].Expired {
		t.Error("an expired card does not say so")
	}
}

func TestThePreviewOfAnOffer(t *testing.T) {
	p := newPage(t, double.New(t))
	step := p.follow(call(p, api.OfferOpen, api.OfferOpenRequest{Text: p.issuer.Offer()}))
	preview := step.Preview
	if preview.Scope != api.ScopeTest || preview.Issuer != "Meridia, as listed" || preview.Copies != 3 || preview.Cards != 1 ||
		preview.TxCode == nil || preview.TxCode.Length != 6 || !slices.Equal(preview.Claims, []string{"Given name"}) {
		t.Errorf("%+v", preview)
	}
	id := p.follow(call(p, api.OfferAccept, api.OfferAcceptRequest{Session: step.Session, TxCode: p.issuer.TxCode})).CardID
	for _, card := range call(p, api.WalletRead, api.Nothing{}).Cards {
		if card.ID == id && string(card.Pattern) != string(preview.Pattern) {
			t.Error("the card looks other than its preview")
		}
	}
}

func TestEverythingSurvivesAReload(t *testing.T) {
	p := newPage(t, double.New(t))
	id := p.receive()
	p.store(call(p, api.CardDelete, api.CardRequest{ID: id}))
	p.restart()
	wantFailure(t, p.table, api.WalletRead, api.Nothing{}, "engine_session")
	wantFailure(t, p.table, api.VaultUnlock, api.VaultUnlockRequest{Envelope: p.envelope, Passphrase: "another", Records: p.records}, "vault_locked")
	state := call(p, api.VaultUnlock, api.VaultUnlockRequest{Envelope: p.envelope, Passphrase: passphrase, Records: p.records})
	if len(state.Trash) != 1 || len(state.Cards) != 0 || state.Trash[0].DeletedAt == "" {
		t.Fatalf("%+v", state)
	}
	var events []api.LogEvent
	for _, entry := range state.Log {
		events = append(events, entry.Event)
	}
	if want := []api.LogEvent{api.LogDeleted, api.LogReceived, api.LogStarted, api.LogCreated}; !slices.Equal(events, want) {
		t.Errorf("log %q", events)
	}
	p.store(call(p, api.CardRestore, api.CardRequest{ID: id}))
	if state = p.store(call(p, api.CardErase, api.CardRequest{ID: id})); len(state.Cards)+len(state.Trash) != 0 {
		t.Errorf("%+v", state)
	}
	p.restart()
	if state = call(p, api.VaultUnlock, api.VaultUnlockRequest{Envelope: p.envelope, Passphrase: passphrase, Records: p.records}); state.Damaged != 0 || len(state.Cards) != 0 {
		t.Errorf("%+v", state)
	}
}

func TestAnInterruptedIssuanceIsPending(t *testing.T) {
	issuer := double.New(t)
	issuer.TxCode = ""
	p := newPage(t, issuer)
	step := p.follow(call(p, api.OfferOpen, api.OfferOpenRequest{Text: issuer.Offer()}))
	step = call(p, api.OfferAccept, api.OfferAcceptRequest{Session: step.Session})
	p.store(*step.Change)
	step = call(p, api.OfferContinue, api.OfferContinueRequest{Session: step.Session})
	lost := api.OfferContinueRequest{Session: step.Session, Response: &api.HTTPResponse{Headers: map[string]string{}}}
	wantFailure(t, p.table, api.OfferContinue, lost, "offer_network")
	if again := call(p, api.OfferContinue, api.OfferContinueRequest{Session: step.Session}); again.HTTP == nil || again.HTTP.URL != step.HTTP.URL {
		t.Errorf("after a lost answer: %+v", again)
	}
	p.restart()
	state := call(p, api.VaultUnlock, api.VaultUnlockRequest{Envelope: p.envelope, Passphrase: passphrase, Records: p.records})
	if len(state.Pending) != 1 || state.Pending[0].ID != step.Session || state.Pending[0].Title != "Residency card" {
		t.Fatalf("%+v", state.Pending)
	}
	wantFailure(t, p.table, api.OfferContinue, lost, "engine_session")
	done := p.follow(call(p, api.OfferOpen, api.OfferOpenRequest{Resume: step.Session}))
	if state = call(p, api.WalletRead, api.Nothing{}); !done.Done || len(state.Pending) != 0 || len(state.Cards) != 1 {
		t.Errorf("%+v", state)
	}
}

func TestDroppingAnOffer(t *testing.T) {
	p := newPage(t, double.New(t))
	step := p.follow(call(p, api.OfferOpen, api.OfferOpenRequest{Text: p.issuer.Offer()}))
	if nothing := call(p, api.OfferDrop, api.OfferDropRequest{Session: step.Session}); len(nothing.Records) != 0 {
		t.Error("an offer that was only looked at leaves a record")
	}
	wantFailure(t, p.table, api.OfferAccept, api.OfferAcceptRequest{Session: step.Session}, "engine_session")
	wantFailure(t, p.table, api.OfferDrop, api.OfferDropRequest{Session: step.Session}, "wallet_order_unknown")
	step = p.follow(call(p, api.OfferOpen, api.OfferOpenRequest{Text: p.issuer.Offer()}))
	step = call(p, api.OfferAccept, api.OfferAcceptRequest{Session: step.Session, TxCode: p.issuer.TxCode})
	p.store(*step.Change)
	if state := p.store(call(p, api.OfferDrop, api.OfferDropRequest{Session: step.Session})); len(state.Pending) != 0 || state.Log[0].Event != api.LogDropped {
		t.Errorf("%+v", state)
	}
}

func TestConsent(t *testing.T) {
	p := newPage(t, double.New(t))
	p.receive()
	asked := challenge(p, newVerifier(p, "test"), "name-residency")
	step := call(p, api.PresentOpen, api.PresentOpenRequest{Text: asked.Text})
	preview := step.Preview
	if preview == nil || preview.Verifier != "Harbour Bar" || preview.Sure != api.SureClaimed || preview.Purpose == "" || !preview.Satisfiable ||
		preview.Address != "https://verifier.example/verifier/" || preview.Host != "verifier.example" || preview.Sends || preview.ExpiresAt != asked.ExpiresAt {
		t.Errorf("%+v", preview)
	}
	option := preview.Asks[0].Options[0]
	var disclosed []string
	for _, c := range option.Disclosed {
		disclosed = append(disclosed, c.Label)
	}
	for _, label := range []string{"Given name", "Family name", "Residency number", "Issuing country", "Holder's key", "Valid until"} {
		if !slices.Contains(disclosed, label) {
			t.Errorf("the preview hides that %q leaves: %q", label, disclosed)
		}
	}
	for _, label := range []string{"Date of birth", "Over 18", "Nationality"} {
		if slices.Contains(disclosed, label) || !slices.Contains(option.Hidden, label) {
			t.Errorf("%q is said to leave", label)
		}
	}
	wantFailure(t, p.table, api.PresentAnswer, api.PresentAnswerRequest{Session: "x"}, "engine_session")
	wantFailure(t, p.table, api.PresentAnswer, api.PresentAnswerRequest{Session: step.Session}, "wallet_no_card")
	state := p.store(*call(p, api.PresentRefuse, api.PresentRefuseRequest{Session: step.Session}).Change)
	if line := state.Log[0]; line.Event != api.LogRefused || line.Party != "Harbour Bar" || line.Host != "verifier.example" || line.Sure != api.SureClaimed {
		t.Errorf("%+v", line)
	}
}

func TestNothingAnswersWhileLocked(t *testing.T) {
	p := newPage(t, double.New(t))
	id := p.receive()
	call(p, api.VaultLock, api.Nothing{})
	wantFailure(t, p.table, api.WalletRead, api.Nothing{}, "engine_session")
	wantFailure(t, p.table, api.CardDelete, api.CardRequest{ID: id}, "engine_session")
	wantFailure(t, p.table, api.OfferOpen, api.OfferOpenRequest{Text: p.issuer.Offer()}, "engine_session")
	wantFailure(t, p.table, api.PresentOpen, api.PresentOpenRequest{}, "engine_session")
	wantFailure(t, p.table, api.VaultApply, api.VaultApplyRequest{}, "engine_session")
}
