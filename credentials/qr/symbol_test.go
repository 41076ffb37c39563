package qr_test

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"domicile/credentials/qr"
	"domicile/crypto/fault"
)

// read decodes a drawn code with another implementation.
func read(t *testing.T, picture []byte) string {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, hints)
	if err != nil {
		t.Fatal(err)
	}
	return result.GetText()
}

func TestDrawnCodesAreRead(t *testing.T) {
	e, err := qr.NewEncoder("domicile-answer", message(4000), qr.ComfortableFragment)
	if err != nil {
		t.Fatal(err)
	}
	part, _ := e.Part(40)
	rows := []struct {
		name, text string
		size       int // modules a side, at most
	}{
		{"short", "A", 21},
		{"link", "https://example.org/a?b=c", 29},
		{"umlauts", "Bürgerschaft ✓", 29},
		{"frame of an animated code", qr.FrameText(part), 61},
		{"comfortable text", strings.Repeat("https://a.example/?q=", 22), 85},
		{"health certificate", "HC1:" + strings.Repeat("6BFOXN TS3DH", 45), 93},
		{"longest alphanumeric", strings.Repeat("A", qr.MaxFrameText), 177},
		{"longest bytes", strings.Repeat("a", qr.MaxFrameBytes), 177},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			c, err := qr.Encode(row.text)
			if err != nil {
				t.Fatal(err)
			}
			if c.Size > row.size || len(c.Modules) != c.Size*c.Size {
				t.Errorf("%d modules a side, want at most %d", c.Size, row.size)
			}
			picture, err := c.PNG(3)
			if err != nil {
				t.Fatal(err)
			}
			if got := read(t, picture); got != row.text {
				t.Errorf("read %q", got)
			}
		})
	}
}

func TestRefusedCodes(t *testing.T) {
	for defect, row := range map[string]struct {
		text string
		kind fault.Kind
	}{
		"empty":                      {"", qr.KindEmpty},
		"too long, alphanumeric":     {strings.Repeat("A", qr.MaxFrameText+1), qr.KindTooLong},
		"too long, bytes":            {strings.Repeat("a", qr.MaxFrameBytes+1), qr.KindTooLong},
		"one byte among too many As": {strings.Repeat("A", qr.MaxFrameText-1) + "a", qr.KindTooLong},
	} {
		if _, err := qr.Encode(row.text); fault.KindOf(err) != row.kind {
			t.Errorf("%s: got %v, want %s", defect, err, row.kind)
		}
	}
}

// The drawing must not ask for anything that a strict policy forbids.
func TestSVGHasNoStyle(t *testing.T) {
	c, err := qr.Encode("https://example.org")
	if err != nil {
		t.Fatal(err)
	}
	svg := c.SVG()
	for _, forbidden := range []string{"style", "script", "href", "<use", "on", "url("} {
		if strings.Contains(strings.ReplaceAll(svg, "http://www.w3.org", ""), forbidden) {
			t.Errorf("the drawing contains %q", forbidden)
		}
	}
	dark := bytes.Count(c.Modules, []byte{1})
	if area := pathArea(t, svg); area != dark {
		t.Errorf("the path covers %d modules, want %d", area, dark)
	}
}

// pathArea adds up the runs of the drawing's second path.
func pathArea(t *testing.T, svg string) (area int) {
	t.Helper()
	_, path, _ := strings.Cut(svg, `fill="#000" d="`)
	for _, run := range strings.Split(path, "M")[1:] {
		_, rest, _ := strings.Cut(run, "h")
		width := 0
		for _, c := range rest {
			if c < '0' || c > '9' {
				break
			}
			width = 10*width + int(c-'0')
		}
		area += width
	}
	return area
}

func TestTerminalIsSquare(t *testing.T) {
	c, err := qr.Encode("A")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(c.Terminal(), "\n"), "\n")
	if want := (c.Size + 8 + 1) / 2; len(lines) != want {
		t.Errorf("%d lines, want %d", len(lines), want)
	}
	for _, line := range lines {
		line = strings.TrimSuffix(strings.TrimPrefix(line, "\x1b[30;107m"), "\x1b[0m")
		if utf8.RuneCountInString(line) != c.Size+8 {
			t.Errorf("%d columns: %q", utf8.RuneCountInString(line), line)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	part := encode(b, "domicile-answer", message(4000), qr.ComfortableFragment, 1)[0]
	for b.Loop() {
		if _, err := qr.Encode(qr.FrameText(part)); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleEncode() {
	c, err := qr.Encode("HTTPS://EXAMPLE.ORG")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Size, strings.HasPrefix(c.SVG(), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"`))
	// Output: 21 true
}
