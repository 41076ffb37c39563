// Command receive is the smallest wallet over credentials/offer, for the tests
// of this folder: it takes an offer and a transaction code, and prints the
// copies with the keys they are bound to.
//
//	receive [-lose N] OFFER [CODE] -> {"issued":[{"type":"","copies":[{"credential":"","key":{JWK}}]}],"waits":n}
//
// With -lose N the reply to request N is thrown away and the session resumed from
// its stored state, as after a crash.
package main

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"domicile/credentials/offer"
	"domicile/credentials/sdjwt"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

func main() {
	lose := flag.Int("lose", 0, "number of the request whose reply is lost")
	flag.Parse()
	w := wallet{code: flag.Arg(1), lose: *lose}
	if err := w.receive(flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "receive:", err)
		os.Exit(1)
	}
}

type wallet struct {
	code         string
	lose         int
	session      *offer.Session
	held         []keys.Private
	stored       []byte
	sent, waited int
}

var client = http.Client{
	Timeout:       offer.Timeout,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func (w *wallet) receive(text string) error {
	session, step, err := offer.Start(text, offer.Options{Rand: rand.Reader}, time.Now())
	w.session = session
	for err == nil {
		if step.Save {
			if w.stored, err = w.session.State(); err != nil {
				break
			}
		}
		switch {
		case step.Issued != nil:
			return w.print(step.Issued)
		case step.Wait != nil:
			w.waited++
			time.Sleep(time.Until(step.Wait.Until))
			step, err = w.session.Step(time.Now())
		case step.Preview != nil && step.Preview.TxCode != nil && step.Preview.TxCode.Retry:
			return errors.New("the code was refused")
		case step.Preview != nil:
			step, err = w.accept(step.Preview)
		default:
			step, err = w.send(step.Request)
		}
	}
	return err
}

func (w *wallet) accept(p *offer.Preview) (offer.Step, error) {
	for _, card := range p.Cards {
		for range card.Copies {
			if card.Algorithm == "" {
				break
			}
			key, err := keys.Generate(rand.Reader, card.Algorithm)
			if err != nil {
				return offer.Step{}, err
			}
			w.held = append(w.held, key)
		}
	}
	return w.session.Accept(w.code, w.held, time.Now())
}

func (w *wallet) send(r *offer.Request) (offer.Step, error) {
	response, err := exchange(r)
	if err != nil {
		return offer.Step{}, err
	}
	w.sent++
	if w.sent != w.lose {
		return w.session.Next(response, time.Now())
	}
	if w.stored == nil {
		return w.session.Step(time.Now())
	}
	session, step, err := offer.Resume(w.stored, w.held, time.Now())
	w.session = session
	return step, err
}

func exchange(r *offer.Request) (offer.Response, error) {
	request, err := http.NewRequest(r.Method, r.URL, strings.NewReader(r.Body))
	if err != nil {
		return offer.Response{}, err
	}
	for name, value := range r.Headers {
		request.Header.Set(name, value)
	}
	response, err := client.Do(request)
	if err != nil {
		return offer.Response{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, offer.MaxReply+1))
	out := offer.Response{Status: response.StatusCode, Headers: map[string]string{}, Body: string(body)}
	for name := range response.Header {
		out.Headers[strings.ToLower(name)] = response.Header.Get(name)
	}
	return out, err
}

// print finds the key of each copy by its cnf.
func (w *wallet) print(issued []offer.Issued) error {
	var list []any
	for _, card := range issued {
		var copies []any
		for _, text := range card.Credentials {
			token, err := sdjwt.Parse(text)
			if err != nil {
				return err
			}
			holder, err := token.HolderKey()
			if err != nil {
				return err
			}
			for _, key := range w.held {
				if key.Public().Equal(holder) {
					copies = append(copies, map[string]any{"credential": text, "key": key.JWK()})
				}
			}
		}
		list = append(list, map[string]any{"type": card.Card.Type, "copies": copies})
	}
	data, err := encoding.EncodeJSON(map[string]any{"issued": list, "waits": w.waited})
	if err == nil {
		_, err = fmt.Println(string(data))
	}
	return err
}
