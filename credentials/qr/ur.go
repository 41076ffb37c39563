package qr

import (
	"strconv"
	"strings"

	"domicile/crypto/fault"
)

// ur is one parsed ur: text: a whole message, or one part of one.
type ur struct {
	kind    string
	single  bool
	message []byte // of a single
	part    part   // otherwise
}

// IsUR reports whether a text is a ur: part, by its scheme.
func IsUR(text string) bool {
	return len(text) >= 3 && strings.EqualFold(text[:3], "ur:")
}

// FrameText raises a part to the letters that a code's alphanumeric mode has.
func FrameText(part string) string { return strings.ToUpper(part) }

// EncodeUR spells a whole message as a single part.
func EncodeUR(m Message) string { return "ur:" + m.Type + "/" + encodeBytewords(m.Data) }

// DecodeUR reads a message from a single part.
func DecodeUR(text string) (Message, error) {
	u, err := parseUR(text)
	if err != nil {
		return Message{}, err
	}
	if !u.single {
		return Message{}, fault.New(KindFramesIncomplete, "one part of %d", u.part.seqLen)
	}
	return Message{u.kind, u.message}, nil
}

// parseUR follows BCR-2020-005, "UR Encoding". Case does not count, but a text
// is in one case or the other as a whole, so that it has one spelling each.
func parseUR(text string) (ur, error) {
	if !IsUR(text) {
		return ur{}, fault.New(KindPrefixUnknown, "not a ur: part")
	}
	if len(text) > 2*MaxMessage {
		return ur{}, fault.New(KindTooLong, "%d characters", len(text))
	}
	lower := strings.ToLower(text)
	if text != lower && text != strings.ToUpper(text) {
		return ur{}, fault.New(KindPrefixUnknown, "upper and lower case are mixed")
	}
	slashes := strings.Count(lower, "/")
	kind, rest, _ := strings.Cut(lower[3:], "/")
	if slashes < 1 || slashes > 2 || !isType(kind) {
		return ur{}, fault.New(KindPrefixUnknown, "not ur:<type>/<message> nor ur:<type>/<seq>/<fragment>")
	}
	seq, fragment, many := strings.Cut(rest, "/")
	if !many {
		message, err := decodeBytewords(rest)
		return ur{kind: kind, single: true, message: message}, err
	}
	p, err := parsePart(seq, fragment)
	return ur{kind: kind, part: p}, err
}

func parsePart(seq, fragment string) (part, error) {
	number, count, _ := strings.Cut(seq, "-")
	seqNum, okNum := decimal(number)
	seqLen, okLen := decimal(count)
	if !okNum || !okLen {
		return part{}, fault.New(KindFrameIndexRange, "not <seqNum>-<seqLen>")
	}
	raw, err := decodeBytewords(fragment)
	if err != nil {
		return part{}, err
	}
	p, err := decodePart(raw)
	if err != nil {
		return part{}, err
	}
	if p.seqNum != seqNum || uint32(p.seqLen) != seqLen {
		return part{}, fault.New(KindFrameIndexRange, "the path and the part differ")
	}
	return p, nil
}

// decimal reads a number in its one spelling: no sign, no leading zero.
func decimal(s string) (uint32, bool) {
	n, err := strconv.ParseUint(s, 10, 32)
	return uint32(n), err == nil && n > 0 && s[0] != '0' && s[0] != '+'
}

func isType(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-') {
			return false
		}
	}
	return s != "" && len(s) <= maxTypeLetters
}
