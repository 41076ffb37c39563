package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"domicile/cmd/internal/picture"
	"domicile/credentials/qr"
	"domicile/crypto/encoding"
)

func qrCommand(t *terminal) *cobra.Command {
	family := &cobra.Command{
		Use:   "qr",
		Short: "Draw and read QR codes, still and animated",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return usage("qr encode, or qr decode?") },
	}
	family.AddCommand(qrEncodeCommand(t), qrDecodeCommand(t))
	return family
}

// qrEncode draws one code or writes many frames, as the flags ask.
type qrEncode struct {
	out      string // a file, by its ending PNG or SVG; "" for the terminal
	scale    int    // pixels a module
	frames   bool   // print the parts of an animated code instead of drawing
	hex      bool   // the input is a message's CBOR in hexadecimal
	kind     string // its ur: type
	fragment int    // bytes of the message in each part, at most
	parts    int    // how many parts; 0 for as many as are needed
}

func qrEncodeCommand(t *terminal) *cobra.Command {
	var o qrEncode
	c := &cobra.Command{
		Use:   "encode [INPUT]",
		Short: "Draw a text as a QR code, or write it as the frames of an animated one",
		Long: `Draw the text of INPUT as a QR code: on the terminal, or with --out in a file that ends in .png or .svg.
With --frames, write the parts of an animated code instead, one a line, as Uniform Resources (BCR-2020-005); with --hex the
input is a message's CBOR, of the type that --type names. INPUT is a file, the text itself, or "-", which is the default.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			data, err := inputBytes(t, argument(args))
			if err != nil {
				return err
			}
			text := strings.TrimRight(string(data), "\r\n")
			if o.frames || o.hex {
				return o.writeFrames(t, text)
			}
			return o.draw(t, text)
		},
	}
	c.Flags().StringVar(&o.out, "out", "", "write a .png or .svg `FILE`")
	c.Flags().IntVar(&o.scale, "scale", 8, "`PIXELS` a module of a PNG")
	c.Flags().BoolVar(&o.frames, "frames", false, "write the parts of an animated code, one a line")
	c.Flags().BoolVar(&o.hex, "hex", false, "the input is a message's CBOR in hexadecimal; implies --frames")
	c.Flags().StringVar(&o.kind, "type", "bytes", "the ur: `TYPE` of that message")
	c.Flags().IntVar(&o.fragment, "fragment", qr.ComfortableFragment, "`BYTES` of the message in each part, at most")
	c.Flags().IntVar(&o.parts, "parts", 0, "`NUMBER` of parts; more than are needed make up for lost ones")
	return c
}

// argument is the one INPUT, standard input where there is none.
func argument(args []string) string {
	if len(args) == 0 {
		return "-"
	}
	return args[0]
}

func (o qrEncode) draw(t *terminal, text string) error {
	if qr.IsUR(text) {
		text = qr.FrameText(text)
	}
	code, err := qr.Encode(text)
	if err != nil {
		return err
	}
	switch strings.ToLower(filepath.Ext(o.out)) {
	case "":
		if o.out != "" {
			return usage("--out %s: end the name in .png or .svg", o.out)
		}
		_, err = fmt.Fprint(t.out, code.Terminal())
		return err
	case ".svg":
		return writeDrawing(o.out, []byte(code.SVG()))
	case ".png":
		if o.scale < 1 || o.scale > 64 {
			return usage("--scale %d: choose 1 to 64", o.scale)
		}
		drawing, err := code.PNG(o.scale)
		if err != nil {
			return err
		}
		return writeDrawing(o.out, drawing)
	}
	return usage("--out %s: end the name in .png or .svg", o.out)
}

func writeDrawing(name string, drawing []byte) error {
	if err := os.WriteFile(name, drawing, 0o644); err != nil {
		return usage("cannot write %s: %s", name, reason(err))
	}
	return nil
}

func (o qrEncode) writeFrames(t *terminal, text string) error {
	message, err := o.message(text)
	if err != nil {
		return err
	}
	encoder, err := qr.NewEncoder(message.Type, message.Data, o.fragment)
	if err != nil {
		return err
	}
	parts := o.parts
	if parts == 0 {
		parts = encoder.Fragments()
	}
	if parts < 0 || parts > 10_000 {
		return usage("--parts %d: choose 1 to 10000", parts)
	}
	for number := range parts {
		part, err := encoder.Part(uint32(number) + 1)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(t.out, part); err != nil {
			return err
		}
	}
	return nil
}

// message is what the frames carry: the given CBOR, a whole ur: text, or any
// other text wrapped.
func (o qrEncode) message(text string) (qr.Message, error) {
	switch {
	case o.hex:
		data, err := encoding.DecodeHex(text)
		return qr.Message{Type: o.kind, Data: data}, err
	case qr.IsUR(text):
		return qr.DecodeUR(text)
	}
	return qr.WrapText(text)
}

func qrDecodeCommand(t *terminal) *cobra.Command {
	var asHex bool
	c := &cobra.Command{
		Use:   "decode [INPUT]...",
		Short: "Read the text of a QR code, or join the frames of an animated one",
		Long: `Read the text of a picture's QR code. Parts of an animated code (ur:), one a line or one a picture, are joined to the
message they carry: written as its text, or with --hex as its CBOR in hexadecimal. INPUT is a PNG or JPEG file, a file of text, the
text itself, or "-", which is the default.`,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{"-"}
			}
			text, err := readCodes(t, args)
			if err != nil {
				return err
			}
			return writeDecoded(t, text, asHex)
		},
	}
	c.Flags().BoolVar(&asHex, "hex", false, "write the message's CBOR in hexadecimal")
	return c
}

// readCodes reads the texts of all inputs, one a line.
func readCodes(t *terminal, inputs []string) (string, error) {
	var lines []string
	for _, input := range inputs {
		data, err := inputBytes(t, input)
		if err != nil {
			return "", err
		}
		text := string(data)
		if picture.IsPicture(data) {
			if text, err = picture.Read(data); err != nil {
				return "", err
			}
		}
		lines = append(lines, strings.Trim(text, "\r\n"))
	}
	return strings.Join(lines, "\n"), nil
}

func writeDecoded(t *terminal, text string, asHex bool) error {
	if !asHex && !qr.IsUR(text) {
		_, err := fmt.Fprintln(t.out, text)
		return err
	}
	message, err := qr.Join(text)
	if err != nil {
		return err
	}
	decoded := encoding.EncodeHex(message.Data)
	if !asHex {
		if decoded, err = message.Text(); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(t.out, decoded)
	return err
}
