package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"domicile/credentials/request"
	"domicile/crypto/fault"
)

// read follows a request to what can be decided on.
func (p *presenting) read(ctx context.Context, text string, w request.Wallet) (*request.Request, error) {
	o, err := request.Open(rand.Reader, text, w, time.Now())
	if err != nil {
		return nil, err
	}
	asked := map[string]bool{}
	for {
		step := o.Step()
		switch {
		case step.Request != nil:
			return step.Request, nil
		case step.Code:
			err = p.enterCode(o)
		default:
			if err = p.agreeToFetch(o.Host(), asked); err == nil {
				err = p.fetch(ctx, o, *step.Fetch)
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

// agreeToFetch names the host, once, and asks: to fetch already tells it that
// somebody is there.
func (p *presenting) agreeToFetch(host string, asked map[string]bool) error {
	if asked[host] {
		return nil
	}
	asked[host] = true
	if p.yes {
		fmt.Fprintf(p.t.err, "Fetching the question from %s.\n", plain(host))
		return nil
	}
	agreed, err := agree(p.t, fmt.Sprintf("The question is at %s. Fetch it? That host then knows that you are here.", plain(host)))
	if err == nil && !agreed {
		fmt.Fprintln(p.t.err, "Nothing was fetched, and nothing was shown.")
		err = ended(exitUnknown)
	}
	return err
}

// fetch sends a fetch, again where its reply was lost.
func (p *presenting) fetch(ctx context.Context, o *request.Opening, f request.Fetch) error {
	for attempt := 1; ; attempt++ {
		err := o.Take(p.courier.Send(ctx, f), time.Now())
		if fault.KindOf(err) != request.KindNetwork || attempt == attempts {
			return err
		}
		if err := pause(ctx, time.Duration(attempt)*time.Second); err != nil {
			return err
		}
	}
}

// enterCode asks for the digits whatever the flags are: no flag can know them,
// and there is one try.
func (p *presenting) enterCode(o *request.Opening) error {
	digits, err := ask(p.t, "The two digits on the verifier's screen: ")
	if err != nil {
		return err
	}
	return o.EnterCode(digits)
}

// postAttempts last about half a minute: a relay that is restarted is back.
const postAttempts = 9

// post sends an answer, the very same again where no reply came, and prints the
// address that the verifier wants the person to go on to.
func (p *presenting) post(ctx context.Context, r *request.Request, f request.Fetch, done string) error {
	for attempt := 1; ; attempt++ {
		redirect, err := r.Delivered(p.courier.Send(ctx, f))
		if fault.KindOf(err) != request.KindAnswerNetwork || attempt == postAttempts {
			return p.delivered(r, redirect, done, err)
		}
		if attempt == 1 {
			fmt.Fprintln(p.t.err, "No reply came. The same is sent again.")
		}
		if pause(ctx, time.Duration(min(attempt, 5))*time.Second) != nil {
			return &exit{exitUnknown, "Interrupted: it is not known whether the verifier has the answer."}
		}
	}
}

func (p *presenting) delivered(r *request.Request, redirect, done string, err error) error {
	if err != nil {
		return err
	}
	fmt.Fprintf(p.t.err, done, plain(r.AnswerHost()))
	if redirect == "" {
		return nil
	}
	fmt.Fprintln(p.t.err, "Go on at the verifier's page:")
	_, err = fmt.Fprintln(p.t.out, plain(redirect))
	return err
}
