package issuer

import (
	"errors"
	"io"
	"net/http"
	"net/url"

	"domicile/credentials/offer"
	"domicile/crypto/encoding"
)

// random returns n random bytes as base64url.
func (i *Issuer) random(n int) (string, error) {
	raw := make([]byte, n)
	_, err := io.ReadFull(i.rand, raw)
	return encoding.EncodeBase64URL(raw), err
}

// postToken redeems a pre-authorized code (section 6).
func (i *Issuer) postToken(r *http.Request) (reply, error) {
	form, err := readForm(r)
	if err != nil {
		return reply{}, err
	}
	switch form.Get("grant_type") {
	case offer.GrantPreAuthorized:
	case "":
		return reply{}, refuse("invalid_request", "grant_type is missing")
	default:
		return reply{}, refuse("unsupported_grant_type", "only the pre-authorized code is supported")
	}
	code, tx, retry := form.Get("pre-authorized_code"), form.Get("tx_code"), form.Get("domicile_retry")
	if code == "" || tx == "" {
		return reply{}, refuse("invalid_request", "pre-authorized_code and tx_code are needed")
	}
	token, err := i.random(32)
	if err != nil {
		return reply{}, err
	}
	now := i.now()
	redeem := redemption{
		code: i.secrets.digest("code", code), tx: i.txDigest(code, tx),
		token: i.secrets.digest("token", token), until: now.Add(TokenLifetime),
	}
	if len(retry) >= 16 {
		redeem.retry = i.secrets.digest("retry", retry)
	}
	_, err = i.store.redeem(r.Context(), redeem, now)
	if errors.Is(err, errNotFound) || errors.Is(err, errWrongTx) {
		// One answer for both: the guesser of a code learns nothing of it.
		return reply{}, refuse("invalid_grant", "the code is spent or expired, or the transaction code is wrong")
	}
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: map[string]any{
		"access_token": token, "token_type": "Bearer", "expires_in": int(TokenLifetime.Seconds()),
	}}, nil
}

// txDigest binds a transaction code to its offer.
func (i *Issuer) txDigest(code, tx string) []byte { return i.secrets.digest("tx", code, tx) }

// readForm reads a form in which no parameter stands twice (RFC 6749 3.2).
func readForm(r *http.Request) (url.Values, error) {
	data, err := readBody(r, "application/x-www-form-urlencoded", "invalid_request")
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(data))
	if err != nil {
		return nil, refuse("invalid_request", "the form is damaged")
	}
	for _, values := range form {
		if len(values) > 1 {
			return nil, refuse("invalid_request", "a parameter stands twice")
		}
	}
	return form, nil
}
