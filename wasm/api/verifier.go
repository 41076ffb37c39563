package api

import "domicile/credentials/verdict"

// TrustSource is one file or list that names issuers: PEM, JWK set, DID
// document or our own trust list, told apart by content.
type TrustSource struct {
	Name string `json:"name"`
	Data Bytes  `json:"data"`
	// Verifiers is true for a source of who vouches for verifiers. Nobody in it
	// issues a card, and in any other source but a trust list nobody vouches for
	// a verifier.
	Verifiers bool `json:"verifiers,omitempty"`
}

// TrustLoadRequest replaces everything the engine trusts.
type TrustLoadRequest struct {
	Sources []TrustSource `json:"sources"`
}

// TrustLoaded lists what is trusted now, and which sources were refused.
type TrustLoaded struct {
	Anchors []Anchor       `json:"anchors"`
	Refused []TrustRefusal `json:"refused"`
	Issued  string         `json:"issued,omitempty"` // of the trust list: how old what we know is
	Expires string         `json:"expires,omitempty"`
	// Vouchers are who is believed about who a verifier is.
	Vouchers []Voucher `json:"vouchers,omitempty"`
}

// Voucher is an authority, or a registrar, that vouches for verifiers.
type Voucher struct {
	Source string `json:"source"` // as of Anchor
	Name   string `json:"name"`
}

// TrustRefusal says why a source was not taken.
type TrustRefusal struct {
	Name    string  `json:"name"`
	Failure Failure `json:"failure"`
}

// Scope tells practice cards from real ones.
type Scope string

// The scopes of an issuer.
const (
	ScopeTest     Scope = "test" // a practice issuer: never valid in live mode
	ScopeLive     Scope = "live"
	ScopeUnlisted Scope = "" // the issuer is not on the list of trust
)

// Anchor is one trusted issuer, for display.
type Anchor struct {
	// Source is the name of the TrustSource that brought it, so that a page can
	// say which file to remove.
	Source string   `json:"source"`
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Scope  Scope    `json:"scope"`
	Types  []string `json:"types"` // empty: any
	From   string   `json:"from,omitempty"`
	Until  string   `json:"until,omitempty"`
}

// VerifyRequest asks for a verdict on a complete scanned text.
type VerifyRequest struct {
	Text string `json:"text"`
	// Challenges are the IDs of the open challenges, to one of which the text
	// must be the answer: several where a page renews its question. Empty where a
	// code is just read.
	Challenges []string `json:"challenges,omitempty"`
	AcceptTest bool     `json:"accept_test"` // test mode: issuers of scope test may be valid
	// LastSeen is the newest time that others bore witness to on this device, RFC
	// 3339: a clock before it is suspect. The response carries the new value to
	// keep, empty where there is none yet.
	LastSeen string `json:"last_seen,omitempty"`
}

// VerifyResponse is the verdict with what a screen needs beside it.
type VerifyResponse struct {
	Verdict  verdict.Verdict `json:"verdict"`
	Sentence string          `json:"sentence"` // of the verdict's kind
	Steps    []StepText      `json:"steps"`    // sentence per step, same order as the verdict's
	Cards    []ShownCard     `json:"cards"`    // one for each card that was shown and is genuine
	Agreed   []Line          `json:"agreed"`   // what the holder was asked to authorise, where VALID
	Preset   string          `json:"preset,omitempty"`
	LastSeen string          `json:"last_seen"`
}

// ShownCard is one card of an answer.
type ShownCard struct {
	Name  string  `json:"name"`  // what kind of card it is, "" where there are no words for it
	Shown []Claim `json:"shown"` // the claims asked for, or all where nothing was asked
	Other []Claim `json:"other"` // what else was disclosed, folded away
}

// Line is a label with its text.
type Line struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// StepText is a verdict's step in words.
type StepText struct {
	Step     verdict.Step   `json:"step"`
	Result   verdict.Result `json:"result"`
	Title    string         `json:"title"`
	Sentence string         `json:"sentence"`
}

// ClaimType tells how a claim's value reads.
type ClaimType string

// The types of a claim's value, which is always text.
const (
	ClaimText  ClaimType = "text"
	ClaimDate  ClaimType = "date"  // YYYY-MM-DD, or RFC 3339
	ClaimBool  ClaimType = "bool"  // "true" or "false"
	ClaimImage ClaimType = "image" // a data: URI of PNG, JPEG or WebP
	ClaimJSON  ClaimType = "json"  // a structure no label is known for
)

// Claim is one claim under a human label.
type Claim struct {
	Path  string    `json:"path"` // dotted, for experts
	Label string    `json:"label"`
	Value string    `json:"value"`
	Type  ClaimType `json:"type"`
}
