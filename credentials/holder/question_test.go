package holder_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/credentials/holder"
	"domicile/credentials/issue"
	"domicile/credentials/request"
	"domicile/credentials/sdjwt"
	"domicile/crypto/fault"
	"domicile/internal/double"
)

const verifierURL = "https://verifier.example/"

// ask builds a verifier's request for claims of the residency card.
func (h *home) ask(returnURL string, paths ...claim.Path) *request.Request {
	h.t.Helper()
	var claims []dcql.ClaimQuery
	for _, path := range paths {
		claims = append(claims, dcql.ClaimQuery{Path: path})
	}
	return h.asked(returnURL, dcql.CredentialQuery{
		ID: "card", Format: "dc+sd-jwt", Types: [][]string{{issue.ResidencyCard}}, HolderBinding: true, Claims: claims,
	})
}

func (h *home) asked(returnURL string, parts ...dcql.CredentialQuery) *request.Request {
	h.t.Helper()
	r, err := request.Build(h.rand, request.Question{
		ReturnURL: returnURL, VerifierName: "Harbour Bar", Purpose: "Check your age", Query: dcql.Query{Credentials: parts},
	}, h.now)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

func (h *home) consider(r *request.Request) *holder.Question {
	h.t.Helper()
	text, err := r.Text()
	if err != nil {
		h.t.Fatal(err)
	}
	read, err := request.Parse(text)
	if err != nil {
		h.t.Fatal(err)
	}
	q, err := h.Consider(read, h.now)
	if err != nil {
		h.t.Fatal(err)
	}
	return q
}

// show answers a request with a card, and returns the presentation.
func (h *home) show(r *request.Request, card string) *sdjwt.Token {
	h.t.Helper()
	answer, change, err := h.consider(r).Answer(h.rand, map[string][]string{"card": {card}}, h.now)
	h.do(change, err)
	if err := r.Accept(answer); err != nil {
		h.t.Fatal(err)
	}
	token, err := sdjwt.Parse(answer.Presentations["card"][0])
	if err != nil {
		h.t.Fatal(err)
	}
	return token
}

var overEighteen = claim.Path{"age_equal_or_over", "18"}

func TestAnAnswerDisclosesWhatWasPreviewed(t *testing.T) {
	h := newHome(t)
	card := h.receive(double.New(t))
	r := h.ask(verifierURL, overEighteen, claim.Path{"nationalities", 1})
	option := h.consider(r).Asks[0].Options[0]
	token := h.show(r, card.ID)
	claims, err := token.Claims()
	if err != nil {
		t.Fatal(err)
	}
	if have, want := paths(claim.Leaves(claims)), paths(claim.Leaves(option.Disclosed)); !slices.Equal(have, want) {
		t.Errorf("sent %q\npreviewed %q", have, want)
	}
	text := token.String()
	for _, secret := range []string{"Aiko", "Ito", "1990-02-03", "XM-123"} {
		for _, d := range token.Disclosures {
			if d.Value == secret {
				t.Errorf("%s is in the answer", secret)
			}
		}
		if strings.Contains(text, secret) {
			t.Errorf("%s is in the bytes", secret)
		}
	}
	var hidden []string
	for _, path := range option.Hidden {
		hidden = append(hidden, path.String())
	}
	want := []string{"given_name", "family_name", "birthdate", "age_equal_or_over.16", "age_equal_or_over.21", "age_equal_or_over.65",
		"nationalities.0", "residency.country", "residency.number", "residency.programme", "residency.since"}
	if !slices.Equal(hidden, want) {
		t.Errorf("hidden %q", hidden)
	}
	if err := token.VerifyKeyBinding(sdjwt.Binding{Nonce: r.Nonce, Audience: r.ClientID, Now: h.now}); err != nil {
		t.Error(err)
	}
}

func paths(found []claim.Found) []string {
	var texts []string
	for _, f := range found {
		texts = append(texts, f.Path.String()+fmt.Sprint(f.Value))
	}
	return texts
}

// A new verifier gets a copy that nobody has seen; one that comes back gets the
// copy it knows; when none is left, the preview says so.
func TestCopies(t *testing.T) {
	h := newHome(t)
	card := h.receive(double.New(t))
	seen := map[string]string{}
	for i, row := range []struct {
		verifier string
		reused   bool
		unused   int
	}{
		{"https://a.example/", false, 2}, {"https://b.example/", false, 1}, {"https://a.example/", false, 1},
		{"https://c.example/", false, 0}, {"https://d.example/", true, 0}, {"https://b.example/", false, 0},
	} {
		r := h.ask(row.verifier, overEighteen)
		if reused := h.consider(r).Asks[0].Options[0].Reused; reused != row.reused {
			t.Errorf("showing %d: reused %v", i, reused)
		}
		signature := h.show(r, card.ID).IssuerJWT.String()
		if before := seen[row.verifier]; before != "" && before != signature {
			t.Errorf("showing %d: %s got another copy than before", i, row.verifier)
		}
		for verifier, other := range seen {
			if other == signature && verifier != row.verifier && !row.reused {
				t.Errorf("showing %d: %s and %s share a copy", i, verifier, row.verifier)
			}
		}
		seen[row.verifier] = signature
		state := h.State()
		if now, _ := state.Card(card.ID); now.Unused() != row.unused {
			t.Errorf("showing %d: %d unused", i, now.Unused())
		}
	}
	if h.reopen(); h.State().Cards[0].Unused() != 0 {
		t.Error("the wallet forgot who has seen what")
	}
}

func TestTheLogHasNoValues(t *testing.T) {
	h := newHome(t)
	card := h.receive(double.New(t))
	h.show(h.ask(verifierURL, claim.Path{"family_name"}), card.ID)
	h.do(h.consider(h.ask(verifierURL, claim.Path{"birthdate"})).Refuse(h.rand, h.now))
	log := h.State().Log
	shown, refused := log[len(log)-2], log[len(log)-1]
	if shown.Event != "shown" || shown.Party != "Harbour Bar" || shown.Purpose != "Check your age" || !slices.Equal(shown.Claims, []string{"Family name"}) {
		t.Errorf("%+v", shown)
	}
	if refused.Event != "refused" || !slices.Equal(refused.Claims, []string{"Date of birth"}) {
		t.Errorf("%+v", refused)
	}
	for _, e := range log {
		for _, text := range append(e.Claims, e.Card, e.Party, e.Purpose) {
			if strings.Contains(text, "Ito") || strings.Contains(text, "1990") {
				t.Errorf("the log holds a value: %+v", e)
			}
		}
	}
}

func TestWhatFits(t *testing.T) {
	h := newHome(t)
	card := h.receive(double.New(t))
	for defect, r := range map[string]*request.Request{
		"a claim that no card has": h.ask(verifierURL, claim.Path{"shoe_size"}),
		"a type that no card is":   h.asked(verifierURL, dcql.CredentialQuery{ID: "card", Format: "dc+sd-jwt", Types: [][]string{{"urn:other"}}}),
		"a format that none has":   h.asked(verifierURL, dcql.CredentialQuery{ID: "card", Format: "mso_mdoc", Types: [][]string{{"x"}}}),
	} {
		q := h.consider(r)
		if q.Satisfiable || len(q.Asks[0].Options) != 0 || !q.Asks[0].Required {
			t.Errorf("%s: %+v", defect, q)
		}
	}
	h.do(h.Delete(h.rand, card.ID, h.now))
	if q := h.consider(h.ask(verifierURL, overEighteen)); q.Satisfiable {
		t.Error("a deleted card was offered")
	}
	h.do(h.Restore(h.rand, card.ID, h.now))
	h.now = h.now.AddDate(2, 0, 0)
	if q := h.consider(h.ask(verifierURL, overEighteen)); !q.Asks[0].Options[0].Expired {
		t.Error("an expired card was offered as good")
	}
}

func TestAnswersThatAreRefused(t *testing.T) {
	h := newHome(t)
	card, other := h.receive(double.New(t)), h.receive(double.New(t))
	q := h.consider(h.ask(verifierURL, overEighteen))
	h.do(h.Delete(h.rand, other.ID, h.now))
	late := h.now.Add(request.Lifetime + request.Leeway + time.Second)
	for defect, row := range map[string]struct {
		choices map[string][]string
		now     time.Time
		kind    fault.Kind
	}{
		"nothing chosen":                    {nil, h.now, holder.KindNoCard},
		"a card that is not there":          {map[string][]string{"card": {"x"}}, h.now, holder.KindNoCard},
		"a card deleted meanwhile":          {map[string][]string{"card": {other.ID}}, h.now, holder.KindCardUnknown},
		"a choice for what is not asked":    {map[string][]string{"card": {card.ID}, "x": {card.ID}}, h.now, holder.KindNoCard},
		"only a choice for another ask":     {map[string][]string{"x": {card.ID}}, h.now, holder.KindNoCard},
		"two cards for one":                 {map[string][]string{"card": {card.ID, card.ID}}, h.now, holder.KindNoCard},
		"an empty choice":                   {map[string][]string{"card": {}}, h.now, holder.KindNoCard},
		"an answer after the question died": {map[string][]string{"card": {card.ID}}, late, request.KindExpired},
	} {
		answer, _, err := q.Answer(h.rand, row.choices, row.now)
		wantKind(t, defect, err, row.kind)
		if answer != nil {
			t.Errorf("%s: there is an answer all the same", defect)
		}
	}
	_, err := h.Consider(h.ask(verifierURL, overEighteen), late)
	wantKind(t, "a dead question", err, request.KindExpired)
}

// What one verifier sees shares no value with what another sees, but the claims
// themselves and what every card of the day has.
func TestTwoVerifiersCannotLink(t *testing.T) {
	h := newHome(t)
	card := h.receive(double.New(t))
	a := h.show(h.ask("https://a.example/", overEighteen), card.ID)
	b := h.show(h.ask("https://b.example/", overEighteen), card.ID)
	for _, d := range a.Disclosures {
		for _, e := range b.Disclosures {
			if d.Encoded == e.Encoded {
				t.Error("the two saw the same disclosure")
			}
		}
	}
	x, _ := a.HolderKey()
	y, _ := b.HolderKey()
	if x.Equal(y) || string(a.IssuerJWT.Signature) == string(b.IssuerJWT.Signature) {
		t.Error("the two saw the same key or signature")
	}
}
