// Package sdjwt implements Selective Disclosure for JSON Web Tokens (RFC 9901)
// and the credential format on top of it, SD-JWT VC
// (draft-ietf-oauth-sd-jwt-vc).
//
// A verifier needs [Parse], [Token.Claims], [Token.CheckType] and
// [Token.VerifyKeyBinding]; a wallet [Token.Select] and [Token.Bind]; an issuer
// [Issue].
//
// # Wire format
//
//	<issuer-signed JWT> "~" *(<disclosure> "~") [<key binding JWT>]
//
// A disclosure is the base64url form of a JSON array: [salt, name, value] for a
// member of an object, [salt, value] for an element of an array. The issuer
// signs only digests of the disclosures: in the array "_sd" of an object, or as
// {"...": digest} in the place of an element. Whoever holds the card passes on
// the disclosures it chooses. A key binding JWT, signed with the key that the
// issuer put into "cnf", proves that the holder made this selection for this
// verifier and this question.
//
// The JWS JSON serialisation of section 8 is read too, and turned into the form
// above.
//
// # What is checked where
//
// [Parse] holds the outer form to its limits and its grammar: length, number
// of disclosures, canonical base64url, strict JSON, arity. [Token.Claims] does
// the processing of section 7.1 step 3 to 5 and returns the claims as the
// issuer meant them. [Token.CheckType] adds what an SD-JWT VC must and must not
// contain. The issuer's signature is checked by the caller, on
// [Token.IssuerJWT], with a key from its own trust; so are the times, because
// an expired card is not a malformed one. Nothing that these functions return
// may be believed before that signature passed.
//
// # What is refused beyond the letter of RFC 9901
//
//   - "_sd" or "..." used for anything but digests, and "_sd_alg" below the top
//     level: section 4.1 forbids issuers to write them, 7.1 lets verifiers pass
//     them through;
//   - a disclosure of a claim named "_sd_alg";
//   - a JWS JSON serialisation with several signatures: whose word it is would
//     be the choice of whoever passes it on.
package sdjwt
