package request

import (
	"slices"
	"strings"

	"domicile/crypto/fault"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

// Sureness says what is known of who asks.
type Sureness string

// The degrees of sureness.
const (
	// Claimed: nobody but the verifier says who it is. Sure is only where the
	// answer goes.
	Claimed Sureness = "claimed"
	// Proven: it holds the key of its identifier, or its browser's origin is
	// known. Nobody says who that is.
	Proven Sureness = "proven"
	// Verified: somebody whom this wallet believes says who it is.
	Verified Sureness = "verified"
)

// Identity is what is known of a verifier.
type Identity struct {
	Prefix Prefix
	Sure   Sureness
	// Name is the name that was vouched for, or proven (a host); "" where
	// nobody vouches.
	Name string
	// By is who vouches, "" where nobody does.
	By string
}

// identify finds out who asks, by the rules of the client identifier's prefix,
// and checks the request's signature on the way.
func (in *input) identify(r *Request) error {
	if r.ClientID == "" {
		r.Identity = Identity{Sure: Proven, Name: in.origin}
		return nil
	}
	prefix, own := PrefixOf(r.ClientID)
	if in.object == nil && prefix != RedirectURI && prefix != PreRegistered {
		return fault.New(KindUnsigned, "%s", prefix)
	}
	var err error
	switch prefix {
	case RedirectURI:
		r.Identity, err = in.identifyAddress()
	case DID:
		r.Identity, err = in.identifyDID(own)
	case SANDNS, CertHash:
		r.Identity, err = in.identifyCertificate(r, prefix, own)
	case Attested:
		r.Identity, err = in.identifyAttested(r, own)
	default:
		r.Identity, err = in.identifyKnown(r, own)
	}
	r.Identity.Prefix = prefix
	return err
}

// identifyAddress knows a verifier by its address, for which there is no key.
func (in *input) identifyAddress() (Identity, error) {
	if in.object != nil {
		return Identity{}, fault.New(KindSignedUnexpected, "nothing vouches for the key of a redirect_uri")
	}
	return Identity{Sure: Claimed}, nil
}

// identifyKnown knows a verifier beforehand (section 5.9.2).
func (in *input) identifyKnown(r *Request, id string) (Identity, error) {
	c, known := in.wallet.Verifiers.Client(id)
	switch {
	case !known:
		return Identity{}, fault.New(KindClientUnknown, "no verifier of this identifier is known beforehand")
	case in.object == nil && len(c.Keys) > 0:
		return Identity{}, fault.New(KindUnsigned, "the verifier signs its requests")
	case in.object != nil:
		if err := verifyWith(in.object, c.Keys); err != nil {
			return Identity{}, err
		}
	}
	if in.origin == "" && !in.isKnownAddress(c.Addresses, r.AnswerURL()) {
		return Identity{}, fault.New(KindReturnMismatch, "the address is not one that the verifier is known with")
	}
	if c.Metadata != nil {
		if _, brought := in.tree["client_metadata"]; brought {
			return Identity{}, fault.New(KindClientMetadata, "client_metadata of a verifier whose metadata are known")
		}
		in.tree["client_metadata"] = c.Metadata
	}
	return Identity{Sure: Verified, Name: c.Name}, nil
}

// isKnownAddress reports whether a known verifier's answer may go to an address.
// Unsigned, the address is all that it is known by, and must be listed to the
// letter. A signed request is the verifier's own word, so that a listed address
// with a slash at its end stands for those below it: a relay has a fresh one for
// each question.
func (in *input) isKnownAddress(listed []string, answer string) bool {
	return slices.ContainsFunc(listed, func(one string) bool {
		return one == answer || in.object != nil && strings.HasSuffix(one, "/") && strings.HasPrefix(answer, one)
	})
}

// verifyWith checks a signature with the key that the token names, or with each
// where it names none.
func verifyWith(token *jose.JWS, candidates []keys.Named) error {
	err := error(fault.New(KindClientKey, "no key of that name"))
	for _, candidate := range candidates {
		if kid := token.KeyID(); kid != "" && candidate.ID != "" && kid != candidate.ID {
			continue
		}
		cause := token.Verify(candidate.Public)
		if cause == nil {
			return nil
		}
		err = fault.Wrap(KindSignature, cause, "")
	}
	return err
}
