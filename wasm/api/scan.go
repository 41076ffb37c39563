package api

// ScanRequest hands one scanned, typed, pasted or dropped text to the scanner.
// Frames of an animated code are collected per Session until complete.
type ScanRequest struct {
	Session string `json:"session"` // any name chosen by the page; ScanReset forgets it
	Text    string `json:"text"`
}

// ScanResetRequest forgets the frames of a session.
type ScanResetRequest struct {
	Session string `json:"session"`
}

// ScanState is how far a scan has come.
type ScanState string

// The states of a scan.
const (
	ScanPartial  ScanState = "partial"  // frames are missing
	ScanComplete ScanState = "complete" // Item is whole
	ScanRefused  ScanState = "refused"  // Failure says why; frames already collected stay
)

// ScanResult says what a text is.
type ScanResult struct {
	State    ScanState `json:"state"`
	Received int       `json:"received"` // frames, or fragments recovered
	Expected int       `json:"expected"` // 1 for a single code
	Item     *Item     `json:"item,omitempty"`
	Failure  *Failure  `json:"failure,omitempty"`
}

// ItemType is what a scanned text turned out to be.
type ItemType string

// The types of scanned text.
const (
	ItemRequest    ItemType = "request"    // a question, OpenID4VP
	ItemOffer      ItemType = "offer"      // a credential offer, OpenID4VCI
	ItemAnswer     ItemType = "answer"     // a presentation shown as a code
	ItemCredential ItemType = "credential" // a credential that stands for itself
	ItemLink       ItemType = "link"       // shown, never fetched
	ItemTrust      ItemType = "trust"      // a list of issuers
)

// Item is a recognised whole.
type Item struct {
	Type   ItemType `json:"type"`
	Format string   `json:"format,omitempty"` // of a credential, as in the CLI contract
	Text   string   `json:"text"`             // canonical text to hand to the next call
}

// QRRequest asks for the code, or the frames of an animated code, of a text.
// Animated is chosen by the engine where the text exceeds one comfortable code.
type QRRequest struct {
	Text string `json:"text"`
	// Frame is the largest number of message bytes in one animated frame;
	// 0 lets the engine choose. Smaller frames suit old scanners.
	Frame int `json:"frame,omitempty"`
}

// QRCodes are the codes to show, in order, again and again. One means a still.
type QRCodes struct {
	Codes []QRCode `json:"codes"`
	Parts int      `json:"parts"` // fragments needed at least; 1 for a still
}

// QRCode is one code as a square of modules without quiet zone, row by row,
// one byte each, 1 for dark.
type QRCode struct {
	Size    int    `json:"size"`
	Modules Bytes  `json:"modules"`
	Text    string `json:"text"` // what the code holds, for copying
}
