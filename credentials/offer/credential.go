package offer

import (
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

const (
	proofType = "openid4vci-proof+jwt"
	maxNonce  = 1024 // bytes
)

// toProofs goes to fetch the current card: by way of a nonce, where the issuer
// has an endpoint for them.
func (s *Session) toProofs() {
	s.state.Phase, s.state.Nonce = phaseCredential, ""
	if s.state.Issuer.Nonce != "" && s.card().keys() > 0 {
		s.state.Phase = phaseNonce
	}
}

func (s *Session) card() Card { return s.state.Cards[s.state.Current] }

func (s *Session) nonceRequest() *Request {
	return &Request{Method: "POST", URL: s.state.Issuer.Nonce, Headers: map[string]string{"Accept": "application/json"}}
}

func (s *Session) nonceReply(r Response) error {
	o, err := r.object()
	if err != nil {
		return err
	}
	nonce, err := required(o, "c_nonce", KindReply)
	if err != nil {
		return err
	}
	if len(nonce) > maxNonce {
		return fault.New(KindReply, "c_nonce has %d bytes", len(nonce))
	}
	s.state.Nonce, s.state.Phase = nonce, phaseCredential
	return nil
}

// credentialRequest asks for all copies of the current card at once (section
// 8.2).
func (s *Session) credentialRequest(now time.Time) (*Request, error) {
	body := map[string]any{}
	card := s.card()
	if id := s.state.Token.Identifiers[card.Configuration]; id != "" {
		body["credential_identifier"] = id
	} else {
		body["credential_configuration_id"] = card.Configuration
	}
	if card.keys() > 0 {
		proofs, err := s.proofs(now)
		if err != nil {
			return nil, err
		}
		body["proofs"] = map[string]any{"jwt": proofs}
	}
	return s.authorised(s.state.Issuer.Credential, body)
}

// authorised makes a JSON request with the access token.
func (s *Session) authorised(address string, body map[string]any) (*Request, error) {
	data, err := encoding.EncodeJSON(body)
	if err != nil {
		return nil, fault.Wrap(KindState, err, "cannot write a request")
	}
	return &Request{
		Method: "POST",
		URL:    address,
		Headers: map[string]string{
			"Accept":        "application/json",
			"Content-Type":  "application/json",
			"Authorization": "Bearer " + s.state.Token.Access,
		},
		Body: string(data),
	}, nil
}

// proofs signs one proof for each key of the current card (appendix F.1).
func (s *Session) proofs(now time.Time) ([]string, error) {
	held := s.currentKeys()
	claims := map[string]any{"aud": s.state.Offer.Issuer, "iat": now.Unix()}
	if s.state.Nonce != "" {
		claims["nonce"] = s.state.Nonce
	}
	payload, err := encoding.EncodeJSON(claims)
	if err != nil {
		return nil, fault.Wrap(KindState, err, "cannot write a proof")
	}
	proofs := make([]string, len(held))
	for i, key := range held {
		header := map[string]any{
			"typ": proofType,
			"alg": string(key.Algorithm()),
			"jwk": key.Public().JWK(),
		}
		if proofs[i], err = jose.Sign(key, header, payload); err != nil {
			return nil, fault.Wrap(KindKeys, err, "cannot sign a proof")
		}
	}
	return proofs, nil
}

func (s *Session) currentKeys() []keys.Private {
	skip := 0
	for _, card := range s.state.Cards[:s.state.Current] {
		skip += card.keys()
	}
	return s.keys[skip : skip+s.card().keys()]
}

// credentialReply takes the cards of section 8.3, a refusal, or the word that
// they come later; of the credential endpoint, and of the deferred one.
func (s *Session) credentialReply(r Response, now time.Time) error {
	if err := r.check(); err != nil {
		return err
	}
	if r.Status >= 400 {
		return s.credentialRefusal(r)
	}
	o, err := r.object()
	if err != nil {
		return err
	}
	if _, deferred := o["transaction_id"]; deferred {
		return s.postpone(o, now)
	}
	return s.collect(o)
}

// credentialRefusal reads an error of section 8.3.1. A stale nonce is replaced
// once: an issuer that refuses fresh ones too would never be satisfied.
func (s *Session) credentialRefusal(r Response) error {
	code := r.errorCode()
	switch {
	case code == "invalid_nonce" && !s.state.Renonced && s.state.Issuer.Nonce != "":
		s.state.Renonced = true
		s.toProofs()
		return nil
	case r.Status == 401:
		return fault.New(KindAccessExpired, "the issuer does not take the access token")
	case code == "invalid_transaction_id":
		return fault.New(KindSpent, "%s", code)
	}
	return refusal(r, code)
}

// collect takes the credentials of section 8.3.
func (s *Session) collect(o map[string]any) error {
	list, _, err := encoding.Array(o, "credentials")
	if err != nil || len(list) == 0 {
		return fault.New(KindReply, "no credentials")
	}
	if len(list) > max(s.card().keys(), 1) {
		return fault.New(KindReply, "%d credentials, %d asked for", len(list), s.card().keys())
	}
	credentials := make([]string, len(list))
	for i, item := range list {
		entry, _ := item.(map[string]any)
		if credentials[i], err = required(entry, "credential", KindReply); err != nil {
			return err
		}
		if len(credentials[i]) > encoding.MaxCredential {
			return fault.New(KindReply, "a credential has %d bytes", len(credentials[i]))
		}
	}
	notice, _, err := encoding.String(o, "notification_id")
	if err != nil || len(notice) > maxNonce {
		return fault.New(KindReply, "notification_id")
	}
	s.finish(credentials, notice)
	return nil
}

// finish closes the current card and goes on to the next.
func (s *Session) finish(credentials []string, notice string) {
	s.state.Taken = append(s.state.Taken, credentials)
	s.state.Notices = append(s.state.Notices, notice)
	s.state.Current++
	s.state.Deferral, s.state.Renonced, s.unsaved = nil, false, true
	if s.state.Current == len(s.state.Cards) {
		s.state.Phase, s.state.Nonce = phaseDone, ""
		return
	}
	s.toProofs()
}
