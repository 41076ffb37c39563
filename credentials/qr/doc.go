// Package qr says what a scanned or pasted text is, carries messages over
// sequences of codes, and draws codes.
//
// Most callers need [Detect], [Assembler], [NewEncoder] and [Encode].
//
// # Dispatch
//
// Detect recognises, by prefix and shape alone: OpenID4VP requests, OpenID4VCI
// offers, https links to either, answers, health certificates (HC1:), Claim
// 169 (Base45 of zlib), SMART Health Cards (shc:/), SD-JWT and JWT text, trust
// material, and ur: parts. It verifies nothing and fetches nothing: a link is
// an item of its own, to be shown.
//
// # Animated codes
//
// A message too long for one comfortable code travels as Uniform Resources
// (BCR-2020-005) with the fountain code of BCR-2024-001:
//
//	ur:<type>/<bytewords>                    one part
//	ur:<type>/<seqNum>-<seqLen>/<bytewords>  one of many
//
// where bytewords (BCR-2020-012, minimal) spell bytes followed by their
// CRC-32. The bytes of one of many are
//
//	[ seqNum, seqLen, messageLen, CRC-32 of the message, fragment ]  in CBOR
//
// The parts 1 to seqLen hold the fragments in order; any later part is the
// exclusive or of fragments that seqNum and checksum choose, so that a missed
// frame costs nothing: enough parts of any kind restore the message. An
// Assembler solves for the fragments by elimination over GF(2), and so needs
// never more parts than the reference, which only peels.
//
// The letters are lower-case by convention; [FrameText] raises them, because
// upper-case text fits a code's alphanumeric mode.
//
// # Symbols
//
// Encode makes a QR code (ISO/IEC 18004) as a square of modules without quiet
// zone; PNG, SVG and Terminal draw it with one.
package qr
