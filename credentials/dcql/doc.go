// Package dcql implements the Digital Credentials Query Language of OpenID4VP
// 1.0 (section 6), with which a verifier says what it wants to be shown.
//
// A wallet needs [Parse], [Query.Match] and [Result.Permits], a verifier
// [CredentialQuery.Check] and [Query.Complete]. [CredentialQuery.Beyond] says
// what a verifier asks beyond its purpose.
//
// # The question
//
// A query lists credentials, each with an id, a format, the types it accepts
// and the claims to show. "claim_sets" gives alternatives among those claims,
// the most wanted first; "credential_sets" gives alternatives among the
// credentials, and says which may be left out.
//
//	{"credentials": [{
//	    "id": "card", "format": "dc+sd-jwt",
//	    "meta": {"vct_values": ["urn:domicile:residency-card:1"]},
//	    "claims": [{"path": ["age_equal_or_over", "18"]}]}]}
//
// Unknown properties are ignored, as section 6 demands of every
// implementation. That is safe for what a later version adds as a hint. What
// this version calls a constraint and cannot be evaluated here never matches:
// a format that is not known, or a trusted authority of which the credential
// says nothing. An empty "meta" is no constraint; one that lacks the property
// by which its format names types is refused.
//
// # The same rules for every format
//
// Matching works on a [Credential]: its format, its types and its tree of
// claims. It is written once; a format is added as a row that says how its
// "meta" names types, and what its paths may look like. A tree is JSON: whoever
// describes a mobile document converts its values first (section 6.3), and
// whoever describes a W3C credential gives its types expanded (annex B.1.1).
//
// # Several cards
//
// [Query.Match] finds, for each credential query, every card that fits, and
// what of it to show. People choose; [Result.Permits] then holds the choice to
// the query: one card for each part, several where it says "multiple", and one
// option of each credential set, no more.
//
// # Answers are not believed
//
// A wallet is in the hands of its holder. What it was asked and what it sends
// are two things (section 14.8): the verifier calls Check with the claims it
// has itself verified.
package dcql
