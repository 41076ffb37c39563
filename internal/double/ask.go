package double

import (
	"cmp"
	"net/url"
	"strings"

	"domicile/credentials/request"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

// Ask builds the verifier's question.
func (v *Verifier) Ask() *request.Request {
	v.t.Helper()
	if v.Request != nil {
		return v.Request
	}
	q := v.Question
	if signer := v.Signer(); signer != nil {
		q.ClientID = signer.ClientID
	} else if v.Client == Before {
		q.ClientID = KnownID
	}
	var err error
	if v.Request, err = request.Build(v.rand, q, Noon); err != nil {
		v.t.Fatal(err)
	}
	return v.Request
}

// Object is the request object, with the defects of Header, Claims and SignWith.
func (v *Verifier) Object(walletNonce string) string {
	v.t.Helper()
	signer := v.Signer()
	object, err := v.Ask().Object(signer, walletNonce)
	if err != nil {
		v.t.Fatal(err)
	}
	key := v.SignWith
	if v.Header == nil && v.Claims == nil && key.IsZero() {
		return object
	}
	header, claims := Unforge(v.t, object)
	if key.IsZero() && signer != nil {
		key = v.Key
	}
	if v.Header != nil {
		v.Header(header)
	}
	if v.Claims != nil {
		v.Claims(claims)
	}
	if header["alg"] == "none" {
		key = keys.Private{}
	}
	return Forge(v.t, header, claims, key)
}

// Reference is an address that refers to the object; post lets wallets send
// their nonce.
func (v *Verifier) Reference(post bool) string { return v.formed(v.Ask().Link(RequestURI, post)) }

// Wrapped is an address with the object in it.
func (v *Verifier) Wrapped() string { return v.formed(v.Ask().Wrapped(v.Object(""))) }

// Text is the unsigned request by value.
func (v *Verifier) Text() string {
	v.t.Helper()
	text, err := v.Ask().Text()
	if err != nil {
		v.t.Fatal(err)
	}
	return v.formed(text)
}

func (v *Verifier) formed(address string) string {
	v.t.Helper()
	if v.Form == nil {
		return address
	}
	before, query, _ := strings.Cut(address, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		v.t.Fatal(err)
	}
	v.Form(values)
	return before + "?" + values.Encode()
}

// Serve answers one fetch of the wallet: of the request object, or of the DID
// document.
func (v *Verifier) Serve(f request.Fetch) request.Reply {
	v.t.Helper()
	v.Fetched = append(v.Fetched, f)
	reply := request.Reply{Status: 200, Headers: map[string]string{"content-type": "application/oauth-authz-req+jwt"}}
	if strings.HasSuffix(f.URL, "/did.json") {
		reply.Headers["content-type"] = "application/did+json"
		document := v.Document
		if document == nil {
			document = v.WebDocument()
		}
		data, err := encoding.EncodeJSON(document)
		if err != nil {
			v.t.Fatal(err)
		}
		reply.Body = string(data)
	} else {
		form, err := url.ParseQuery(f.Body)
		if err != nil {
			v.t.Fatal(err)
		}
		reply.Body = v.Object(form.Get("wallet_nonce"))
	}
	if v.Reply != nil {
		v.Reply(&reply)
	}
	return reply
}

// Open has the wallet open a text, and does for it what a network and a person
// would.
func (v *Verifier) Open(text string) (*request.Request, error) {
	v.t.Helper()
	o, err := request.Open(v.rand, text, v.Wallet, v.Now)
	if err != nil {
		return nil, err
	}
	for range 4 {
		step := o.Step()
		switch {
		case step.Request != nil:
			return step.Request, nil
		case step.Code:
			err = o.EnterCode(cmp.Or(v.Digits, v.RightDigits()))
		default:
			err = o.Take(v.Serve(*step.Fetch), v.Now)
		}
		if err != nil {
			return nil, err
		}
	}
	v.t.Fatal("the opening does not end")
	return nil, nil
}

// RightDigits are what the person reads on the verifier's screen: it shows them
// once a wallet has sent its nonce.
func (v *Verifier) RightDigits() string {
	v.t.Helper()
	for i := len(v.Fetched) - 1; i >= 0; i-- {
		form, err := url.ParseQuery(v.Fetched[i].Body)
		if err != nil {
			v.t.Fatal(err)
		}
		if nonce := form.Get("wallet_nonce"); nonce != "" {
			return request.CheckDigits(v.Request.Nonce, nonce)
		}
	}
	v.t.Fatal("no wallet has sent a nonce")
	return ""
}

// InBrowser has the verifier ask through the Digital Credentials API, on a page
// of its own.
func (v *Verifier) InBrowser(mode request.Mode) {
	v.Question.Mode, v.Question.ReturnURL, v.Question.Origin = mode, "", VerifierOrigin
}

// OpenBrowser has the wallet open what comes through the browser: signed, where
// the verifier signs, with the defects of Header, Claims and SignWith.
func (v *Verifier) OpenBrowser() (*request.Request, error) {
	v.t.Helper()
	data := map[string]any{}
	if v.Signer() != nil {
		data["request"] = v.Object("")
	} else {
		_, asked, err := v.Ask().Browser(nil)
		if err != nil {
			v.t.Fatal(err)
		}
		if v.Claims != nil {
			v.Claims(asked)
		}
		data = asked
	}
	text, err := encoding.EncodeJSON(data)
	if err != nil {
		v.t.Fatal(err)
	}
	if data, err = encoding.DecodeJSONObject(text); err != nil {
		return nil, err
	}
	page := cmp.Or(v.Page, VerifierOrigin)
	if page == NoPage {
		page = ""
	}
	return request.OpenBrowser(data, page, v.Wallet, v.Now)
}
