package request

import (
	"cmp"
	"io"
	"strconv"
	"strings"
	"time"

	"domicile/credentials/dcql"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

// tokenSize is the number of random bytes of a nonce and of a state; section
// 5.2 asks for 128 bits at least.
const tokenSize = 16

// Question is what a verifier wants to ask.
type Question struct {
	// Mode is how the answer comes back; empty is Fragment.
	Mode Mode
	// ReturnURL is where the answer goes: redirect_uri or response_uri, by the
	// mode. https, or http on this same machine. Empty in the browser's modes.
	ReturnURL string
	// ClientID is that of the Signer, or of a verifier that is known beforehand
	// and does not sign; empty for a verifier that is known by its address.
	ClientID     string
	VerifierName string // shown to the holder
	Purpose      string // likewise
	Query        dcql.Query
	// Encrypt is the public part of the key that encrypted modes need.
	Encrypt      keys.AgreementPublic
	Transactions []Transaction
	// Info are elements of verifier_info.
	Info []any
	// CheckCode asks wallets that can for the digits on the verifier's screen.
	CheckCode bool
	// Origin is the page that asks, in the browser's modes.
	Origin string
	// Lifetime is how long the request may be answered; 0 is Lifetime.
	Lifetime time.Duration
}

// Build makes a request with a fresh nonce and state. The verifier keeps it to
// check the answer against, and forgets it with the first answer.
func Build(rand io.Reader, q Question, now time.Time) (*Request, error) {
	nonce, err := freshToken(rand)
	if err != nil {
		return nil, err
	}
	state, err := freshToken(rand)
	if err != nil {
		return nil, err
	}
	r := q.request(nonce, state, now)
	// What no wallet would take is not shown to one.
	return r, r.selfCheck(now)
}

func (q Question) request(nonce, state string, now time.Time) *Request {
	r := &Request{
		ClientID: q.ClientID, Mode: q.Mode, Nonce: nonce, State: state, Query: q.Query,
		VerifierName: q.VerifierName, Purpose: q.Purpose, Formats: formats(q.Query),
		Transactions: q.Transactions, CheckCode: q.CheckCode, info: q.Info, Origin: q.Origin,
	}
	if r.Mode == "" {
		r.Mode = Fragment
	}
	life := q.Lifetime
	if life == 0 {
		life = Lifetime
	}
	r.ExpiresAt = now.Add(life).Truncate(time.Second).UTC()
	switch {
	case r.Mode.InBrowser():
		r.State, r.Origins = "", []string{q.Origin}
	case r.Mode.Posts():
		r.ResponseURI = q.ReturnURL
	default:
		r.ReturnURL = q.ReturnURL
	}
	if r.ClientID == "" && !r.Mode.InBrowser() {
		r.ClientID = string(RedirectURI) + ":" + q.ReturnURL
	}
	r.Identity.Prefix, _ = PrefixOf(r.ClientID)
	if r.Mode.Encrypted() {
		r.Recipient = &Recipient{q.Encrypt, jose.A128GCM}
		r.Recipient.Key.ID = cmp.Or(q.Encrypt.ID, "1") // each key MUST have one (section 5.1)
	}
	return r
}

// selfCheck reads the request's own parameters as a wallet would, but for who
// asks.
func (r *Request) selfCheck(now time.Time) error {
	tree, err := r.parameters()
	if err != nil {
		return err
	}
	text, err := encoding.EncodeJSON(tree)
	if err != nil {
		return err
	}
	if len(text) > MaxRequest {
		return fault.New(KindTooLong, "%d bytes, at most %d", len(text), MaxRequest)
	}
	in := input{now: now, origin: r.Origin}
	if in.tree, err = encoding.DecodeJSONObject(text); err != nil {
		return err
	}
	read := &Request{}
	for _, step := range []func(*Request) error{
		in.readMode, in.readClient, in.readAddress, in.readNonce, in.readWords, in.readMetadata, in.readQuery,
		in.readState, in.readTransactions, in.readInfo,
	} {
		if err := step(read); err != nil {
			return err
		}
	}
	return nil
}

// formats lists the formats of a query without constraints on algorithms.
func formats(q dcql.Query) map[string]any {
	named := map[string]any{}
	for _, c := range q.Credentials {
		named[c.Format] = map[string]any{}
	}
	return named
}

// metadata is client_metadata (section 5.1).
func (r *Request) metadata() map[string]any {
	metadata := map[string]any{}
	if r.VerifierName != "" {
		metadata["client_name"] = r.VerifierName
	}
	if r.Formats != nil {
		metadata["vp_formats_supported"] = r.Formats
	}
	if r.Recipient != nil {
		metadata["jwks"] = map[string]any{"keys": []any{r.Recipient.Key.JWK()}}
		metadata["encrypted_response_enc_values_supported"] = encryptions
	}
	return metadata
}

// parameters are the request's as JSON values, those that are empty left out.
func (r *Request) parameters() (map[string]any, error) {
	text, err := r.Query.Encode()
	if err != nil {
		return nil, err
	}
	query, err := encoding.DecodeJSONObject(text)
	if err != nil {
		return nil, err
	}
	tree := map[string]any{
		"response_type": "vp_token", "response_mode": string(cmp.Or(r.Mode, Fragment)),
		"dcql_query": query, "client_metadata": r.metadata(),
	}
	for name, value := range map[string]string{
		"client_id": r.ClientID, "redirect_uri": r.ReturnURL, "response_uri": r.ResponseURI,
		"nonce": r.Nonce, "state": r.State, "domicile_purpose": r.Purpose,
	} {
		if value != "" {
			tree[name] = value
		}
	}
	if r.CheckCode {
		tree["domicile_check_code"] = true
	}
	if len(r.info) > 0 {
		tree["verifier_info"] = r.info
	}
	if len(r.Transactions) > 0 {
		tree["transaction_data"] = rawTransactions(r.Transactions)
	}
	return tree, nil
}

func rawTransactions(list []Transaction) []string {
	raw := make([]string, len(list))
	for i, t := range list {
		raw[i] = t.raw
	}
	return raw
}

// Text writes the request by value and unsigned as an address to show, as a code
// or as a link.
func (r *Request) Text() (string, error) {
	tree, err := r.parameters()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("openid4vp://?client_id=" + escape(r.ClientID))
	for _, name := range []string{
		"response_type", "response_mode", "redirect_uri", "response_uri", "nonce", "state", "dcql_query", "client_metadata",
		"transaction_data", "verifier_info", "domicile_purpose", "domicile_check_code",
	} {
		value, present := tree[name]
		if !present {
			continue
		}
		text, plain := value.(string)
		if !plain {
			coded, err := encoding.EncodeJSON(value)
			if err != nil {
				return "", err
			}
			text = string(coded)
		}
		b.WriteString("&" + name + "=" + escape(text))
	}
	if !r.ExpiresAt.IsZero() {
		b.WriteString("&domicile_expires=" + strconv.FormatInt(r.ExpiresAt.Unix(), 10))
	}
	return b.String(), nil
}
