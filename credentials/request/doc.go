// Package request implements the messages of OpenID for Verifiable
// Presentations 1.0 between a verifier and a wallet: the request in all its
// forms, and the answer to it. It does no I/O: what is to be fetched or sent is
// said, and done by the caller.
//
// A wallet needs [Open], [Opening.Step], and of the [Request] either
// [Request.Deliver] or [Request.Decline], then [Request.Delivered]. A verifier
// needs [Build], then [Request.Text], or [Request.Object] and [Request.Link];
// [Request.ReadAnswer] and [Request.Accept].
//
// # The request by value
//
//	openid4vp://?client_id=redirect_uri:<return address>
//	    &response_type=vp_token&response_mode=fragment
//	    &redirect_uri=<return address>&nonce=…&state=…
//	    &dcql_query=<JSON>&client_metadata=<JSON>
//	    &domicile_purpose=<text>&domicile_expires=<seconds since 1970>
//
// or, where it is signed, openid4vp://?client_id=…&request=<request object>.
//
// # The request by reference
//
//	openid4vp://?client_id=…&request_uri=https://…[&request_uri_method=post]
//
// A request object is a JWT of type oauth-authz-req+jwt with the same parameters
// as claims (RFC 9101). Only what stands in it counts. By POST the wallet sends a
// fresh wallet_nonce, which the object must repeat (section 5.10).
//
// # Who asks
//
// The prefix of the client identifier says how a verifier is known (section
// 5.9.3), and [Identity] what that proves:
//
//	redirect_uri              nothing: it is the address that the answer goes to; never signed
//	decentralized_identifier  it holds the key of that DID (did:key, did:jwk, did:web)
//	x509_san_dns, x509_hash   a chain to an authority that this wallet believes
//	verifier_attestation      a registrar that this wallet believes attests its key
//	no prefix                 this wallet knows it beforehand
//
// openid_federation is refused by name, and origin always (section 5.9.3). What
// verifier_info brings is believed where a registrar signed it (section 5.11);
// claims that the registration does not cover are named.
//
// # The answer
//
//	#vp_token=<JSON {"query id": ["presentation", …]}>&state=…
//
// on the return address (fragment); the same as a form to response_uri
// (direct_post); or as the payload of a JWE in the form's "response"
// (direct_post.jwt, section 8.3), padded to a few sizes by white space at the end
// of its JSON. For codes the same parameters are a map in deterministic CBOR,
// compressed by zlib, as a byte string in a UR of type domicile-answer:
//
//	{"state": text, "vp_token": {"query id": ["presentation", …]}}
//
// # The check code
//
// A code on a screen may be photographed, and passed to somebody else. A request
// by reference with "domicile_check_code": true asks for more: verifier and wallet
// both work out two digits of the request's nonce and the wallet's
// ([CheckDigits]). The verifier shows them when a wallet has opened the request,
// and the wallet discloses nothing until its holder has typed them. They are asked
// for once. A signed request that wants them and came in another way than by POST
// is refused: somebody on the way left the nonce out. Wallets that do not know the
// parameter ignore it.
//
// # Our parameters
//
// domicile_purpose, domicile_expires and domicile_check_code are ours; other
// wallets ignore them. In a request object "exp" says when it ends.
package request
