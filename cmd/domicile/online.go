package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"domicile/cmd/internal/relayclient"
	"domicile/credentials/request"
	"domicile/credentials/verdict"
	"domicile/credentials/verify"
	"domicile/crypto/keys"
)

// exchange is a question that a relay carries.
type exchange struct {
	*asking
	t       *terminal
	at      *relayclient.Exchange
	request *request.Request
	who     identity
	key     keys.Agreement // that the answer is encrypted for
	options verify.Options

	signedFor string // the wallet's nonce that was signed for
	crowded   bool   // that was said
}

// online asks over the relay.
func (a *asking) online(ctx context.Context, t *terminal, options verify.Options, question request.Question, who identity) (err error) {
	x := exchange{asking: a, t: t, who: who, options: options}
	if x.at, err = relayclient.Plan(rand.Reader, a.relay); err != nil {
		return usage("--relay %s: %s (%s)", a.relay, verdict.Sentence(verdict.KindOf(err)), verdict.DetailOf(err))
	}
	if err := x.build(question); err != nil {
		return err
	}
	text, err := x.open(ctx)
	if err != nil {
		return x.failed(ctx, err)
	}
	done := false
	defer func() {
		if !done {
			x.withdraw(ctx)
		}
	}()
	what := "Show this code to a wallet; its answer comes by itself"
	if a.sameDevice {
		what = "Open this link in a wallet on this device, and paste the address that you come back to"
	}
	if err := a.print(t, x.request, text, what); err != nil {
		return err
	}
	waiting, cancel := context.WithTimeout(ctx, a.timeout)
	defer cancel()
	v, err := x.follow(waiting)
	if err != nil {
		return x.failed(waiting, err)
	}
	done = true
	return a.conclude(t, *v)
}

// build makes the request, and a key for this one answer.
func (x *exchange) build(question request.Question) (err error) {
	question.ReturnURL = x.at.ResponseURI()
	if question.Mode.Encrypted() {
		if x.key, err = keys.GenerateAgreement(rand.Reader); err != nil {
			return err
		}
		question.Encrypt = x.key.Public()
		question.Encrypt.ID = "answer"
	}
	x.request, err = request.Build(rand.Reader, question, time.Now())
	return err
}

// live tells whether each wallet's nonce is signed.
func (x *exchange) live() bool { return !x.who.byAddress() }

// open makes the exchange and returns the text to show. With a check code there
// is no request object for wallets that send no nonce: whoever changes the link
// must not get around it.
func (x *exchange) open(ctx context.Context) (text string, err error) {
	terms := relayclient.Terms{Mode: x.request.Mode, Live: x.live(), Lifetime: x.timeout}
	if x.sameDevice {
		terms.ReturnTo = x.returnURL
	}
	if x.live() && !x.checkCode {
		if terms.Request, err = x.request.Object(x.who.signer, ""); err != nil {
			return "", err
		}
	}
	text, err = x.request.Link(x.at.RequestURI(), true), nil
	if x.who.byAddress() {
		text, err = x.request.Text()
	}
	if err != nil {
		return "", err
	}
	return text, x.at.Create(ctx, terms)
}

// follow watches until there is a verdict on an answer.
func (x *exchange) follow(ctx context.Context) (*verdict.Verdict, error) {
	seen := relayclient.State{Version: -1}
	for {
		now, err := x.at.Watch(ctx, seen)
		if err != nil {
			return nil, err
		}
		x.say(seen, now)
		if now.WalletNonce != "" && now.WalletNonce != x.signedFor {
			if err := x.sign(ctx, now.WalletNonce); err != nil {
				return nil, err
			}
		}
		if now.Name == "answered" || now.Name == "claimed" {
			return x.take(ctx)
		}
		seen = now
	}
}

// say tells people what happened.
func (x *exchange) say(before, now relayclient.State) {
	if now.Name != before.Name && (x.verbose || !x.asJSON && now.Name == "opened") {
		fmt.Fprintln(x.t.err, stateSentences[now.Name])
	}
	if now.Crowded && !x.crowded {
		x.crowded = true
		fmt.Fprintln(x.t.err, "More than one wallet came to this request. Only the first is heard: make sure that it is the one before you.")
	}
}

