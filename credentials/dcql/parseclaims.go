package dcql

import (
	"slices"

	"domicile/credentials/claim"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// parseClaims reads "claims" and "claim_sets" (sections 6.1 and 6.3). Of
// several queries for one path the first counts, in each claim set, or in all
// claims where there are no sets.
func (c *CredentialQuery) parseClaims(o map[string]any) error {
	list, present, err := nonEmptyArray(o, "claims", MaxClaims)
	if err != nil {
		return err
	}
	sets, alternatives, err := nonEmptyArray(o, "claim_sets", MaxClaimSets)
	if err != nil {
		return err
	}
	if alternatives && !present {
		return fault.New(KindMalformed, "claim_sets without claims")
	}
	byID := map[string]claim.Path{}
	for _, entry := range list {
		wanted, err := c.parseClaim(entry, alternatives)
		if err != nil {
			return err
		}
		if _, twice := byID[wanted.ID]; twice {
			return fault.New(KindMalformed, "a claim id occurs twice")
		}
		if wanted.ID != "" {
			byID[wanted.ID] = wanted.Path
		}
		c.Claims = append(c.Claims, wanted)
	}
	if !alternatives {
		c.Claims = distinct(c.Claims)
	}
	return c.parseClaimSets(sets, byID)
}

func (c *CredentialQuery) parseClaimSets(sets []any, byID map[string]claim.Path) error {
	for _, entry := range sets {
		set, err := references(entry, MaxClaims, func(id string) bool { _, known := byID[id]; return known })
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		c.ClaimSets = append(c.ClaimSets, slices.DeleteFunc(set, func(id string) bool {
			name := key(byID[id])
			twice := seen[name]
			seen[name] = true
			return twice
		}))
	}
	return nil
}

func (c *CredentialQuery) parseClaim(entry any, needsID bool) (ClaimQuery, error) {
	o, ok := entry.(map[string]any)
	if !ok {
		return ClaimQuery{}, fault.New(KindMalformed, "a claims query is no object")
	}
	var wanted ClaimQuery
	var err error
	if wanted.ID, err = identifier(o, needsID); err != nil {
		return wanted, err
	}
	if wanted.Path, err = claim.ParsePath(o["path"]); err != nil {
		return wanted, malformed(err, "path")
	}
	f, _ := formatOf(c.Format)
	if f.path != nil && !f.path(wanted.Path) {
		return wanted, fault.New(KindMalformed, "a path into %s is a namespace and an element", c.Format)
	}
	if wanted.Values, err = parseValues(o); err != nil {
		return wanted, err
	}
	if f.retains {
		wanted.Retain, err = parseRetention(o)
	}
	return wanted, err
}

func parseValues(o map[string]any) ([]any, error) {
	list, _, err := nonEmptyArray(o, "values", MaxValues)
	if err != nil {
		return nil, err
	}
	var values []any
	for _, value := range list {
		plain, err := parseValue(value)
		if err != nil {
			return nil, err
		}
		values = append(values, plain)
	}
	return values, nil
}

// parseValue takes a string, a boolean or an integer (section 6.3).
func parseValue(v any) (any, error) {
	switch v := v.(type) {
	case string, bool:
		return v, nil
	case encoding.Number:
		if n, ok := integer(v); ok {
			return n, nil
		}
	}
	return nil, fault.New(KindMalformed, "a value is no string, integer or boolean")
}

func parseRetention(o map[string]any) (Retention, error) {
	keep, present, err := encoding.Bool(o, "intent_to_retain")
	switch {
	case err != nil:
		return RetainUnsaid, malformed(err, "intent_to_retain")
	case !present:
		return RetainUnsaid, nil
	case keep:
		return RetainYes, nil
	}
	return RetainNo, nil
}
