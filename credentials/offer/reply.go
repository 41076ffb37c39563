package offer

import (
	"strings"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// MaxReply is the largest body that is read, in bytes.
const MaxReply = 256 << 10

func get(address string) *Request {
	return &Request{Method: "GET", URL: address, Headers: map[string]string{"Accept": "application/json"}}
}

// object returns the JSON object of a successful reply, or why there is none.
func (r Response) object() (map[string]any, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	if r.Status < 200 || r.Status > 299 {
		return nil, fault.New(KindReply, "status %d", r.Status)
	}
	if !r.isJSON() {
		// A captive portal answers everything with its own page.
		return nil, fault.New(KindNetwork, "status %d but no JSON", r.Status)
	}
	o, err := encoding.DecodeJSONObject([]byte(r.Body))
	if err != nil {
		return nil, fault.Wrap(KindReply, err, "status %d", r.Status)
	}
	return o, nil
}

// check refuses what no endpoint may answer, and tells apart the failures after
// which the same request may be sent again.
func (r Response) check() error {
	switch {
	case r.Status == 0:
		return fault.New(KindNetwork, "no answer")
	case len(r.Body) > MaxReply:
		return fault.New(KindReply, "over %d bytes", MaxReply)
	case r.Status >= 300 && r.Status <= 399:
		return fault.New(KindRedirect, "status %d", r.Status)
	case r.Status == 408 || r.Status == 425 || r.Status == 429 || r.Status >= 500:
		return fault.New(KindNetwork, "status %d", r.Status)
	}
	return nil
}

func (r Response) isJSON() bool {
	media, _, _ := strings.Cut(r.Headers["content-type"], ";")
	media = strings.ToLower(strings.TrimSpace(media))
	return media == "application/json"
}

// errorCode returns the "error" member of a refusal (RFC 6749 5.2), "" where
// there is none that could be one.
func (r Response) errorCode() string {
	if r.Status < 400 || r.Status > 499 || !r.isJSON() {
		return ""
	}
	o, err := encoding.DecodeJSONObject([]byte(r.Body))
	if err != nil {
		return ""
	}
	code, _, _ := encoding.String(o, "error")
	for _, c := range code {
		if c != '_' && (c < 'a' || c > 'z') {
			return ""
		}
	}
	if len(code) > 64 {
		return ""
	}
	return code
}
