package engine

import (
	"time"

	"domicile/credentials/trust"
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
		anchors, err := trust.Load(source.Name, source.Data)
		if err != nil {
			loaded.Refused = append(loaded.Refused, api.TrustRefusal{Name: source.Name, Failure: Failure(api.TrustLoad.Name, err)})
			continue
		}
		store.Add(anchors...)
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
