package corpus

import (
	"fmt"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/credentials/request"
)

const state = "corpus-state"

// question asks for the name on one card, and for the values given.
func question(values ...any) string {
	ask := dcql.ClaimQuery{Path: claim.Path{"given_name"}, Values: values}
	return questionOf(cardType, ask)
}

func questionOf(kind string, claims ...dcql.ClaimQuery) string {
	return questionFor(dcql.CredentialQuery{ID: "card", Format: "dc+sd-jwt", Types: [][]string{{kind}}, HolderBinding: true, Claims: claims})
}

func questionFor(credentials ...dcql.CredentialQuery) string {
	return must(asked(credentials...).Text())
}

func asked(credentials ...dcql.CredentialQuery) *request.Request {
	return &request.Request{
		ClientID: audience, ReturnURL: "https://door.example/check", Nonce: nonce, State: state,
		Query: dcql.Query{Credentials: credentials},
	}
}

// agreement is a transaction that the holder of the card is asked to authorise.
func agreement() request.Transaction {
	return must(request.NewTransaction("urn:domicile:transaction:agreement:1", []string{"card"}, map[string]string{"title": "Rent", "text": "One year"}))
}

// agreeing asks for a card and for the agreement.
func agreeing() string {
	r := asked(dcql.CredentialQuery{ID: "card", Format: "dc+sd-jwt", Types: [][]string{{cardType}}, HolderBinding: true})
	r.Transactions = []request.Transaction{agreement()}
	return must(r.Text())
}

// agreed is a proof over hashes.
func agreed(hash, algorithm string) string {
	return newShown().prove(`"nonce"`, fmt.Sprintf(`"transaction_data_hashes":[%q],"transaction_data_hashes_alg":%q,"nonce"`, hash, algorithm)).text()
}

// twoCards asks for two cards of the same type.
func twoCards() string {
	one := dcql.CredentialQuery{ID: "card", Format: "dc+sd-jwt", Types: [][]string{{cardType}}, HolderBinding: true}
	two := one
	two.ID = "more"
	return questionFor(one, two)
}

// answered is the vector of an answer to a question.
func (v Vector) answered(request string) Vector {
	v.Request = request
	return v
}

func answerOf(state string, presentations map[string][]string) string {
	a := request.Answer{State: state, Presentations: presentations}
	return must(a.Fragment())
}

func answers() []Vector {
	const otherType = "urn:example:other:1"
	shown := newShown().text()
	alias := newShown().add(fmt.Sprintf(`"aka_vcts":[%q]`, otherType)).text()
	one := func(text string) string { return answerOf(state, map[string][]string{"card": {text}}) }
	code := must((&request.Answer{State: state, Presentations: map[string][]string{"card": {shown}}}).Text())
	return []Vector{
		good("answer", "an answer to the question that was asked", one(shown)).answered(question()),
		good("answer-code", "the same as a code", code).answered(question()),
		good("answer-value", "a claim with the value asked for", one(shown)).answered(question("Ana")),
		refused("claim_missing-answer", "the claim was withheld", one(shown)).answered(questionOf(cardType, dcql.ClaimQuery{Path: claim.Path{"family_name"}})),
		refused("claim_value_other", "another value than was asked for", one(shown)).answered(question("Eva")),
		refused("credential_type_other", "another kind of card", one(shown)).answered(questionOf("urn:example:other:1")),
		good("answer-alias", "a card that also counts as the type asked for", one(alias)).answered(questionOf(otherType)),
		refused("credential_type_other-alias", "it also counts as a type that its issuer is not listed for", one(alias)).answered(questionOf(otherType)).trusting("list-card.json"),
		refused("answer_malformed-card", "a genuine card, where an answer to a question is due", newCard().text()).answered(question()),
		refused("qr_prefix_unknown-answer", "an answer with a text that is no card", one("milk and bread")),
		refused("input_not_credential-answer", "an answer within an answer", one(one(shown))),
		refused("answer_state", "the answer to another question", answerOf("another-state", map[string][]string{"card": {shown}})).answered(question()),
		refused("query_not_satisfied", "one card where two were asked for", one(shown)).answered(twoCards()),
		good("answer-two", "both cards that were asked for", answerOf(state, map[string][]string{"card": {shown}, "more": {shown}})).answered(twoCards()),
		refused("signature_invalid-answer", "two cards, one of them forged",
			answerOf(state, map[string][]string{"card": {shown}, "more": {newShown().signedBy(strangerKey, "ES256").text()}})).answered(twoCards()),
		refused("query_id_unknown", "a card that was not asked for", answerOf(state, map[string][]string{"card": {shown}, "more": {shown}})).answered(question()),
		refused("answer_count", "two cards where one was asked for", answerOf(state, map[string][]string{"card": {shown, shown}})).answered(question()),
		refused("answer_malformed", "an answer that is no object", "#vp_token=%5B%5D&state="+state).answered(question()),
		refused("holder_binding_missing-answer", "a bare card as an answer", one(newCard().text())).answered(question()),
		refused("holder_binding_nonce-answer", "an answer with an old proof", one(newShown().prove(nonce, "older").text())).answered(question()),
		refused("holder_binding_audience-prefix", "made for the address without its prefix",
			one(newShown().prove(audience, "https://door.example/check").text())).answered(question()),
		good("answer-agreed", "the holder authorised what was asked", one(agreed(agreement().Hash, "sha-256"))).answered(agreeing()),
		refused("holder_binding_transaction", "the holder authorised nothing", one(shown)).answered(agreeing()),
		refused("holder_binding_transaction-other", "the holder authorised something else", one(agreed(digest("another"), "sha-256"))).answered(agreeing()),
		refused("holder_binding_transaction-alg", "by a hash that was not asked for", one(agreed(agreement().Hash, "sha-512"))).answered(agreeing()),
		refused("expired-answer", "an expired card, freshly shown",
			one(newShown().set(fmt.Sprint(expiresAt), fmt.Sprint(testUnix-3600)).text())).answered(question()),
	}
}
