package request

import (
	"net/url"
	"time"

	"domicile/credentials/trust"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
)

// Wallet is what the reading of a request depends on beside the request.
type Wallet struct {
	// Verifiers is whom the wallet believes about who a verifier is.
	Verifiers trust.Verifiers
	// Formats are those that the wallet's program can present, whichever cards it
	// holds: verifiers are told them, and must not learn what somebody has. Nil
	// accepts a request for any.
	Formats []string
	// HAIP holds verifiers to the High Assurance Interoperability Profile 1.0.
	HAIP bool
}

// input is a request as it came: its parameters as JSON values, and what may
// vouch for them.
type input struct {
	wallet Wallet
	now    time.Time
	tree   map[string]any
	object *jose.JWS // nil where nothing is signed
	isJWT  bool      // the parameters stand in a request object, signed or not
	// from is the address that the request was fetched from, nil where it came
	// by value.
	from *url.URL
	// document is the fetched document of a did:web.
	document []byte
	// origin is the browser's word on who asks, "" outside of the Digital
	// Credentials API.
	origin string
	// refused is what was read of a request that was refused by its content.
	refused *Request
}

// jsonParameters are those whose value in an address is JSON (section 5.1).
var jsonParameters = []string{"dcql_query", "client_metadata", "transaction_data", "verifier_info", "expected_origins", "domicile_check_code"}

// fromForm turns the parameters of an address into the JSON values that they
// would be in a request object.
func fromForm(values map[string]string) (map[string]any, error) {
	tree := make(map[string]any, len(values))
	for name, value := range values {
		tree[name] = value
	}
	for _, name := range jsonParameters {
		text, present := values[name]
		if !present {
			continue
		}
		value, err := jsonParameter(name, text)
		if err != nil {
			return nil, err
		}
		tree[name] = value
	}
	return tree, nil
}

func jsonParameter(name, text string) (any, error) {
	if name == "dcql_query" || name == "client_metadata" {
		object, err := encoding.DecodeJSONObject([]byte(text))
		return object, err
	}
	return encoding.DecodeJSON([]byte(text))
}

// read makes a request of the input. What cannot be supported is refused first,
// who asks is found out next, and only then what is asked for is read.
func (in *input) read() (*Request, error) {
	r := &Request{Origin: in.origin}
	for _, step := range []func(*Request) error{in.readMode, in.readClient, in.readAddress, in.identify} {
		if err := step(r); err != nil {
			return nil, err
		}
	}
	for _, step := range []func(*Request) error{
		in.readNonce, in.readPeriod, in.readWords, in.readMetadata, in.readQuery, in.readState,
		in.readTransactions, in.readInfo, in.checkProfile,
	} {
		if err := step(r); err != nil {
			in.refused = r
			return nil, err
		}
	}
	return r, nil
}

// readMode refuses whatever is not a question for cards, answered in a way that
// is known here.
func (in *input) readMode(r *Request) error {
	typ, err := textOf(in.tree, "response_type")
	if err != nil {
		return err
	}
	if typ != "vp_token" {
		return fault.New(KindResponseType, "not vp_token")
	}
	mode, present, err := encoding.String(in.tree, "response_mode")
	if err != nil {
		return fault.Wrap(KindMalformed, err, "response_mode")
	}
	if r.Mode = Mode(mode); !present {
		r.Mode = Fragment // the default of this response type (section 5.6)
	}
	known := r.Mode == Fragment || r.Mode.Posts()
	if in.origin != "" {
		known = r.Mode.InBrowser()
	}
	if !known {
		return fault.New(KindResponseMode, "a mode that does not belong here")
	}
	return nil
}

// readClient reads the client identifier. An unsigned request through the
// browser has none, and one that is there does not count (annex A.2).
func (in *input) readClient(r *Request) error {
	if in.origin != "" && in.object == nil {
		return nil
	}
	clientID, err := textOf(in.tree, "client_id")
	if err != nil {
		return err
	}
	r.Identity.Prefix, _, err = checkPrefix(clientID)
	r.ClientID = clientID
	return err
}

func (in *input) readNonce(r *Request) (err error) {
	if r.Nonce, err = textOf(in.tree, "nonce"); err == nil && !isToken(r.Nonce) {
		err = fault.New(KindNonce, "missing, too long, or with other characters")
	}
	if err != nil {
		return err
	}
	r.WalletNonce, err = textOf(in.tree, "wallet_nonce")
	return err
}
