package request_test

import (
	"net/url"
	"strings"
	"testing"

	"domicile/credentials/request"
)

// posted is the text of a request by value whose answer is posted, with one
// parameter changed.
func posted(t *testing.T, mode request.Mode, name, value string) string {
	t.Helper()
	preset, err := request.FindPreset("over18")
	if err != nil {
		t.Fatal(err)
	}
	r, err := request.Build(noise(2), request.Question{Mode: mode, ReturnURL: "https://verifier.example/answer", Query: preset.Query()}, testNow)
	if err != nil {
		t.Fatal(err)
	}
	before, query, _ := strings.Cut(text(t, r), "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	if values.Set(name, value); value == "" {
		values.Del(name)
	}
	return before + "?" + values.Encode()
}

// Whoever asked can be told where it is known who that is and where answers go,
// and nobody else.
func TestWhoCanBeToldOfARefusal(t *testing.T) {
	for _, c := range []struct {
		defect      string
		mode        request.Mode
		name, value string
		told        bool
		state       bool
	}{
		{"a transaction of no type", request.DirectPost, "transaction_data", `["e30"]`, true, true},
		{"a query that is none", request.DirectPost, "dcql_query", `{"credentials":[]}`, true, true},
		{"no nonce", request.DirectPost, "nonce", "", true, true},
		{"a state that is none", request.DirectPost, "state", "a b", true, false},
		{"an answer in a fragment", request.Fragment, "dcql_query", `{"credentials":[]}`, false, false},
		{"an answer to somebody else", request.DirectPost, "response_uri", "https://other.example/", false, false},
		{"a verifier that nobody knows", request.DirectPost, "client_id", "somebody", false, false},
		{"an unknown way to answer", request.DirectPost, "response_mode", "query", false, false},
	} {
		o, err := request.Open(noise(3), posted(t, c.mode, c.name, c.value), request.Wallet{}, testNow)
		if err == nil {
			t.Errorf("%s: accepted", c.defect)
			continue
		}
		r := o.Refused()
		if (r != nil) != c.told {
			t.Errorf("%s: told %v, %v", c.defect, r != nil, err)
		}
		if r == nil {
			continue
		}
		delivery, err := r.Decline(request.ErrorCode(err))
		if err != nil || delivery.Post == nil || delivery.Post.URL != "https://verifier.example/answer" {
			t.Errorf("%s: %+v %v", c.defect, delivery, err)
		}
		if strings.Contains(delivery.Post.Body, "&state=") != c.state {
			t.Errorf("%s: %s", c.defect, delivery.Post.Body)
		}
	}
	if o, err := request.Open(noise(3), posted(t, request.DirectPost, "extra", "x"), request.Wallet{}, testNow); err != nil || o.Refused() != nil {
		t.Errorf("a request that is fine was refused: %v", err)
	}
}
