// Package cose reads and writes single-signer messages: COSE_Sign1 (RFC 9052,
// 4.2) with the algorithms of crypto/alg and the certificate chains of RFC 9360.
//
// Most callers need [ParseSign1], [Sign1.Verify] and [Sign].
//
// # Wire format
//
//	COSE_Sign1 = [ protected: bstr .cbor map, unprotected: map, payload: bstr, signature: bstr ]
//
// A message may carry tag 18, and outside of that once the CWT tag 61
// (RFC 8392, 6); the tags are not signed. What is signed is
//
//	[ "Signature1", protected, external AAD, payload ]
//
// with the protected bytes as received, except that an empty map counts as the
// empty string (RFC 9052, 4.4).
//
// # What is refused
//
//   - an algorithm outside the registry, one given as text, and one that is
//     not in the protected header (RFC 9052, 3.1: it must be authenticated);
//   - "crit" that names a label not understood here, or is malformed;
//   - a label in both headers, except a key id with the same value;
//   - detached payloads: nothing here transports the payload elsewhere.
//
// [Tolerance] names the two deviations that real health certificates need.
//
// Key ids and chains are hints for finding a key in the caller's own trust,
// never anchors.
package cose
