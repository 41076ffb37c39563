package api

// VaultCreateRequest makes a new vault. Passphrase is NFKC-normalised.
type VaultCreateRequest struct {
	Passphrase string `json:"passphrase"`
}

// VaultCreated is the envelope (slots, no secrets in clear) to store, and the
// first records.
type VaultCreated struct {
	Envelope Bytes   `json:"envelope"`
	Records  []Bytes `json:"records"`
}

// VaultUnlockRequest opens a vault. A wrong passphrase and a damaged envelope
// fail alike, with kind "vault_locked".
type VaultUnlockRequest struct {
	Envelope   Bytes   `json:"envelope"`
	Passphrase string  `json:"passphrase"`
	Records    []Bytes `json:"records"` // all stored records, in order
}

// VaultApplyRequest applies stored records that follow those already applied.
// Seq is the number of the first: the engine refuses gaps and repeats.
type VaultApplyRequest struct {
	Seq     int     `json:"seq"`
	Records []Bytes `json:"records"`
}

// WalletState is all a screen needs, never a key and never a raw credential.
type WalletState struct {
	Seq   int    `json:"seq"` // number of records applied
	Cards []Card `json:"cards"`
	// Trash holds deleted cards that can still be restored.
	Trash []Card `json:"trash"`
	// Pending are issuances interrupted by a lost network, to resume or drop.
	Pending []Pending  `json:"pending"`
	Log     []LogEntry `json:"log"` // newest first
	// Damaged counts stored records that could not be read: the rest is here,
	// and the person should be told.
	Damaged int `json:"damaged"`
}

// Card is one credential (with all its copies) for display.
type Card struct {
	ID        string `json:"id"`
	Type      string `json:"type"`  // vct
	Title     string `json:"title"` // "Residency card"
	Issuer    string `json:"issuer"`
	IssuerURL string `json:"issuer_url"`
	Holder    string `json:"holder"` // name on the card
	Scope     Scope  `json:"scope"`
	Colour    string `json:"colour,omitempty"`
	Pattern   Bytes  `json:"pattern"` // 32 bytes from the issuer's key, seeds the guilloche
	// Unchecked is true where the issuer publishes no keys, so that nobody checked
	// its signature when the card came.
	Unchecked bool    `json:"unchecked"`
	From      string  `json:"from,omitempty"`
	Until     string  `json:"until,omitempty"`
	Expired   bool    `json:"expired"`
	Claims    []Claim `json:"claims"`
	Copies    int     `json:"copies"` // in all
	Unused    int     `json:"unused"` // copies not shown to anyone yet
	AddedAt   string  `json:"added_at"`
	DeletedAt string  `json:"deleted_at,omitempty"`
}

// Pending is an issuance that can be resumed.
type Pending struct {
	ID     string `json:"id"`
	Issuer string `json:"issuer"`
	Title  string `json:"title"`
	Since  string `json:"since"`
}

// LogEvent is what a line of the activity log tells.
type LogEvent string

// The events of the log.
const (
	LogCreated  LogEvent = "created"  // the wallet was made
	LogStarted  LogEvent = "started"  // a card was ordered and its keys were made
	LogReceived LogEvent = "received" // a card was checked and stored
	LogDropped  LogEvent = "dropped"  // an order was given up
	LogShown    LogEvent = "shown"    // claims left the wallet
	LogRefused  LogEvent = "refused"  // the person declined a request
	LogDeleted  LogEvent = "deleted"  // a card went to the trash
	LogRestored LogEvent = "restored" // and came back
	LogErased   LogEvent = "erased"   // a card and its keys are gone for good
)

// LogEntry is one line of the activity log: no claim values.
type LogEntry struct {
	At     string   `json:"at"`
	Event  LogEvent `json:"event"`
	Card   string   `json:"card,omitempty"`
	Party  string   `json:"party,omitempty"`
	Claims []string `json:"claims,omitempty"` // labels only
	Reason string   `json:"reason,omitempty"` // the purpose the verifier gave
	// Host is where the answer went, or would have gone; Sure how sure it was who
	// asked. Entries of before have neither.
	Host string   `json:"host,omitempty"`
	Sure Sureness `json:"sure,omitempty"`
	// Transactions are titles of what was authorised, or was to be.
	Transactions []string `json:"transactions,omitempty"`
}

