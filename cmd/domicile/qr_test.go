package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// command runs one command line and returns what it wrote and its status.
func command(stdin string, args ...string) (out, errors string, status int) {
	var stdout, stderr bytes.Buffer
	status = run(&terminal{in: strings.NewReader(stdin), out: &stdout, err: &stderr}, args)
	return stdout.String(), stderr.String(), status
}

const qrText = "HC1:6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2+$N IOP-IA%NFQGRJPC%OQHIZC4"

func TestDrawnFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	for _, text := range []string{qrText, "https://example.org/a?b=c", "ur:bytes/ghfycyzsckwlnehthkecatfpfdmdcslnoederkpfjlmohkfxoe"} {
		name := filepath.Join(dir, "code.png")
		if _, errors, status := command(text+"\n", "qr", "encode", "--out", name, "--scale", "4"); status != 0 {
			t.Fatalf("encode: %d %s", status, errors)
		}
		if out, errors, status := command("", "qr", "decode", name); status != 0 || out != text+"\n" && !strings.HasPrefix(text, "ur:") {
			t.Errorf("decode: %d %q %s", status, out, errors)
		}
	}
	if out, _, status := command("", "qr", "decode", "--hex", filepath.Join(dir, "code.png")); status != 0 || out != "54441afa1ee99f5a5935074148951886a228bbb06f\n" {
		t.Errorf("decode --hex of a picture: %d %q", status, out)
	}
	name := filepath.Join(dir, "code.svg")
	if _, errors, status := command("", "qr", "encode", "--out", name, qrText); status != 0 {
		t.Fatalf("encode: %d %s", status, errors)
	}
	if svg, err := os.ReadFile(name); err != nil || !bytes.HasPrefix(svg, []byte("<svg ")) {
		t.Errorf("no drawing: %v", err)
	}
	if out, _, status := command("", "qr", "encode", qrText); status != 0 || strings.Count(out, "\n") < 20 {
		t.Errorf("terminal: %d, %d lines", status, strings.Count(out, "\n"))
	}
}

func TestFramesAreJoined(t *testing.T) {
	text := strings.Repeat(qrText, 20)
	frames, errors, status := command(text, "qr", "encode", "--frames", "--fragment", "50", "--parts", "60")
	if status != 0 || strings.Count(frames, "\n") != 60 {
		t.Fatalf("encode: %d %s", status, errors)
	}
	lines := strings.Split(strings.TrimSpace(frames), "\n")
	var odd []string
	for i := 1; i < len(lines); i += 2 {
		odd = append(odd, lines[i])
	}
	if out, errors, status := command(strings.Join(odd, "\n"), "qr", "decode"); status != 0 || out != text+"\n" {
		t.Errorf("decode: %d %.40q %s", status, out, errors)
	}
	hex, _, _ := command("", "qr", "encode", "--hex", "--type", "seed", "43010203")
	if out, errors, status := command(hex, "qr", "decode", "--hex"); status != 0 || out != "43010203\n" || !strings.HasPrefix(hex, "ur:seed/") {
		t.Errorf("hex: %d %q %s", status, out, errors)
	}
}

func TestQRRefuses(t *testing.T) {
	frames, _, _ := command(strings.Repeat(qrText, 20), "qr", "encode", "--frames", "--fragment", "50")
	first, rest, _ := strings.Cut(frames, "\n")
	blank := filepath.Join(t.TempDir(), "blank.png")
	if err := os.WriteFile(blank, []byte("\x89PNG\r\n\x1a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for defect, row := range map[string]struct {
		stdin  string
		args   []string
		status int
		says   string
	}{
		"no subcommand":        {"", []string{"qr"}, exitUsage, "qr encode, or qr decode?"},
		"two texts":            {"", []string{"qr", "encode", "a", "b"}, exitUsage, "accepts at most 1"},
		"no text":              {"", []string{"qr", "encode"}, exitInvalid, "qr_empty"},
		"too long":             {strings.Repeat("a", 3000), []string{"qr", "encode"}, exitInvalid, "qr_too_long"},
		"other ending":         {"a", []string{"qr", "encode", "--out", "code.gif"}, exitUsage, ".png or .svg"},
		"no ending":            {"a", []string{"qr", "encode", "--out", "code"}, exitUsage, ".png or .svg"},
		"scale zero":           {"a", []string{"qr", "encode", "--out", "code.png", "--scale", "0"}, exitUsage, "--scale"},
		"folder missing":       {"a", []string{"qr", "encode", "--out", "no/such/code.png"}, exitUsage, "cannot write"},
		"too many parts":       {"a", []string{"qr", "encode", "--frames", "--parts", "10001"}, exitUsage, "--parts"},
		"fragments too small":  {"a", []string{"qr", "encode", "--frames", "--fragment", "1"}, exitInvalid, "qr_frame_index_range"},
		"hex of an odd length": {"430", []string{"qr", "encode", "--hex"}, exitInvalid, "hex_malformed"},
		"a frame missing":      {rest, []string{"qr", "decode"}, exitUnknown, "qr_frames_incomplete"},
		"frames of two codes":  {first + "\nur:bytes/1-2/lpadaoaxaacyaaadaoaxfeaofe", []string{"qr", "decode"}, exitInvalid, "qr_frame"},
		"hex of no frames":     {"HC1:", []string{"qr", "decode", "--hex"}, exitInvalid, "qr_prefix_unknown"},
		"broken picture":       {"", []string{"qr", "decode", blank}, exitInvalid, "picture_unreadable"},
	} {
		if _, errors, status := command(row.stdin, row.args...); status != row.status || !strings.Contains(errors, row.says) {
			t.Errorf("%s: %d %q, want %d %q", defect, status, errors, row.status, row.says)
		}
	}
}
