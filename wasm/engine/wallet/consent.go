package wallet

import (
	"io"
	"slices"

	"domicile/credentials/claim"
	"domicile/credentials/holder"
	"domicile/credentials/request"
	"domicile/crypto/encoding"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

func (w *Wallet) newSession() (string, error) {
	id := make([]byte, 12)
	if _, err := io.ReadFull(w.around.Rand, id); err != nil {
		return "", err
	}
	return encoding.EncodeBase64URL(id), nil
}

// consent describes a question.
func (w *Wallet) consent(q *holder.Question) *api.PresentPreview {
	r := q.Request
	preview := &api.PresentPreview{
		Verifier: r.VerifierName, ClientID: r.ClientID,
		Sure: api.Sureness(r.Identity.Sure), Name: r.Identity.Name, By: r.Identity.By,
		Purpose: r.Purpose, ExpiresAt: engine.Text(r.ExpiresAt), Satisfiable: q.Satisfiable,
		Host: r.AnswerHost(), Address: r.AnswerURL(), Sends: r.Mode.Posts(), Encrypted: r.Mode.Encrypted(),
	}
	if registered := r.Registration; registered != nil {
		preview.Registered = &api.Registration{Registrar: registered.Registrar, Name: registered.Name, Purpose: registered.Purpose}
	}
	for _, t := range r.Transactions {
		preview.Transactions = append(preview.Transactions, transaction(t))
	}
	for _, set := range q.Sets {
		preview.Sets = append(preview.Sets, api.AskSet{Required: set.Required, Options: set.Options, Suggested: set.Suggested})
	}
	for _, ask := range q.Asks {
		preview.Asks = append(preview.Asks, w.ask(ask))
	}
	return preview
}

func transaction(t request.Transaction) api.Transaction {
	described := api.Transaction{Name: t.Name(), Asks: t.Credentials}
	for _, f := range t.Fields {
		described.Fields = append(described.Fields, api.TransactionField{Label: f.Label, Value: f.Value})
	}
	return described
}

func (w *Wallet) ask(a holder.Ask) api.Ask {
	described := api.Ask{
		ID: a.ID, Required: a.Required, Multiple: a.Multiple, Wanted: labels(a.Wanted), Beyond: labels(a.Beyond), Suggested: a.Suggested,
	}
	for _, option := range a.Options {
		described.Options = append(described.Options, w.option(option))
	}
	return described
}

func (w *Wallet) option(o holder.Option) api.Option {
	listed := w.listings.of(o.Card, &w.trusted, w.around.Now())
	issuer := o.Card.Origin.Issuer
	if listed.Name != "" {
		issuer = listed.Name
	}
	return api.Option{
		CardID: o.Card.ID, Title: o.Card.Origin.Title, Issuer: issuer, Scope: api.Scope(listed.Scope),
		Disclosed: engine.Tree(o.Disclosed), Hidden: labels(o.Hidden), Reused: o.Reused, Expired: o.Expired,
	}
}

// labels names what paths select, each name once: two nationalities are one word.
func labels(paths []claim.Path) []string {
	var names []string
	for _, path := range paths {
		if name := claim.Label(path); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
