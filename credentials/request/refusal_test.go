package request_test

import (
	"maps"
	"net/url"
	"testing"

	"domicile/credentials/request"
	"domicile/crypto/fault"
	"domicile/internal/double"
)

// way is how a request reaches the wallet.
type way func(*double.Verifier) string

func byGet(v *double.Verifier) string   { return v.Reference(false) }
func byPost(v *double.Verifier) string  { return v.Reference(true) }
func byValue(v *double.Verifier) string { return v.Text() }
func wrapped(v *double.Verifier) string { return v.Wrapped() }

// refusal is a request with one defect, named with the clause that it breaks, of
// a verifier that is otherwise good.
type refusal struct {
	defect string
	client double.Client
	way    way
	spoil  func(*double.Verifier)
	kind   fault.Kind
}

// refuse opens each request and compares the kind. What is refused must not be
// for any other reason, so that the same request without the defect is opened
// first.
func refuse(t *testing.T, rows []refusal) {
	t.Helper()
	good := map[string]bool{}
	for _, r := range rows {
		t.Run(r.defect, func(t *testing.T) {
			v := double.NewVerifier(t, r.client)
			r.spoil(v)
			_, err := v.Open(r.way(v))
			if fault.KindOf(err) != r.kind {
				t.Errorf("got %v, want %s", err, r.kind)
			}
		})
		good[string(r.client)] = true
	}
	for client := range maps.Keys(good) {
		v := double.NewVerifier(t, double.Client(client))
		if _, err := v.Open(byGet(v)); err != nil {
			t.Errorf("%s without a defect: %v", client, err)
		}
	}
}

// Ways to spoil a request.

func claimed(name string, value any) func(*double.Verifier) {
	return func(v *double.Verifier) { v.Claims = func(c map[string]any) { c[name] = value } }
}

func noClaim(names ...string) func(*double.Verifier) {
	return func(v *double.Verifier) {
		v.Claims = func(c map[string]any) {
			for _, name := range names {
				delete(c, name)
			}
		}
	}
}

func header(name string, value any) func(*double.Verifier) {
	return func(v *double.Verifier) { v.Header = func(h map[string]any) { h[name] = value } }
}

func noHeader(name string) func(*double.Verifier) {
	return func(v *double.Verifier) { v.Header = func(h map[string]any) { delete(h, name) } }
}

func form(name, value string) func(*double.Verifier) {
	return func(v *double.Verifier) { v.Form = func(f url.Values) { f.Set(name, value) } }
}

func noForm(name string) func(*double.Verifier) {
	return func(v *double.Verifier) { v.Form = func(f url.Values) { f.Del(name) } }
}

func statement(tweak func(header, claims map[string]any)) func(*double.Verifier) {
	return func(v *double.Verifier) { v.Statement = tweak }
}

// metadata changes client_metadata.
func metadata(t *testing.T, tweak func(map[string]any)) func(*double.Verifier) {
	return func(v *double.Verifier) {
		v.Claims = func(c map[string]any) { tweak(double.Part(t, c, "client_metadata")) }
	}
}

func both(tweaks ...func(*double.Verifier)) func(*double.Verifier) {
	return func(v *double.Verifier) {
		for _, tweak := range tweaks {
			tweak(v)
		}
	}
}

func mode(m request.Mode) func(*double.Verifier) {
	return func(v *double.Verifier) { v.Question.Mode = m }
}

func stranger(v *double.Verifier) { v.SignWith = v.NewKey() }
