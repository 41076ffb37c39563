package wallet

import (
	"bytes"
	"slices"

	"domicile/credentials/holder"
	"domicile/credentials/request"
	"domicile/crypto/fault"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

// maxPresentings bounds the requests that are under way; the oldest go.
const maxPresentings = 8

// formats are those that a card of this wallet can have, whether or not there is
// one: what a wallet says of itself must not tell what is in it.
var formats = []string{"dc+sd-jwt"}

// presenting is a verifier's request on its way to an answer.
type presenting struct {
	session  string
	opening  *request.Opening
	failure  error            // it was refused by its content
	question *holder.Question // once it is open
	reply    *reply           // once the person decided
}

// reply is what the person decided, and how it reaches the verifier.
type reply struct {
	choices  map[string][]string // nil: refused
	change   *holder.Change      // logs it; nil where there is nothing to log
	stored   bool                // what is not logged does not leave
	delivery request.Delivery
	text     string
}

// OpenRequest begins to read a verifier's request.
func (w *Wallet) OpenRequest(q api.PresentOpenRequest) (api.PresentStep, error) {
	if _, err := w.unlocked(); err != nil {
		return api.PresentStep{}, err
	}
	now := w.around.Now()
	believed := request.Wallet{Verifiers: w.trusted.Store.Verifiers(now), Formats: formats, HAIP: q.HAIP}
	opening, err := request.Open(w.around.Rand, q.Text, believed, now)
	if opening == nil {
		return api.PresentStep{}, err
	}
	session, noSession := w.newSession()
	if noSession != nil {
		return api.PresentStep{}, noSession
	}
	p := &presenting{session: session, opening: opening}
	if len(w.presentings) == maxPresentings {
		w.presentings = w.presentings[1:]
	}
	w.presentings = append(w.presentings, p)
	return w.proceed(p, err)
}

func (w *Wallet) presenting(session string) (*presenting, error) {
	if _, err := w.unlocked(); err != nil {
		return nil, err
	}
	for _, p := range w.presentings {
		if p.session == session {
			return p, nil
		}
	}
	return nil, engine.NotOpen("request")
}

func (w *Wallet) drop(p *presenting) {
	w.presentings = slices.DeleteFunc(w.presentings, func(other *presenting) bool { return other == p })
}

// ContinueRequest hands over a reply, or asks for the step once more.
func (w *Wallet) ContinueRequest(q api.PresentContinueRequest) (api.PresentStep, error) {
	p, err := w.presenting(q.Session)
	switch {
	case err != nil:
		return api.PresentStep{}, err
	case q.Response == nil && p.reply != nil && !p.reply.stored:
		return w.proceed(p, w.prepare(p))
	case q.Response == nil:
		return w.proceed(p, nil)
	case p.reply != nil:
		return w.delivered(p, request.Reply(*q.Response))
	}
	return w.proceed(p, p.opening.Take(request.Reply(*q.Response), w.around.Now()))
}

// EnterCode hands over the digits on the verifier's screen.
func (w *Wallet) EnterCode(q api.PresentCodeRequest) (api.PresentStep, error) {
	p, err := w.presenting(q.Session)
	if err != nil {
		return api.PresentStep{}, err
	}
	return w.proceed(p, p.opening.EnterCode(q.Digits))
}

// proceed says what is next. After a network that was lost that is the same step;
// after any other failure the request is over, and at most the verifier is told.
func (w *Wallet) proceed(p *presenting, failed error) (api.PresentStep, error) {
	if failed == nil {
		step, err := w.next(p)
		if err == nil && step.Done {
			w.drop(p)
		}
		return step, err
	}
	switch {
	case fault.KindOf(failed) == request.KindNetwork, p.reply != nil:
		return api.PresentStep{}, failed
	case p.opening.Refused() != nil:
		p.failure = failed
		return w.next(p)
	}
	w.drop(p)
	return api.PresentStep{}, failed
}

func (w *Wallet) next(p *presenting) (api.PresentStep, error) {
	step := api.PresentStep{Session: p.session}
	switch {
	case p.reply != nil:
		p.reply.describe(&step)
	case p.failure != nil:
		failure := engine.Failure(api.PresentOpen.Name, p.failure)
		step.Failure = &failure
	case p.question != nil:
		step.Preview = w.consent(p.question)
	default:
		return w.opened(p, step)
	}
	return step, nil
}

// opened carries the opening on to the question.
func (w *Wallet) opened(p *presenting, step api.PresentStep) (api.PresentStep, error) {
	found := p.opening.Step()
	switch {
	case found.Fetch != nil:
		step.HTTP, step.Host = exchange(found.Fetch), p.opening.Host()
		return step, nil
	case found.Code:
		step.Code = true
		return step, nil
	case found.Request == nil:
		return step, engine.NotOpen("request")
	}
	question, err := w.open.Consider(found.Request, w.around.Now())
	if err != nil {
		w.drop(p)
		return step, err
	}
	p.question = question
	step.Preview = w.consent(question)
	return step, nil
}

func exchange(f *request.Fetch) *api.HTTPRequest {
	return &api.HTTPRequest{Method: f.Method, URL: f.URL, Headers: f.Headers, Body: f.Body}
}

func (r *reply) describe(step *api.PresentStep) {
	switch {
	case !r.stored:
		c := change(*r.change)
		step.Change = &c
	case r.delivery.Post != nil:
		step.HTTP, step.Sending = exchange(r.delivery.Post), true
	default:
		step.Done, step.Text, step.ReturnTo = true, r.text, r.delivery.ReturnTo
	}
}

// decided takes a decision, as long as none is on its way.
func (p *presenting) decided(choices map[string][]string) error {
	if p.reply != nil && p.reply.stored || p.question == nil && p.failure == nil {
		return engine.NotOpen("question")
	}
	p.reply = &reply{choices: choices}
	return nil
}

// AnswerRequest answers with the chosen cards.
func (w *Wallet) AnswerRequest(q api.PresentAnswerRequest) (api.PresentStep, error) {
	p, err := w.presenting(q.Session)
	if err != nil {
		return api.PresentStep{}, err
	}
	if p.question == nil {
		return api.PresentStep{}, engine.NotOpen("question")
	}
	choices := map[string][]string{}
	for _, c := range q.Choices {
		choices[c.Ask] = append(choices[c.Ask], c.Cards...)
	}
	return w.decide(p, choices)
}

// RefuseRequest declines. A request that was not read yet is forgotten: there is
// nobody to tell, and nothing to log.
func (w *Wallet) RefuseRequest(q api.PresentRefuseRequest) (api.PresentStep, error) {
	p, err := w.presenting(q.Session)
	if err != nil {
		return api.PresentStep{}, err
	}
	if p.question == nil && p.failure == nil {
		w.drop(p)
		return api.PresentStep{Session: p.session, Done: true}, nil
	}
	return w.decide(p, nil)
}

func (w *Wallet) decide(p *presenting, choices map[string][]string) (api.PresentStep, error) {
	before := p.reply
	if err := p.decided(choices); err != nil {
		return api.PresentStep{}, err
	}
	if err := w.prepare(p); err != nil {
		p.reply = before
		return api.PresentStep{}, err
	}
	return w.proceed(p, nil)
}

// prepare makes the answer, or the refusal, and the change that logs it.
func (w *Wallet) prepare(p *presenting) (err error) {
	switch r := p.reply; {
	case p.failure != nil:
		r.stored = true
		r.delivery, err = p.opening.Refused().Decline(request.ErrorCode(p.failure))
		return err
	case r.choices == nil:
		r.delivery, err = p.question.Request.Decline(request.AccessDenied)
		if err != nil {
			return err
		}
		return r.log(p.question.Refuse(w.around.Rand, w.around.Now()))
	}
	return w.prepareAnswer(p)
}

func (w *Wallet) prepareAnswer(p *presenting) error {
	r := p.reply
	answer, logged, err := p.question.Answer(w.around.Rand, r.choices, w.around.Now())
	if err != nil {
		return err
	}
	if r.delivery, err = p.question.Request.Deliver(w.around.Rand, answer); err != nil {
		return err
	}
	if r.delivery.Post == nil {
		if r.text, err = answer.Text(); err != nil {
			return err
		}
	}
	return r.log(logged, nil)
}

func (r *reply) log(change holder.Change, err error) error {
	r.change = &change
	return err
}

// noteStored lets answers leave once the records that log them are applied.
func (w *Wallet) noteStored(seq uint64, applied [][]byte) {
	for _, p := range w.presentings {
		if p.reply == nil || p.reply.change == nil || p.reply.change.Seq < seq {
			continue
		}
		at := p.reply.change.Seq - seq
		if at < uint64(len(applied)) && bytes.Equal(applied[at], p.reply.change.Records[0]) {
			p.reply.stored = true
		}
	}
}

// delivered reads the reply of the verifier's server. Where none came, the very
// same is sent again, which counts once. That a refusal was not heard changes
// nothing: it is over.
func (w *Wallet) delivered(p *presenting, got request.Reply) (api.PresentStep, error) {
	if !p.reply.stored || p.reply.delivery.Post == nil {
		return api.PresentStep{}, engine.NotOpen("answer")
	}
	to := p.opening.Refused()
	if p.question != nil {
		to = p.question.Request
	}
	redirect, err := to.Delivered(got)
	if fault.KindOf(err) == request.KindAnswerNetwork {
		return api.PresentStep{}, err
	}
	w.drop(p)
	if err != nil && p.reply.choices != nil {
		return api.PresentStep{}, err
	}
	return api.PresentStep{Session: p.session, Done: true, Redirect: redirect}, nil
}
