package qr

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
)

// quiet is the width of the light border that a reader needs, in modules
// (ISO/IEC 18004, 5.3.8).
const quiet = 4

// PNG draws the code with its quiet zone, scale pixels a module.
func (c Code) PNG(scale int) ([]byte, error) {
	scale = max(scale, 1)
	side := (c.Size + 2*quiet) * scale
	picture := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			if c.dark(x/scale-quiet, y/scale-quiet) {
				picture.Pix[y*picture.Stride+x] = 1
			}
		}
	}
	var out bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, picture)
	return out.Bytes(), err
}

// SVG draws the code with its quiet zone as one path. There is no style and no
// script in it, so that it passes the strictest content security policy, and
// it scales to any size.
func (c Code) SVG() string {
	var s strings.Builder
	side := c.Size + 2*quiet
	fmt.Fprintf(&s, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges">`, side, side)
	fmt.Fprintf(&s, `<path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="`, side, side)
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			run := 0
			for c.dark(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&s, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
				x += run
			}
		}
	}
	s.WriteString(`"/></svg>`)
	return s.String()
}

// Terminal draws the code with its quiet zone, two rows of modules a line, in
// black on white whatever the terminal's own colours are.
func (c Code) Terminal() string {
	var s strings.Builder
	for y := -quiet; y < c.Size+quiet; y += 2 {
		s.WriteString("\x1b[30;107m")
		for x := -quiet; x < c.Size+quiet; x++ {
			switch upper, lower := c.dark(x, y), c.dark(x, y+1); {
			case upper && lower:
				s.WriteString("█")
			case upper:
				s.WriteString("▀")
			case lower:
				s.WriteString("▄")
			default:
				s.WriteString(" ")
			}
		}
		s.WriteString("\x1b[0m\n")
	}
	return s.String()
}