var stateSentences = map[string]string{
	"waiting":  "Waiting: no wallet has opened the request yet.",
	"opened":   "Opened: a wallet has the request.",
	"answered": "Answered: a wallet has sent its answer.",
	"claimed":  "Claimed: the answer is being fetched.",
}

// sign signs the request for the wallet that came, and shows the digits that its
// holder has to type.
func (x *exchange) sign(ctx context.Context, walletNonce string) error {
	x.signedFor = walletNonce
	object, err := x.request.Object(x.who.signer, walletNonce)
	if err != nil {
		return err
	}
	if err := x.at.Sign(ctx, walletNonce, object); relayclient.Is(err, "relay_taken") {
		return nil // the wallet has answered without waiting: it declines
	} else if err != nil {
		return err
	}
	if x.checkCode {
		fmt.Fprintf(x.t.err, "Check code: %s\n", request.CheckDigits(x.request.Nonce, walletNonce))
	}
	return nil
}

// take claims the answer and judges it. It is acknowledged when it is judged.
func (x *exchange) take(ctx context.Context) (v *verdict.Verdict, err error) {
	judge := func(form string) error {
		judged := x.judge(form)
		v = &judged
		return nil
	}
	if !x.sameDevice {
		return v, x.at.Take(ctx, "", judge)
	}
	for {
		code, err := x.responseCode(ctx)
		if err != nil {
			return nil, err
		}
		err = x.at.Take(ctx, code, judge)
		if !relayclient.Is(err, "relay_code") {
			return v, err
		}
		fmt.Fprintln(x.t.err, "This is not the address that the wallet was given: the answer may be somebody else's. Paste the one that this device came back to.")
	}
}

// judge reads what the wallet posted. What is no answer is a verdict too.
func (x *exchange) judge(form string) verdict.Verdict {
	answer, err := x.request.ReadAnswer(form, x.key)
	if err != nil {
		return verify.Unreadable(err)
	}
	text, err := answer.JSON()
	if err != nil {
		return verify.Unreadable(err)
	}
	x.options.Now, x.options.Request = time.Now(), x.request
	return verify.Verify([]byte(text), x.options)
}

// responseCode reads the address that the person came back to.
func (x *exchange) responseCode(ctx context.Context) (string, error) {
	for {
		line, err := x.t.line(ctx.Done())
		switch {
		case errors.Is(err, errStopped):
			return "", ctx.Err()
		case err != nil && line == "":
			return "", usage("the input ended before an address came")
		}
		_, fragment, _ := strings.Cut(line, "#")
		if values, err := url.ParseQuery(fragment); err == nil && values.Get("response_code") != "" {
			return values.Get("response_code"), nil
		}
		if line != "" {
			fmt.Fprintln(x.t.err, "There is no response code in this address. Paste the one that this device came back to.")
		}
	}
}

// failed says what became of the exchange.
func (x *exchange) failed(ctx context.Context, err error) error {
	var refusal *relayclient.Refusal
	switch {
	case errors.Is(err, relayclient.ErrAway) && ctx.Err() == nil:
		return &exit{exitUnknown, fmt.Sprintf("The relay at %s cannot be reached, so nobody was asked. Check the address and your connection, or leave --relay out.", x.relay)}
	case errors.Is(err, relayclient.ErrAway) && errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &exit{exitUnknown, "No answer came in time, and the relay could not be reached at the end (request_expired)."}
	case ctx.Err() != nil:
		return noAnswer(ctx)
	case relayclient.Is(err, "relay_unknown"):
		return &exit{exitUnknown, "The relay no longer has this exchange: it has ended there, or the relay was replaced. Ask again."}
	case errors.As(err, &refusal):
		return &exit{exitUnknown, fmt.Sprintf("The relay at %s does not do this: %s", x.relay, plain(refusal.Error()))}
	}
	return err
}

// withdraw lets the relay forget the exchange: after an interrupt as well.
func (x *exchange) withdraw(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), withdrawTimeout)
	defer cancel()
	if err := x.at.Withdraw(ctx); err == nil && x.verbose {
		fmt.Fprintln(x.t.err, "Withdrawn: the relay has forgotten the request.")
	}
}

// withdrawTimeout is short: what is not withdrawn ends by itself.
const withdrawTimeout = 3 * time.Second
