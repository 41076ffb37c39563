// Package verify is the one pipeline that turns bytes into a verdict. The
// browser, the kiosk and the command line all run it.
//
// Most callers need Verify; Inspect says what an input is without judging it.
//
//	(input, Options{Now, Trust, ...}) -> verdict.Verdict
//
// There is no I/O: time, trust and what was asked of the holder are arguments.
// Nothing that an input names is fetched, and no key that it brings is trusted.
//
// # Steps
//
// They run in this order, limits before cryptography and cheap checks before
// costly ones. The first that does not pass names the verdict's kind; after one
// that failed, those that follow are skipped.
//
//	envelope   what the text is, its length, its frames
//	format     codings, structure, algorithm, disclosures, types, dates' form
//	issuer     whose key may have signed; certificate chains; entitlement; scope
//	signature  the issuer's signature
//	time       this device's clock, then the credential's dates
//	status     revocation: unknown where a status is named and nobody gave it
//	holder     whether the holder proved to be it, now, to this verifier
//	policy     what the verifier asked for
//
// Claims, dates and the issuer's name are part of a verdict only where the
// signature passed. A test issuer counts only where the policy says so; else the
// issuer step is unknown, with issuer_test_only.
//
// # Holder
//
// "proven" means that the key in the credential signed this verifier's nonce and
// audience; "bearer" that no holder was asked for or shown, so that whoever holds
// the text can show it; "none" that a proof was there and could not be judged
// because nothing was asked, or that it failed. A proof that nobody asked for is
// still held to its own signature and to the disclosures it was made for.
//
// # Assurance
//
// Each part of the triple is filled from one source, and left empty where there
// is none; "effective" is the least of the three, empty as soon as one is.
//
//	proofing   how the person was identified: no source yet
//	storage    "software" where a holder's key proved itself, because nothing
//	           attests that the key lives in hardware; else empty
//	presence   whether the person was there: no source yet
//
// # A new format
//
// A format is one file here that implements card, and one line in readers.
package verify
