package request_test

import (
	"fmt"
	"strings"
	"testing"

	"domicile/credentials/request"
	"domicile/crypto/fault"
	"domicile/internal/double"
)

// replies are those of servers that do not do what they should, by the clause,
// with the kind for a fetch and for a posted answer.
var replies = []struct {
	defect         string
	spoil          func(*request.Reply)
	fetch, deliver fault.Kind
}{
	{"14.6: redirect 301", status(301), request.KindRedirect, request.KindRedirect},
	{"14.6: redirect 302", status(302), request.KindRedirect, request.KindRedirect},
	{"14.6: redirect 303", status(303), request.KindRedirect, request.KindRedirect},
	{"14.6: redirect 307", status(307), request.KindRedirect, request.KindRedirect},
	{"14.6: redirect 308", status(308), request.KindRedirect, request.KindRedirect},
	{"300, several choices", status(300), request.KindRedirect, request.KindRedirect},
	{"304, not modified", status(304), request.KindRedirect, request.KindRedirect},
	{"5.10.2: 400", status(400), request.KindReply, request.KindAnswerRefused},
	{"5.10.2: 403", status(403), request.KindReply, request.KindAnswerRefused},
	{"5.10.2: 404", status(404), request.KindReply, request.KindAnswerRefused},
	{"5.10.2: 410", status(410), request.KindReply, request.KindAnswerRefused},
	{"8.2: 201", status(201), request.KindReply, request.KindAnswerRefused},
	{"8.2: 204", status(204), request.KindReply, request.KindAnswerRefused},
	{"no reply", status(0), request.KindNetwork, request.KindAnswerNetwork},
	{"408, too slow", status(408), request.KindNetwork, request.KindAnswerNetwork},
	{"425, too early", status(425), request.KindNetwork, request.KindAnswerNetwork},
	{"429, too many", status(429), request.KindNetwork, request.KindAnswerNetwork},
	{"500", status(500), request.KindNetwork, request.KindAnswerNetwork},
	{"503", status(503), request.KindNetwork, request.KindAnswerNetwork},
	{"a captive portal", func(r *request.Reply) {
		r.Headers["content-type"], r.Body = "text/html; charset=utf-8", "<!doctype html><title>Log in</title>"
	}, request.KindReply, request.KindAnswerNetwork},
	{"no media type", func(r *request.Reply) { delete(r.Headers, "content-type") }, request.KindReply, request.KindAnswerNetwork},
	{"plain text", media("text/plain"), request.KindReply, request.KindAnswerNetwork},
	{"a list of media types", media("text/html, application/json, application/oauth-authz-req+jwt"), request.KindReply, request.KindAnswerNetwork},
	{"over 64 KiB", func(r *request.Reply) { r.Body += strings.Repeat(" ", request.MaxReply) }, request.KindReply, request.KindAnswerRefused},
}

func status(code int) func(*request.Reply) { return func(r *request.Reply) { r.Status = code } }

func media(name string) func(*request.Reply) {
	return func(r *request.Reply) { r.Headers["content-type"] = name }
}

func TestRepliesToAFetch(t *testing.T) {
	for _, c := range replies {
		for name, way := range map[string]way{"GET": byGet, "POST": byPost} {
			t.Run(c.defect+" to a "+name, func(t *testing.T) {
				v := double.NewVerifier(t, double.ByJWK)
				v.Reply = c.spoil
				if _, err := v.Open(way(v)); fault.KindOf(err) != c.fetch {
					t.Errorf("got %v, want %s", err, c.fetch)
				}
			})
		}
	}
}

// The document of a did:web is fetched under the same rules.
func TestRepliesToAFetchOfADocument(t *testing.T) {
	for _, c := range replies {
		t.Run(c.defect, func(t *testing.T) {
			v := double.NewVerifier(t, double.ByWeb)
			v.Reply = func(r *request.Reply) {
				if len(v.Fetched) == 2 {
					c.spoil(r)
				}
			}
			if _, err := v.Open(byGet(v)); fault.KindOf(err) != c.fetch {
				t.Errorf("got %v, want %s", err, c.fetch)
			}
		})
	}
}

