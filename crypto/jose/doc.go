// Package jose reads and writes signed and encrypted tokens: JSON Web Signature
// (RFC 7515) and JSON Web Encryption (RFC 7516) in compact serialisation, under
// the advice of RFC 8725.
//
// Most callers need [Parse], [JWS.Verify] and [Sign]; for encrypted tokens,
// [ParseJWE], [JWE.Decrypt] and [Encrypt].
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
//
// # Encrypted tokens
//
//	BASE64URL(header) ".." BASE64URL(nonce) "." BASE64URL(ciphertext) "." BASE64URL(tag)
//
// The content's key is agreed directly: "alg" is ECDH-ES on P-256 or X25519,
// and "enc" is A128GCM or A256GCM (RFC 7518, 4.6 and 5.3). The second part, an
// encrypted key, is empty. Every other algorithm is refused before any work:
// passwords ("PBES2", whose sender chooses the work), RSA, key wrapping, and
// compression ("zip"), through which a small token becomes a large one. No
// extension is understood, so that "crit" is refused whenever it is there.
//
// Encryption says nothing of who made a token. What must be authentic is signed
// within it, or agreed on in "apu" and "apv", which the key depends on. A token
// that does not open is [KindJWEInvalid], whatever the reason, so that its
// sender learns nothing of the key.
package jose