// Change is what a mutating call returns: records to store from number Seq on
// where none of that number is yet, then to apply. Rewrites replace stored
// records in the same transaction (an erased card leaves no keys behind); they
// are not applied.
type Change struct {
	Seq      int       `json:"seq"`
	Records  []Bytes   `json:"records"`
	Rewrites []Rewrite `json:"rewrites,omitempty"`
}

// Rewrite replaces one stored record.
type Rewrite struct {
	Seq    int   `json:"seq"`
	Record Bytes `json:"record"`
}

// CardRequest names a card.
type CardRequest struct {
	ID string `json:"id"`
}

// HTTPRequest is one request the page sends for the engine, without cookies,
// without following redirects.
type HTTPRequest struct {
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body,omitempty"`
}

// HTTPResponse is its answer. Status 0 means that the network failed.
type HTTPResponse struct {
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"` // lower-case names
	Body    string            `json:"body"`    // at most 256 KiB, larger ones are cut and refused
}

// OfferOpenRequest starts an issuance from offer text (link, QR or paste), or
// resumes a pending one.
type OfferOpenRequest struct {
	Text   string `json:"text,omitempty"`
	Resume string `json:"resume,omitempty"`
}

// IssuanceStep is the next thing to do in an issuance: exactly one of HTTP,
// Preview, Change and WaitUntil is set, or Done. Follow HTTP with offer.continue
// and the response; Preview with offer.accept; Change with storing, vault.apply,
// and offer.continue without a response. Once Done, CardID is in the wallet.
//
// Whatever fails, offer.continue without a response asks for the same step
// again: a request whose answer was lost, a change that was not applied (sealed
// anew, for the wallet as it is by then).
type IssuanceStep struct {
	Session string        `json:"session"`
	HTTP    *HTTPRequest  `json:"http,omitempty"`
	Preview *OfferPreview `json:"preview,omitempty"`
	Change  *Change       `json:"change,omitempty"`
	// WaitUntil is set where the issuer needs time: call offer.continue without
	// a response then. The order is pending, so the page may be closed.
	WaitUntil string `json:"wait_until,omitempty"`
	Done      bool   `json:"done"`
	CardID    string `json:"card_id,omitempty"`
	// Progress in [0,1] over the whole issuance.
	Progress float64 `json:"progress"`
}

// OfferPreview is shown before the person accepts.
type OfferPreview struct {
	Issuer    string   `json:"issuer"`
	IssuerURL string   `json:"issuer_url"`
	Scope     Scope    `json:"scope"`
	Title     string   `json:"title"`
	Type      string   `json:"type"`
	Claims    []string `json:"claims"`    // labels of what the card will say
	NotGiven  []string `json:"not_given"` // what it does not give, where the issuer says
	TxCode    *TxCode  `json:"tx_code,omitempty"`
	Copies    int      `json:"copies"`
	Pattern   Bytes    `json:"pattern"`
	// Cards is how many cards come with the offer; the members above describe
	// the first.
	Cards int `json:"cards"`
	// Hosts are servers other than the issuer's own that take part.
	Hosts  []string `json:"hosts"`
	Colour string   `json:"colour,omitempty"`
}

// CodeMode tells which keyboard a transaction code needs.
type CodeMode string

// The modes of OpenID4VCI 1.0, 4.1.1.
const (
	CodeNumeric CodeMode = "numeric"
	CodeText    CodeMode = "text"
)

// TxCode describes the transaction code to type.
type TxCode struct {
	Mode        CodeMode `json:"mode"`
	Length      int      `json:"length,omitempty"`
	Description string   `json:"description,omitempty"`
	Retry       bool     `json:"retry"` // the last one was refused by the issuer
}

// OfferContinueRequest hands back the answer to an HTTPRequest. After a stored
// Change, Response is absent.
type OfferContinueRequest struct {
	Session  string        `json:"session"`
	Response *HTTPResponse `json:"response,omitempty"`
}

// OfferAcceptRequest accepts a preview.
type OfferAcceptRequest struct {
	Session string `json:"session"`
	TxCode  string `json:"tx_code,omitempty"`
}

// OfferDropRequest forgets an issuance, pending or open.
type OfferDropRequest struct {
	Session string `json:"session"`
}
