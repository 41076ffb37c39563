package request_test

import (
	"crypto/sha256"
	"slices"
	"strings"
	"testing"

	"domicile/credentials/dcql"
	"domicile/credentials/request"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/internal/double"
)

const payment = "urn:domicile:transaction:payment:1"

// transaction is a good one, as a JSON object to spoil.
func transaction() map[string]any {
	return map[string]any{
		"type": payment, "credential_ids": []any{"card"}, "transaction_data_hashes_alg": []any{"sha-256"},
		"payee": "Bar Möbius", "amount": "4.20", "currency": "XMD",
	}
}

func coded(t testing.TB, tree any) string {
	t.Helper()
	text, err := encoding.EncodeJSON(tree)
	if err != nil {
		t.Fatal(err)
	}
	return encoding.EncodeBase64URL(text)
}

func TestTransactionRefusals(t *testing.T) {
	set := func(name string, value any) func(*double.Verifier) {
		return func(v *double.Verifier) {
			tree := transaction()
			tree[name] = value
			claimed("transaction_data", []any{coded(t, tree)})(v)
		}
	}
	without := func(name string) func(*double.Verifier) {
		return func(v *double.Verifier) {
			tree := transaction()
			delete(tree, name)
			claimed("transaction_data", []any{coded(t, tree)})(v)
		}
	}
	raw := func(values ...any) func(*double.Verifier) { return claimed("transaction_data", values) }
	row := func(defect string, spoil func(*double.Verifier)) refusal {
		return refusal{defect, double.ByJWK, byGet, spoil, request.KindTransactionData}
	}
	good := coded(t, transaction())
	refuse(t, []refusal{
		row("5.1: empty", raw()),
		row("5.1: a text", claimed("transaction_data", good)),
		row("5.1: an object", raw(transaction())),
		row("5.1: not base64url", raw("e+/=")),
		row("5.1: with padding", raw(coded(t, map[string]any{"type": "xx"})+"=")),
		row("5.1: no JSON", raw("eA")),
		row("5.1: a list", raw(coded(t, []any{}))),
		row("5.1: nine of them", raw(good, good, good, good, good, good, good, good, good)),
		row("8.5: type unknown", set("type", "urn:example:payment")),
		row("8.5: type missing", without("type")),
		row("8.5: type a number", set("type", 7)),
		row("8.5: one of two unknown", raw(good, coded(t, map[string]any{"type": "x", "credential_ids": []any{"card"}}))),
		row("8.5: a field that the type lacks", set("iban", "XM00")),
		row("8.5: a field in other letters", set("Payee", "Evil")),
		row("8.5: a field of the wrong type", set("amount", 4.2)),
		row("8.5: a field missing", without("payee")),
		row("8.5: a field empty", set("currency", "")),
		row("8.5: a field longer than anybody reads", set("reference", strings.Repeat("x", 1001))),
		row("5.1: credential_ids missing", without("credential_ids")),
		row("5.1: credential_ids empty", set("credential_ids", []any{})),
		row("5.1: credential_ids a text", set("credential_ids", "card")),
		row("8.5: credential_ids of what is not asked for", set("credential_ids", []any{"passport"})),
		row("8.5: credential_ids half of what is not asked for", set("credential_ids", []any{"card", "passport"})),
		row("B.3.3: a card without a proof of its holder", both(set("type", payment), func(v *double.Verifier) {
			v.Question.Query.Credentials[0].HolderBinding = false
		})),
		row("B.3.3.1: hash algorithm not supported", set("transaction_data_hashes_alg", []any{"sha-512"})),
		row("B.3.3.1: hash algorithms empty", set("transaction_data_hashes_alg", []any{})),
		row("B.3.3.1: hash algorithms a text", set("transaction_data_hashes_alg", "sha-256")),
	})
}

func TestTransactionsAreRead(t *testing.T) {
	plain := transaction()
	delete(plain, "transaction_data_hashes_alg")
	v := double.NewVerifier(t, double.ByJWK)
	claimed("transaction_data", []any{coded(t, transaction()), coded(t, plain)})(v)
	r, err := v.Open(byGet(v))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(coded(t, transaction())))
	first := r.Transactions[0]
	if first.Type != payment || first.Hash != encoding.EncodeBase64URL(sum[:]) || first.HashAlg != "sha-256" || !slices.Equal(first.Credentials, []string{"card"}) {
		t.Errorf("%+v", first)
	}
	if !slices.Equal(first.Fields, []request.Field{{Label: "To", Value: "Bar Möbius"}, {Label: "Amount", Value: "4.20"}, {Label: "Currency", Value: "XMD"}}) {
		t.Errorf("fields %+v", first.Fields)
	}
	if second := r.Transactions[1]; second.HashAlg != "" || second.Hash == first.Hash {
		t.Errorf("%+v", second)
	}
}

// A verifier's transaction comes to the wallet as it was made.
func TestTransactionOfAQuestion(t *testing.T) {
	made, err := request.NewTransaction("urn:domicile:transaction:agreement:1", []string{"card"}, map[string]string{"title": "House rules", "text": "No smoking."})
	if err != nil {
		t.Fatal(err)
	}
	for _, way := range []way{byGet, byPost, wrapped, byValue} {
		v := double.NewVerifier(t, double.ByAddress)
		v.Question.Transactions = []request.Transaction{made}
		r, err := v.Open(way(v))
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Transactions) != 1 || r.Transactions[0].Hash != made.Hash || len(r.Transactions[0].Fields) != 2 {
			t.Errorf("%+v", r.Transactions)
		}
	}
	for defect, q := range map[string]dcql.Query{
		"not asked for":   {Credentials: []dcql.CredentialQuery{{ID: "other", Format: "dc+sd-jwt", Types: [][]string{{"x"}}, HolderBinding: true}}},
		"without a proof": {Credentials: []dcql.CredentialQuery{{ID: "card", Format: "dc+sd-jwt", Types: [][]string{{"x"}}}}},
		"another format":  {Credentials: []dcql.CredentialQuery{{ID: "card", Format: "jwt_vc_json", Types: [][]string{{"x"}}, HolderBinding: true}}},
	} {
		v := double.NewVerifier(t, double.ByAddress)
		v.Question.Transactions, v.Question.Query = []request.Transaction{made}, q
		if _, err := request.Build(noise(1), v.Question, v.Now); fault.KindOf(err) != request.KindTransactionData {
			t.Errorf("%s: %v", defect, err)
		}
	}
	if _, err := request.NewTransaction("urn:example:x", []string{"card"}, nil); fault.KindOf(err) != request.KindTransactionData {
		t.Errorf("unknown type: %v", err)
	}
	if _, err := request.NewTransaction(payment, nil, map[string]string{"payee": "a", "amount": "1", "currency": "XMD"}); fault.KindOf(err) != request.KindTransactionData {
		t.Errorf("no card: %v", err)
	}
}
