package qr

import (
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// TextType is the ur: type of any text of this project that is too long for
// one comfortable code: a byte string in CBOR, the text compressed by zlib.
const TextType = "domicile-text"

// WrapText makes a message of a text, for an Encoder.
func WrapText(text string) (Message, error) {
	if len(text) > MaxText {
		return Message{}, fault.New(KindTooLong, "%d bytes, at most %d", len(text), MaxText)
	}
	data, err := encoding.EncodeCBOR(encoding.Deflate([]byte(text)))
	return Message{TextType, data}, err
}

// Text returns the text of a message that came whole out of an Assembler: the
// wrapped one, or the message itself as a single ur: part. Detect takes it.
func (m Message) Text() (string, error) {
	if m.Type != TextType {
		return EncodeUR(m), nil
	}
	tree, err := encoding.DecodeCBOR(m.Data)
	if err != nil {
		return "", err
	}
	packed, ok := tree.([]byte)
	if !ok {
		return "", fault.New(encoding.KindCBORType, "a wrapped text is a byte string")
	}
	text, err := encoding.Inflate(packed, MaxText)
	if err != nil {
		return "", err
	}
	return string(text), nil
}
