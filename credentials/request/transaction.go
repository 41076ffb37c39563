package request

import (
	"crypto/sha256"
	"maps"
	"slices"
	"unicode/utf8"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// HashSHA256 is the one hash over transaction data that is made here; every
// implementation has it (annex B.3.3.1).
const HashSHA256 = "sha-256"

// maxField bounds the characters of what a person is to authorise: it must be
// read.
const maxField = 1000

// Transaction is something that the holder is asked to authorise.
type Transaction struct {
	Type string
	// Credentials are the credential queries of which one card signs for it.
	Credentials []string
	// Fields are what is to be read before agreeing, in the order of the type.
	Fields []Field
	// Hash is over the text of the request (annex B.3.3.1); HashAlg is
	// "sha-256" where the request named algorithms, else "".
	Hash, HashAlg string

	raw string // the element of transaction_data
}

// Name is what the transaction's type is called by people.
func (t Transaction) Name() string { return transactionTypes[t.Type].name }

// Title is what the transaction may be called where its other content is not
// kept: the title that it brings, which is the verifier's word, or else its Name.
func (t Transaction) Title() string {
	for _, f := range t.Fields {
		if f.Label == labelTitle {
			return f.Value
		}
	}
	return t.Name()
}

// Field is one line of a transaction.
type Field struct{ Label, Value string }

// labelTitle labels the member that names a transaction.
const labelTitle = "What"

// transactionType is a type of transaction data.
type transactionType struct {
	name   string
	fields []fieldType
}

// fieldType is a member of a type of transaction data.
type fieldType struct {
	name, label string
	required    bool
}

// transactionTypes is the closed list of what a person can be asked to authorise.
// Whatever is in a transaction is shown: members that are not listed are refused
// (section 8.5).
var transactionTypes = map[string]transactionType{
	"urn:domicile:transaction:agreement:1": {"Agreement", []fieldType{
		{"title", labelTitle, true}, {"text", "Text", true}, {"reference", "Reference", false},
	}},
	"urn:domicile:transaction:payment:1": {"Payment", []fieldType{
		{"payee", "To", true}, {"amount", "Amount", true}, {"currency", "Currency", true}, {"reference", "Reference", false},
	}},
}

// commonMembers are those of every type.
var commonMembers = []string{"type", "credential_ids", "transaction_data_hashes_alg"}

// NewTransaction makes a transaction of a known type from its members.
func NewTransaction(typ string, credentials []string, members map[string]string) (Transaction, error) {
	tree := map[string]any{"type": typ, "credential_ids": credentials, "transaction_data_hashes_alg": []string{HashSHA256}}
	for name, value := range members {
		tree[name] = value
	}
	text, err := encoding.EncodeJSON(tree)
	if err != nil {
		return Transaction{}, err
	}
	return parseTransaction(encoding.EncodeBase64URL(text))
}

// readTransactions reads transaction_data, in which a single element that is not
// understood refuses the request (section 5.1).
func (in *input) readTransactions(r *Request) error {
	list, present, err := encoding.Strings(in.tree, "transaction_data")
	if err != nil || present && len(list) == 0 || len(list) > MaxTransactions {
		return fault.Wrap(KindTransactionData, err, "not a list of 1 to %d texts", MaxTransactions)
	}
	for _, raw := range list {
		t, err := parseTransaction(raw)
		if err != nil {
			return err
		}
		if err := r.checkTransaction(t); err != nil {
			return err
		}
		r.Transactions = append(r.Transactions, t)
	}
	return nil
}

// checkTransaction demands that each card that may sign for it is asked for with
// a proof of its holder (annex B.3.3).
func (r *Request) checkTransaction(t Transaction) error {
	for _, id := range t.Credentials {
		c, known := r.Query.Find(id)
		if !known || !c.HolderBinding || c.Format != "dc+sd-jwt" {
			return fault.New(KindTransactionData, "credential_ids names what cannot sign for it")
		}
	}
	return nil
}

func parseTransaction(raw string) (Transaction, error) {
	text, err := encoding.DecodeBase64URL(raw)
	if err != nil {
		return Transaction{}, fault.Wrap(KindTransactionData, err, "")
	}
	tree, err := encoding.DecodeJSONObject(text)
	if err != nil {
		return Transaction{}, fault.Wrap(KindTransactionData, err, "")
	}
	sum := sha256.Sum256([]byte(raw))
	t := Transaction{raw: raw, Hash: encoding.EncodeBase64URL(sum[:])}
	if t.Type, _, err = encoding.String(tree, "type"); err != nil {
		return t, fault.Wrap(KindTransactionData, err, "type")
	}
	if t.Credentials, _, err = encoding.Strings(tree, "credential_ids"); err != nil || len(t.Credentials) == 0 {
		return t, fault.Wrap(KindTransactionData, err, "credential_ids is missing or empty")
	}
	if t.HashAlg, err = hashAlg(tree); err != nil {
		return t, err
	}
	t.Fields, err = fields(tree, t.Type)
	return t, err
}

func hashAlg(tree map[string]any) (string, error) {
	values, present, err := encoding.Strings(tree, "transaction_data_hashes_alg")
	if err != nil || present && !slices.Contains(values, HashSHA256) {
		return "", fault.Wrap(KindTransactionData, err, "no hash algorithm that is supported")
	}
	if !present {
		return "", nil
	}
	return HashSHA256, nil
}

func fields(tree map[string]any, typ string) ([]Field, error) {
	known, ok := transactionTypes[typ]
	if !ok {
		return nil, fault.New(KindTransactionData, "an unknown type")
	}
	rest := maps.Clone(tree)
	for _, name := range commonMembers {
		delete(rest, name)
	}
	var list []Field
	for _, f := range known.fields {
		value, present, err := encoding.String(tree, f.name)
		if err != nil || f.required && value == "" || utf8.RuneCountInString(value) > maxField {
			return nil, fault.Wrap(KindTransactionData, err, "%s is missing or too long", f.name)
		}
		if delete(rest, f.name); present {
			list = append(list, Field{f.label, value})
		}
	}
	if len(rest) > 0 {
		return nil, fault.New(KindTransactionData, "a member that its type does not have")
	}
	return list, nil
}
