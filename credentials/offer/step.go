package offer

import (
	"time"

	"domicile/crypto/alg"
)

// Step is what to do next: exactly one of Request, Preview, Wait and Issued is
// set.
type Step struct {
	Request *Request
	Preview *Preview
	Wait    *Wait
	Issued  []Issued
	// Save asks the caller to store State and the keys before carrying on.
	Save bool
	// Progress in [0,1] over the whole issuance, for a progress bar.
	Progress float64
}

// Request is one HTTP request, to be sent without cookies and without following
// redirects, and given up after [Timeout].
type Request struct {
	Method  string
	URL     string
	Headers map[string]string
	Body    string
}

// Response is its answer. Status 0 means that none came.
type Response struct {
	Status  int
	Headers map[string]string // names in lower case
	Body    string            // a body over MaxReply may be cut after MaxReply+1 bytes
}

// Preview is what a person sees before accepting.
type Preview struct {
	Issuer Issuer
	Cards  []Card
	// Unsupported are offered configurations that this wallet cannot take.
	Unsupported []string
	// TxCode is set where a transaction code is to be typed.
	TxCode *TxCode
	// Hosts are the names of the servers, other than the issuer's own, that
	// take part: the transaction code goes to the first that is listed here, or
	// else to the issuer.
	Hosts []string
}

// Keys returns how many keys Accept needs: the sum of the cards' copies, less
// those of cards that are bound to no key.
func (p Preview) Keys() int {
	n := 0
	for _, c := range p.Cards {
		n += c.keys()
	}
	return n
}

// Issuer is the issuer by its own account: nobody vouches for the name.
type Issuer struct {
	ID   string `json:"id"` // its identifier, an URL
	Name string `json:"name"`
}

// Card is one offered credential, as the issuer's metadata describe it.
type Card struct {
	Configuration string  `json:"configuration"` // credential_configuration_id
	Format        string  `json:"format"`        // "dc+sd-jwt"
	Type          string  `json:"type"`          // vct
	Title         string  `json:"title"`
	Description   string  `json:"description,omitempty"`
	Colour        string  `json:"colour,omitempty"`      // CSS hex colour
	TextColour    string  `json:"text_colour,omitempty"` // likewise
	Claims        []Claim `json:"claims,omitempty"`
	// NotGiven is what the card does not give, from our extension member
	// "domicile_not_given" of credential_metadata.
	NotGiven []string `json:"not_given,omitempty"`
	Copies   int      `json:"copies"`
	// Algorithm is that of the keys the copies are bound to; empty where the
	// credential is bound to none.
	Algorithm alg.Algorithm `json:"algorithm,omitempty"`
}

func (c Card) keys() int {
	if c.Algorithm == "" {
		return 0
	}
	return c.Copies
}

// Claim is one claim that the card may have.
type Claim struct {
	Path  []any  `json:"path"` // string, encoding.Number or nil
	Label string `json:"label"`
}

// TxCode describes the transaction code to type (section 4.1.1).
type TxCode struct {
	Mode        string `json:"mode"` // "numeric" or "text"
	Length      int    `json:"length,omitempty"`
	Description string `json:"description,omitempty"`
	Retry       bool   `json:"retry,omitempty"` // the last one was refused
}

// Wait says that the issuer needs more time (section 9): call Step again then.
type Wait struct {
	Until time.Time
}

// Issued are the copies of one card. The standard does not say that copies come
// in the order of the keys: match them by the key each one is bound to.
type Issued struct {
	Card        Card
	Credentials []string
}
