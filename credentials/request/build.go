package request

import (
	"io"
	"strconv"
	"strings"
	"time"

	"domicile/credentials/dcql"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// tokenSize is the number of random bytes of a nonce and of a state; section
// 5.2 asks for 128 bits at least.
const tokenSize = 16

// Question is what a verifier wants to ask.
type Question struct {
	ReturnURL    string // https, or http on this same machine
	VerifierName string // shown to the holder
	Purpose      string // likewise
	Query        dcql.Query
}

// Build makes a request with a fresh nonce and state, good until Lifetime after
// now. The verifier keeps it to check the answer against, and forgets it with
// the first answer.
func Build(rand io.Reader, q Question, now time.Time) (*Request, error) {
	var random [2 * tokenSize]byte
	if _, err := io.ReadFull(rand, random[:]); err != nil {
		return nil, fault.Wrap(KindRandom, err, "")
	}
	r := &Request{
		ClientID: prefixRedirect + q.ReturnURL, ReturnURL: q.ReturnURL,
		Nonce: encoding.EncodeBase64URL(random[:tokenSize]), State: encoding.EncodeBase64URL(random[tokenSize:]),
		Query: q.Query, VerifierName: q.VerifierName, Purpose: q.Purpose,
		ExpiresAt: now.Add(Lifetime).Truncate(time.Second).UTC(),
		Formats:   formats(q.Query),
	}
	text, err := r.Text()
	if err != nil {
		return nil, err
	}
	// What no wallet would take is not shown to one.
	if _, err := Parse(text); err != nil {
		return nil, err
	}
	return r, nil
}

// formats lists the formats of a query without constraints on algorithms.
func formats(q dcql.Query) map[string]any {
	named := map[string]any{}
	for _, c := range q.Credentials {
		named[c.Format] = map[string]any{}
	}
	return named
}

// Text writes the request as an address to show, as a code or as a link.
func (r *Request) Text() (string, error) {
	query, err := r.Query.Encode()
	if err != nil {
		return "", err
	}
	metadata := map[string]any{}
	if r.VerifierName != "" {
		metadata["client_name"] = r.VerifierName
	}
	if r.Formats != nil {
		metadata["vp_formats_supported"] = r.Formats
	}
	self, err := encoding.EncodeJSON(metadata)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("openid4vp://?client_id=" + escape(r.ClientID) + "&response_type=vp_token&response_mode=fragment")
	for _, p := range []struct{ name, value string }{
		{"redirect_uri", r.ReturnURL}, {"nonce", r.Nonce}, {"state", r.State}, {"dcql_query", string(query)},
		{"client_metadata", string(self)}, {"domicile_purpose", r.Purpose}, {"domicile_expires", r.expires()},
	} {
		if p.value != "" {
			b.WriteString("&" + p.name + "=" + escape(p.value))
		}
	}
	return b.String(), nil
}

func (r *Request) expires() string {
	if r.ExpiresAt.IsZero() {
		return ""
	}
	return strconv.FormatInt(r.ExpiresAt.Unix(), 10)
}
