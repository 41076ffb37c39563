package request_test

import (
	"testing"

	"domicile/credentials/claim"
	"domicile/credentials/issue"
	"domicile/credentials/request"
	"domicile/internal/double"
)

func TestVerifierInfoRefusals(t *testing.T) {
	row := func(defect string, value any) refusal {
		return refusal{defect, double.ByJWK, byGet, claimed("verifier_info", value), request.KindMalformed}
	}
	good := map[string]any{"format": "x", "data": "y"}
	refuse(t, []refusal{
		row("5.1: empty", []any{}),
		row("5.1: an object", good),
		row("5.1: a text", "x"),
		row("5.1: an element a text", []any{"x"}),
		row("5.1: format missing", []any{map[string]any{"data": "y"}}),
		row("5.1: format empty", []any{map[string]any{"format": "", "data": "y"}}),
		row("5.1: format a number", []any{map[string]any{"format": 7, "data": "y"}}),
		row("5.1: data missing", []any{map[string]any{"format": "x"}}),
		row("5.1: data null", []any{map[string]any{"format": "x", "data": nil}}),
		row("more than anybody reads", []any{good, good, good, good, good, good, good, good, good}),
	})
}

// A statement that does not hold says nothing: neither good nor bad (5.11.1).
func TestRegistrationsThatAreIgnored(t *testing.T) {
	change := func(name string, value any) func(*double.Verifier) {
		return statement(func(_, c map[string]any) { c[name] = value })
	}
	for defect, spoil := range map[string]func(*double.Verifier){
		"typ of an attestation":      statement(func(h, _ map[string]any) { h["typ"] = "verifier-attestation+jwt" }),
		"not signed":                 statement(func(h, _ map[string]any) { h["alg"] = "none" }),
		"signed by another key":      func(v *double.Verifier) { v.StatementKey = v.NewKey() },
		"signed by the verifier":     func(v *double.Verifier) { v.StatementKey = v.Key },
		"a registrar nobody knows":   change("iss", "https://evil.example"),
		"bound to another client":    change("sub", "x509_san_dns:verifier.example"),
		"bound without the prefix":   change("sub", double.VerifierHost),
		"exp over":                   change("exp", double.Noon.Unix()-61),
		"exp missing":                statement(func(_, c map[string]any) { delete(c, "exp") }),
		"name longer than a name":    change("name", string(make([]byte, 201))),
		"credentials a text":         change("credentials", "all"),
		"credentials without format": change("credentials", []any{map[string]any{"meta": map[string]any{}}}),
		"credentials a list of text": change("credentials", []any{"x"}),
		"no registrar is believed":   func(v *double.Verifier) { v.Wallet.Verifiers.Registrars = nil },
	} {
		t.Run(defect, func(t *testing.T) {
			v := double.NewVerifier(t, double.ByJWK)
			spoil(v)
			v.Question.Info = []any{v.Registration(v.Signer().ClientID)}
			r, err := v.Open(byGet(v))
			if err != nil {
				t.Fatal(err)
			}
			if r.Registration != nil {
				t.Errorf("%+v", r.Registration)
			}
		})
	}
}

// A registration holds for who signs the request, whatever it is known by.
func TestRegistration(t *testing.T) {
	for _, client := range []double.Client{double.ByAddress, double.ByJWK, double.ByWeb, double.ByName, double.ByHash, double.BeforeSigned} {
		v := double.NewVerifier(t, client)
		id := v.Ask().ClientID
		v.Request = nil
		v.Question.Info = []any{
			map[string]any{"format": "https://example.com/policy", "data": map[string]any{"retention": "none"}},
			map[string]any{"format": "jwt", "data": "x"}, v.Registration(id),
		}
		r, err := v.Open(byGet(v))
		if err != nil {
			t.Fatal(err)
		}
		got := r.Registration
		if got == nil || got.Registrar != "Registrar" || got.Name != "Bar Möbius" || got.Purpose != "Greeting guests" || len(got.Beyond) != 0 {
			t.Errorf("%s: %+v", client, got)
		}
	}
}

func TestAskingForMoreThanRegistered(t *testing.T) {
	for name, c := range map[string]struct {
		spoil  func(v *double.Verifier, element map[string]any)
		beyond int
	}{
		"as registered":  {func(*double.Verifier, map[string]any) {}, 0},
		"one claim more": {more, 1},
		"another type": {func(v *double.Verifier, _ map[string]any) {
			v.Question.Query.Credentials[0].Types = [][]string{{"urn:other"}}
		}, 1},
		"one more, hidden as another card's": {func(v *double.Verifier, e map[string]any) {
			more(v, e)
			e["credential_ids"] = []any{"other"}
		}, 2},
		"all hidden as nobody's": {func(_ *double.Verifier, e map[string]any) { e["credential_ids"] = []any{} }, 1},
		"another type, of which nothing is asked": {func(v *double.Verifier, _ map[string]any) {
			query := &v.Question.Query.Credentials[0]
			query.Types, query.Claims = [][]string{{"urn:other"}}, nil
		}, 1},
		"the registered type, of which nothing is asked": {func(v *double.Verifier, _ map[string]any) {
			v.Question.Query.Credentials[0].Claims = nil
		}, 0},
		"one more, for this card": {func(v *double.Verifier, e map[string]any) {
			more(v, e)
			e["credential_ids"] = []any{"card"}
		}, 1},
	} {
		v := double.NewVerifier(t, double.ByJWK)
		element := v.Registration(v.Signer().ClientID)
		c.spoil(v, element)
		v.Question.Info = []any{element}
		r, err := v.Open(byGet(v))
		if err != nil {
			t.Fatal(err)
		}
		if r.Registration == nil || len(r.Registration.Beyond["card"]) != c.beyond {
			t.Errorf("%s: %+v", name, r.Registration)
		}
	}
}

func more(v *double.Verifier, _ map[string]any) {
	query := &v.Question.Query.Credentials[0]
	query.Claims = append(query.Claims, double.NameQuery().Credentials[0].Claims[0])
	query.Claims[1].Path = claim.Path{"birthdate"}
}

// Nothing in a statement is registered for all claims by leaving them out.
func TestRegistrationWithoutClaims(t *testing.T) {
	v := double.NewVerifier(t, double.ByJWK)
	statement(func(_, c map[string]any) {
		c["credentials"] = []any{map[string]any{"format": "dc+sd-jwt", "meta": map[string]any{"vct_values": []any{issue.ResidencyCard}}}}
	})(v)
	v.Question.Info = []any{v.Registration(v.Signer().ClientID)}
	r, err := v.Open(byGet(v))
	if err != nil || r.Registration == nil || len(r.Registration.Beyond["card"]) != 1 {
		t.Errorf("%+v, %v", r.Registration, err)
	}
}
