// Package keys holds public and private keys, of which one kind signs and the
// other agrees on secrets: it makes, reads and writes them, signs and verifies.
//
// Most callers need ParsePublicJWK and Public.Verify, or Generate and
// Private.Sign. A Public is an immutable, comparable value: two are the same
// key exactly when == says so, in whatever form they arrived.
//
// # One algorithm per key
//
// A key belongs to one algorithm of package alg, decided by its curve (RSA:
// PS256). Verify takes no algorithm, and VerifyAs refuses one that is not the
// key's own: a token cannot talk its verifier into another algorithm.
//
// # Signatures
//
// A signature has the exact length of its algorithm: r || s for ECDSA (RFC
// 7518, section 3.4; RFC 9053, section 2.1), 64 bytes for Ed25519, the
// modulus' length for PS256 with a salt of 32 bytes (RFC 7518, section 3.5).
// Signing is deterministic (RFC 6979; RFC 8032), so that a weak source of
// randomness cannot leak a key. Sign produces the lower of the two possible s;
// Verify accepts both, as JOSE and COSE demand. A signature therefore has more
// than one valid form: never use its bytes as an identity.
//
// # Key agreement
//
// Agreement and AgreementPublic are keys for ECDH-ES on P-256 or X25519 (RFC
// 7518, section 4.6; RFC 8037, section 3.2). They are other types than the
// signature keys, and neither kind is read from a JWK that says it is the other:
// "use" is "enc" here and "sig" there, "key_ops" lists deriveKey and deriveBits
// here and sign or verify there.
//
// # Forms
//
//   - JWK (RFC 7517, RFC 7518 section 6, RFC 8037, RFC 8812), and JWK sets
//   - COSE_Key (RFC 9052 section 7, RFC 9053 section 7)
//   - Multikey (W3C Controlled Documents 1.0): "z", then base58 of the
//     multicodec prefix and the compressed point
//   - the public keys of the standard library, as certificates yield them
//
// Every form is read strictly: unknown curves, coordinates of another length
// than the curve's, points off the curve, points of small order, private
// members in a public key and contradictions between a key and its own "alg",
// "use" and "key_ops" are refused. RSA keys have 2048 to 4096 bits.
package keys
