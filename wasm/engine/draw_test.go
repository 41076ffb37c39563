package engine_test

import (
	"strings"
	"testing"

	"domicile/credentials/verdict"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

func draw(t *testing.T, q api.QRRequest) api.QRCodes {
	t.Helper()
	codes, err := engine.Draw(q)
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range codes.Codes {
		if len(code.Modules) != code.Size*code.Size || code.Text == "" {
			t.Fatalf("a code of size %d with %d modules", code.Size, len(code.Modules))
		}
	}
	return codes
}

func TestShortTextsAreStill(t *testing.T) {
	request := "openid4vp://?nonce=" + strings.Repeat("n", 900)
	if codes := draw(t, api.QRRequest{Text: request}); len(codes.Codes) != 1 || codes.Parts != 1 || codes.Codes[0].Text != request {
		t.Errorf("%d codes of %d parts", len(codes.Codes), codes.Parts)
	}
}

// noise does not compress, so that frames are needed.
func noise(n int) string {
	var b strings.Builder
	state := uint32(1)
	for b.Len() < n {
		state = state*1664525 + 1013904223
		b.WriteByte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"[state>>26])
	}
	return b.String()
}

func TestFramesRestoreTheText(t *testing.T) {
	text := "openid4vp://?nonce=" + noise(3000)
	codes := draw(t, api.QRRequest{Text: text})
	if codes.Parts < 5 || len(codes.Codes) != 2*codes.Parts {
		t.Fatalf("%d codes of %d parts", len(codes.Codes), codes.Parts)
	}
	var s engine.Scanner
	for i, code := range codes.Codes[1:] { // the first frame is missed
		have, _ := s.Add(api.ScanRequest{Session: "a", Text: strings.ToUpper(code.Text)})
		switch have.State {
		case api.ScanPartial:
			if have.Expected != codes.Parts {
				t.Errorf("frame %d: %+v", i, have)
			}
		case api.ScanComplete:
			if have.Item.Text != text || have.Item.Type != api.ItemRequest {
				t.Errorf("frame %d: another text came out", i)
			}
			return
		default:
			t.Fatalf("frame %d: %+v", i, have.Failure)
		}
	}
	t.Error("the frames of one round did not restore the text")
}

func TestSlowerFramesAreSmaller(t *testing.T) {
	text := noise(800)
	if small, large := draw(t, api.QRRequest{Text: text, Frame: 60}), draw(t, api.QRRequest{Text: text, Frame: 300}); small.Codes[0].Size >= large.Codes[0].Size {
		t.Errorf("sizes %d and %d", small.Codes[0].Size, large.Codes[0].Size)
	}
}

func TestDrawRefuses(t *testing.T) {
	for defect, row := range map[string]struct {
		request api.QRRequest
		kind    string
	}{
		"no text":          {api.QRRequest{}, "qr_empty"},
		"too long a text":  {api.QRRequest{Text: noise(70 << 10)}, "qr_too_long"},
		"too small frames": {api.QRRequest{Text: noise(2000), Frame: 1}, "qr_frame_index_range"},
		"a broken ur":      {api.QRRequest{Text: "ur:domicile-answer/" + strings.Repeat("xx", 400)}, "qr_frame_checksum"},
	} {
		if _, err := engine.Draw(row.request); verdict.KindOf(err) != row.kind {
			t.Errorf("%s: %v, want %s", defect, err, row.kind)
		}
	}
}
