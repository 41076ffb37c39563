package holder_test

import (
	"maps"
	"slices"
	"testing"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/credentials/holder"
	"domicile/credentials/issue"
	"domicile/credentials/request"
	"domicile/credentials/sdjwt"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/x5c"
	"domicile/internal/double"
)

const diploma = "urn:example:diploma:1"

// graduate gives the wallet a residency card and a diploma.
func graduate(t *testing.T) (h *home, residency, degree string) {
	t.Helper()
	h = newHome(t)
	university := double.New(t)
	university.Types = []string{diploma}
	return h, h.receive(double.New(t)).ID, h.receive(university).ID
}

func part(id, typ string, paths ...claim.Path) dcql.CredentialQuery {
	c := dcql.CredentialQuery{ID: id, Format: "dc+sd-jwt", Types: [][]string{{typ}}, HolderBinding: true}
	for _, path := range paths {
		c.Claims = append(c.Claims, dcql.ClaimQuery{Path: path})
	}
	return c
}

func (h *home) query(q request.Question) *holder.Question {
	h.t.Helper()
	q.ReturnURL = verifierURL
	r, err := request.Build(h.rand, q, h.now)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.consider(r)
}

// sets asks for a residency card or a passport, and optionally for a diploma.
func sets() dcql.Query {
	return dcql.Query{
		Credentials: []dcql.CredentialQuery{
			part("passport", "urn:example:passport:1"), part("card", issue.ResidencyCard, overEighteen), part("degree", diploma, claim.Path{"family_name"}),
		},
		Sets: []dcql.SetQuery{
			{Options: [][]string{{"passport"}, {"card"}, {"card", "degree"}}, Required: true},
			{Options: [][]string{{"degree"}}},
		},
	}
}

func TestCombinationsOfCards(t *testing.T) {
	h, residency, degree := graduate(t)
	q := h.query(request.Question{Query: sets()})
	if !q.Satisfiable || len(q.Sets) != 2 || len(q.Sets[0].Options) != 2 || q.Sets[0].Suggested != 0 || q.Sets[1].Suggested != -1 {
		t.Fatalf("%+v", q.Sets)
	}
	if have := q.Suggest(); len(have) != 1 || !slices.Equal(have["card"], []string{residency}) {
		t.Errorf("suggested %v", have)
	}
	for defect, row := range map[string]struct {
		choices map[string][]string
		kind    fault.Kind
	}{
		"the card alone":                      {map[string][]string{"card": {residency}}, ""},
		"what is optional too":                {map[string][]string{"card": {residency}, "degree": {degree}}, ""},
		"only what is optional":               {map[string][]string{"degree": {degree}}, holder.KindNoCard},
		"a card of another type":              {map[string][]string{"card": {degree}}, holder.KindNoCard},
		"a passport that is not there":        {map[string][]string{"passport": {residency}}, holder.KindNoCard},
		"two cards where one is asked for":    {map[string][]string{"card": {residency, degree}}, holder.KindNoCard},
		"a list without a card for an option": {map[string][]string{"card": {residency}, "degree": {}}, holder.KindNoCard},
	} {
		answer, _, err := q.Answer(h.rand, row.choices, h.now)
		wantKind(t, defect, err, row.kind)
		if row.kind == "" && !slices.Equal(slices.Sorted(maps.Keys(answer.Presentations)), slices.Sorted(maps.Keys(row.choices))) {
			t.Errorf("%s: answered %v", defect, slices.Sorted(maps.Keys(answer.Presentations)))
		}
	}
}

func TestCombinationsThatNothingSatisfies(t *testing.T) {
	h := newHome(t)
	h.receive(double.New(t))
	query := sets()
	query.Sets[0].Options = [][]string{{"passport"}, {"passport", "card"}}
	q := h.query(request.Question{Query: query})
	if q.Satisfiable || len(q.Suggest()) != 0 || !q.Asks[0].Required || q.Asks[1].Required || q.Asks[2].Required {
		t.Errorf("%+v", q)
	}
}

func TestSeveralCardsForOneAsk(t *testing.T) {
	h := newHome(t)
	one, two := h.receive(double.New(t)).ID, h.receive(double.New(t)).ID
	many := part("card", issue.ResidencyCard, overEighteen)
	many.Multiple = true
	q := h.query(request.Question{Query: dcql.Query{Credentials: []dcql.CredentialQuery{many}}})
	if !q.Asks[0].Multiple || !slices.Equal(q.Suggest()["card"], []string{one}) {
		t.Errorf("%+v", q.Asks[0])
	}
	answer, change, err := q.Answer(h.rand, map[string][]string{"card": {two, one}}, h.now)
	h.do(change, err)
	if err := q.Request.Accept(answer); err != nil || len(answer.Presentations["card"]) != 2 {
		t.Errorf("%v %d", err, len(answer.Presentations["card"]))
	}
	if events := h.events(); events[len(events)-1] != "shown" || events[len(events)-2] != "shown" {
		t.Errorf("the log has %q", events)
	}
	_, _, err = q.Answer(h.rand, map[string][]string{"card": {one, one}}, h.now)
	wantKind(t, "one card twice", err, holder.KindNoCard)
}

