// Package issue makes credentials: one [Order] in, one credential for each
// holder's key out.
//
// Most callers need [Issue] and, for the residency card of our demo country,
// [ParseResident]. Formats are named as OpenID4VCI names them:
//
//	dc+sd-jwt  SD-JWT VC (RFC 9901, draft-ietf-oauth-sd-jwt-vc), claims the
//	           holder may withhold one by one
//	hcert      an EU health certificate as the text of its code, for tests and
//	           demonstrations
//
// # Copies that nobody can link
//
// The copies of one card must not share a value that no other card has. Each
// has its own key, its own salts and its own decoys; the issuer's times are
// rounded down to the day in UTC, so that a card shares them with every card of
// that day (OpenID4VCI 1.0 section 15.4.1). What a person discloses may of
// course still identify them.
//
// # The residency card
//
// Type [ResidencyCard]. In the clear: iss, vct, iat, exp, cnf, issuing_country,
// issuing_authority, and the objects age_equal_or_over and residency without
// their members. Disclosed one by one: given_name, family_name, birthdate, each
// nationality, each age limit, and the residency's programme, number, since and
// country. Four decoys hide how many nationalities there are and which of the
// claims exist.
package issue
