package engine

import (
	"domicile/credentials/qr"
	"domicile/wasm/api"
)

// maxStill is the longest text that is drawn as one code where nothing but a
// still will do: other people's programs read our requests, offers and cards,
// and do not know our frames. It is version 29 with error correction M, which
// phone cameras read from a screen.
const maxStill = 1260

// Draw answers qr.encode.
func Draw(q api.QRRequest) (api.QRCodes, error) {
	if q.Frame == 0 && len(q.Text) <= stillLimit(q.Text) {
		return drawAll([]string{q.Text}, 1)
	}
	message, err := message(q.Text)
	if err != nil {
		return api.QRCodes{}, err
	}
	size := q.Frame
	if size == 0 {
		size = qr.ComfortableFragment
	}
	encoder, err := qr.NewEncoder(message.Type, message.Data, size)
	if err != nil {
		return api.QRCodes{}, err
	}
	frames, err := frames(encoder)
	if err != nil {
		return api.QRCodes{}, err
	}
	return drawAll(frames, encoder.Fragments())
}

func stillLimit(text string) int {
	if qr.IsUR(text) {
		return qr.ComfortableText
	}
	return maxStill
}

// message is what the frames carry: that of a ur: text, else the text wrapped.
func message(text string) (qr.Message, error) {
	if qr.IsUR(text) {
		return qr.DecodeUR(text)
	}
	return qr.WrapText(text)
}

// frames are as many mixed frames as plain ones, so that each frame missed in
// one round has several others to make up for it in the next.
func frames(e *qr.Encoder) ([]string, error) {
	count := 2 * e.Fragments()
	if e.Fragments() == 1 {
		count = 1
	}
	var texts []string
	for number := range count {
		text, err := e.Part(uint32(number + 1))
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return texts, nil
}

func drawAll(texts []string, parts int) (api.QRCodes, error) {
	codes := api.QRCodes{Parts: parts}
	for _, text := range texts {
		code, err := qr.Encode(symbol(text))
		if err != nil {
			return api.QRCodes{}, err
		}
		codes.Codes = append(codes.Codes, api.QRCode{Size: code.Size, Modules: code.Modules, Text: text})
	}
	return codes, nil
}

// symbol is what a code holds: frames go in upper case, which packs closer.
func symbol(text string) string {
	if qr.IsUR(text) {
		return qr.FrameText(text)
	}
	return text
}
