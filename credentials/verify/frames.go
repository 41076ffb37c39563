package verify

import (
	"domicile/credentials/qr"
	"domicile/crypto/fault"
)

// joinFrames restores the text that an animated code carried, one part a line.
// What it carries must be whole: frames within frames have no end.
func joinFrames(lines string) (qr.Item, error) {
	message, err := qr.Join(lines)
	if err != nil {
		return qr.Item{}, err
	}
	text, err := message.Text()
	if err != nil {
		return qr.Item{}, err
	}
	if len(text) > MaxInput {
		return qr.Item{}, fault.New(KindInputTooLong, "%d bytes in frames, at most %d", len(text), MaxInput)
	}
	item, err := qr.Detect(text)
	if err == nil && item.Type == qr.Frame {
		return qr.Item{}, fault.New(KindNotCredential, "frames within frames")
	}
	return item, err
}
