package main

import (
	"fmt"
	"time"

	"domicile/credentials/verify"
	"domicile/crypto/encoding"
)

// longestAge is how old a holder's proof may be at most, by any policy.
const longestAge = 366 * 24 * time.Hour

// readPolicy reads the policy file. A rule that is not known is wrong usage: to
// go on without it would accept what its author meant to refuse.
func readPolicy(name string) (verify.Policy, error) {
	if name == "" {
		return verify.Policy{}, nil
	}
	data, err := readFile(name)
	if err != nil {
		return verify.Policy{}, err
	}
	p, err := parsePolicy(data)
	if err != nil {
		return verify.Policy{}, usage("--policy %s: %s", name, err)
	}
	return p, nil
}

func parsePolicy(data []byte) (p verify.Policy, err error) {
	rules, err := encoding.DecodeJSONObject(data)
	if err != nil {
		return p, err
	}
	if p.AcceptTest, _, err = encoding.Bool(rules, "accept_test"); err != nil {
		return p, err
	}
	if p.RequireHolder, _, err = encoding.Bool(rules, "require_holder"); err != nil {
		return p, err
	}
	seconds, aged, err := encoding.Int(rules, "max_age_seconds")
	if err != nil {
		return p, err
	}
	if aged && (seconds < 1 || seconds > int64(longestAge/time.Second)) {
		return p, fmt.Errorf("max_age_seconds is 1 to %d", int64(longestAge/time.Second))
	}
	p.MaxAge = time.Duration(seconds) * time.Second
	for name := range rules {
		switch name {
		case "accept_test", "require_holder", "max_age_seconds":
		default:
			return p, fmt.Errorf("%s is no rule", name)
		}
	}
	return p, nil
}
