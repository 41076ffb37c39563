package picture_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	qrcode "github.com/skip2/go-qrcode"

	"domicile/cmd/internal/picture"
	"domicile/crypto/fault"
	"domicile/internal/vectors"
)

// draw makes a picture of a code, pixels wide.
func draw(t *testing.T, text string, pixels int) image.Image {
	t.Helper()
	code, err := qrcode.New(text, qrcode.Low)
	if err != nil {
		t.Fatal(err)
	}
	return code.Image(pixels)
}

func asPNG(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asJPEG(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: 40}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// inverted is light on dark, as some screens in dark mode show a code.
type inverted struct{ image.Image }

func (p inverted) At(x, y int) color.Color {
	gray := color.GrayModel.Convert(p.Image.At(x, y)).(color.Gray)
	return color.Gray{Y: 255 - gray.Y}
}

func (p inverted) ColorModel() color.Model { return color.GrayModel }

// turned lies on its side.
type turned struct{ image.Image }

func (p turned) At(x, y int) color.Color { return p.Image.At(y, p.Image.Bounds().Dx()-1-x) }

func TestRead(t *testing.T) {
	text := strings.Repeat("HC1:6BF+70790T9WJWG.FKY*4GO0", 20)
	for name, data := range map[string][]byte{
		"drawn":           asPNG(t, draw(t, text, 400)),
		"compressed":      asJPEG(t, draw(t, text, 800)),
		"one pixel each":  asPNG(t, draw(t, text, 0)),
		"large":           asPNG(t, draw(t, text, 3000)),
		"light on dark":   asPNG(t, inverted{draw(t, text, 600)}),
		"turned sideways": asPNG(t, turned{draw(t, text, 600)}),
	} {
		if got, err := picture.Read(data); err != nil || got != text {
			t.Errorf("%s: %d characters, %v", name, len(got), err)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	whole := asPNG(t, draw(t, "text", 100))
	for defect, c := range map[string]struct {
		data []byte
		kind fault.Kind
	}{
		"empty":                            {nil, picture.KindUnreadable},
		"text":                             {[]byte("HC1:"), picture.KindUnreadable},
		"cut short":                        {whole[:len(whole)/2], picture.KindUnreadable},
		"blank":                            {asPNG(t, image.NewGray(image.Rect(0, 0, 50, 50))), picture.KindNoCode},
		"one pixel":                        {asPNG(t, image.NewGray(image.Rect(0, 0, 1, 1))), picture.KindNoCode},
		"file too long":                    {make([]byte, 10<<20+1), picture.KindTooLarge},
		"huge picture in a small file":     {asPNG(t, huge{}), picture.KindTooLarge},
		"one line, huge once it is framed": {asPNG(t, line{}), picture.KindTooLarge},
	} {
		if _, err := picture.Read(c.data); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v, want %q", defect, err, c.kind)
		}
	}
}

// huge is one colour on more pixels than are read.
type huge struct{}

func (huge) ColorModel() color.Model { return color.GrayModel }
func (huge) Bounds() image.Rectangle { return image.Rect(0, 0, 10_000, 5_001) }
func (huge) At(int, int) color.Color { return color.Gray{} }

// line is one line of a million pixels: few, until a margin is laid around them.
type line struct{ huge }

func (line) Bounds() image.Rectangle { return image.Rect(0, 0, 1_000_000, 1) }

// TestPublishedPictures reads the pictures that the states of Europe published
// of their health certificates.
func TestPublishedPictures(t *testing.T) {
	// The picture of these three holds another certificate than the text.
	other := map[string]bool{"501.json": true, "502.json": true, "503.json": true}
	cases, read := 0, 0
	_ = filepath.WalkDir(vectors.Dir(t, "dgc"), func(path string, d fs.DirEntry, err error) error {
		var c struct {
			PREFIX string
			CODE   string `json:"2DCODE"`
		}
		if err != nil || !strings.HasSuffix(path, ".json") || d.Name() == "index.json" {
			return err
		}
		data, _ := os.ReadFile(path)
		if json.Unmarshal(data, &c) != nil || c.CODE == "" {
			return nil
		}
		cases++
		code, _ := base64.StdEncoding.DecodeString(c.CODE)
		got, err := picture.Read(code)
		if err == nil && (got == c.PREFIX || other[d.Name()]) {
			read++
		} else if d.Name() != "Q1.json" { // unreadable on purpose
			t.Errorf("%s: %d characters, %v", path, len(got), err)
		}
		return nil
	})
	t.Logf("%d pictures, %d read", cases, read)
}

// FuzzRead holds that no file makes the reader panic.
func FuzzRead(f *testing.F) {
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Add([]byte("\xff\xd8\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := picture.Read(data); err != nil && fault.KindOf(err) == "" {
			t.Fatalf("an error without a kind: %v", err)
		}
	})
}
