// Package issuer is a credential issuer for OpenID for Verifiable Credential
// Issuance 1.0 (Final): its metadata, credential offers, the Pre-Authorized Code
// Flow with a transaction code, key proofs, batches of copies, and the office
// that makes the offers.
//
// [Open] opens an issuer on a data directory, [Issuer.Handler] serves it. For
// the identifier https://office.example/issuers/meridia it answers
//
//	GET  /.well-known/openid-credential-issuer/issuers/meridia   section 12.2
//	GET  /.well-known/oauth-authorization-server/issuers/meridia RFC 8414
//	GET  /.well-known/jwt-vc-issuer/issuers/meridia              SD-JWT VC section 5
//	GET  /issuers/meridia/offers/{id}                            section 4.1.3
//	POST /issuers/meridia/token                                  section 6
//	POST /issuers/meridia/nonce                                  section 7
//	POST /issuers/meridia/credential                             section 8
//	POST /issuers/meridia/notification                           section 11
//	GET  /trust/list.json                                        our trust list
//	     /office/api/...                                         the office, see office.go
//
// Wallets of any origin may call all but the office.
//
// # What is stored
//
// One SQLite database and one file of keys, both readable by the owner only.
// Every step of an offer is one SQL statement (the files in sql/), so a process
// that is killed leaves nothing half done. Codes, tokens and transaction codes
// are stored as digests under a key from the key file; the claims of a card are
// forgotten as soon as nobody can fetch it any more. The log has neither names
// nor codes.
//
// # Retries
//
// Over a bad network a wallet may lose a reply. The credential endpoint answers
// the same keys again as long as the access token lives. The token endpoint
// keeps the code to one use, except for a wallet that shows the secret it gave
// the first time: metadata member "domicile_retry_supported", parameter
// "domicile_retry". It then gets a new access token in place of the old one,
// until the card has been asked for.
package issuer
