// Package request implements the messages of OpenID for Verifiable
// Presentations 1.0 between a verifier and a wallet that share no network: the
// request by value, and its answer as a link, as text or as codes.
//
// A verifier needs [Build], [Request.Text], [ParseAnswer] and [Request.Accept];
// a wallet [Parse], [Request.CheckTime], and of an [Answer] either
// [Answer.ReturnTo] or [Answer.Message].
//
// # The request
//
//	openid4vp://?client_id=redirect_uri:<return address>
//	    &response_type=vp_token&response_mode=fragment
//	    &redirect_uri=<return address>&nonce=…&state=…
//	    &dcql_query=<JSON>&client_metadata=<JSON>
//	    &domicile_purpose=<text>&domicile_expires=<seconds since 1970>
//
// The client identifier has the prefix "redirect_uri" (section 5.9.3): it is
// the address that the answer goes to, whoever shows the request. The name in
// client_metadata and the purpose are the verifier's own words; nobody vouches
// for them. The two domicile_ parameters are ours; other wallets ignore them.
//
// # The answer
//
//	#vp_token=<JSON {"query id": ["presentation", …]}>&state=…
//
// on the return address, for a wallet on the same device, or as text to paste.
// For codes the same parameters are a map in deterministic CBOR, compressed by
// zlib, as a byte string in a UR of type domicile-answer:
//
//	{"state": text, "vp_token": {"query id": ["presentation", …]}}
//
// # What is not supported, and says so
//
// Requests by reference (request_uri), signed request objects (request),
// transaction data, other response modes, and client identifiers with another
// prefix, which all need a signature. Each has its own kind. Unknown parameters
// are ignored, as section 5 demands.
package request
