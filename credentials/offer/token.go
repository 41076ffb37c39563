package offer

import (
	"net/url"
	"strings"
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// maxToken bounds an access token, in bytes: it goes into a header.
const maxToken = 8 << 10

// token is the answer of the token endpoint (section 6.2).
type token struct {
	Access  string `json:"access,omitempty"`
	Expires int64  `json:"expires,omitempty"` // Unix seconds; 0 where the server does not say
	// Identifiers are the credential_identifiers to ask for, by configuration.
	Identifiers map[string]string `json:"identifiers,omitempty"`
}

func (s *Session) tokenRequest() *Request {
	form := url.Values{
		"grant_type":          {GrantPreAuthorized},
		"pre-authorized_code": {s.state.Offer.Code},
	}
	if s.state.Offer.TxCode != nil {
		form.Set("tx_code", s.txCode)
	}
	if s.state.Server.Retry {
		form.Set("domicile_retry", s.state.Retry)
	}
	return &Request{
		Method: "POST",
		URL:    s.state.Server.Token,
		Headers: map[string]string{
			"Accept":       "application/json",
			"Content-Type": "application/x-www-form-urlencoded",
		},
		Body: form.Encode(),
	}
}

func (s *Session) tokenReply(r Response, now time.Time) error {
	if err := r.check(); err != nil {
		return err
	}
	if r.Status >= 400 {
		return s.tokenRefusal(r)
	}
	o, err := r.object()
	if err != nil {
		return err
	}
	t, err := parseToken(o, now)
	if err != nil {
		return err
	}
	s.state.Token, s.state.CodeRefused, s.txCode = t, false, ""
	s.unsaved = true
	s.toProofs()
	return nil
}

// tokenRefusal reads an error of section 6.3. A wrong transaction code and a
// spent offer have the same name there, so with a code the person may try again
// as often as the server lets them.
func (s *Session) tokenRefusal(r Response) error {
	code := r.errorCode()
	if code != "invalid_grant" && code != "invalid_request" {
		return refusal(r, code)
	}
	if s.state.Offer.TxCode == nil {
		return fault.New(KindSpent, "the token endpoint says %s", code)
	}
	s.state.Phase, s.state.CodeRefused, s.txCode = phasePreview, true, ""
	return nil
}

// refusal is the error for a refusal that this wallet can do nothing about.
func refusal(r Response, code string) error {
	if code == "" {
		return fault.New(KindReply, "status %d without an error code", r.Status)
	}
	return fault.New(KindDenied, "%s", code)
}

func parseToken(o map[string]any, now time.Time) (t token, err error) {
	if t.Access, err = required(o, "access_token", KindReply); err != nil {
		return t, err
	}
	if len(t.Access) > maxToken || !isBearer(t.Access) {
		return t, fault.New(KindReply, "access_token cannot be sent as a bearer token")
	}
	kind, err := required(o, "token_type", KindReply)
	if err != nil {
		return t, err
	}
	if !strings.EqualFold(kind, "Bearer") {
		return t, fault.New(KindReply, "token_type is not Bearer")
	}
	seconds, present, err := encoding.Int(o, "expires_in")
	if err != nil || seconds < 0 {
		return t, fault.New(KindReply, "expires_in is no number of seconds")
	}
	if present {
		t.Expires = now.Unix() + min(seconds, 366*24*3600)
	}
	t.Identifiers, err = parseIdentifiers(o)
	return t, err
}

// parseIdentifiers reads authorization_details. Where the server names several
// data sets of one configuration, the first is taken.
func parseIdentifiers(o map[string]any) (map[string]string, error) {
	details, _, err := encoding.Array(o, "authorization_details")
	if err != nil || len(details) > 64 {
		return nil, fault.New(KindReply, "authorization_details")
	}
	identifiers := map[string]string{}
	for _, item := range details {
		detail, ok := item.(map[string]any)
		if !ok {
			return nil, fault.New(KindReply, "authorization_details")
		}
		kind, _, errKind := encoding.String(detail, "type")
		configuration, _, errID := encoding.String(detail, "credential_configuration_id")
		ids, _, errIDs := encoding.Strings(detail, "credential_identifiers")
		if errKind != nil || errID != nil || errIDs != nil {
			return nil, fault.New(KindReply, "authorization_details")
		}
		if kind == "openid_credential" && len(ids) > 0 && identifiers[configuration] == "" {
			identifiers[configuration] = ids[0]
		}
	}
	return identifiers, nil
}

// isBearer reports whether a text is a b64token (RFC 6750 2.1), and so cannot
// break out of its header.
func isBearer(text string) bool {
	for _, c := range text {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && !strings.ContainsRune("-._~+/=", c) {
			return false
		}
	}
	return true
}
