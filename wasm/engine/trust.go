package engine

import (
	"bytes"
	"time"

	"domicile/credentials/trust"
	"domicile/crypto/x5c"
	"domicile/wasm/api"
)

// Trusted answers trust.load and holds what an engine trusts: nobody, until it
// is told.
type Trusted struct {
	Store *trust.Store
	// Loads counts the calls, so that what was judged by an older list can be
	// judged again.
	Loads int
}

// Register adds the call to a table.
func (s *Trusted) Register(t Table) { Handle(t, api.TrustLoad, s.Load) }

// Load replaces everything that is trusted. A source that is refused costs only
// what it would have brought.
func (s *Trusted) Load(q api.TrustLoadRequest) (api.TrustLoaded, error) {
	store := trust.NewStore()
	var loaded api.TrustLoaded
	for _, source := range q.Sources {
		anchors, verifiers, err := read(source)
		if err != nil {
			loaded.Refused = append(loaded.Refused, api.TrustRefusal{Name: source.Name, Failure: Failure(api.TrustLoad.Name, err)})
			continue
		}
		store.Add(anchors...)
		store.AddVerifiers(verifiers)
		loaded.Vouchers = append(loaded.Vouchers, vouchers(source.Name, verifiers)...)
	}
	s.Store, s.Loads = store, s.Loads+1
	var issued, expires time.Time
	for _, anchor := range store.Anchors() {
		loaded.Anchors = append(loaded.Anchors, describe(anchor))
		issued = earliest(issued, anchor.List.Issued)
		expires = earliest(expires, anchor.List.Expires)
	}
	loaded.Issued, loaded.Expires = Text(issued), Text(expires)
	return loaded, nil
}

// read reads one source. Trust in who vouches for verifiers does not follow from
// trust in who issues cards: only a list says both.
func read(source api.TrustSource) ([]trust.Anchor, trust.Verifiers, error) {
	if source.Verifiers {
		verifiers, err := trust.LoadVouchers(source.Data)
		return nil, verifiers, err
	}
	anchors, err := trust.Load(source.Name, source.Data)
	if err != nil || !bytes.HasPrefix(bytes.TrimSpace(source.Data), []byte("{")) {
		return anchors, trust.Verifiers{}, err
	}
	verifiers, err := trust.LoadVerifiers(source.Data)
	return anchors, verifiers, err
}

func vouchers(source string, v trust.Verifiers) []api.Voucher {
	var named []api.Voucher
	for _, authority := range v.Authorities {
		named = append(named, api.Voucher{Source: source, Name: x5c.NameOf(authority)})
	}
	for _, registrar := range v.Registrars {
		named = append(named, api.Voucher{Source: source, Name: registrar.Name})
	}
	return named
}

func describe(a trust.Anchor) api.Anchor {
	return api.Anchor{
		ID: a.ID, Name: a.Name, Scope: api.Scope(a.Scope), Types: a.Types,
		From: Text(a.From), Until: Text(a.Until), Source: a.Source,
	}
}

// earliest says how old the oldest list is: what we know is no newer. Zero times
// are of sources that are no list.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Text writes a time as it crosses to the page: RFC 3339 in UTC, empty for none.
func Text(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
