package api

// PresentOpenRequest opens a verifier's request, in any of its forms.
type PresentOpenRequest struct {
	Text string `json:"text"`
	// HAIP holds the verifier to the High Assurance Interoperability Profile 1.0.
	HAIP bool `json:"haip"`
}

// PresentStep is the next thing to do with a request: exactly one of HTTP, Code,
// Preview, Change and Failure is set, or Done. Follow HTTP with present.continue
// and the response, once the person agreed to go to Host; Code with present.code;
// Preview with present.answer or present.refuse; Change with storing, vault.apply,
// and present.continue without a response; Failure with present.refuse, or with
// nothing.
//
// Whatever fails, present.continue without a response asks for the same step
// again: a request whose answer was lost is sent again to the letter, so that it
// counts once; a change that was not applied is sealed anew, for the wallet as it
// is by then.
type PresentStep struct {
	Session string       `json:"session"`
	HTTP    *HTTPRequest `json:"http,omitempty"`
	// Host is the server that HTTP goes to. Before the first request to a host
	// the person is asked: a code is never followed in silence.
	Host string `json:"host,omitempty"`
	// Sending is true where HTTP carries the answer, or that there is none: the
	// person agreed to that already.
	Sending bool `json:"sending"`
	// Code asks for the two digits on the verifier's screen. There is one try.
	Code    bool            `json:"code"`
	Preview *PresentPreview `json:"preview,omitempty"`
	Change  *Change         `json:"change,omitempty"`
	// Failure is set where the request was refused before anybody was asked, and
	// the verifier could be told so by present.refuse. Nobody else need to be
	// told: then the call fails instead.
	Failure *Failure `json:"failure,omitempty"`
	Done    bool     `json:"done"`
	// Text is an answer that a code or a link carries: hand it to qr.encode, or
	// copy it. Empty where the answer was sent.
	Text string `json:"text,omitempty"`
	// ReturnTo is the verifier's page with the answer in the fragment, for the
	// same device.
	ReturnTo string `json:"return_to,omitempty"`
	// Redirect is where the verifier sends the person after an answer that was
	// sent. It is https or this same machine, and never runs anything.
	Redirect string `json:"redirect,omitempty"`
}

// PresentContinueRequest hands back the answer to an HTTPRequest. After a stored
// Change, or to see the same step again, Response is absent.
type PresentContinueRequest struct {
	Session  string        `json:"session"`
	Response *HTTPResponse `json:"response,omitempty"`
}

// PresentCodeRequest hands over the digits on the verifier's screen.
type PresentCodeRequest struct {
	Session string `json:"session"`
	Digits  string `json:"digits"`
}

// PresentAnswerRequest answers with chosen cards.
type PresentAnswerRequest struct {
	Session string   `json:"session"`
	Choices []Choice `json:"choices"`
}

// Choice picks cards for an Ask; several only where it is Multiple.
type Choice struct {
	Ask   string   `json:"ask"`
	Cards []string `json:"cards"`
}

// PresentRefuseRequest declines a request. To the verifier a person who refuses
// and a wallet without such a card look the same.
type PresentRefuseRequest struct {
	Session string `json:"session"`
}

// Sureness tells who vouches for a verifier's name.
type Sureness string

// How sure the wallet is of who asks.
const (
	SureVerified Sureness = "verified" // somebody whom the wallet believes vouches for it
	SureProven   Sureness = "proven"   // it holds its identifier's key; nobody says whose that is
	SureClaimed  Sureness = "claimed"  // nobody but the verifier
)

// PresentPreview is the consent screen's content.
type PresentPreview struct {
	Verifier string `json:"verifier"` // the name it gives itself
	ClientID string `json:"client_id"`
	// Sure tells what is known of it; Name is the name that was vouched for, or
	// a host that was proven, and By who vouches.
	Sure Sureness `json:"sure"`
	Name string   `json:"name,omitempty"`
	By   string   `json:"by,omitempty"`
	// Purpose is the verifier's own word; Registered what a registrar says of it.
	Purpose    string        `json:"purpose"`
	Registered *Registration `json:"registered,omitempty"`
	ExpiresAt  string        `json:"expires_at,omitempty"`
	Asks       []Ask         `json:"asks"`
	// Sets are the combinations of asks, of each of which one option is answered.
	Sets []AskSet `json:"sets"`
	// Transactions are what the person is asked to authorise.
	Transactions []Transaction `json:"transactions"`
	// Satisfiable is false where a required part has no card: then only
	// present.refuse is left.
	Satisfiable bool `json:"satisfiable"`
	// Host is the server that the answer goes to, Address all of its address.
	Host    string `json:"host"`
	Address string `json:"address"`
	// Sends is true where the wallet sends the answer itself; else a code or a
	// link carries it. Encrypted is true where only the verifier can read it.
	Sends     bool `json:"sends"`
	Encrypted bool `json:"encrypted"`
}

// Registration is what a registrar, whom the wallet believes, says of a verifier.
type Registration struct {
	Registrar string `json:"registrar"`
	Name      string `json:"name,omitempty"`
	Purpose   string `json:"purpose,omitempty"`
}

// Transaction is something to authorise, all of which must be read.
type Transaction struct {
	Name   string             `json:"name"` // of its type
	Fields []TransactionField `json:"fields"`
	// Asks are the parts of the question, of which one card signs for it.
	Asks []string `json:"asks"`
}

// TransactionField is one line of a Transaction.
type TransactionField struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// AskSet is a choice among combinations of asks.
type AskSet struct {
	Required bool `json:"required"`
	// Options are those for which there are cards, as lists of Ask.ID, the one
	// that the verifier wants most first.
	Options [][]string `json:"options"`
	// Suggested is the option to begin with, -1 for none.
	Suggested int `json:"suggested"`
}

// Ask is one credential query with the cards that satisfy it.
type Ask struct {
	ID string `json:"id"`
	// Required is true where the suggested combination needs it.
	Required bool `json:"required"`
	// Multiple is true where several cards may be shown for it.
	Multiple bool     `json:"multiple"`
	Options  []Option `json:"options"` // empty: no card fits
	Wanted   []string `json:"wanted"`  // labels of what was asked, for the empty case
	// Beyond are labels of what the verifier's registration does not cover.
	Beyond []string `json:"beyond"`
	// Suggested is the card to begin with, empty where there is none.
	Suggested string `json:"suggested,omitempty"`
}

// Option is one card that satisfies an Ask, with what would be disclosed.
type Option struct {
	CardID    string   `json:"card_id"`
	Title     string   `json:"title"`
	Issuer    string   `json:"issuer"`
	Scope     Scope    `json:"scope"`
	Disclosed []Claim  `json:"disclosed"` // exactly what leaves, always-visible ones included
	Hidden    []string `json:"hidden"`    // labels of what stays
	// Reused is true where no unused copy is left, so that two verifiers could
	// recognise the card.
	Reused bool `json:"reused"`
	// Expired is true where the verifier will refuse the card.
	Expired bool `json:"expired"`
}
