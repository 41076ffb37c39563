package corpus

import "strings"

// All makes every vector.
func All() []Vector {
	var all []Vector
	for _, family := range []func() []Vector{
		genuine, envelopes, codings, tokens, disclosures, dates, issuers, proofs, health, cborDefects, answers,
	} {
		all = append(all, family()...)
	}
	return all
}

// Trust makes the files of whom the vectors trust.
func Trust() map[string][]byte { return trustFiles() }

// refused is a vector that must be invalid. The name is the kind, and a variant
// after "-".
func refused(name, about string, input string) Vector {
	kind, _, _ := strings.Cut(name, "-")
	return Vector{Name: name, Outcome: "invalid", Kind: kind, About: about, Now: testTime, Trust: []string{"issuer.json"}, Input: []byte(input)}
}

// unsure is a vector that must be unknown.
func unsure(name, about string, input string) Vector {
	v := refused(name, about, input)
	v.Outcome = "unknown"
	return v
}

// good is a vector that must be valid.
func good(name, about string, input string) Vector {
	v := refused("ok-"+name, about, input)
	v.Outcome, v.Kind = "valid", "ok"
	return v
}

// asked is a vector to which the verifier's question belongs.
func (v Vector) asked() Vector {
	v.Nonce, v.Aud = nonce, audience
	return v
}

func (v Vector) trusting(names ...string) Vector {
	v.Trust = names
	return v
}

func (v Vector) at(now string) Vector {
	v.Now = now
	return v
}

func (v Vector) under(policy string) Vector {
	v.Policy = policy
	return v
}
