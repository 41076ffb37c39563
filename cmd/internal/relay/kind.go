package relay

import "strconv"

// Kind names one reason for refusing. The list is closed. A reply has it beside
// the OAuth code, which is coarser.
type Kind string

const (
	// KindPath is returned when there is no such route.
	KindPath Kind = "relay_path"
	// KindMethod is returned when the route has another method.
	KindMethod Kind = "relay_method"
	// KindUnknown is returned when an exchange is gone, expired, never made, or
	// asked for with another token, or when it has nothing for the asker.
	KindUnknown Kind = "relay_unknown"
	// KindToken is returned when the bearer token is missing or malformed.
	KindToken Kind = "relay_token"
	// KindMedia is returned when the content type is not the route's.
	KindMedia Kind = "relay_media"
	// KindSize is returned when a body is longer than MaxBody.
	KindSize Kind = "relay_size"
	// KindBody is returned when a body or query is malformed.
	KindBody Kind = "relay_body"
	// KindTaken is returned when the id of a new exchange is in use.
	KindTaken Kind = "relay_taken"
	// KindNonceUnasked is returned when a wallet sends wallet_nonce to a page
	// that does not sign live.
	KindNonceUnasked Kind = "relay_nonce_unasked"
	// KindNonceOther is returned when another wallet_nonce came first.
	KindNonceOther Kind = "relay_nonce_other"
	// KindUnsigned is returned when the page has not signed in time.
	KindUnsigned Kind = "relay_unsigned"
	// KindPlain is returned when the answer is not of the exchange's mode: plain
	// text where it must be encrypted, or the reverse.
	KindPlain Kind = "relay_plain"
	// KindAnswered is returned when another answer came first.
	KindAnswered Kind = "relay_answered"
	// KindUnanswered is returned when there is no answer to claim yet.
	KindUnanswered Kind = "relay_unanswered"
	// KindClaimed is returned while another claim holds the answer.
	KindClaimed Kind = "relay_claimed"
	// KindCode is returned when the response_code is wrong or missing.
	KindCode Kind = "relay_code"
	// KindQuota is returned when an address, or everybody, asked too often.
	KindQuota Kind = "relay_quota"
	// KindStore is returned when the database did not do what it was asked.
	KindStore Kind = "relay_store"
	// KindBusy is returned by homes that have no room for another request.
	KindBusy Kind = "relay_busy"
	// KindPanic is returned when a request trapped; the reply has an id for the log.
	KindPanic Kind = "relay_panic"
	// KindGatewayOff is returned when the gateway has no targets.
	KindGatewayOff Kind = "relay_gateway_off"
	// KindGatewayPage is returned when a page of another origin uses the gateway.
	KindGatewayPage Kind = "relay_gateway_page"
	// KindGatewayTarget is returned when the operator has not listed the target,
	// or it is no public address.
	KindGatewayTarget Kind = "relay_gateway_target"
	// KindGatewayRedirect is returned when the target redirects.
	KindGatewayRedirect Kind = "relay_gateway_redirect"
	// KindGatewaySize is returned when the target sends more than MaxFetched.
	KindGatewaySize Kind = "relay_gateway_size"
	// KindGatewayFailed is returned when the target cannot be reached.
	KindGatewayFailed Kind = "relay_gateway_failed"
	// KindGatewaySlow is returned when the target takes more than FetchSeconds.
	KindGatewaySlow Kind = "relay_gateway_slow"
)

// refusal is how a kind is told. The codes are of RFC 6749 (4.1.2.1 and 5.2),
// RFC 6750 (3.1) and RFC 8628 (3.5).
type refusal struct {
	status   int
	code     string
	sentence string
	retry    int // seconds; 0 where asking again does not help
}

var refusals = map[Kind]refusal{
	KindPath:            {404, "invalid_request", "There is nothing at this address.", 0},
	KindMethod:          {405, "invalid_request", "This address is used in another way.", 0},
	KindUnknown:         {404, "invalid_request", "There is no such exchange, or it is over.", 0},
	KindToken:           {401, "invalid_token", "The page's token is missing or malformed.", 0},
	KindMedia:           {415, "invalid_request", "The content type is not the one that belongs here.", 0},
	KindSize:            {413, "invalid_request", "The message is too long.", 0},
	KindBody:            {400, "invalid_request", "The message is malformed.", 0},
	KindTaken:           {409, "invalid_request", "This id is in use.", 0},
	KindNonceUnasked:    {400, "invalid_request", "The verifier does not take a wallet_nonce.", 0},
	KindNonceOther:      {400, "invalid_request", "Another wallet was here first.", 0},
	KindUnsigned:        {503, "temporarily_unavailable", "The verifier's page has not signed the request yet.", 1},
	KindPlain:           {400, "invalid_request", "The answer is not of the response mode that was asked for.", 0},
	KindAnswered:        {400, "invalid_request", "This request has been answered.", 0},
	KindUnanswered:      {404, "invalid_request", "There is no answer yet.", 0},
	KindClaimed:         {409, "invalid_request", "Another page is fetching the answer.", ClaimSeconds},
	KindCode:            {403, "access_denied", "The response code is not the one that the wallet was given.", 0},
	KindQuota:           {429, "slow_down", "There were too many requests. Try again later.", windowSeconds},
	KindStore:           {503, "temporarily_unavailable", "The relay cannot store anything just now. Try again.", 1},
	KindBusy:            {503, "temporarily_unavailable", "The relay is busy. Try again.", 2},
	KindPanic:           {500, "server_error", "The relay made a mistake.", 0},
	KindGatewayOff:      {404, "invalid_request", "This relay fetches nothing for others.", 0},
	KindGatewayPage:     {403, "access_denied", "The gateway is for the pages of this site.", 0},
	KindGatewayTarget:   {403, "access_denied", "The operator has not listed this address.", 0},
	KindGatewayRedirect: {502, "server_error", "The other server redirects, which is not followed.", 0},
	KindGatewaySize:     {502, "server_error", "The other server sent too much.", 0},
	KindGatewayFailed:   {502, "server_error", "The other server cannot be reached.", 0},
	KindGatewaySlow:     {504, "server_error", "The other server took too long.", 0},
}

// Kinds are all kinds, in no order.
func Kinds() []Kind {
	list := make([]Kind, 0, len(refusals))
	for kind := range refusals {
		list = append(list, kind)
	}
	return list
}

// Refuse is the reply for a kind. Homes use it for what they refuse themselves.
func Refuse(kind Kind) *Response {
	r, ok := refusals[kind]
	if !ok {
		r = refusals[KindPanic]
	}
	out := jsonResponse(r.status, map[string]any{"error": r.code, "error_description": r.sentence, "kind": string(kind)})
	if r.retry > 0 {
		out.Header["Retry-After"] = strconv.Itoa(r.retry)
	}
	if r.status == 401 {
		out.Header["WWW-Authenticate"] = "Bearer"
	}
	return out
}
