package engine_test

import (
	"fmt"
	"testing"

	"domicile/wasm/api"
	"domicile/wasm/engine"
)

func TestScanSaysWhatATextIs(t *testing.T) {
	for text, want := range map[string]api.ItemType{
		"openid4vp://?client_id=redirect_uri:x":              api.ItemRequest,
		"openid-credential-offer://?credential_offer=%7B%7D": api.ItemOffer,
		"https://example.com/":                               api.ItemLink,
		`{"keys":[]}`:                                        api.ItemTrust,
	} {
		var s engine.Scanner
		have, err := s.Add(api.ScanRequest{Session: "a", Text: " " + text + "\n"})
		if err != nil || have.State != api.ScanComplete || have.Item.Type != want || have.Item.Text != text {
			t.Errorf("%s: %+v %v", text, have, err)
		}
	}
}

func TestScanRefuses(t *testing.T) {
	for defect, row := range map[string]struct{ text, kind string }{
		"nothing":          {" ", "qr_empty"},
		"no known form":    {"hello", "qr_prefix_unknown"},
		"a later version":  {"HC2:ABC", "qr_prefix_version"},
		"a misspelt frame": {"ur:domicile-text/1-3/xxxxxxxx", "qr_frame_checksum"},
		"a control letter": {"openid4vp://\x01", "qr_trailing_characters"},
	} {
		var s engine.Scanner
		have, err := s.Add(api.ScanRequest{Session: "a", Text: row.text})
		if err != nil || have.State != api.ScanRefused || have.Failure.Kind != row.kind || have.Failure.Sentence == "" {
			t.Errorf("%s: %+v %+v %v", defect, have, have.Failure, err)
		}
	}
}

// frame returns the frame of a number, of a text that needs several.
func frame(t *testing.T, seed string, number int) string {
	t.Helper()
	return draw(t, api.QRRequest{Text: seed + noise(2000)}).Codes[number].Text
}

func TestSessionsDoNotMix(t *testing.T) {
	var s engine.Scanner
	for i, row := range []struct {
		session, text, want string
	}{
		{"a", frame(t, "x", 0), "partial 1"},
		{"b", frame(t, "y", 0), "partial 1"},
		{"a", frame(t, "x", 1), "partial 2"},
		{"a", frame(t, "y", 1), "refused 0"},
		{"a", frame(t, "x", 1), "partial 2"}, // the refused frame did no harm
		{"b", frame(t, "y", 1), "partial 2"},
	} {
		have, _ := s.Add(api.ScanRequest{Session: row.session, Text: row.text})
		if got := fmt.Sprint(have.State, " ", have.Received); got != row.want {
			t.Errorf("step %d: %s, want %s", i, got, row.want)
		}
	}
	s.Reset(api.ScanResetRequest{Session: "a"})
	if have, _ := s.Add(api.ScanRequest{Session: "a", Text: frame(t, "y", 0)}); have.Received != 1 {
		t.Errorf("a reset session remembers: %+v", have)
	}
}

func TestForgottenSessionsAreBounded(t *testing.T) {
	var s engine.Scanner
	first := frame(t, "x", 0)
	for i := range 17 {
		s.Add(api.ScanRequest{Session: fmt.Sprint(i), Text: first})
	}
	if have, _ := s.Add(api.ScanRequest{Session: "0", Text: frame(t, "x", 1)}); have.Received != 1 {
		t.Errorf("the oldest of 17 sessions is kept: %+v", have)
	}
	if have, _ := s.Add(api.ScanRequest{Session: "16", Text: frame(t, "x", 1)}); have.Received != 2 {
		t.Errorf("the newest session is forgotten: %+v", have)
	}
}
