package dcql

import (
	"slices"
	"strings"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Parse reads a query. A query that breaks a rule of section 6 is refused as a
// whole, so that no part of it is answered by mistake.
func Parse(data []byte) (Query, error) {
	if len(data) > MaxQuery {
		return Query{}, fault.New(KindTooLarge, "%d bytes, at most %d", len(data), MaxQuery)
	}
	tree, err := encoding.DecodeJSONObject(data)
	if err != nil {
		return Query{}, err
	}
	var q Query
	list, present, err := nonEmptyArray(tree, "credentials", MaxCredentials)
	if err != nil || !present {
		return Query{}, malformed(err, "credentials")
	}
	for _, entry := range list {
		c, err := parseCredential(entry)
		if err != nil {
			return Query{}, err
		}
		if _, twice := q.Find(c.ID); twice {
			return Query{}, fault.New(KindMalformed, "a credential id occurs twice")
		}
		q.Credentials = append(q.Credentials, c)
	}
	q.Sets, err = parseSets(tree, q)
	return q, err
}

func parseCredential(entry any) (CredentialQuery, error) {
	o, ok := entry.(map[string]any)
	if !ok {
		return CredentialQuery{}, fault.New(KindMalformed, "a credential query is no object")
	}
	var c CredentialQuery
	var err error
	if c.ID, err = identifier(o, true); err != nil {
		return c, err
	}
	format, present, err := encoding.String(o, "format")
	if err != nil || !present || format == "" {
		return c, malformed(err, "format")
	}
	c.Format = format
	meta, present, err := encoding.Object(o, "meta")
	if err != nil || !present {
		return c, malformed(err, "meta")
	}
	if err := c.parseMeta(meta); err != nil {
		return c, err
	}
	if c.Multiple, _, err = encoding.Bool(o, "multiple"); err != nil {
		return c, malformed(err, "multiple")
	}
	binding, present, err := encoding.Bool(o, "require_cryptographic_holder_binding")
	if err != nil {
		return c, malformed(err, "require_cryptographic_holder_binding")
	}
	c.HolderBinding = binding || !present
	if c.Authorities, err = parseAuthorities(o); err != nil {
		return c, err
	}
	return c, c.parseClaims(o)
}

func parseAuthorities(o map[string]any) ([]Authority, error) {
	list, _, err := nonEmptyArray(o, "trusted_authorities", MaxValues)
	if err != nil {
		return nil, err
	}
	var authorities []Authority
	for _, entry := range list {
		a, ok := entry.(map[string]any)
		if !ok {
			return nil, fault.New(KindMalformed, "a trusted authority is no object")
		}
		kind, present, err := encoding.String(a, "type")
		if err != nil || !present {
			return nil, malformed(err, "type of a trusted authority")
		}
		values, present, err := nonEmptyStrings(a, "values")
		if err != nil || !present {
			return nil, malformed(err, "values of a trusted authority")
		}
		if err := checkAuthority(kind, values); err != nil {
			return nil, err
		}
		authorities = append(authorities, Authority{kind, values})
	}
	return authorities, nil
}

// checkAuthority holds key identifiers to their form, so that two texts are one
// identifier exactly when they are the same (section 6.1.1.1).
func checkAuthority(kind string, values []string) error {
	for _, value := range values {
		if raw, err := encoding.DecodeBase64URL(value); kind == AuthorityKey && (err != nil || len(raw) == 0) {
			return fault.Wrap(KindMalformed, err, "a key identifier must be base64url")
		}
	}
	return nil
}

func parseSets(tree map[string]any, q Query) ([]SetQuery, error) {
	list, _, err := nonEmptyArray(tree, "credential_sets", MaxSets)
	if err != nil {
		return nil, err
	}
	known := func(id string) bool { _, ok := q.Find(id); return ok }
	var sets []SetQuery
	for _, entry := range list {
		o, ok := entry.(map[string]any)
		if !ok {
			return nil, fault.New(KindMalformed, "a credential set is no object")
		}
		required, present, err := encoding.Bool(o, "required")
		if err != nil {
			return nil, malformed(err, "required")
		}
		set := SetQuery{Required: required || !present}
		options, present, err := nonEmptyArray(o, "options", MaxOptions)
		if err != nil || !present {
			return nil, malformed(err, "options")
		}
		for _, option := range options {
			ids, err := references(option, MaxCredentials, known)
			if err != nil {
				return nil, err
			}
			set.Options = append(set.Options, ids)
		}
		sets = append(sets, set)
	}
	return sets, nil
}

// references reads a non-empty list of ids that must be known.
func references(v any, limit int, known func(string) bool) ([]string, error) {
	list, ok := v.([]any)
	if !ok || len(list) == 0 {
		return nil, fault.New(KindMalformed, "a set is no list of ids")
	}
	if len(list) > limit {
		return nil, fault.New(KindTooLarge, "%d ids in a set, at most %d", len(list), limit)
	}
	ids := make([]string, len(list))
	for i, entry := range list {
		id, ok := entry.(string)
		if !ok || !known(id) {
			return nil, fault.New(KindMalformed, "a set names an unknown id")
		}
		if slices.Contains(ids[:i], id) {
			return nil, fault.New(KindMalformed, "a set names an id twice")
		}
		ids[i] = id
	}
	return ids, nil
}

// identifier reads "id": letters, digits, underscore and hyphen.
func identifier(o map[string]any, required bool) (string, error) {
	id, present, err := encoding.String(o, "id")
	switch {
	case err != nil || !present && required:
		return "", malformed(err, "id")
	case !present:
		return "", nil
	case id == "" || strings.Trim(id, idCharacters) != "":
		return "", fault.New(KindMalformed, "an id has characters other than letters, digits, _ and -")
	}
	return id, nil
}

const idCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

// nonEmptyArray reads an optional array; where it is there it has elements.
func nonEmptyArray(o map[string]any, name string, limit int) ([]any, bool, error) {
	list, present, err := encoding.Array(o, name)
	switch {
	case err != nil || present && len(list) == 0:
		return nil, present, malformed(err, name)
	case len(list) > limit:
		return nil, present, fault.New(KindTooLarge, "%d in %s, at most %d", len(list), name, limit)
	}
	return list, present, nil
}

func nonEmptyStrings(o map[string]any, name string) ([]string, bool, error) {
	if _, present, err := nonEmptyArray(o, name, MaxValues); err != nil || !present {
		return nil, present, err
	}
	values, present, err := encoding.Strings(o, name)
	if err != nil {
		return nil, present, malformed(err, name)
	}
	return values, present, nil
}

// malformed keeps a kind that says more, such as query_too_large.
func malformed(cause error, name string) error {
	if fault.KindOf(cause) == KindTooLarge || fault.KindOf(cause) == KindMalformed {
		return cause
	}
	return fault.Wrap(KindMalformed, cause, "%s is missing or of the wrong form", name)
}
