package offer

import (
	"slices"
	"strings"
	"testing"

	"domicile/crypto/keys"
)

func TestIssuanceInOrder(t *testing.T) {
	d := newDouble(t)
	s, step, err := d.run("card")
	if err != nil {
		t.Fatal(err)
	}
	if len(step.Issued) != 1 || len(step.Issued[0].Credentials) != 3 || step.Progress != 1 || !step.Save {
		t.Fatalf("step %+v", step)
	}
	for i, key := range newKeys(t, 3) {
		if want := "copy of " + key.Public().Thumbprint(); step.Issued[0].Credentials[i] != want {
			t.Errorf("copy %d is %q, want %q", i, step.Issued[0].Credentials[i], want)
		}
	}
	want := []string{
		"GET /.well-known/openid-credential-issuer/issuers/meridia",
		"GET /.well-known/oauth-authorization-server/issuers/meridia",
		"POST /issuers/meridia/token", "POST /issuers/meridia/nonce", "POST /issuers/meridia/credential",
	}
	if !slices.Equal(d.requests, want) {
		t.Errorf("requests %q", d.requests)
	}
	notices, err := s.Notifications(Accepted)
	if err != nil || len(notices) != 1 || !strings.Contains(notices[0].Body, `"notification_id":"n-1"`) {
		t.Errorf("notifications %+v, %v", notices, err)
	}
}

func TestSeveralCardsOfOneOffer(t *testing.T) {
	d := newDouble(t)
	_, step, err := d.run("card", "mdl", "pass")
	if err != nil {
		t.Fatal(err)
	}
	held := newKeys(t, 6)
	for i, issued := range step.Issued {
		for j, credential := range issued.Credentials {
			if want := "copy of " + held[3*i+j].Public().Thumbprint(); credential != want {
				t.Errorf("card %d, copy %d is not bound to its own key", i, j)
			}
		}
	}
	if len(step.Issued) != 2 || step.Issued[1].Card.Configuration != "pass" {
		t.Errorf("issued %+v", step.Issued)
	}
}

func TestPreview(t *testing.T) {
	d := newDouble(t)
	d.metadata["credential_endpoint"] = "https://mint.example/credential"
	s, step := d.start("card", "mdl")
	step, err := d.follow(s, step)
	if err != nil {
		t.Fatal(err)
	}
	p := step.Preview
	if p == nil || p.Issuer.Name != "Republic of Meridia" || p.Issuer.ID != d.id || p.Keys() != 3 {
		t.Fatalf("preview %+v", p)
	}
	card := p.Cards[0]
	if card.Title != "Residency card" || card.Type != "urn:example:card:1" || card.Colour != "#12107c" ||
		card.Algorithm != "ES256" || card.Claims[0].Label != "Given name" || card.Claims[1].Label != "nationalities" ||
		card.NotGiven[0] != "It is not a visa." {
		t.Errorf("card %+v", card)
	}
	if p.TxCode == nil || p.TxCode.Mode != "numeric" || p.TxCode.Length != 6 || p.TxCode.Retry {
		t.Errorf("code %+v", p.TxCode)
	}
	if !slices.Equal(p.Unsupported, []string{"mdl"}) || !slices.Equal(p.Hosts, []string{"mint.example"}) {
		t.Errorf("unsupported %q, hosts %q", p.Unsupported, p.Hosts)
	}
}

// Every reply in turn is lost on the way back, after the issuer has acted on
// the request; then the process dies and resumes from what Save had it store.
func TestLostReplyAtEachStep(t *testing.T) {
	for lost := range 6 {
		d := newDouble(t)
		held := newKeys(t, 3)
		s, step := d.start("card")
		var stored []byte
		var err error
		store := func() {
			if step.Save {
				if stored, err = s.State(); err != nil {
					t.Fatal(err)
				}
			}
		}
		for n := 0; step.Issued == nil; n++ {
			store()
			switch {
			case step.Preview != nil:
				step, err = s.Accept(d.code, held, noon)
			case n == lost:
				d.serve(step.Request)
				if _, err = s.Next(Response{}, noon); err == nil {
					t.Fatal("a lost reply went unnoticed")
				}
				wantKind(t, err, KindNetwork)
				if stored != nil {
					s, step, err = Resume(stored, held, noon)
				} else {
					step, err = s.Step(noon)
				}
			default:
				step, err = s.Next(d.serve(step.Request), noon)
			}
			if err != nil || n > 20 {
				t.Fatalf("lost reply %d: %v", lost, err)
			}
		}
		if len(step.Issued[0].Credentials) != 3 {
			t.Errorf("lost reply %d: %+v", lost, step)
		}
	}
}

