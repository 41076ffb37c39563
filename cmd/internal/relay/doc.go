// Package relay is the back end of a verifier that is only a page: it hands a
// request to a wallet, takes the wallet's answer once, and hands it to the page
// that asked. It holds no key, and for encrypted answers no plain text.
//
// It is the whole of the relay's behaviour and nothing of its surroundings. A
// home gives [Handler.Serve] a plain request and a [World], and gets a plain
// response: there is no network, database, clock, timer or goroutine in here, so
// that the same code runs natively and in a worker at the edge. All calls into
// the World are made one after the other.
//
//	PUT    /relay/x/{id}           page    makes an exchange
//	DELETE /relay/x/{id}           page    withdraws it
//	GET    /relay/x/{id}/request   wallet  request object, by reference
//	POST   /relay/x/{id}/request   wallet  the same with wallet_nonce, OpenID4VP 1.0, 5.10
//	PUT    /relay/x/{id}/request   page    request object signed for a wallet_nonce
//	POST   /relay/x/{id}/response  wallet  its answer, OpenID4VP 1.0, 8.2 and 8.3.1
//	GET    /relay/x/{id}/state     page    what happened; long poll or server-sent events
//	POST   /relay/x/{id}/claim     page    the answer
//	POST   /relay/x/{id}/ack       page    it has arrived
//	POST   /relay/fetch            page    the gateway, off unless targets are listed
//	GET    /relay/health
//
// # An exchange
//
// The page chooses the id and the token, 16 random bytes each in canonical
// base64url (22 characters). The id stands in the addresses that the wallet
// learns, the token (Authorization: Bearer) stays with the page. The states are
// waiting, opened, answered, claimed; then it is gone. Gone, expired, never made,
// and asked for with another token are one reply, 404, of one text.
//
// A wallet can fetch the request until it is answered, and not after that. Its
// answer is taken once. The same answer again gets the same reply,
// because the first may have been lost; this holds until the lifetime ends, even
// when the page has long fetched the answer. Another answer is refused and marks
// the exchange as crowded: more than one wallet came, and the page should say so.
//
// The page claims the answer with a random claim token, and for [ClaimSeconds]
// only that token gets it, as often as it asks; it acknowledges when the answer
// is safe. A page that follows this acts on each answer exactly once over a
// network that loses replies.
//
// # State changes
//
// Each is one statement of sql/, on SQLite and on D1, so that a process that
// dies leaves nothing half done. The lifetime stands in every statement: the
// sweep only frees space.
//
// # What is stored
//
// Digests of ids, tokens and claims, the request object, the answer padded to
// 1, 4, 16 or 64 KiB, and times. An address is never stored; for quotas it is
// counted under HMAC-SHA256 with a key that changes every day.
package relay
