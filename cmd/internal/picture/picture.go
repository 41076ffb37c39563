// Package picture reads the QR code of a PNG or JPEG picture: a screenshot, a
// scan, or a photograph taken with some care.
//
// Most callers need IsPicture and Read. The browser has its own reader; this one
// serves the command line, with the same limits.
//
// A dense code photographed from a screen often escapes one way of looking at
// it. Read therefore tries several, cheap ones first: two ways to tell dark from
// light, smaller and larger versions, light on dark, the bare grid of a generated
// picture, and a photograph's perspective undone.
package picture

import (
	"bytes"
	"image"
	_ "image/jpeg" // registers the format
	_ "image/png"  // registers the format
	"sync"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// The largest picture that is decoded: a small file can unfold into a huge one.
const (
	// MaxPixels bounds width times height.
	MaxPixels = 50_000_000
	// MaxSide bounds each of them, in pixels: the margin that is laid around a
	// picture would make a long line fifty times as large.
	MaxSide = 16_384
)

const (
	// KindTooLarge is returned when a file exceeds encoding.MaxPicture, or its
	// picture MaxPixels or MaxSide.
	KindTooLarge fault.Kind = "picture_too_large"
	// KindUnreadable is returned when a file is no PNG or JPEG, or a broken one.
	KindUnreadable fault.Kind = "picture_unreadable"
	// KindNoCode is returned when no QR code is found.
	KindNoCode fault.Kind = "picture_without_code"
)

// IsPicture reports whether data begin like a PNG or JPEG file.
func IsPicture(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) || bytes.HasPrefix(data, []byte("\xff\xd8\xff"))
}

// Read returns the text of the QR code in a picture.
func Read(data []byte) (string, error) {
	gray, err := decode(data)
	if err != nil {
		return "", err
	}
	for _, look := range append(looks(gray), tilted(gray)...) {
		if text, ok := readCode(look); ok {
			return text, nil
		}
	}
	return "", fault.New(KindNoCode, "%d by %d pixels", gray.Bounds().Dx(), gray.Bounds().Dy())
}

func decode(data []byte) (*image.Gray, error) {
	if len(data) > encoding.MaxPicture {
		return nil, fault.New(KindTooLarge, "%d bytes", len(data))
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fault.Wrap(KindUnreadable, err, "")
	}
	if max(size.Width, size.Height) > MaxSide || size.Width*size.Height > MaxPixels {
		return nil, fault.New(KindTooLarge, "%d by %d pixels", size.Width, size.Height)
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fault.Wrap(KindUnreadable, err, "")
	}
	return toGray(picture), nil
}

// look is one way to look at a picture.
type look struct {
	picture  func() *image.Gray
	inverted bool
	bare     bool // a generated picture: the code is upright, on its own
}

// comfortable is the length of the longer side, in pixels, at which finder
// patterns of photographs are found best.
const comfortable = 1400

func looks(gray *image.Gray) []look {
	longer := max(gray.Bounds().Dx(), gray.Bounds().Dy())
	same := func() *image.Gray { return gray }
	smaller := func(target int) func() *image.Gray {
		return func() *image.Gray { return shrink(gray, (longer+target-1)/target) }
	}
	larger := func() *image.Gray { return enlarge(gray, 3) }
	switch {
	case longer > 3*comfortable:
		return []look{{picture: smaller(comfortable)}, {picture: smaller(2 * comfortable)}, {picture: smaller(comfortable / 2)}, {picture: smaller(comfortable), inverted: true}}
	case longer > comfortable:
		return []look{{picture: smaller(comfortable)}, {picture: same}, {picture: smaller(comfortable / 2)}, {picture: same, inverted: true}, {picture: same, bare: true}}
	}
	return []look{{picture: same}, {picture: larger}, {picture: smaller(max(longer/2, 1))}, {picture: same, inverted: true}, {picture: same, bare: true}, {picture: larger, bare: true}}
}

// lean is how much nearer one edge is in a photograph that is taken at a slant,
// as tilt counts it: readers find codes that lean half as much on their own.
const lean = 0.22

// tilted are the looks at a photograph taken at a slant, from four sides.
func tilted(gray *image.Gray) (from []look) {
	longer := max(gray.Bounds().Dx(), gray.Bounds().Dy())
	small := sync.OnceValue(func() *image.Gray { return shrink(gray, (longer+comfortable-1)/comfortable) })
	for _, side := range [][2]float64{{0, lean}, {0, -lean}, {lean, 0}, {-lean, 0}} {
		from = append(from, look{picture: func() *image.Gray { return tilt(small(), side[0], side[1]) }})
	}
	return from
}

// readCode looks once, with both ways to tell dark from light: one that follows
// shadows, and one threshold for all. The library was not made for hostile
// pictures: where it panics, there is no code.
func readCode(l look) (text string, found bool) {
	defer func() {
		if recover() != nil {
			text, found = "", false
		}
	}()
	source := gozxing.NewLuminanceSourceFromImage(l.picture())
	if l.inverted {
		source = source.Invert()
	}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	if l.bare {
		hints[gozxing.DecodeHintType_PURE_BARCODE] = true
	}
	for _, binarizer := range []gozxing.Binarizer{gozxing.NewHybridBinarizer(source), gozxing.NewGlobalHistgramBinarizer(source)} {
		bitmap, err := gozxing.NewBinaryBitmap(binarizer)
		if err != nil {
			continue
		}
		if result, err := qrcode.NewQRCodeReader().Decode(bitmap, hints); err == nil {
			return result.GetText(), true
		}
	}
	return "", false
}
