package wallet

import (
	"io"

	"domicile/credentials/claim"
	"domicile/credentials/holder"
	"domicile/crypto/encoding"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

// maxQuestions bounds the requests that are open for consent; the oldest go.
const maxQuestions = 8

// asked is a verifier's request under consideration.
type asked struct {
	session  string
	question *holder.Question
}

// OpenQuestion reads a verifier's request and says what an answer would
// disclose.
func (w *Wallet) OpenQuestion(q api.PresentOpenRequest) (api.PresentPreview, error) {
	open, err := w.unlocked()
	if err != nil {
		return api.PresentPreview{}, err
	}
	question, err := open.Consider(q.Text, w.around.Now())
	if err != nil {
		return api.PresentPreview{}, err
	}
	session, err := w.newSession()
	if err != nil {
		return api.PresentPreview{}, err
	}
	if len(w.questions) == maxQuestions {
		w.questions = w.questions[1:]
	}
	w.questions = append(w.questions, asked{session, question})
	return w.consent(session, question), nil
}

func (w *Wallet) newSession() (string, error) {
	id := make([]byte, 12)
	if _, err := io.ReadFull(w.around.Rand, id); err != nil {
		return "", err
	}
	return encoding.EncodeBase64URL(id), nil
}

func (w *Wallet) question(session string) (*holder.Question, error) {
	if _, err := w.unlocked(); err != nil {
		return nil, err
	}
	for _, a := range w.questions {
		if a.session == session {
			return a.question, nil
		}
	}
	return nil, engine.NotOpen("request")
}

// consent describes a question. The verifier's name is its own word: requests
// by value are not signed.
func (w *Wallet) consent(session string, q *holder.Question) api.PresentPreview {
	preview := api.PresentPreview{
		Session: session, Verifier: q.Request.VerifierName, ClientID: q.Request.ClientID, Sure: api.SureClaimed,
		Purpose: q.Request.Purpose, ExpiresAt: engine.Text(q.Request.ExpiresAt), ReturnURL: q.Request.ReturnURL,
		Satisfiable: q.Satisfiable,
	}
	for _, ask := range q.Asks {
		described := api.Ask{ID: ask.ID, Optional: !ask.Required, Wanted: labels(ask.Wanted)}
		for _, option := range ask.Options {
			described.Options = append(described.Options, w.option(option))
		}
		preview.Asks = append(preview.Asks, described)
	}
	return preview
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

func labels(paths []claim.Path) []string {
	var names []string
	for _, path := range paths {
		names = append(names, claim.Label(path))
	}
	return names
}

// AnswerQuestion answers with the chosen cards.
func (w *Wallet) AnswerQuestion(q api.PresentAnswerRequest) (api.PresentAnswered, error) {
	question, err := w.question(q.Session)
	if err != nil {
		return api.PresentAnswered{}, err
	}
	choices := map[string]string{}
	for _, c := range q.Choices {
		choices[c.Ask] = c.CardID
	}
	answer, stored, err := question.Answer(w.around.Rand, choices, w.around.Now())
	if err != nil {
		return api.PresentAnswered{}, err
	}
	text, err := answer.Text()
	if err != nil {
		return api.PresentAnswered{}, err
	}
	answered := api.PresentAnswered{Change: change(stored), Text: text}
	answered.ReturnTo, err = answer.ReturnTo(question.Request.ReturnURL)
	return answered, err
}

// RefuseQuestion logs that the person declined.
func (w *Wallet) RefuseQuestion(q api.PresentRefuseRequest) (api.Change, error) {
	question, err := w.question(q.Session)
	if err != nil {
		return api.Change{}, err
	}
	refused, err := question.Refuse(w.around.Rand, w.around.Now())
	return change(refused), err
}
