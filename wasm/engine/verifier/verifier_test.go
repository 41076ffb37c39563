package verifier_test

import (
	"slices"
	"testing"

	"domicile/credentials/verdict"
	"domicile/wasm/api"
)

func TestPracticeCards(t *testing.T) {
	for _, row := range []struct {
		scope  string
		accept bool
		kind   string
		colour verdict.Outcome
	}{
		{"test", true, verdict.OK, verdict.Valid},
		{"test", false, "issuer_test_only", verdict.Unknown},
		{"live", true, verdict.OK, verdict.Valid},
		{"live", false, verdict.OK, verdict.Valid},
	} {
		d := newDesk(t, row.scope)
		asked := d.ask("over18")
		for name, q := range map[string]api.VerifyRequest{
			"a card":    {Text: d.card, AcceptTest: row.accept},
			"an answer": {Text: d.answer(asked), Challenges: []string{asked.ID}, AcceptTest: row.accept},
		} {
			response := d.judge(q)
			if response.Verdict.Kind != row.kind || response.Verdict.Verdict != row.colour || response.Verdict.Issuer.Scope != row.scope {
				t.Errorf("%s of scope %s, practice accepted %t: %s %s", name, row.scope, row.accept, response.Verdict.Verdict, response.Verdict.Kind)
			}
		}
	}
}

func TestNobodyIsTrustedAtFirst(t *testing.T) {
	d := newDesk(t, "live")
	if _, err := run(d.table, api.TrustLoad, api.TrustLoadRequest{}); err != nil {
		t.Fatal(err)
	}
	response := d.judge(api.VerifyRequest{Text: d.card, AcceptTest: true})
	if response.Verdict.Kind != "issuer_unknown" || response.Verdict.Verdict != verdict.Unknown || len(response.Cards) != 0 {
		t.Errorf("%+v", response)
	}
}

func TestAClockBeforeTheNewestTimeSeenIsSuspect(t *testing.T) {
	d := newDesk(t, "live")
	asked := d.ask("over18")
	first := d.judge(api.VerifyRequest{Text: d.answer(asked), Challenges: []string{asked.ID}})
	if first.LastSeen != "2026-11-20T12:00:00Z" || first.Verdict.Kind != verdict.OK {
		t.Fatalf("%s at %s", first.Verdict.Kind, first.LastSeen)
	}
	d.now = d.now.AddDate(0, 0, -3)
	back := d.judge(api.VerifyRequest{Text: d.card, LastSeen: first.LastSeen})
	if back.Verdict.Kind != "clock_suspect" || back.Verdict.Verdict != verdict.Unknown || back.LastSeen != first.LastSeen {
		t.Errorf("%s %s, newest %s", back.Verdict.Verdict, back.Verdict.Kind, back.LastSeen)
	}
	// A list of trust is from the past: a clock before it is suspect too, also
	// on a device that remembers nothing.
	d.now = d.now.AddDate(-1, 0, 0)
	forgot := d.judge(api.VerifyRequest{Text: d.card})
	if forgot.Verdict.Kind != "clock_suspect" || forgot.LastSeen != "2026-11-01T00:00:00Z" {
		t.Errorf("%s, newest %s", forgot.Verdict.Kind, forgot.LastSeen)
	}
	if _, err := run(d.table, api.VerifierVerify, api.VerifyRequest{Text: d.card, LastSeen: "yesterday"}); verdict.KindOf(err) != "engine_request" {
		t.Errorf("%v", err)
	}
}

func TestWhatWasAskedIsShownApart(t *testing.T) {
	d := newDesk(t, "live")
	asked := d.ask("name-residency")
	response := d.judge(api.VerifyRequest{Text: d.answer(asked), Challenges: []string{asked.ID}})
	labels := func(claims []api.Claim) (all []string) {
		for _, c := range claims {
			all = append(all, c.Label)
		}
		return all
	}
	if len(response.Cards) != 1 || response.Cards[0].Name != "Residency card" {
		t.Fatalf("%+v", response.Cards)
	}
	shown, other := labels(response.Cards[0].Shown), labels(response.Cards[0].Other)
	for _, label := range []string{"Given name", "Family name", "Residency number"} {
		if !slices.Contains(shown, label) || slices.Contains(other, label) {
			t.Errorf("%s was asked for: shown %q, other %q", label, shown, other)
		}
	}
	for _, label := range []string{"Date of birth", "Over 18"} {
		if slices.Contains(shown, label) || !slices.Contains(other, label) {
			t.Errorf("%s was not asked for: shown %q, other %q", label, shown, other)
		}
	}
	unasked := d.judge(api.VerifyRequest{Text: d.card})
	if all := labels(unasked.Cards[0].Shown); !slices.Contains(all, "Given name") || !slices.Contains(all, "Date of birth") {
		t.Errorf("a code that is just read shows %q", all)
	}
}

func TestPresetsSayWhatTheyAskFor(t *testing.T) {
	all, err := run(newDesk(t, "live").table, api.VerifierPresets, api.Nothing{})
	if err != nil || len(all.Presets) == 0 {
		t.Fatalf("%+v %v", all, err)
	}
	for _, preset := range all.Presets {
		if preset.ID == "" || preset.Purpose == "" || len(preset.Claims) == 0 {
			t.Errorf("%+v", preset)
		}
	}
}
