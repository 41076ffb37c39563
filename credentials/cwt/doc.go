// Package cwt reads, verifies and issues CBOR Web Tokens (RFC 8392) and the
// health certificates that European states issue as such: HCERT, the Electronic
// Health Certificate Specification 1.0.5 with the EU DCC schema 1.3.
//
// Most callers need [ParseHCERT] or [Parse], then [Token.Verify] with a key
// from their own trust.
//
// # A token
//
// A CWT is a COSE_Sign1 message (crypto/cose), tagged 18, or not, or 61 around
// 18, whose payload is a map of claims:
//
//	iss 1, sub 2, aud 3, exp 4, nbf 5, iat 6, cti 7
//
// Dates are seconds since 1970, as an integer or, as RFC 8392 allows, with a
// fraction. Parse holds these claims to their types; whether a date lies in
// the past is the caller's question, who has the clock.
//
// # A health certificate
//
//	"HC1:" base45( zlib( COSE_Sign1( { 1: country, 4: exp, 6: iat, -260: { 1: DCC } } ) ) )
//
// It is signed with ES256 or PS256. The key id, the first eight bytes of the
// SHA-256 of the signer's certificate, stands in either header of the message;
// where both have one, the protected one counts. States also put the algorithm
// in the unprotected header, which is admitted here: the certificate's key has
// the last word on it.
//
// What is signed is the message inside the compression. Deflate can spell some
// messages in more than one way (a copy from farther back, a code for a symbol
// that does not occur), so that a text is no identity: of 1.2 million changes of
// one character in genuine certificates, eight gave the same message again, all
// others were refused. Compare certificates by their signed claims.
//
// A signer's certificate may be limited to statements on tests, vaccinations
// or recoveries. HCERT.Statements says what is stated; who may state it is for
// credentials/trust, which finds the signer by the key id.
package cwt
