package qr

import (
	"fmt"
	"hash/crc32"

	"domicile/crypto/fault"
)

// Encoder turns one message into any number of parts.
type Encoder struct {
	kind      string // the ur: type
	message   []byte
	fragments [][]byte
	chooser   chooser
}

// NewEncoder prepares a message, which is CBOR of the given ur: type, for
// parts with at most maxFragment bytes of it each.
func NewEncoder(kind string, message []byte, maxFragment int) (*Encoder, error) {
	if !isType(kind) {
		return nil, fault.New(KindPrefixUnknown, "not a ur: type")
	}
	if len(message) == 0 {
		return nil, fault.New(KindEmpty, "no message")
	}
	if len(message) > MaxMessage {
		return nil, fault.New(KindTooLong, "%d bytes, at most %d", len(message), MaxMessage)
	}
	if maxFragment < minFragment {
		return nil, fault.New(KindFrameIndexRange, "fragments of %d bytes, at least %d", maxFragment, minFragment)
	}
	length := fragmentLength(len(message), minFragment, maxFragment)
	if n := fragmentCount(len(message), length); n > MaxFragments {
		return nil, fault.New(KindTooLong, "%d fragments, at most %d", n, MaxFragments)
	}
	e := &Encoder{kind: kind, message: message, fragments: partition(message, length)}
	e.chooser = newChooser(len(e.fragments), crc32.ChecksumIEEE(message))
	return e, nil
}

// partition cuts a message into fragments of equal length; the last is padded
// with zeros.
func partition(message []byte, length int) [][]byte {
	var fragments [][]byte
	for rest := message; len(rest) > 0; {
		fragment := make([]byte, length)
		rest = rest[copy(fragment, rest):]
		fragments = append(fragments, fragment)
	}
	return fragments
}

// Fragments returns how many parts are needed at least; 1 means that a single
// still code holds the message.
func (e *Encoder) Fragments() int { return len(e.fragments) }

// Part returns the part with the given number, counted from 1. The first
// Fragments() parts are enough where none is missed; later ones mix fragments.
// A message of one fragment has the same text for every number.
func (e *Encoder) Part(number uint32) (string, error) {
	if len(e.fragments) == 1 {
		return "ur:" + e.kind + "/" + encodeBytewords(e.message), nil
	}
	if number == 0 {
		return "", fault.New(KindFrameIndexRange, "parts are counted from 1")
	}
	mixed := make([]byte, len(e.fragments[0]))
	for _, i := range e.chooser.fragments(number) {
		xor(mixed, e.fragments[i])
	}
	raw, err := part{number, len(e.fragments), len(e.message), e.chooser.checksum, mixed}.encode()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("ur:%s/%d-%d/%s", e.kind, number, len(e.fragments), encodeBytewords(raw)), nil
}
