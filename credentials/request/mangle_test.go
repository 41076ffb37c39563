package request_test

import (
	"net/url"
	"strings"
	"testing"

	"domicile/credentials/request"
	"domicile/crypto/fault"
)

// An answer as a code has a checksum: every change of a character and every
// truncation is refused, with a kind.
func TestMangledCode(t *testing.T) {
	good, err := answer(build(t)).Text()
	if err != nil {
		t.Fatal(err)
	}
	const prefix = len("ur:domicile-answer/")
	try := func(what string, at int, text string) {
		if _, err := request.ParseAnswer(text); fault.KindOf(err) == "" {
			t.Errorf("%s at character %d: %v", what, at, err)
		}
	}
	for i := prefix; i < len(good); i++ {
		changed := []byte(good)
		changed[i] = 'a' + (changed[i]-'a'+1)%26
		try("change", i, string(changed))
		try("truncation", i, good[:i])
		try("character left out", i, good[:i]+good[i+1:])
	}
	t.Logf("%d characters", len(good)-prefix)
}

// A request is not signed, so another address or another question can be put
// in. But no truncation and no change makes the wallet answer somewhere else
// than to whom the answer is bound.
func TestMangledRequest(t *testing.T) {
	good := text(t, build(t))
	try := func(text string) {
		r, err := request.Parse(text)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Errorf("%q is refused without a kind: %v", text, err)
			}
			return
		}
		if r.ClientID != "redirect_uri:"+r.ReturnURL || r.Nonce == "" || len(r.Query.Credentials) == 0 {
			t.Errorf("%q is read as %+v", text, r)
		}
		if address, err := url.Parse(r.ReturnURL); err != nil || address.Scheme != "https" && !strings.HasPrefix(r.ReturnURL, "http://127.") {
			t.Errorf("%q answers to %q", text, r.ReturnURL)
		}
	}
	for i := range good {
		changed := []byte(good)
		changed[i]++
		try(string(changed))
		try(good[:i])
		try(good[:i] + good[i+1:])
		try(good[:i] + "&" + good[i:])
		try(good[:i] + "%" + good[i:])
	}
}
