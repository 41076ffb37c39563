package issuer

import (
	"crypto/subtle"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"domicile/crypto/encoding"
)

// The office is where an official decides who gets a card. Its pages call
//
//	GET  /office/api/config   the office and what it issues
//	GET  /office/api/people   sample people, of the demo office only
//	POST /office/api/offers   {"person":"id"} or {"type":"id","claims":{...}}
//	GET  /office/api/issued   what was issued, newest first
//
// The demo office is open to whoever is at its pages; a real one wants the
// bearer token in the file "operator" of its data directory.

//go:embed people.json
var peopleJSON []byte

// samplePeople are those of people.json: id, title, summary, and the claims of
// an offer.
func samplePeople() ([]any, error) {
	o, err := encoding.DecodeJSONObject(peopleJSON)
	if err != nil {
		return nil, err
	}
	people, _, err := encoding.Array(o, "people")
	return people, err
}

func (i *Issuer) getOffice(*http.Request) (reply, error) {
	types := make([]any, len(i.config.Types))
	for n, t := range i.config.Types {
		types[n] = map[string]any{
			"id": t.ID, "title": t.Title, "description": t.Description, "programmes": t.Programmes,
			"not_given": t.NotGiven, "claims": describeClaims(t), "days": t.Days,
		}
	}
	first := i.config.Types[0]
	return reply{status: http.StatusOK, body: map[string]any{
		"title": first.Title, "programmes": first.Programmes, "not_given": first.NotGiven,
		"name": i.config.Name, "country": i.config.Country, "authority": i.config.Authority,
		"scope": i.config.Scope, "demo": i.config.Demo, "types": types,
	}}, nil
}

func (i *Issuer) getPeople(*http.Request) (reply, error) {
	if !i.config.Demo {
		return reply{status: http.StatusOK, body: map[string]any{"people": []any{}}}, nil
	}
	people, err := samplePeople()
	return reply{status: http.StatusOK, body: map[string]any{"people": people}}, err
}

func (i *Issuer) postOffer(r *http.Request) (reply, error) {
	body, err := readJSON(r, "invalid_request")
	if err != nil {
		return reply{}, err
	}
	typ, _, errType := encoding.String(body, "type")
	claims, given, errClaims := encoding.Object(body, "claims")
	person, chosen, errPerson := encoding.String(body, "person")
	if errType != nil || errClaims != nil || errPerson != nil || given == chosen {
		return reply{}, refuse("invalid_request", "either person or claims are needed")
	}
	if typ == "" {
		typ = i.config.Types[0].ID
	}
	if _, known := i.config.typ(typ); !known {
		return reply{}, refuse("invalid_request", "the office issues no such type")
	}
	if chosen {
		if claims, err = i.sample(person); err != nil {
			return reply{}, err
		}
	}
	made, err := i.MakeOffer(r.Context(), typ, claims)
	var invalid *Invalid
	switch {
	case errors.As(err, &invalid):
		return reply{}, &refusal{status: http.StatusBadRequest, code: "invalid_claims", description: "some fields are wrong", fields: invalid.Fields}
	case errors.Is(err, errFull):
		return reply{}, &refusal{status: http.StatusTooManyRequests, code: "too_many_offers", description: "too many offers are waiting"}
	case err != nil:
		return reply{}, err
	}
	i.log.Info("offered", "type", typ)
	return reply{status: http.StatusCreated, body: made}, nil
}

// sample returns the claims of a sample person.
func (i *Issuer) sample(id string) (map[string]any, error) {
	people, err := samplePeople()
	if err != nil {
		return nil, err
	}
	for _, item := range people {
		person, _ := item.(map[string]any)
		if person["id"] == id && i.config.Demo {
			claims, _, err := encoding.Object(person, "claims")
			return claims, err
		}
	}
	return nil, refuse("invalid_request", "there is no such sample person")
}

func (i *Issuer) getIssued(r *http.Request) (reply, error) {
	list, count, err := i.store.issued(r.Context(), 200)
	if err != nil {
		return reply{}, err
	}
	lines := make([]any, len(list))
	for n, card := range list {
		typ, _ := i.config.typ(card.Type)
		lines[n] = map[string]any{
			"at": card.At, "type": card.Type, "title": typ.Title, "copies": card.Copies,
			"subject": card.Subject, "event": card.Event,
		}
	}
	return reply{status: http.StatusOK, body: map[string]any{"count": count, "issued": lines}}, nil
}

const operatorFile = "operator"

// loadOperator reads the office's bearer token, making it where there is none.
func loadOperator(dir string, rand io.Reader) (string, error) {
	path := filepath.Join(dir, operatorFile)
	data, err := os.ReadFile(path)
	if err == nil && len(strings.TrimSpace(string(data))) >= 32 {
		return strings.TrimSpace(string(data)), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("the office's operator token in %s is unreadable or too short", path)
	}
	raw := make([]byte, 32)
	if _, err := io.ReadFull(rand, raw); err != nil {
		return "", fmt.Errorf("cannot make the office's operator token: %w", err)
	}
	token := encoding.EncodeBase64URL(raw)
	return token, writeNew(path, []byte(token))
}

func (i *Issuer) isOperator(token string) bool {
	return subtle.ConstantTimeCompare([]byte(token), []byte(i.operator)) == 1
}
