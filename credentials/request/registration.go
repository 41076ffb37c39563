package request

import (
	"slices"
	"unicode/utf8"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// typeRegistration is the typ of a registration: a registrar's statement on what
// a verifier may ask for.
const typeRegistration = "verifier-registration+jwt"

// Registration is what a registrar says of a verifier, by an element of
// verifier_info of format "jwt":
//
//	{"iss": registrar, "sub": the full client identifier, "exp": …,
//	 "name": …, "purpose": …,
//	 "credentials": [{"format": …, "meta": …, "claims": [{"path": …}]}]}
//
// Its signature and its binding to the client identifier were checked (section
// 5.11.1).
type Registration struct {
	Registrar string // its name
	Name      string // the verifier's, as registered
	Purpose   string // what it may ask for that
	// Beyond are the claims that this request asks for and that are not
	// registered, by credential query; those of a query too that the verifier
	// does not count among the registration's (credential_ids).
	Beyond map[string][]claim.Path
}

// readInfo looks through verifier_info for a registration. What is not
// recognised or does not hold is passed over: the wallet then knows no more than
// without it (section 5.1).
func (in *input) readInfo(r *Request) error {
	list, present, err := encoding.Array(in.tree, "verifier_info")
	if err != nil || present && len(list) == 0 || len(list) > MaxInfo {
		return fault.Wrap(KindMalformed, err, "verifier_info is no list of 1 to %d elements", MaxInfo)
	}
	r.info = list
	for _, item := range list {
		element, ok := item.(map[string]any)
		format, _, err := encoding.String(element, "format")
		if !ok || err != nil || format == "" || element["data"] == nil {
			return fault.Wrap(KindMalformed, err, "an element of verifier_info lacks format or data")
		}
		if format != "jwt" || r.ClientID == "" || r.Registration != nil {
			continue
		}
		if registration, err := in.registration(r, element); err == nil {
			r.Registration = registration
		}
	}
	return nil
}

func (in *input) registration(r *Request, element map[string]any) (*Registration, error) {
	text, _, err := encoding.String(element, "data")
	if err != nil {
		return nil, err
	}
	stated, err := in.statement(text, typeRegistration, r.ClientID)
	if err != nil {
		return nil, err
	}
	registered := &Registration{Registrar: stated.registrar, Beyond: map[string][]claim.Path{}}
	for name, into := range map[string]*string{"name": &registered.Name, "purpose": &registered.Purpose} {
		if *into, err = textOf(stated.claims, name); err != nil || utf8.RuneCountInString(*into) > MaxPurpose {
			return nil, fault.Wrap(KindMalformed, err, "%s", name)
		}
	}
	allowed, err := registeredQueries(stated.claims)
	if err != nil {
		return nil, err
	}
	relevant, limited, err := encoding.Strings(element, "credential_ids")
	if err != nil {
		return nil, err
	}
	for _, asked := range r.Query.Credentials {
		covering := allowed
		if limited && !slices.Contains(relevant, asked.ID) {
			covering = nil // the verifier chose the list: what it leaves out is not registered
		}
		if beyond := beyond(asked, covering); len(beyond) > 0 {
			registered.Beyond[asked.ID] = beyond
		}
	}
	return registered, nil
}

// registeredQueries reads the registered credentials by the rules of a query.
func registeredQueries(claims map[string]any) ([]dcql.CredentialQuery, error) {
	list, _, err := encoding.Array(claims, "credentials")
	if err != nil {
		return nil, err
	}
	named := make([]any, 0, len(list))
	for i, item := range list {
		member, _ := item.(map[string]any)
		entry := map[string]any{"id": string(rune('a' + i%26)), "format": member["format"], "meta": member["meta"]}
		if wanted, present := member["claims"]; present {
			entry["claims"] = wanted
		}
		named = append(named, entry)
	}
	text, err := encoding.EncodeJSON(map[string]any{"credentials": named})
	if err != nil {
		return nil, err
	}
	query, err := dcql.Parse(text)
	return query.Credentials, err
}

// beyond lists what a query asks for that no registered credential of its kind
// covers; all of it, where none is of its kind. A query without claims still asks
// for what the card always shows, which its type stands for.
func beyond(asked dcql.CredentialQuery, registered []dcql.CredentialQuery) []claim.Path {
	var allowed []claim.Path
	isRegistered := false
	for _, one := range registered {
		if one.Format != asked.Format || !coversTypes(one.Types, asked.Types) {
			continue
		}
		isRegistered = true
		for _, c := range one.Claims {
			allowed = append(allowed, c.Path)
		}
	}
	if !isRegistered && len(asked.Claims) == 0 {
		return []claim.Path{{"vct"}}
	}
	return asked.Beyond(allowed)
}

// coversTypes reports whether every type that is asked for is registered. No
// registered types are all types.
func coversTypes(registered, asked [][]string) bool {
	if len(registered) == 0 {
		return true
	}
	covered := func(alternative []string) bool {
		return slices.ContainsFunc(registered, func(one []string) bool { return slices.Equal(one, alternative) })
	}
	return len(asked) > 0 && !slices.ContainsFunc(asked, func(a []string) bool { return !covered(a) })
}
