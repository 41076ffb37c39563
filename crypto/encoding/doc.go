// Package encoding reads and writes the text and binary codings that
// credentials are made of, and is the only importer of their raw decoders.
//
// Most callers need one function of a pair: DecodeJSON or DecodeJSONObject for
// what came from outside, UnmarshalJSON for a document whose shape is known,
// DecodeCBOR, DecodeBase64URL, and Inflate for a compressed code.
//
// # One reading
//
// Go's own decoders are lax where a verifier must not be: encoding/json folds
// the case of names, lets the last duplicate win and replaces broken text;
// encoding/base64 gives two spellings of one byte and skips line breaks; CBOR
// has several spellings of each number and length. Two programs that read one
// signed text differently are a forgery waiting to happen. So everything here
// accepts exactly one reading of an input, or refuses it with a kind that names
// the defect:
//
//   - JSON (RFC 8259, as narrowed by RFC 7493, I-JSON): no duplicate name, no
//     two names that differ by case only, UTF-8 without lone surrogates, numbers
//     that a binary64 holds exactly, one value and nothing after it.
//   - CBOR (RFC 8949, section 4.2.1 except for the order of keys and the width
//     of floats, because real certificates have neither): definite lengths,
//     shortest integers, no duplicate key, no undefined, one item.
//   - base64url (RFC 4648 section 5, RFC 7515 section 2) without padding;
//     base64 with it; base45 (RFC 9285); base58 (the Bitcoin alphabet);
//     multibase of the last and the first; hex.
//   - zlib (RFC 1950), inflated up to a bound.
//
// # Limits
//
// Limits are the constants of limits.go and are checked before the work that
// they bound. Depth and ratio are bounded here; the length of an input is
// bounded by the caller, who knows what the input is.
package encoding