func TestRepliesToAnAnswer(t *testing.T) {
	v := double.NewVerifier(t, double.ByJWK)
	r, err := v.Open(byGet(v))
	if err != nil {
		t.Fatal(err)
	}
	good := func() request.Reply {
		return request.Reply{Status: 200, Headers: map[string]string{"content-type": "application/json"}, Body: "{}"}
	}
	for _, c := range replies {
		reply := good()
		c.spoil(&reply)
		if _, err := r.Delivered(reply); fault.KindOf(err) != c.deliver {
			t.Errorf("%s: got %v, want %s", c.defect, err, c.deliver)
		}
	}
	for defect, c := range map[string]struct {
		body string
		kind fault.Kind
	}{
		"8.2: no JSON":                      {"ok", request.KindAnswerRefused},
		"8.2: a list":                       {"[]", request.KindAnswerRefused},
		"8.2: empty":                        {"", request.KindAnswerRefused},
		"8.2: redirect_uri a number":        {`{"redirect_uri":7}`, request.KindAnswerRefused},
		"8.2: redirect_uri twice":           {`{"redirect_uri":"https://a.example","redirect_uri":"https://b.example"}`, request.KindAnswerRefused},
		"8.2: redirect_uri a script":        {`{"redirect_uri":"javascript:alert(1)"}`, request.KindReturnAddress},
		"8.2: redirect_uri data":            {`{"redirect_uri":"data:text/html,x"}`, request.KindReturnAddress},
		"8.2: redirect_uri a file":          {`{"redirect_uri":"file:///etc/passwd"}`, request.KindReturnAddress},
		"8.2: redirect_uri over http":       {`{"redirect_uri":"http://verifier.example/"}`, request.KindReturnAddress},
		"8.2: redirect_uri relative":        {`{"redirect_uri":"/done"}`, request.KindReturnAddress},
		"8.2: redirect_uri with a password": {`{"redirect_uri":"https://a:b@verifier.example/"}`, request.KindReturnAddress},
	} {
		reply := good()
		reply.Body = c.body
		if _, err := r.Delivered(reply); fault.KindOf(err) != c.kind {
			t.Errorf("%s: got %v, want %s", defect, err, c.kind)
		}
	}
}

func TestRedirectOfTheVerifier(t *testing.T) {
	r := &request.Request{}
	for body, want := range map[string]string{
		`{}`:                  "",
		`{"redirect_uri":""}`: "",
		`{"x":1,"redirect_uri":"https://verifier.example/cb#response_code=091535f699ea575c7937fa5f0f454aee"}`: "https://verifier.example/cb#response_code=091535f699ea575c7937fa5f0f454aee",
		`{"redirect_uri":"http://127.0.0.1:8080/cb?response_code=1"}`:                                         "http://127.0.0.1:8080/cb?response_code=1",
	} {
		reply := request.Reply{Status: 200, Headers: map[string]string{"content-type": "application/json; charset=utf-8"}, Body: body}
		if got, err := r.Delivered(reply); err != nil || got != want {
			t.Errorf("%s: %q, %v", body, got, err)
		}
	}
}

// What each refusal is called in OAuth (section 8.5).
func TestErrorCodes(t *testing.T) {
	for _, c := range []struct {
		client double.Client
		spoil  func(*double.Verifier)
		code   string
	}{
		{double.ByJWK, claimed("scope", "x"), "invalid_request"},
		{double.ByJWK, noClaim("dcql_query"), "invalid_request"},
		{double.ByJWK, noClaim("nonce"), "invalid_request"},
		{double.ByJWK, claimed("redirect_uri", double.AnswerURI), "invalid_request"},
		{double.ByJWK, header("alg", "none"), "invalid_request"},
		{double.ByJWK, claimed("client_id", "openid_federation:https://verifier.example"), "invalid_request"},
		{double.ByJWK, func(v *double.Verifier) { v.Wallet.Formats = []string{"mso_mdoc"} }, "vp_formats_not_supported"},
		{double.ByJWK, claimed("transaction_data", []any{"e30"}), "invalid_transaction_data"},
		{double.ByJWK, claimed("response_type", "code"), "unsupported_response_type"},
		{double.ByJWK, form("request_uri_method", "PATCH"), "invalid_request_uri_method"},
		{double.Before, knownMetadata, "invalid_client"},
	} {
		v := double.NewVerifier(t, c.client)
		c.spoil(v)
		_, err := v.Open(byGet(v))
		if got := request.ErrorCode(err); err == nil || got != c.code {
			t.Errorf("%v is %s, want %s", err, got, c.code)
		}
	}
	// Neither a person's no nor a missing card says which of them it is.
	for _, err := range []error{nil, fmt.Errorf("no such card")} {
		if got := request.ErrorCode(err); got != "access_denied" {
			t.Errorf("%v is %s", err, got)
		}
	}
}