func TestTheFirstClaimSetThatACardSatisfies(t *testing.T) {
	h := newHome(t)
	h.receive(double.New(t))
	c := part("card", issue.ResidencyCard)
	c.Claims = []dcql.ClaimQuery{
		{ID: "a", Path: claim.Path{"shoe_size"}}, {ID: "b", Path: overEighteen}, {ID: "c", Path: claim.Path{"family_name"}},
	}
	c.ClaimSets = [][]string{{"a"}, {"b"}, {"c"}}
	q := h.query(request.Question{Query: dcql.Query{Credentials: []dcql.CredentialQuery{c}}})
	token := h.show(q.Request, q.Asks[0].Suggested)
	if len(token.Disclosures) != 1 {
		t.Errorf("%d disclosures", len(token.Disclosures))
	}
	claims, _ := token.Claims()
	if _, shown := claims["family_name"]; shown {
		t.Error("the less wanted set was disclosed too")
	}
}

func payment(t *testing.T, credentials ...string) request.Transaction {
	t.Helper()
	made, err := request.NewTransaction("urn:domicile:transaction:payment:1", credentials,
		map[string]string{"payee": "Shop", "amount": "12.50", "currency": "EUR"})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestATransactionIsSignedByOneCard(t *testing.T) {
	h, residency, degree := graduate(t)
	transaction := payment(t, "degree", "card")
	both := dcql.Query{Credentials: []dcql.CredentialQuery{part("card", issue.ResidencyCard, overEighteen), part("degree", diploma)}}
	q := h.query(request.Question{Query: both, Transactions: []request.Transaction{transaction}})
	answer, change, err := q.Answer(h.rand, map[string][]string{"card": {residency}, "degree": {degree}}, h.now)
	h.do(change, err)
	for id, want := range map[string][]string{"card": nil, "degree": {transaction.Hash}} {
		token, err := sdjwt.Parse(answer.Presentations[id][0])
		if err != nil || !slices.Equal(token.Transactions(), want) {
			t.Errorf("%s signs %q: %v", id, token.Transactions(), err)
		}
	}
	log := h.State().Log
	if a, b := log[len(log)-2], log[len(log)-1]; len(a.Transactions) != 0 || !slices.Equal(b.Transactions, []string{"Payment"}) {
		t.Errorf("the log has %q and %q", a.Transactions, b.Transactions)
	}
}

func TestTransactionsThatNothingSigns(t *testing.T) {
	h, residency, degree := graduate(t)
	transactions := []request.Transaction{payment(t, "degree")}
	query := sets()
	q := h.query(request.Question{Query: query, Transactions: transactions})
	if !q.Satisfiable || len(q.Suggest()["degree"]) != 1 {
		t.Errorf("the suggestion leaves out the card that signs: %v", q.Suggest())
	}
	_, _, err := q.Answer(h.rand, map[string][]string{"card": {residency}}, h.now)
	wantKind(t, "an answer without the card that signs", err, holder.KindTransaction)
	h.do(h.Delete(h.rand, degree, h.now))
	if q := h.query(request.Question{Query: query, Transactions: transactions}); q.Satisfiable {
		t.Error("a question is answerable although no card can sign for its transaction")
	}
}

func TestWhichAuthorityStandsBehindACard(t *testing.T) {
	h := newHome(t)
	issuer := double.New(t)
	der := certify(t, issuer.Key, issuer.ID)
	withCertificate(t, issuer, der)
	issuer.Keyless = true
	h.receive(issuer)
	chain, err := x5c.ParseDER([][]byte{der})
	if err != nil {
		t.Fatal(err)
	}
	own := encoding.EncodeBase64URL(chain[0].AuthorityKeyId)
	for _, row := range []struct {
		defect, kind, value string
		fits                int
	}{
		{"", "aki", own, 1}, {"another authority", "aki", "AAAA", 0},
		{"a kind that is not known", "etsi_tl", own, 0},
	} {
		c := part("card", issue.ResidencyCard, overEighteen)
		c.Authorities = []dcql.Authority{{Type: row.kind, Values: []string{row.value}}}
		q := h.query(request.Question{Query: dcql.Query{Credentials: []dcql.CredentialQuery{c}}})
		if len(q.Asks[0].Options) != row.fits {
			t.Errorf("%s: %d cards fit", row.defect, len(q.Asks[0].Options))
		}
	}
}

func TestCardsWhoseAlgorithmTheVerifierDoesNotRead(t *testing.T) {
	h := newHome(t)
	h.receive(double.New(t))
	for defect, row := range map[string]struct {
		formats map[string]any
		fits    int
	}{
		"anything":                {map[string]any{"dc+sd-jwt": map[string]any{}}, 1},
		"both by name":            {map[string]any{"dc+sd-jwt": map[string]any{"sd-jwt_alg_values": []any{"ES256"}, "kb-jwt_alg_values": []any{"ES256"}}}, 1},
		"another issuer's":        {map[string]any{"dc+sd-jwt": map[string]any{"sd-jwt_alg_values": []any{"ES384"}}}, 0},
		"another holder's":        {map[string]any{"dc+sd-jwt": map[string]any{"kb-jwt_alg_values": []any{"EdDSA"}}}, 0},
		"a list that is none":     {map[string]any{"dc+sd-jwt": map[string]any{"kb-jwt_alg_values": "ES256"}}, 0},
		"another format than any": {map[string]any{"mso_mdoc": map[string]any{}}, 0},
	} {
		r := h.ask(verifierURL, overEighteen)
		r.Formats = row.formats
		q, err := h.Consider(r, h.now)
		if err != nil || len(q.Asks[0].Options) != row.fits || q.Satisfiable != (row.fits > 0) {
			t.Errorf("%s: %v %+v", defect, err, q)
		}
	}
}

// What a registrar did not register is named, and the rest is not.
func TestWhatGoesBeyondTheRegistration(t *testing.T) {
	h := newHome(t)
	h.receive(double.New(t))
	r := h.ask(verifierURL, overEighteen, claim.Path{"family_name"})
	r.Registration = &request.Registration{Beyond: map[string][]claim.Path{"card": {{"family_name"}}}}
	q, err := h.Consider(r, h.now)
	if err != nil || len(q.Asks[0].Beyond) != 1 || !q.Asks[0].Beyond[0].Equal(claim.Path{"family_name"}) {
		t.Errorf("%v %v", err, q.Asks[0].Beyond)
	}
	if q := h.consider(h.ask(verifierURL, overEighteen)); q.Asks[0].Beyond != nil {
		t.Error("without a registration something is beyond it")
	}
}

// The log names a verifier by what is vouched for, and says where the answer
// went; of an agreement it keeps the title.
func TestTheLogOfAMeeting(t *testing.T) {
	h := newHome(t)
	h.receive(double.New(t))
	r := h.ask(verifierURL, overEighteen)
	r.Identity = request.Identity{Sure: request.Verified, Name: "Harbour Ltd", By: "Authority"}
	agreement, err := request.NewTransaction("urn:domicile:transaction:agreement:1", []string{"card"},
		map[string]string{"title": "Rental contract", "text": "I pay 900 a month"})
	if err != nil {
		t.Fatal(err)
	}
	r.Transactions = []request.Transaction{agreement}
	q, err := h.Consider(r, h.now)
	if err != nil {
		t.Fatal(err)
	}
	h.do(q.Refuse(h.rand, h.now))
	_, change, err := q.Answer(h.rand, q.Suggest(), h.now)
	h.do(change, err)
	h.reopen()
	log := h.State().Log
	for _, e := range log[len(log)-2:] {
		if e.Party != "Harbour Ltd" || e.Host != "verifier.example" || e.Sure != "verified" || !slices.Equal(e.Transactions, []string{"Rental contract"}) {
			t.Errorf("%+v", e)
		}
	}
}

// A proof for a verifier of the browser's names its page, with a prefix that no
// client can have (OpenID4VP 1.0, annex A.4).
func TestWhomTheProofIsFor(t *testing.T) {
	h := newHome(t)
	h.receive(double.New(t))
	r, err := request.Build(h.rand, request.Question{
		Mode: request.Browser, Origin: "https://shop.example", Query: dcql.Query{Credentials: []dcql.CredentialQuery{part("card", issue.ResidencyCard, overEighteen)}},
	}, h.now)
	if err != nil {
		t.Fatal(err)
	}
	q, err := h.Consider(r, h.now)
	if err != nil {
		t.Fatal(err)
	}
	answer, change, err := q.Answer(h.rand, q.Suggest(), h.now)
	h.do(change, err)
	token, err := sdjwt.Parse(answer.Presentations["card"][0])
	if err != nil {
		t.Fatal(err)
	}
	if err := token.VerifyKeyBinding(sdjwt.Binding{Nonce: r.Nonce, Audience: "origin:https://shop.example", Now: h.now}); err != nil {
		t.Error(err)
	}
	if parties := h.State().Cards[0].Copies[0].Parties; !slices.Equal(parties, []string{"origin:https://shop.example"}) {
		t.Errorf("seen by %q", parties)
	}
}
