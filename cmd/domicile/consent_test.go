package main

import (
	"bytes"
	"io"
	"testing"
	"time"

	"domicile/credentials/request"
	"domicile/crypto/encoding"
)

// The words for who asks never promise more than was checked.
func TestWhoAsks(t *testing.T) {
	for name, row := range map[string]struct {
		r    request.Request
		want string
	}{
		"certificate":             {request.Request{VerifierName: "X", Identity: request.Identity{Prefix: request.CertHash, Sure: request.Verified, Name: "Shop", By: "CA"}}, `"Shop" asks (verified: "CA" vouches for the name).`},
		"known beforehand":        {request.Request{Identity: request.Identity{Sure: request.Verified, Name: "Shop"}}, `"Shop" asks (verified: this wallet knows it beforehand).`},
		"certificate, no name":    {request.Request{ClientID: "x509_hash:x", Identity: request.Identity{Sure: request.Verified, By: "CA"}}, `"x509_hash:x" asks (verified: "CA" vouches for the name).`},
		"did:web":                 {request.Request{Identity: request.Identity{Prefix: request.DID, Sure: request.Proven, Name: "shop.example"}}, `"shop.example" asks (proven: whoever runs that address; nobody vouches for who it is).`},
		"did:jwk":                 {request.Request{VerifierName: "The Bank", Identity: request.Identity{Prefix: request.DID, Sure: request.Proven}}, `Somebody asks whose name nobody vouches for (proven: it holds the key that it signs with).`},
		"address":                 {request.Request{VerifierName: "The Bank", ReturnURL: "https://a.example/", Identity: request.Identity{Sure: request.Claimed}}, `"The Bank" asks (by its own word; nobody vouches for the name).`},
		"address, without a name": {request.Request{ReturnURL: "https://a.example/x", Identity: request.Identity{Sure: request.Claimed}}, `"a.example" asks (by its own word; nobody vouches for the name).`},
		"name that steers":        {request.Request{VerifierName: "A\x1b[2J\u202e", Identity: request.Identity{Sure: request.Claimed}}, `"A\x1b[2J\u202e" asks (by its own word; nobody vouches for the name).`},
	} {
		if got := whoAsks(&row.r); got != row.want {
			t.Errorf("%s: %s, want %s", name, got, row.want)
		}
	}
}

// Whoever carries the answer is named, and what it can read.
func TestWhereTo(t *testing.T) {
	for mode, want := range map[request.Mode]string{
		request.DirectPostJWT: "The answer goes to relay.example, encrypted for the verifier.",
		request.DirectPost:    "The answer goes to relay.example, which can read it.",
		request.Fragment:      "The answer is for shop.example, and is printed here.",
	} {
		r := request.Request{Mode: mode, ResponseURI: "https://relay.example/x", ReturnURL: "https://shop.example/"}
		if mode.Posts() {
			r.ReturnURL = ""
		} else {
			r.ResponseURI = ""
		}
		if got := whereTo(&r); got != want {
			t.Errorf("%s: %s", mode, got)
		}
	}
}

// An interrupt ends a question to a person, who may not be there.
func TestInterruptEndsAQuestion(t *testing.T) {
	in, _ := io.Pipe()
	stop := make(chan struct{})
	close(stop)
	var shown bytes.Buffer
	_, err := agree(&terminal{in: in, out: &shown, err: &shown, stop: stop}, "Show this?")
	if got := tell(&terminal{err: io.Discard}, err); got != exitUnknown || shown.String() != "Show this? [y/N] " {
		t.Errorf("status %d, %q", got, shown.String())
	}
}

// What both commands print for machines can be read by strict parsers.
func TestRequestLineIsJSON(t *testing.T) {
	var out bytes.Buffer
	a := asking{returnURL: "http://127.0.0.1/", preset: "over18", timeout: request.Lifetime}
	a.asJSON = true
	q, err := a.question()
	if err != nil {
		t.Fatal(err)
	}
	q.ReturnURL = a.returnURL
	r, err := request.Build(bytes.NewReader(make([]byte, 64)), q, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.print(&terminal{out: &out, err: io.Discard}, r, "openid4vp://?a=b&c=d", ""); err != nil {
		t.Fatal(err)
	}
	line, err := encoding.DecodeJSONObject(bytes.TrimSpace(out.Bytes()))
	if err != nil || line["request"] != "openid4vp://?a=b&c=d" || line["expires_at"] != "2026-03-01T12:02:00Z" {
		t.Errorf("%v, %v", line, err)
	}
}
