package qr

import (
	"strings"

	"github.com/skip2/go-qrcode"

	"domicile/crypto/fault"
)

const (
	// ComfortableText is the longest text for one still code that a phone
	// reads at arm's length from another phone: about version 15 where letters
	// are mixed, 77 modules a side.
	ComfortableText = 480
	// ComfortableFragment is the fragment length, in bytes, of an animated
	// code: its frames are of version 11, 61 modules a side.
	ComfortableFragment = 180

	densest = 20 // the largest version to which level M is kept
)

// Code is a QR code: a square of modules, row by row without quiet zone, 1 for
// dark.
type Code struct {
	Size    int
	Modules []byte
}

// Encode draws one code of a text. Upper-case letters, digits and $%*+-./:
// alone take the alphanumeric mode, which packs 11 bits into two characters.
//
// The error correction is Q for health certificates, as their specification
// recommends for paper; L for frames of an animated code, where the next frame
// corrects what this one lost; otherwise M, or L where M would be too dense.
func Encode(text string) (Code, error) {
	if text == "" {
		return Code{}, fault.New(KindEmpty, "no text")
	}
	if len(text) > MaxFrameText {
		return Code{}, fault.New(KindTooLong, "%d characters, at most %d", len(text), MaxFrameText)
	}
	q, err := qrcode.New(text, level(text))
	if err != nil || q.VersionNumber > densest && q.Level == qrcode.Medium {
		q, err = qrcode.New(text, qrcode.Low)
	}
	if err != nil {
		return Code{}, fault.Wrap(KindTooLong, err, "%d bytes do not fit one code", len(text))
	}
	q.DisableBorder = true
	return newCode(q.Bitmap()), nil
}

func level(text string) qrcode.RecoveryLevel {
	switch {
	case strings.HasPrefix(text, "HC1:"):
		return qrcode.High // the library's name for Q
	case IsUR(text) && strings.Count(text, "/") == 2:
		return qrcode.Low
	}
	return qrcode.Medium
}

func newCode(rows [][]bool) Code {
	c := Code{Size: len(rows), Modules: make([]byte, 0, len(rows)*len(rows))}
	for _, row := range rows {
		for _, dark := range row {
			module := byte(0)
			if dark {
				module = 1
			}
			c.Modules = append(c.Modules, module)
		}
	}
	return c
}

// dark reports the module at column x and row y; outside of the square, in the
// quiet zone, all is light.
func (c Code) dark(x, y int) bool {
	return x >= 0 && y >= 0 && x < c.Size && y < c.Size && c.Modules[y*c.Size+x] == 1
}
