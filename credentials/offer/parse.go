package offer

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Limits of an offer.
const (
	MaxOffer = 16 << 10 // bytes of its text, by value
	MaxCards = 8        // configurations taken from one offer
	maxCode  = 4096     // bytes of a pre-authorized code
)

// GrantPreAuthorized is the grant type of the Pre-Authorized Code Flow.
const GrantPreAuthorized = "urn:ietf:params:oauth:grant-type:pre-authorized_code"

// Offer is a credential offer (section 4.1.1), reduced to what this wallet uses.
type Offer struct {
	// Reference is set, and nothing else, where the offer object is to be
	// fetched from there.
	Reference      string   `json:"-"`
	Issuer         string   `json:"issuer"` // credential_issuer
	Configurations []string `json:"configurations"`
	Code           string   `json:"code"` // pre-authorized_code, a secret
	TxCode         *TxCode  `json:"tx_code,omitempty"`
	Server         string   `json:"server,omitempty"` // authorization_server
}

// Parse reads the text of an offer, see [Start]. The scheme of a link is not
// looked at: openid-credential-offer, haip-vci and the https address of a web
// wallet carry the same parameters.
func Parse(text string) (Offer, error) {
	text = strings.TrimSpace(text)
	if len(text) > MaxOffer {
		return Offer{}, fault.New(KindMalformed, "%d bytes, at most %d", len(text), MaxOffer)
	}
	if strings.HasPrefix(text, "{") {
		return parseObject([]byte(text))
	}
	query, err := linkQuery(text)
	if err != nil {
		return Offer{}, err
	}
	values, references := query["credential_offer"], query["credential_offer_uri"]
	if len(values)+len(references) != 1 {
		return Offer{}, fault.New(KindMalformed, "needs credential_offer or credential_offer_uri, once")
	}
	if len(values) == 1 {
		return parseObject([]byte(values[0]))
	}
	if _, err := parseAddress(references[0]); err != nil {
		return Offer{}, err
	}
	return Offer{Reference: references[0]}, nil
}

func linkQuery(text string) (url.Values, error) {
	link, err := url.Parse(text)
	if err != nil || link.Scheme == "" {
		return nil, fault.New(KindMalformed, "neither a link nor an offer object")
	}
	query, err := url.ParseQuery(link.RawQuery)
	if err != nil {
		return nil, fault.New(KindMalformed, "the link's parameters are damaged")
	}
	return query, nil
}

// parseObject reads an offer object. The issuer's address is checked here, so
// that no later step can meet a bad one.
func parseObject(data []byte) (Offer, error) {
	o, err := encoding.DecodeJSONObject(data)
	if err != nil {
		return Offer{}, fault.Wrap(KindMalformed, err, "offer object")
	}
	var out Offer
	if out.Issuer, err = required(o, "credential_issuer", KindMalformed); err != nil {
		return Offer{}, err
	}
	if _, err := parseIdentifier(out.Issuer); err != nil {
		return Offer{}, err
	}
	if out.Configurations, err = parseConfigurations(o); err != nil {
		return Offer{}, err
	}
	return out, out.parseGrants(o)
}

func parseConfigurations(o map[string]any) ([]string, error) {
	ids, _, err := encoding.Strings(o, "credential_configuration_ids")
	if err != nil {
		return nil, fault.Wrap(KindMalformed, err, "offer object")
	}
	if len(ids) == 0 || len(ids) > MaxCards {
		return nil, fault.New(KindMalformed, "%d configurations, at least 1 and at most %d", len(ids), MaxCards)
	}
	seen := map[string]bool{}
	for _, id := range ids {
		if id == "" || seen[id] {
			return nil, fault.New(KindMalformed, "configurations are not distinct names")
		}
		seen[id] = true
	}
	return ids, nil
}

// parseGrants finds the pre-authorized code. Section 4.1.1 lets a wallet find a
// grant by metadata where the offer gives none, but a code can come only from
// the offer.
func (f *Offer) parseGrants(o map[string]any) error {
	grants, _, err := encoding.Object(o, "grants")
	if err != nil {
		return fault.Wrap(KindMalformed, err, "offer object")
	}
	grant, present, err := encoding.Object(grants, GrantPreAuthorized)
	if err != nil {
		return fault.Wrap(KindMalformed, err, "grants")
	}
	if !present {
		return fault.New(KindGrant, "the offer has no pre-authorized code")
	}
	if f.Code, err = required(grant, "pre-authorized_code", KindMalformed); err != nil {
		return err
	}
	if len(f.Code) > maxCode {
		return fault.New(KindMalformed, "the code has %d bytes", len(f.Code))
	}
	if f.Server, _, err = encoding.String(grant, "authorization_server"); err != nil {
		return fault.Wrap(KindMalformed, err, "grant")
	}
	tx, present, err := encoding.Object(grant, "tx_code")
	if err != nil {
		return fault.Wrap(KindMalformed, err, "grant")
	}
	if present {
		f.TxCode, err = parseTxCode(tx)
	}
	return err
}

func parseTxCode(o map[string]any) (*TxCode, error) {
	mode, _, errMode := encoding.String(o, "input_mode")
	length, _, errLength := encoding.Int(o, "length")
	description, _, errText := encoding.String(o, "description")
	if errMode != nil || errLength != nil || errText != nil {
		return nil, fault.New(KindMalformed, "tx_code has a member of a wrong type")
	}
	if mode == "" {
		mode = "numeric"
	}
	if mode != "numeric" && mode != "text" || length < 0 || length > 64 {
		return nil, fault.New(KindMalformed, "tx_code asks for the impossible")
	}
	if utf8.RuneCountInString(description) > 300 {
		return nil, fault.New(KindMalformed, "tx_code's description is over 300 characters")
	}
	return &TxCode{Mode: mode, Length: int(length), Description: plainText(description, maxText)}, nil
}

// checkCode refuses a transaction code that cannot be right, because the
// issuer counts wrong ones.
func (f *Offer) checkCode(code string) error {
	t := f.TxCode
	switch {
	case t == nil && code == "":
		return nil
	case t == nil:
		return fault.New(KindCodeFormat, "no code is asked for")
	case code == "" || len(code) > 256 || !utf8.ValidString(code):
		return fault.New(KindCodeFormat, "a code is asked for")
	case t.Length > 0 && utf8.RuneCountInString(code) != t.Length:
		return fault.New(KindCodeFormat, "the code has %d characters", t.Length)
	case t.Mode == "numeric" && strings.Trim(code, "0123456789") != "":
		return fault.New(KindCodeFormat, "the code has digits only")
	}
	return nil
}

// required returns a string member that must be there and not empty.
func required(o map[string]any, name string, kind fault.Kind) (string, error) {
	value, _, err := encoding.String(o, name)
	if err != nil {
		return "", fault.Wrap(kind, err, "%s", name)
	}
	if value == "" {
		return "", fault.New(kind, "%s is missing", name)
	}
	return value, nil
}
