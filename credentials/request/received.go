package request

import (
	"strings"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

// ReadAnswer reads what a wallet posted to response_uri: the form of sections 8.2
// and 8.3.1. Where the request asked for encryption only an encrypted answer
// counts, and an error, which needs none. The key is the private one of the
// request's client_metadata.
func (r *Request) ReadAnswer(form string, key keys.Agreement) (*Answer, error) {
	if len(form) > maxAnswerText {
		return nil, fault.New(KindAnswerTooLong, "%d bytes, at most %d", len(form), maxAnswerText)
	}
	values, err := parameters(form, KindAnswerMalformed)
	if err != nil {
		return nil, err
	}
	if state, named := values["state"]; named && values["error"] != "" && state != r.State {
		return nil, fault.New(KindAnswerState, "an error, with another state than the request's")
	}
	return r.readSealed(values["response"], key, func() (*Answer, error) { return fromValues(values) })
}

// ReadData reads what the Digital Credentials API gave back (annex A.3).
func (r *Request) ReadData(data map[string]any, key keys.Agreement) (*Answer, error) {
	sealed, _, err := encoding.String(data, "response")
	if err != nil {
		return nil, fault.Wrap(KindAnswerMalformed, err, "response")
	}
	return r.readSealed(sealed, key, func() (*Answer, error) { return fromTree(data) })
}

// readSealed decrypts an answer, or reads the plain one where that is allowed.
func (r *Request) readSealed(sealed string, key keys.Agreement, plain func() (*Answer, error)) (*Answer, error) {
	if sealed != "" && r.Mode.Encrypted() {
		return r.unseal(sealed, key)
	}
	a, err := plain()
	if fault.KindOf(err) != KindAnswerDeclined && (r.Mode.Encrypted() || sealed != "") {
		return nil, fault.New(KindAnswerEncryption, "encrypted where it should not be, or not where it should")
	}
	return a, err
}

func (r *Request) unseal(sealed string, key keys.Agreement) (*Answer, error) {
	if strings.Count(sealed, ".") == 2 {
		return nil, fault.New(KindAnswerEncryption, "signed, and not encrypted")
	}
	token, err := jose.ParseJWE(sealed)
	if err != nil {
		return nil, err
	}
	if r.Recipient != nil && token.KeyID() != "" && token.KeyID() != r.Recipient.Key.ID {
		return nil, fault.New(KindAnswerEncryption, "for another key")
	}
	payload, err := token.Decrypt(key)
	if err != nil {
		return nil, fault.Wrap(KindAnswerEncryption, err, "")
	}
	tree, err := encoding.DecodeJSONObject(payload)
	if err != nil {
		return nil, err
	}
	return fromTree(tree)
}
