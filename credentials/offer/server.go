package offer

import (
	"net/url"
	"slices"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// serverMetadata is what a session keeps of the authorization server's metadata
// (RFC 8414).
type serverMetadata struct {
	ID    string `json:"id,omitempty"`
	Token string `json:"token,omitempty"` // token_endpoint
	Retry bool   `json:"retry,omitempty"` // domicile_retry_supported
}

func (s *Session) serverRequest() (*Request, error) {
	server, err := s.serverIdentifier()
	if err != nil {
		return nil, err
	}
	return get(wellKnownServer(server)), nil
}

// serverIdentifier is that of the authorization server to be asked next.
func (s *Session) serverIdentifier() (*url.URL, error) {
	issuer, err := parseIdentifier(s.state.Offer.Issuer)
	if err != nil {
		return nil, err
	}
	if len(s.state.Servers) == 0 {
		return nil, fault.New(KindGrant, "no authorization server takes a pre-authorized code")
	}
	if _, err := parseIdentifier(s.state.Servers[0]); err != nil {
		return nil, err
	}
	return parseFrom(issuer, s.state.Servers[0])
}

func (s *Session) serverReply(r Response) error {
	from, err := s.serverIdentifier()
	if err != nil {
		return err
	}
	o, err := r.object()
	if err != nil {
		return err
	}
	server, usable, err := parseServer(o, from)
	if err != nil {
		return err
	}
	if server.ID != s.state.Servers[0] {
		return fault.New(KindIssuerMismatch, "the metadata are another authorization server's")
	}
	if !usable {
		return s.nextServer()
	}
	s.state.Server, s.state.Phase = server, phasePreview
	return nil
}

// nextServer goes on to the next authorization server, where there is one.
func (s *Session) nextServer() error {
	if len(s.state.Servers) == 1 {
		return fault.New(KindGrant, "no authorization server takes a pre-authorized code")
	}
	s.state.Servers = s.state.Servers[1:]
	return nil
}

func parseServer(o map[string]any, from *url.URL) (m serverMetadata, usable bool, err error) {
	if m.ID, err = required(o, "issuer", KindMetadata); err != nil {
		return m, false, err
	}
	if m.Token, err = endpoint(o, from, "token_endpoint"); err != nil {
		return m, false, err
	}
	if m.Retry, _, err = encoding.Bool(o, "domicile_retry_supported"); err != nil {
		return m, false, fault.Wrap(KindMetadata, err, "domicile_retry_supported")
	}
	grants, listed, err := encoding.Strings(o, "grant_types_supported")
	if err != nil {
		return m, false, fault.Wrap(KindMetadata, err, "grant_types_supported")
	}
	// RFC 8414 reads an absent list as two other grants, but servers that know
	// this one only are common and leave the list out.
	takes := !listed || slices.Contains(grants, GrantPreAuthorized)
	return m, takes && m.Token != "", nil
}

// preview is what the person is asked.
func (s *Session) preview() *Preview {
	p := &Preview{
		Issuer:      Issuer{ID: s.state.Offer.Issuer, Name: s.state.Issuer.Name},
		Cards:       s.state.Cards,
		Unsupported: s.state.Unsupported,
		Hosts:       s.hosts(),
	}
	if p.Issuer.Name == "" {
		p.Issuer.Name = host(p.Issuer.ID)
	}
	if tx := s.state.Offer.TxCode; tx != nil {
		asked := *tx
		asked.Retry = s.state.CodeRefused
		p.TxCode = &asked
	}
	return p
}

func (s *Session) hosts() []string {
	var hosts []string
	for _, address := range []string{s.state.Server.Token, s.state.Issuer.Nonce, s.state.Issuer.Credential, s.state.Issuer.Deferred} {
		name := host(address)
		if name != "" && name != host(s.state.Offer.Issuer) && !slices.Contains(hosts, name) {
			hosts = append(hosts, name)
		}
	}
	return hosts
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
