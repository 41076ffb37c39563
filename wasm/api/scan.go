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

// ScanResult says what a text is. State is "partial" while frames are missing,
// "complete" when Item is whole, "refused" with Failure otherwise.
type ScanResult struct {
	State    string   `json:"state"`
	Received int      `json:"received"` // frames, or fragments recovered
	Expected int      `json:"expected"` // 1 for a single code
	Item     *Item    `json:"item,omitempty"`
	Failure  *Failure `json:"failure,omitempty"`
}

// Item is a recognised whole. Type is one of "request" (OpenID4VP), "offer"
// (OpenID4VCI), "answer" (a presentation shown as a code), "credential",
// "link" (shown, never fetched) and "trust" (a list of issuers).
type Item struct {
	Type   string `json:"type"`
	Format string `json:"format,omitempty"` // of a credential, as in the CLI contract
	Text   string `json:"text"`             // canonical text to hand to the next call
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
