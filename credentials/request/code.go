package request

import (
	"bytes"

	"domicile/credentials/qr"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Message writes the answer for codes: see the package's documentation.
func (a *Answer) Message() (qr.Message, error) {
	raw, err := encoding.EncodeCBOR(a.tree())
	if err != nil {
		return qr.Message{}, err
	}
	if len(raw) > MaxAnswer {
		return qr.Message{}, fault.New(KindAnswerTooLong, "%d bytes, at most %d", len(raw), MaxAnswer)
	}
	packed, err := encoding.EncodeCBOR(encoding.Deflate(raw))
	return qr.Message{Type: qr.AnswerType, Data: packed}, err
}

// Text is the answer as one ur: text, which qr makes codes of.
func (a *Answer) Text() (string, error) {
	message, err := a.Message()
	if err != nil {
		return "", err
	}
	return qr.EncodeUR(message), nil
}

func isCode(text string) bool { return qr.IsUR(text) }

func parseCode(text string) (*Answer, error) {
	message, err := qr.DecodeUR(text)
	if err != nil {
		return nil, err
	}
	if message.Type != qr.AnswerType {
		return nil, fault.New(KindAnswerMalformed, "another type than %s", qr.AnswerType)
	}
	return ParseMessage(message.Data)
}

// ParseMessage reads the content of a domicile-answer code. Of the ways to
// write it only one is accepted: the one that Message writes, but for the
// choices of a compressor.
func ParseMessage(data []byte) (*Answer, error) {
	outer, err := encoding.DecodeCBOR(data)
	if err != nil {
		return nil, err
	}
	packed, ok := outer.([]byte)
	if !ok {
		return nil, fault.New(KindAnswerMalformed, "no byte string")
	}
	raw, err := encoding.Inflate(packed, MaxAnswer)
	if err != nil {
		return nil, err
	}
	decoded, err := encoding.DecodeCBOR(raw)
	if err != nil {
		return nil, err
	}
	tree, ok := jsonTree(decoded).(map[string]any)
	if !ok {
		return nil, fault.New(KindAnswerMalformed, "no map of texts")
	}
	again, err := encoding.EncodeCBOR(decoded)
	if err != nil || !bytes.Equal(again, raw) {
		return nil, fault.Wrap(KindAnswerMalformed, err, "the map is not in deterministic order")
	}
	return fromTree(tree)
}

// jsonTree turns maps with text keys into those of crypto/encoding's JSON; any
// other value stays, and is refused where a text is due.
func jsonTree(v any) any {
	switch v := v.(type) {
	case map[any]any:
		o := make(map[string]any, len(v))
		for key, value := range v {
			name, ok := key.(string)
			if !ok {
				return nil
			}
			o[name] = jsonTree(value)
		}
		return o
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = jsonTree(element)
		}
		return list
	}
	return v
}
