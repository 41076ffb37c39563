package trust

import (
	"bytes"
	"crypto/x509"
	"slices"
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/crypto/x5c"
)

// Limits of what one list says of verifiers.
const (
	MaxAuthorities = 256
	MaxRegistrars  = 64
	MaxClients     = 4096
)

// Verifiers is whom a wallet believes about who a verifier is. The zero value
// believes nobody: every name is then only the verifier's own word.
//
// It is another trust than that in issuers, and never follows from it: whoever
// may issue library cards must not vouch for who asks for a passport.
type Verifiers struct {
	// Authorities end the certificate chains of verifiers.
	Authorities []*x509.Certificate
	// Registrars sign verifier attestations, and registrations of what a
	// verifier may ask for.
	Registrars []Registrar
	// Clients are known beforehand (OpenID4VP 1.0, 5.9.2).
	Clients []Client
	// List is the head of the list that brought them, zero for other sources.
	List ListInfo
}

// Registrar is a party that vouches for verifiers by signed statements.
type Registrar struct {
	ID   string // "iss" of its statements
	Name string // for people
	Keys []keys.Named
}

// Client is a verifier that is known beforehand.
type Client struct {
	ID   string // its client identifier
	Name string // for people
	// Addresses are where its answers may go, to the letter; below one that ends
	// with a slash, where its requests are signed.
	Addresses []string
	// Keys sign its requests. Where there are none, it sends them unsigned.
	Keys []keys.Named
	// Metadata is what it says of itself (client_metadata), nil where its
	// requests bring it.
	Metadata map[string]any
}

// LoadVerifiers reads a source for what it says of verifiers: the member
// "verifiers" of a trust list, or the certificates of a PEM file, each of which
// then ends the chains of verifiers. Other sources say nothing, and are no
// error.
//
//	"verifiers": {
//	  "authorities": ["base64 of DER"...],
//	  "registrars": [{"id": "https://registrar.example", "name": "…", "keys": [JWK...]}],
//	  "clients": [{"id": "example-client", "name": "…", "addresses": ["https://…"], "keys": [JWK...], "metadata": {…}}]}
func LoadVerifiers(data []byte) (Verifiers, error) {
	if len(data) > encoding.MaxBundle {
		return Verifiers{}, fault.New(KindSource, "source has more than %d bytes", encoding.MaxBundle)
	}
	trimmed := bytes.TrimSpace(data)
	if !bytes.HasPrefix(trimmed, []byte("{")) {
		authorities, err := x5c.ParsePEM(trimmed)
		return Verifiers{Authorities: authorities}, err
	}
	object, err := encoding.DecodeJSONObject(trimmed)
	if err != nil || !has(object, listMark) {
		return Verifiers{}, err
	}
	member, present, err := encoding.Object(object, "verifiers")
	if err != nil || !present {
		return Verifiers{}, err
	}
	info, err := parseListInfo(object)
	if err != nil {
		return Verifiers{}, err
	}
	v, err := parseVerifiers(member)
	v.List = info
	return v, err
}

// LoadVouchers is LoadVerifiers for a source that is brought for what it says of
// verifiers: one that says nothing is refused.
func LoadVouchers(data []byte) (Verifiers, error) {
	v, err := LoadVerifiers(data)
	if err == nil && len(v.Authorities)+len(v.Registrars)+len(v.Clients) == 0 {
		err = fault.New(KindSource, "nobody who vouches for verifiers")
	}
	return v, err
}

func parseVerifiers(object map[string]any) (v Verifiers, err error) {
	if v.Authorities, err = parseCertificatesOf(object, "authorities"); err != nil {
		return v, err
	}
	if len(v.Authorities) > MaxAuthorities {
		return v, fault.New(KindList, "%d authorities, at most %d", len(v.Authorities), MaxAuthorities)
	}
	if err := eachObject(object, "registrars", MaxRegistrars, func(o map[string]any) error {
		r, err := parseRegistrar(o)
		v.Registrars = append(v.Registrars, r)
		return err
	}); err != nil {
		return v, err
	}
	return v, eachObject(object, "clients", MaxClients, func(o map[string]any) error {
		c, err := parseClient(o)
		v.Clients = append(v.Clients, c)
		return err
	})
}

func eachObject(object map[string]any, name string, limit int, take func(map[string]any) error) error {
	list, _, err := encoding.Array(object, name)
	if err != nil {
		return err
	}
	if len(list) > limit {
		return fault.New(KindList, "%d %s, at most %d", len(list), name, limit)
	}
	for _, item := range list {
		member, ok := item.(map[string]any)
		if !ok {
			return fault.New(KindList, "%s holds something else than objects", name)
		}
		if err := take(member); err != nil {
			return err
		}
	}
	return nil
}

// party reads what registrars and clients have in common.
func party(object map[string]any) (id, name string, list []keys.Named, err error) {
	if id, _, err = encoding.String(object, "id"); err != nil {
		return "", "", nil, err
	}
	if name, _, err = encoding.String(object, "name"); err != nil {
		return "", "", nil, err
	}
	if id == "" || name == "" {
		return "", "", nil, fault.New(KindList, "a party lacks an id or a name")
	}
	list, err = parseKeys(object)
	return id, name, list, err
}

func parseRegistrar(object map[string]any) (Registrar, error) {
	id, name, list, err := party(object)
	if err == nil && len(list) == 0 {
		err = fault.New(KindList, "a registrar has no keys")
	}
	return Registrar{id, name, list}, err
}

func parseClient(object map[string]any) (Client, error) {
	id, name, list, err := party(object)
	if err != nil {
		return Client{}, err
	}
	c := Client{ID: id, Name: name, Keys: list}
	if c.Addresses, _, err = encoding.Strings(object, "addresses"); err != nil {
		return Client{}, err
	}
	if len(c.Addresses) == 0 {
		return Client{}, fault.New(KindList, "a client has no address")
	}
	c.Metadata, _, err = encoding.Object(object, "metadata")
	return c, err
}

// AddVerifiers adds whom to believe about verifiers.
func (s *Store) AddVerifiers(v Verifiers) { s.verifiers = append(s.verifiers, v) }

// Verifiers returns whom to believe about verifiers at the time now. A list that
// has expired no longer says anything.
func (s *Store) Verifiers(now time.Time) Verifiers {
	var all Verifiers
	if s == nil {
		return all
	}
	for _, v := range s.verifiers {
		if !v.List.Expires.IsZero() && now.After(v.List.Expires) {
			continue
		}
		all.Authorities = append(all.Authorities, v.Authorities...)
		all.Registrars = append(all.Registrars, v.Registrars...)
		all.Clients = append(all.Clients, v.Clients...)
	}
	return all
}

// Client returns the verifier that is known beforehand under this identifier.
func (v Verifiers) Client(id string) (Client, bool) {
	i := slices.IndexFunc(v.Clients, func(c Client) bool { return c.ID == id })
	if i < 0 {
		return Client{}, false
	}
	return v.Clients[i], true
}

// Registrar returns the registrar whose statements name this issuer.
func (v Verifiers) Registrar(id string) (Registrar, bool) {
	i := slices.IndexFunc(v.Registrars, func(r Registrar) bool { return r.ID == id })
	if i < 0 {
		return Registrar{}, false
	}
	return v.Registrars[i], true
}
