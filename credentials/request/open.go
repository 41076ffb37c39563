package request

import (
	"io"
	"net/url"
	"time"

	"domicile/credentials/address"
	"domicile/crypto/did"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Opening is a request on its way from a text to what a person can decide on.
// After each step the caller does what it says and tells the outcome.
type Opening struct {
	in          input
	outer       map[string]string
	clientID    string
	walletNonce string // "" where none was sent
	next        Step
	document    string // address of a did:web document that is being fetched
	request     *Request
}

// Step is what to do next: exactly one member is set, and none once the opening
// is over.
type Step struct {
	// Fetch is to be sent, and its reply handed to Take.
	Fetch *Fetch
	// Code asks for the two digits on the verifier's screen, for EnterCode.
	Code bool
	// Request is the request, read and checked.
	Request *Request
}

// Open begins to read a request in any of its forms. Randomness makes the
// wallet's nonce. An opening that comes with an error is over, and only says
// whether the verifier could be told (Refused); it is nil where nothing was read.
func Open(rand io.Reader, text string, w Wallet, now time.Time) (*Opening, error) {
	values, err := addressParameters(text)
	if err != nil {
		return nil, err
	}
	o := &Opening{in: input{wallet: w, now: now}, outer: values, clientID: values["client_id"]}
	object, byValue := values["request"]
	reference, byReference := values["request_uri"]
	method, hasMethod := values["request_uri_method"]
	switch {
	case byValue && byReference:
		return nil, fault.New(KindMalformed, "request and request_uri") // RFC 9101, 5
	case hasMethod && !byReference, hasMethod && method != "get" && method != "post":
		return nil, fault.New(KindReferenceMethod, "neither get nor post, or without request_uri")
	case byReference:
		return o, o.refer(rand, reference, method == "post")
	case byValue:
		return o, o.takeObject(object)
	}
	if o.in.tree, err = fromForm(values); err != nil {
		return o, err
	}
	return o, o.finish()
}

// OpenBrowser reads a request that came through the Digital Credentials API, from
// the origin that the browser names (annex A): the data of one of the protocols
// openid4vp-v1-unsigned and openid4vp-v1-signed.
func OpenBrowser(data map[string]any, origin string, w Wallet, now time.Time) (*Request, error) {
	if origin == "" {
		return nil, fault.New(KindOrigin, "the browser names no origin")
	}
	in := input{wallet: w, now: now, tree: data, origin: origin}
	if object, signed, err := encoding.String(data, "request"); err != nil {
		return nil, fault.Wrap(KindMalformed, err, "request")
	} else if signed {
		if err := in.parseObject(object); err != nil {
			return nil, err
		}
		if in.object == nil {
			return nil, fault.New(KindUnsigned, "a request object without a signature")
		}
	}
	return in.readBrowser()
}

// refer prepares the fetch of a request object (section 5.10).
func (o *Opening) refer(rand io.Reader, reference string, post bool) (err error) {
	if o.in.from, err = address.Parse(reference, KindReferenceAddress); err != nil {
		return err
	}
	if _, _, err := checkPrefix(o.clientID); err != nil {
		return err
	}
	o.next.Fetch = &Fetch{Method: "GET", URL: reference, Headers: map[string]string{"Accept": mediaObject}}
	if !post {
		return nil
	}
	if o.walletNonce, err = freshToken(rand); err != nil {
		return err
	}
	body, err := walletForm(o.walletNonce, o.clientID, o.in.wallet)
	o.next.Fetch.Method, o.next.Fetch.Body = "POST", body
	o.next.Fetch.Headers["Content-Type"] = mediaForm
	return err
}

// Step says what to do next.
func (o *Opening) Step() Step { return o.next }

// Host is the server that the next fetch goes to, "" where there is none.
func (o *Opening) Host() string {
	if o.next.Fetch == nil {
		return ""
	}
	return hostOf(o.next.Fetch.URL)
}

// Take takes the reply to a fetch. After KindNetwork the same step may be tried
// again; after any other refusal the opening is over.
func (o *Opening) Take(reply Reply, now time.Time) error {
	if o.next.Fetch == nil {
		return fault.New(KindStep, "nothing was to be fetched")
	}
	o.in.now = now
	err := o.take(reply)
	if err != nil && fault.KindOf(err) != KindNetwork {
		o.next = Step{} // a server has no second try
	}
	return err
}

func (o *Opening) take(reply Reply) error {
	if o.document != "" {
		return o.takeDocument(reply)
	}
	body, err := reply.body(mediaObject, "application/jwt")
	if err != nil {
		return err
	}
	return o.takeObject(body)
}

func (o *Opening) takeDocument(reply Reply) error {
	body, err := reply.body("application/did+json", "application/did+ld+json", "application/json", "application/did")
	if err != nil {
		return err
	}
	o.in.document = []byte(body)
	return o.finish()
}

// takeObject reads a request object, fetched or brought. Nothing in the address
// counts beside it but the client identifier, which must be the same
// (section 5.10.1).
func (o *Opening) takeObject(compact string) error {
	if err := o.in.parseObject(compact); err != nil {
		return err
	}
	inner, err := textOf(o.in.tree, "client_id")
	if err != nil {
		return err
	}
	if inner != o.clientID {
		return fault.New(KindClientMismatch, "the address and the request object name two clients")
	}
	nonce, err := textOf(o.in.tree, "wallet_nonce")
	if err != nil || o.walletNonce != "" && nonce != o.walletNonce {
		return fault.Wrap(KindWalletNonce, err, "another wallet's nonce, or none")
	}
	prefix, id := PrefixOf(inner)
	if prefix == DID && isDIDWeb(id) && o.in.object != nil {
		return o.fetchDocument(id)
	}
	return o.finish()
}

func (o *Opening) fetchDocument(id string) error {
	at, err := did.WebURL(id)
	if err != nil {
		return fault.Wrap(KindClientPrefix, err, "")
	}
	from := o.in.from
	if from == nil {
		from = &url.URL{Scheme: "https", Host: "request.invalid"} // a text from anywhere
	}
	if _, err := address.ParseFrom(from, at, KindReferenceAddress); err != nil {
		return err
	}
	o.document = at
	o.next = Step{Fetch: &Fetch{Method: "GET", URL: at, Headers: map[string]string{"Accept": "application/did+json, application/json"}}}
	return nil
}

// finish reads the request once all that it needs is there.
func (o *Opening) finish() (err error) {
	o.next = Step{}
	if o.request, err = o.in.read(); err != nil {
		return err
	}
	if err := o.request.CheckTime(o.in.now); err != nil {
		return err
	}
	if o.request.CheckCode && o.walletNonce != "" {
		o.next = Step{Code: true}
		return nil
	}
	if o.request.CheckCode && o.in.object != nil {
		// Else whoever passes a stranger's code on could turn the digits off, by
		// leaving request_uri_method out or by handing the object over itself.
		return fault.New(KindWalletNonce, "a check code is due, and this wallet sent no nonce")
	}
	o.next = Step{Request: o.request}
	return nil
}

// Refused is what is known of a request that was refused by its content, after
// it was found out who asks and where answers go: enough to Decline it, by the
// code that ErrorCode gives. It is nil where nobody could be told.
func (o *Opening) Refused() *Request {
	r := o.in.refused
	if r == nil || !r.Mode.Posts() {
		return nil
	}
	r.State = "" // it may not have been read yet, or be none
	if state, _, err := encoding.String(o.in.tree, "state"); err == nil && isToken(state) {
		r.State = state
	}
	return r
}

// EnterCode compares the digits that the person typed with those on the
// verifier's screen. There is one try: a stranger must not guess.
func (o *Opening) EnterCode(digits string) error {
	if !o.next.Code {
		return fault.New(KindStep, "no code is asked for")
	}
	o.next = Step{}
	if digits != CheckDigits(o.request.Nonce, o.walletNonce) {
		return fault.New(KindCheckCode, "other digits than those of this request")
	}
	o.next = Step{Request: o.request}
	return nil
}
