package issuer

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"domicile/credentials/issue"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

const badRequest = "invalid_credential_request"

// postCredential issues the copies of a card (section 8).
func (i *Issuer) postCredential(r *http.Request) (reply, error) {
	token, err := bearer(r)
	if err != nil {
		return reply{}, err
	}
	now, digest := i.now(), i.secrets.digest("token", token)
	granted, err := i.store.grant(r.Context(), digest, now)
	if errors.Is(err, errNotFound) {
		return reply{}, errInvalidToken
	}
	if err != nil {
		return reply{}, err
	}
	body, err := readJSON(r, badRequest)
	if err != nil {
		return reply{}, err
	}
	typ, err := i.requestedType(body, granted)
	if err != nil {
		return reply{}, err
	}
	proofs, err := i.readProofs(body, now)
	if err != nil {
		return reply{}, err
	}
	if err := i.spendNonces(r.Context(), proofs, now); err != nil {
		return reply{}, err
	}
	return i.issue(r.Context(), typ, digest, proofs, now)
}

// requestedType checks what is asked for against what was granted.
func (i *Issuer) requestedType(body map[string]any, granted string) (Type, error) {
	id, present, err := encoding.String(body, "credential_configuration_id")
	if err != nil {
		return Type{}, refuse(badRequest, "credential_configuration_id is no string")
	}
	_, named := body["credential_identifier"]
	_, encrypted := body["credential_response_encryption"]
	switch {
	case named && present:
		return Type{}, refuse(badRequest, "credential_identifier and credential_configuration_id exclude each other")
	case named:
		return Type{}, refuse("unknown_credential_identifier", "no credential_identifier was given out")
	case !present:
		return Type{}, refuse(badRequest, "credential_configuration_id is missing")
	case encrypted:
		return Type{}, refuse("invalid_encryption_parameters", "responses are not encrypted")
	}
	typ, known := i.config.typ(id)
	if !known {
		return Type{}, refuse("unknown_credential_configuration", "this configuration is not supported")
	}
	if id != granted {
		return Type{}, &refusal{status: http.StatusForbidden, code: "insufficient_scope", description: "the access token is for another configuration"}
	}
	return typ, nil
}

// spendNonces uses each nonce of the proofs once; a wallet may share one among
// all of them.
func (i *Issuer) spendNonces(ctx context.Context, proofs []proof, now time.Time) error {
	var seen []string
	for _, p := range proofs {
		if slices.Contains(seen, p.nonce) {
			continue
		}
		seen = append(seen, p.nonce)
		fresh, err := i.spendNonce(ctx, p.nonce, now)
		if err != nil {
			return err
		}
		if !fresh {
			return refuse("invalid_nonce", "a nonce is unknown, expired or used")
		}
	}
	return nil
}

func (i *Issuer) issue(ctx context.Context, typ Type, token []byte, proofs []proof, now time.Time) (reply, error) {
	holders := make([]keys.Public, len(proofs))
	names := make([]string, len(proofs))
	for n, p := range proofs {
		holders[n], names[n] = p.key, p.key.Thumbprint()
	}
	slices.Sort(names)
	notice, err := i.random(16)
	if err != nil {
		return reply{}, err
	}
	text, issued, err := i.store.issue(ctx, token, i.secrets.digest("keys", strings.Join(names, " ")),
		i.secrets.digest("notice", notice), len(holders), now)
	if errors.Is(err, errNotFound) {
		return reply{}, refuse("credential_request_denied", "this card was issued to other keys")
	}
	if err != nil {
		return reply{}, err
	}
	cards, err := i.makeCards(typ, text, holders, issued)
	if err != nil {
		return reply{}, err
	}
	i.log.Info("issued", "type", typ.ID, "copies", len(cards))
	return reply{status: http.StatusOK, body: map[string]any{"credentials": cards, "notification_id": notice}}, nil
}

// makeCards signs the copies, each with its own salts.
func (i *Issuer) makeCards(typ Type, claims string, holders []keys.Public, issued time.Time) ([]any, error) {
	content, err := encoding.DecodeJSONObject([]byte(claims))
	if err != nil {
		return nil, err
	}
	made, err := issue.Issue(i.rand, issue.Order{
		Format: issue.SDJWT, Type: typ.VCT, Claims: content, Issuer: i.config.Identifier(),
		Key: i.secrets.signing, KeyID: i.keyID(), Holders: holders,
		IssuedAt: issued, Expires: issued.AddDate(0, 0, typ.Days),
	})
	if err != nil {
		return nil, err
	}
	cards := make([]any, len(made))
	for n, card := range made {
		cards[n] = map[string]any{"credential": card}
	}
	return cards, nil
}

// events are those of section 11.1.
var events = []string{"credential_accepted", "credential_failure", "credential_deleted"}

// postNotification notes what a wallet says became of its card (section 11).
func (i *Issuer) postNotification(r *http.Request) (reply, error) {
	const malformed = "invalid_notification_request"
	token, err := bearer(r)
	if err != nil {
		return reply{}, err
	}
	digest, one := i.secrets.digest("token", token), 0
	if err := i.store.row(r.Context(), []any{&one}, "token_known", digest); errors.Is(err, errNotFound) {
		return reply{}, errInvalidToken
	} else if err != nil {
		return reply{}, err
	}
	body, err := readJSON(r, malformed)
	if err != nil {
		return reply{}, err
	}
	id, _, errID := encoding.String(body, "notification_id")
	event, _, errEvent := encoding.String(body, "event")
	if errID != nil || errEvent != nil || id == "" || !slices.Contains(events, event) {
		return reply{}, refuse(malformed, "notification_id and a known event are needed")
	}
	err = i.store.note(r.Context(), i.secrets.digest("notice", id), digest, event)
	if errors.Is(err, errNotFound) {
		return reply{}, refuse("invalid_notification_id", "no such notification_id")
	}
	return reply{status: http.StatusNoContent}, err
}
