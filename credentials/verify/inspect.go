package verify

import (
	"domicile/credentials/qr"
	"domicile/credentials/request"
	"domicile/credentials/verdict"
)

// Inspection is what an input is, as far as it can be told without trusting
// anybody. Nothing in it is proven.
type Inspection struct {
	Format string `json:"format"`           // empty where nothing fits
	Kind   string `json:"kind"`             // "ok", or why it cannot be read
	Detail string `json:"detail,omitempty"` // for an expert
	// Type is what the input is for: "credential", "answer", "request", ...
	Type string `json:"type,omitempty"`
	// Unverified are the claims that the input makes. Anybody can have written
	// them.
	Unverified map[string]any `json:"unverified,omitempty"`
}

// Inspect reads an input without judging it.
func Inspect(input []byte) Inspection {
	item, err := detect(input)
	if err != nil {
		return Inspection{Kind: verdict.KindOf(err), Detail: verdict.DetailOf(err)}
	}
	if item.Type == qr.Request || request.IsObject(item.Text) {
		return inspectRequest(item.Text)
	}
	seen := Inspection{Format: item.Format, Type: string(item.Type), Kind: verdict.OK}
	if item.Format == "" {
		return seen
	}
	c, err := read(item.Format, item.Text)
	if err != nil {
		seen.Kind, seen.Detail = verdict.KindOf(err), verdict.DetailOf(err)
		return seen
	}
	seen.Unverified = c.claims()
	return seen
}

// inspectRequest says how a question is asked, and what it claims.
func inspectRequest(text string) Inspection {
	seen := Inspection{Type: string(qr.Request), Kind: verdict.OK}
	unverified, err := request.Look(text)
	if err != nil {
		seen.Kind, seen.Detail = verdict.KindOf(err), verdict.DetailOf(err)
	}
	seen.Unverified = unverified
	return seen
}