func TestStateKeepsNoKeyAndNoTransactionCode(t *testing.T) {
	d := newDouble(t)
	s, step := d.start("card")
	step, err := d.follow(s, step)
	if err != nil {
		t.Fatal(err)
	}
	held := newKeys(t, step.Preview.Keys())
	if step, err = s.Accept(d.code, held, noon); err != nil || !step.Save {
		t.Fatal(step, err)
	}
	stored, err := s.State()
	if err != nil {
		t.Fatal(err)
	}
	secret, _ := held[0].JWK()["d"].(string)
	if strings.Contains(string(stored), d.code) || secret == "" || strings.Contains(string(stored), secret) {
		t.Errorf("the state holds a secret that is not its own: %s", stored)
	}
	if step, err = s.Step(noon); err != nil || step.Save {
		t.Errorf("asks to be saved twice: %v", err)
	}
}

func TestResumeRefuses(t *testing.T) {
	d := newDouble(t)
	s, _, err := d.run("card")
	if err != nil {
		t.Fatal(err)
	}
	stored, err := s.State()
	if err != nil {
		t.Fatal(err)
	}
	good := string(stored)
	rows := map[string]string{
		"nothing":         "",
		"no JSON":         "{",
		"another version": strings.Replace(good, `"version":1`, `"version":2`, 1),
		"unknown phase":   strings.Replace(good, `"phase":"done"`, `"phase":"party"`, 1),
		"phase too early": strings.Replace(good, `"phase":"done"`, `"phase":"request"`, 1),
		"negative index":  strings.Replace(good, `"current":1`, `"current":-1`, 1),
		"negative copies": strings.Replace(good, `"copies":3`, `"copies":-3`, 1),
		"endless copies":  strings.Replace(good, `"copies":3`, `"copies":300`, 1),
		"index too high":  strings.Replace(good, `"current":1`, `"current":7`, 1),
		"no deferral":     strings.Replace(strings.Replace(good, `"phase":"done"`, `"phase":"deferred"`, 1), `"current":1`, `"current":0`, 1),
	}
	for defect, text := range rows {
		_, _, err := Resume([]byte(text), newKeys(t, 3), noon)
		if text == good {
			t.Errorf("%s: the row changes nothing", defect)
		}
		if err == nil {
			t.Errorf("%s: accepted", defect)
			continue
		}
		t.Run(defect, func(t *testing.T) { wantKind(t, err, KindState) })
	}
	_, _, err = Resume(stored, newKeys(t, 2), noon)
	wantKind(t, err, KindKeys)
}

func TestCallsOutOfOrder(t *testing.T) {
	d := newDouble(t)
	s, step := d.start("card")
	_, err := s.Accept(d.code, nil, noon)
	wantKind(t, err, KindOrder)
	if step, err = d.follow(s, step); err != nil {
		t.Fatal(err)
	}
	_, err = s.Next(Response{Status: 200}, noon)
	wantKind(t, err, KindOrder)
	_, err = s.Accept(d.code, newKeys(t, 2), noon)
	wantKind(t, err, KindKeys)
	foreign, genErr := keys.Generate(&counting{}, "EdDSA")
	if genErr != nil {
		t.Fatal(genErr)
	}
	_, err = s.Accept(d.code, append(newKeys(t, 2), foreign), noon)
	wantKind(t, err, KindKeys)
	if requests, err := s.Notifications(Accepted); err != nil || requests != nil {
		t.Errorf("notifies before the end: %v %v", requests, err)
	}
}
