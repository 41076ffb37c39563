package qr

import (
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// The limits of this package.
const (
	MaxText        = encoding.MaxCredential // bytes of a text handed to Detect
	MaxFrameText   = 4296                   // characters of one alphanumeric code (ISO/IEC 18004, version 40-L)
	MaxFrameBytes  = 2953                   // bytes of one byte-mode code, likewise
	MaxMessage     = encoding.MaxCredential // bytes of an animated message
	MaxFragments   = 1024                   // fragments of an animated message: the elimination costs their square
	minFragment    = 10                     // bytes; the reference's lower bound
	maxTypeLetters = 64                     // of a ur: type; registered ones have at most 30
)

// The kinds that this package raises.
const (
	// KindEmpty is returned when a text holds nothing but white space.
	KindEmpty fault.Kind = "qr_empty"
	// KindTooLong is returned when a text or frame exceeds its limit.
	KindTooLong fault.Kind = "qr_too_long"
	// KindPrefixUnknown is returned when a text is none of the forms known here.
	KindPrefixUnknown fault.Kind = "qr_prefix_unknown"
	// KindPrefixVersion is returned when a health certificate announces
	// another version of its envelope than HC1.
	KindPrefixVersion fault.Kind = "qr_prefix_version"
	// KindNotTextUTF8 is returned when a code does not hold UTF-8 text.
	KindNotTextUTF8 fault.Kind = "qr_not_text_utf8"
	// KindTrailingCharacters is returned when line breaks or control
	// characters, and whatever follows them, stand inside a one-line form.
	KindTrailingCharacters fault.Kind = "qr_trailing_characters"
	// KindBOMPrefix is returned when a text begins with a byte order mark.
	KindBOMPrefix fault.Kind = "qr_bom_prefix"
	// KindFramesMixed is returned when a part belongs to another message than
	// the parts before it.
	KindFramesMixed fault.Kind = "qr_frames_mixed"
	// KindFrameIndexRange is returned when a part's numbers are malformed,
	// outside their range, or contradict each other.
	KindFrameIndexRange fault.Kind = "qr_frame_index_range"
	// KindFramesIncomplete is returned when parts ran out before the message
	// was whole.
	KindFramesIncomplete fault.Kind = "qr_frames_incomplete"
	// KindFrameChecksum is returned when bytewords are misspelt, or a part or
	// the whole message does not have the checksum that it names.
	KindFrameChecksum fault.Kind = "qr_frame_checksum"
	// KindIsLinkOnly is for callers who need a credential and got an Item of
	// type Link: it is never fetched in silence.
	KindIsLinkOnly fault.Kind = "qr_is_link_only"
)
