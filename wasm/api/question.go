package api

// Preset is a ready-made question of the verifier.
type Preset struct {
	ID      string   `json:"id"` // "over18", "name-residency", "whole-card", …
	Purpose string   `json:"purpose"`
	Claims  []string `json:"claims"` // human labels, in order
}

// CardType is a kind of card that a question can be put together for.
type CardType struct {
	Type   string      `json:"type"` // the vct
	Name   string      `json:"name"`
	Claims []CardClaim `json:"claims"`
}

// CardClaim is a claim that can be asked for.
type CardClaim struct {
	Path  string `json:"path"` // a claims path pointer as JSON, to stand in a query
	Label string `json:"label"`
}

// Presets answers verifier.presets.
type Presets struct {
	Presets []Preset   `json:"presets"`
	Types   []CardType `json:"types"`
}

// QueryRequest asks what a query in DCQL asks for.
type QueryRequest struct {
	Query string `json:"query"`
}

// QueryRead is a query in words.
type QueryRead struct {
	Cards []AskedCard `json:"cards"`
}

// AskedCard is one card of a question.
type AskedCard struct {
	ID       string       `json:"id"`
	Name     string       `json:"name"`     // what kind of card, "" where there are no words for its types
	Types    []string     `json:"types"`    // as they stand in the query; empty: any
	Optional bool         `json:"optional"` // the question can be answered without it
	Claims   []AskedClaim `json:"claims"`
}

// AskedClaim is a claim that is asked for.
type AskedClaim struct {
	Label  string   `json:"label"`
	Values []string `json:"values"` // one of which it must have; empty: any
}

// Way is how a question reaches a wallet and its answer the page.
type Way string

// The ways. All but the first take the answer encrypted.
const (
	WayCode       Way = "code"        // by codes alone, without a network
	WayRelay      Way = "relay"       // the relay has the request and takes the answer
	WaySameDevice Way = "same-device" // likewise, and the wallet leads the person back
	WayBrowser    Way = "browser"     // Digital Credentials API
)

// Identity is how a verifier is known to wallets.
type Identity string

// The identities.
const (
	IdentityAddress     Identity = "address"     // by the address that the answer goes to; unsigned
	IdentityKey         Identity = "key"         // by a key that this engine made for the session
	IdentityCertificate Identity = "certificate" // by the certificate that verifier.identify brought
	IdentityAttestation Identity = "attestation" // by the attestation that it brought
)

// IdentifyRequest hands the engine who asks: a key, with either a certificate or
// an attestation. It replaces what came before; with no key at all it is
// forgotten. The key stays in the engine's memory.
type IdentifyRequest struct {
	Key         Bytes  `json:"key,omitempty"`         // PEM or JWK
	Certificate Bytes  `json:"certificate,omitempty"` // PEM, the verifier's own first
	Attestation string `json:"attestation,omitempty"` // a JWT
}

// Identified says what was taken; empty where everything was forgotten.
type Identified struct {
	Identity Identity `json:"identity,omitempty"`
	Name     string   `json:"name"`  // whom the certificate or attestation is for
	Hosts    []string `json:"hosts"` // of a certificate
	Until    string   `json:"until,omitempty"`
	// HighAssurance tells that the key fits HAIP 1.0.
	HighAssurance bool `json:"high_assurance"`
}

// ChallengeRequest asks for a fresh question: a preset, or a query of one's own.
// The engine keeps its nonce and its keys, good for one answer.
type ChallengeRequest struct {
	Preset   string `json:"preset,omitempty"`
	Query    string `json:"query,omitempty"`    // DCQL, in place of a preset
	Purpose  string `json:"purpose,omitempty"`  // replaces the preset's
	Verifier string `json:"verifier,omitempty"` // the name shown to the holder
	// ReturnURL is the verifier page's own address. By codes it is the
	// redirect_uri of OpenID4VP; on the same device the wallet leads back to it.
	ReturnURL string   `json:"return_url"`
	Way       Way      `json:"way,omitempty"`      // absent: by codes
	Identity  Identity `json:"identity,omitempty"` // absent: by the address
	Relay     string   `json:"relay,omitempty"`    // the relay's base address
	// CheckCode makes the holder type two digits from this screen. It needs a
	// relay and an identity with a key.
	CheckCode     bool              `json:"check_code,omitempty"`
	HighAssurance bool              `json:"high_assurance,omitempty"` // HAIP 1.0
	Transaction   *AskedTransaction `json:"transaction,omitempty"`
}

// AskedTransaction is what the holder is asked to authorise beside showing a card.
type AskedTransaction struct {
	Type    string            `json:"type"`
	Members map[string]string `json:"members"`
}

// Challenge is a question to show.
type Challenge struct {
	ID        string          `json:"id"`
	Text      string          `json:"text"` // to show as a code or link; "" in the browser's way
	ExpiresAt string          `json:"expires_at"`
	Cards     []AskedCard     `json:"cards"`
	CheckCode bool            `json:"check_code"`
	Exchange  *Exchange       `json:"exchange,omitempty"` // ways over the relay
	Browser   *BrowserRequest `json:"browser,omitempty"`
}

// Exchange is what to PUT to the relay: Body, as application/json, to
// Relay/x/ID with the bearer token.
type Exchange struct {
	ID       string `json:"id"`
	Token    string `json:"token"`
	Body     string `json:"body"`
	Lifetime int    `json:"lifetime"` // seconds
}

// BrowserRequest is what to hand to the Digital Credentials API.
type BrowserRequest struct {
	Protocol string `json:"protocol"`
	Data     string `json:"data"` // JSON
}

// LiveRequest brings the nonce of the wallet that opened the question. The first
// counts.
type LiveRequest struct {
	Challenge   string `json:"challenge"`
	WalletNonce string `json:"wallet_nonce"`
}

// Live is the request object for that wallet alone.
type Live struct {
	Object    string `json:"object"`
	Digits    string `json:"digits,omitempty"` // for the holder to type; none where no check code was asked for
	ExpiresAt string `json:"expires_at"`       // the wallet has until then
}

// ReceiveRequest asks for a verdict on what a wallet posted to the relay.
type ReceiveRequest struct {
	Challenge string `json:"challenge"`
	Body      string `json:"body"` // the form, as it was posted
	// ResponseCode is the one that came back to this browser; a question on the
	// same device is answered only with it, and the relay compared it.
	ResponseCode string `json:"response_code,omitempty"`
	AcceptTest   bool   `json:"accept_test"`
	LastSeen     string `json:"last_seen,omitempty"`
}

// BrowserAnswer asks for a verdict on what the Digital Credentials API gave.
type BrowserAnswer struct {
	Challenge  string `json:"challenge"`
	Protocol   string `json:"protocol"`
	Data       string `json:"data"` // JSON
	AcceptTest bool   `json:"accept_test"`
	LastSeen   string `json:"last_seen,omitempty"`
}
