// Package jose reads and writes signed tokens: JSON Web Signature (RFC 7515)
// in compact serialisation, under the advice of RFC 8725.
//
// Most callers need [Parse], [JWS.Verify] and [Sign].
//
// # Wire format
//
//	BASE64URL(header) "." BASE64URL(payload) "." BASE64URL(signature)
//
// The header is one strict JSON object; each part is canonical, unpadded
// base64url. A token is read in an order that keeps work behind limits:
// length, number of separators, header, algorithm, critical extensions, and
// only then payload and signature. No key is touched before all of it passed.
//
// # What is refused
//
//   - the algorithm "none" in any spelling, and any that crypto/alg lacks;
//   - "crit" that names an extension unknown here, or that is malformed
//     (RFC 7515, 4.1.11); unencoded payloads, "b64":false (RFC 7797);
//     compressed payloads, "zip";
//   - detached content, and the two JSON serialisations.
//
// # Keys in the header
//
// "jwk", "jku", "x5u" and "x5c" are hints, never anchors (RFC 8725, 3.10 and
// RFC 7515, 10.3): Verify takes a key that the caller found through its own
// trust, and [JWS.CarriedKeys] lets a caller who found none say
// [KindHeaderKeyIgnored] rather than only that the issuer is unknown.
package jose
