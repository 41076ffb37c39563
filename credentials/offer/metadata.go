package offer

import (
	"net/url"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// issuerMetadata is what a session keeps of the credential issuer metadata
// (section 12.2.4).
type issuerMetadata struct {
	Name       string   `json:"name,omitempty"`
	Servers    []string `json:"servers,omitempty"` // authorization_servers
	Credential string   `json:"credential,omitempty"`
	Nonce      string   `json:"nonce,omitempty"`
	Deferred   string   `json:"deferred,omitempty"`
	Notify     string   `json:"notify,omitempty"`
	BatchSize  int      `json:"batch_size,omitempty"`
}

// offerReply takes the offer object that was fetched by reference.
func (s *Session) offerReply(r Response) error {
	if r.Status == 404 || r.Status == 410 {
		return fault.New(KindSpent, "the offer is not there any more")
	}
	if _, err := r.object(); err != nil {
		return err
	}
	if len(r.Body) > MaxOffer {
		return fault.New(KindMalformed, "%d bytes, at most %d", len(r.Body), MaxOffer)
	}
	parsed, err := parseObject([]byte(r.Body))
	if err != nil {
		return err
	}
	from, err := parseAddress(s.state.Reference)
	if err != nil {
		return err
	}
	if _, err := parseFrom(from, parsed.Issuer); err != nil {
		return err
	}
	s.take(parsed)
	return nil
}

func (s *Session) take(parsed Offer) {
	s.state.Offer, s.state.Phase = parsed, phaseIssuer
}

func (s *Session) issuerRequest() (*Request, error) {
	issuer, err := parseIdentifier(s.state.Offer.Issuer)
	if err != nil {
		return nil, err
	}
	return get(wellKnown(issuer, "openid-credential-issuer")), nil
}

func (s *Session) issuerReply(r Response) error {
	o, err := r.object()
	if err != nil {
		return err
	}
	issuer, err := parseIdentifier(s.state.Offer.Issuer)
	if err != nil {
		return err
	}
	// "If these values are not identical, the data MUST NOT be used."
	name, err := required(o, "credential_issuer", KindMetadata)
	if err != nil {
		return err
	}
	if name != s.state.Offer.Issuer {
		return fault.New(KindIssuerMismatch, "the metadata are another issuer's")
	}
	metadata, err := parseIssuer(o, issuer)
	if err != nil {
		return err
	}
	metadata.Name = label(chooseDisplay(o, s.state.Languages), "name")
	servers, err := chooseServers(s.state.Offer, metadata.Servers)
	if err != nil {
		return err
	}
	cards, unsupported, err := s.cards(o, metadata)
	if err != nil {
		return err
	}
	s.state.Issuer, s.state.Servers = metadata, servers
	s.state.Cards, s.state.Unsupported = cards, unsupported
	s.state.Phase = phaseServer
	return nil
}

func parseIssuer(o map[string]any, issuer *url.URL) (m issuerMetadata, err error) {
	if m.Credential, err = endpoint(o, issuer, "credential_endpoint"); err != nil {
		return m, err
	}
	if m.Credential == "" {
		return m, fault.New(KindMetadata, "credential_endpoint is missing")
	}
	if m.Nonce, err = endpoint(o, issuer, "nonce_endpoint"); err != nil {
		return m, err
	}
	if m.Deferred, err = endpoint(o, issuer, "deferred_credential_endpoint"); err != nil {
		return m, err
	}
	if m.Notify, err = endpoint(o, issuer, "notification_endpoint"); err != nil {
		return m, err
	}
	if err = refuseEncryption(o); err != nil {
		return m, err
	}
	if m.BatchSize, err = batchSize(o); err != nil {
		return m, err
	}
	if m.Servers, _, err = encoding.Strings(o, "authorization_servers"); err != nil || len(m.Servers) > 16 {
		return m, fault.New(KindMetadata, "authorization_servers")
	}
	return m, nil
}

// endpoint returns an optional address, checked; "" where it is absent.
func endpoint(o map[string]any, from *url.URL, name string) (string, error) {
	text, present, err := encoding.String(o, name)
	if err != nil {
		return "", fault.Wrap(KindMetadata, err, "%s", name)
	}
	if !present {
		return "", nil
	}
	if _, err := parseFrom(from, text); err != nil {
		return "", fault.Wrap(KindAddress, err, "%s", name)
	}
	return text, nil
}

// refuseEncryption refuses an issuer that takes nothing in the clear.
func refuseEncryption(o map[string]any) error {
	for _, name := range []string{"credential_request_encryption", "credential_response_encryption"} {
		settings, _, err := encoding.Object(o, name)
		if err != nil {
			return fault.Wrap(KindMetadata, err, "%s", name)
		}
		if insists, _, err := encoding.Bool(settings, "encryption_required"); err != nil || insists {
			return fault.New(KindEncryption, "%s is required", name)
		}
	}
	return nil
}

// batchSize is how many proofs one request may carry: 1 where the issuer says
// nothing.
func batchSize(o map[string]any) (int, error) {
	batch, present, err := encoding.Object(o, "batch_credential_issuance")
	if err != nil {
		return 0, fault.Wrap(KindMetadata, err, "batch_credential_issuance")
	}
	if !present {
		return 1, nil
	}
	size, _, err := encoding.Int(batch, "batch_size")
	if err != nil || size < 1 {
		return 0, fault.New(KindMetadata, "batch_size is no positive number")
	}
	return int(min(size, MaxCopies)), nil
}

// chooseServers returns the authorization servers to ask, in order. A hint in
// the offer has to be one of the issuer's.
func chooseServers(o Offer, servers []string) ([]string, error) {
	if len(servers) == 0 {
		if o.Server != "" && o.Server != o.Issuer {
			return nil, fault.New(KindIssuerMismatch, "the offer names a server that the issuer does not")
		}
		return []string{o.Issuer}, nil
	}
	if o.Server == "" {
		return servers, nil
	}
	for _, server := range servers {
		if server == o.Server {
			return []string{server}, nil
		}
	}
	return nil, fault.New(KindIssuerMismatch, "the offer names a server that the issuer does not")
}
