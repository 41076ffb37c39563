package request

import (
	"bytes"
	"io"

	"domicile/credentials/address"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
)

// Delivery is how an answer reaches the verifier: exactly one member is set.
type Delivery struct {
	// ReturnTo is an address to go to, the answer in its fragment.
	ReturnTo string
	// Post is to be sent; its reply goes to Delivered. It may be sent again
	// where no reply came.
	Post *Fetch
	// Data is what the Digital Credentials API gives back.
	Data map[string]any
}

// Deliver prepares an answer in the way that the request asks for.
func (r *Request) Deliver(rand io.Reader, a *Answer) (Delivery, error) {
	switch r.Mode {
	case Fragment, "":
		to, err := a.ReturnTo(r.ReturnURL)
		return Delivery{ReturnTo: to}, err
	case DirectPost:
		form, err := a.Fragment()
		return r.post(form), err
	case Browser:
		tree := a.tree()
		delete(tree, "state") // no parameter there (annex A.2)
		return Delivery{Data: tree}, nil
	}
	sealed, err := r.seal(rand, a)
	if err != nil {
		return Delivery{}, err
	}
	if r.Mode == BrowserJWT {
		return Delivery{Data: map[string]any{"response": sealed}}, nil
	}
	return r.post("response=" + sealed), nil
}

func (r *Request) post(form string) Delivery {
	return Delivery{Post: &Fetch{
		Method: "POST", URL: r.ResponseURI, Body: form,
		Headers: map[string]string{"Content-Type": mediaForm, "Accept": "application/json"},
	}}
}

// seal encrypts an answer for the verifier (section 8.3).
func (r *Request) seal(rand io.Reader, a *Answer) (string, error) {
	if r.Recipient == nil {
		return "", fault.New(KindEncryption, "no key to encrypt the answer for")
	}
	payload, err := encoding.EncodeJSON(a.tree())
	if err != nil {
		return "", err
	}
	return jose.Encrypt(rand, r.Recipient.Key, r.Recipient.Enc, nil, padded(payload))
}

// paddings are the lengths that payloads are brought to, so that whoever carries
// an answer does not learn from its length what is in it. Encrypted and coded
// they stay below 4, 16 and 64 KiB.
var paddings = []int{2700, 11_900, 48_000}

// padded adds white space at the end of a JSON text (RFC 8259, 2).
func padded(text []byte) []byte {
	for _, size := range paddings {
		if len(text) <= size {
			return append(text, bytes.Repeat([]byte{' '}, size-len(text))...)
		}
	}
	return text
}

// Decline prepares the answer that there is none (section 8.5). The code says no
// more than that: ErrorCode chooses it.
func (r *Request) Decline(code string) (Delivery, error) {
	form := "error=" + escape(code)
	if r.State != "" {
		form += "&state=" + escape(r.State)
	}
	switch {
	case r.Mode.InBrowser():
		return Delivery{Data: map[string]any{"error": code}}, nil
	case r.Mode.Posts():
		return r.post(form), nil
	}
	if err := checkReturnURL(r.ReturnURL); err != nil {
		return Delivery{}, err
	}
	return Delivery{ReturnTo: r.ReturnURL + "#" + form}, nil
}

// Delivered reads the reply to a posted answer: the address to send the person
// to, "" where there is none (section 8.2). After KindAnswerNetwork the same post
// may be sent again.
func (r *Request) Delivered(reply Reply) (redirect string, err error) {
	if err := reply.check(KindAnswerNetwork, KindAnswerRefused); err != nil {
		return "", err
	}
	if reply.media() != "application/json" {
		return "", fault.New(KindAnswerNetwork, "status 200, but no JSON") // a captive portal
	}
	object, err := encoding.DecodeJSONObject([]byte(reply.Body))
	if err != nil {
		return "", fault.Wrap(KindAnswerRefused, err, "the reply")
	}
	redirect, _, err = encoding.String(object, "redirect_uri")
	if err != nil {
		return "", fault.Wrap(KindAnswerRefused, err, "redirect_uri")
	}
	return redirect, checkRedirect(redirect)
}

// checkRedirect admits a page to send a person to: it may have a fragment, and
// must not run anything.
func checkRedirect(text string) error {
	if text == "" {
		return nil
	}
	before, _, _ := bytes.Cut([]byte(text), []byte("#"))
	_, err := address.Parse(string(before), KindReturnAddress)
	return err
}

// ErrorCode is the code of section 8.5 for a request that was refused. Whatever
// would tell what the wallet holds is access_denied.
func ErrorCode(err error) string {
	switch fault.KindOf(err) {
	case KindFormats:
		return "vp_formats_not_supported"
	case KindTransactionData:
		return "invalid_transaction_data"
	case KindReferenceMethod:
		return "invalid_request_uri_method"
	case KindClientMetadata:
		return "invalid_client"
	case KindResponseType:
		return "unsupported_response_type"
	case "":
		return AccessDenied
	}
	return "invalid_request"
}

// AccessDenied is the code of a person's no, and of a wallet without such a card:
// the two must look alike.
const AccessDenied = "access_denied"
