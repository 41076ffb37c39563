// Package frame is the language between the relay's Go program and the
// JavaScript around it at the edge: lists of values in bytes, copied across the
// border in one piece each way. A field-by-field exchange of objects costs some
// ten microseconds for each text; a frame costs one copy.
//
//	frame = *value
//	value = %x00                      ; nothing
//	      / %x01 8OCTET               ; an integer, big-endian, at most 2^53-1 either way
//	      / %x02 length *OCTET        ; a text, UTF-8
//	      / %x03 length *OCTET        ; bytes
//	length = 4OCTET                   ; big-endian
//
// cmd/edge/worker/frame.mjs is its twin.
package frame

import (
	"encoding/binary"
	"errors"
	"unicode/utf8"
)

// MaxSize is the most that a frame may hold: a body of 64 KiB beside its head,
// or the row that holds such a body.
const MaxSize = 512 << 10

// maxInteger is the largest integer that JavaScript holds exactly.
const maxInteger = 1<<53 - 1

const (
	tagNil = iota
	tagInteger
	tagText
	tagBytes
)

// ErrFrame is returned when bytes are not a frame.
var ErrFrame = errors.New("edge: not a frame")

// ErrValue is returned when a value is of another type than those of a frame,
// or an integer that JavaScript would round.
var ErrValue = errors.New("edge: no value of a frame")

// Append appends values, each of type int64, string, []byte or nil.
func Append(to []byte, values ...any) ([]byte, error) {
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			to = append(to, tagNil)
		case int64:
			if v > maxInteger || v < -maxInteger {
				return nil, ErrValue
			}
			to = binary.BigEndian.AppendUint64(append(to, tagInteger), uint64(v))
		case string:
			to = append(binary.BigEndian.AppendUint32(append(to, tagText), uint32(len(v))), v...)
		case []byte:
			to = append(binary.BigEndian.AppendUint32(append(to, tagBytes), uint32(len(v))), v...)
		default:
			return nil, ErrValue
		}
	}
	return to, nil
}

// Read reads all values of a frame. Bytes are a part of b, not a copy.
func Read(b []byte) ([]any, error) {
	if len(b) > MaxSize {
		return nil, ErrFrame
	}
	values := make([]any, 0, 16)
	for len(b) > 0 {
		v, rest, ok := next(b[0], b[1:])
		if !ok {
			return nil, ErrFrame
		}
		values, b = append(values, v), rest
	}
	return values, nil
}

func next(tag byte, b []byte) (v any, rest []byte, ok bool) {
	switch tag {
	case tagNil:
		return nil, b, true
	case tagInteger:
		return integer(b)
	case tagText, tagBytes:
		return sized(tag, b)
	}
	return nil, nil, false
}

func integer(b []byte) (v any, rest []byte, ok bool) {
	if len(b) < 8 {
		return nil, nil, false
	}
	n := int64(binary.BigEndian.Uint64(b))
	return n, b[8:], n <= maxInteger && n >= -maxInteger
}

func sized(tag byte, b []byte) (v any, rest []byte, ok bool) {
	if len(b) < 4 {
		return nil, nil, false
	}
	n, b := binary.BigEndian.Uint32(b), b[4:]
	if uint64(n) > uint64(len(b)) {
		return nil, nil, false
	}
	content, rest := b[:n:n], b[n:]
	if tag == tagBytes {
		return content, rest, true
	}
	return string(content), rest, utf8.Valid(content)
}
