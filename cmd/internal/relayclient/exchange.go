package relayclient

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"domicile/credentials/request"
	"domicile/crypto/encoding"
)

// Terms are what an exchange is made with.
type Terms struct {
	// Request is the request object that wallets fetch; empty where they get
	// none, or only one that is signed live.
	Request string
	Mode    request.Mode // DirectPost or DirectPostJWT
	// Live promises a request object for each wallet that sends its nonce.
	Live bool
	// ReturnTo is the page to send the person to, with a response code in its
	// fragment; empty for none.
	ReturnTo string
	Lifetime time.Duration // in whole seconds
}

// MaxLifetime is how long an exchange may last.
const MaxLifetime = 10 * time.Minute

// Create makes the exchange. A relay that cannot be reached is ErrAway after a
// few tries.
func (x *Exchange) Create(ctx context.Context, t Terms) error {
	terms := map[string]any{"request": t.Request, "mode": string(t.Mode), "live": t.Live, "lifetime": int64(t.Lifetime / time.Second)}
	if t.ReturnTo != "" {
		terms["redirect_uri"] = t.ReturnTo
	}
	made, err := x.send(ctx, "PUT", "", terms, createTries)
	if err != nil {
		return err
	}
	if _, is, err := encoding.String(made, "expires_at"); err != nil || !is {
		return &Refusal{Status: 200} // a captive portal
	}
	return nil
}

// send sends JSON.
func (x *Exchange) send(ctx context.Context, method, path string, body map[string]any, tries int) (map[string]any, error) {
	text, err := encoding.EncodeJSON(body)
	if err != nil {
		return nil, err
	}
	return x.call(ctx, request.Fetch{Method: method, URL: x.at + path, Body: string(text),
		Headers: map[string]string{"Content-Type": "application/json"}}, tries)
}

// State is what happened to an exchange.
type State struct {
	Version int64
	// Name is "waiting", "opened", "answered" or "claimed".
	Name string
	// Crowded tells that more than one wallet came.
	Crowded bool
	// WalletNonce is that of the wallet to sign for, "" where none sent one.
	WalletNonce string
}

// Watch waits until the state is newer than what was seen, or the relay has
// waited long enough: the version is then the same. Begin with State{Version: -1}.
func (x *Exchange) Watch(ctx context.Context, seen State) (State, error) {
	path := "/state"
	if seen.Version >= 0 {
		path = fmt.Sprintf("/state?seen=%d&wait=%d", seen.Version, longPoll/time.Second)
	}
	object, err := x.call(ctx, request.Fetch{Method: "GET", URL: x.at + path}, persistent)
	if err != nil {
		return State{}, err
	}
	var s State
	s.Version, _, err = encoding.Int(object, "version")
	if err == nil {
		s.Name, _, err = encoding.String(object, "state")
	}
	if err == nil {
		s.Crowded, _, err = encoding.Bool(object, "crowded")
	}
	if err == nil {
		s.WalletNonce, _, err = encoding.String(object, "wallet_nonce")
	}
	if s.Version == seen.Version {
		time.Sleep(firstWait) // a relay that does not wait is not asked without end
	}
	return s, err
}

// Sign gives the relay the request object for the wallet that sent this nonce.
func (x *Exchange) Sign(ctx context.Context, walletNonce, object string) error {
	_, err := x.call(ctx, request.Fetch{
		Method: "PUT", URL: x.at + "/request?wallet_nonce=" + url.QueryEscape(walletNonce), Body: object,
		Headers: map[string]string{"Content-Type": "application/oauth-authz-req+jwt"},
	}, persistent)
	return err
}

// Take claims the answer, a form, and hands it to use; what use has done with it
// without an error is then acknowledged, and the relay forgets it. Where the
// exchange returns the person to a page, the response code that came with them
// is due (OpenID4VP 1.0, 8.2).
func (x *Exchange) Take(ctx context.Context, responseCode string, use func(form string) error) error {
	claim := map[string]any{"claim": x.claim}
	if responseCode != "" {
		claim["response_code"] = responseCode
	}
	got, err := x.send(ctx, "POST", "/claim", claim, persistent)
	if err != nil {
		return err
	}
	form, is, err := encoding.String(got, "body")
	if err != nil || !is {
		return &Refusal{Status: 200}
	}
	if err := use(form); err != nil {
		return err
	}
	// The answer has arrived: what the relay still keeps ends by itself.
	_, _ = x.send(ctx, "POST", "/ack", map[string]any{"claim": x.claim}, ackTries)
	return nil
}

// ackTries are few: nobody waits for an acknowledgement.
const ackTries = 3

// Withdraw makes the relay forget the exchange.
func (x *Exchange) Withdraw(ctx context.Context) error {
	_, err := x.call(ctx, request.Fetch{Method: "DELETE", URL: x.at}, ackTries)
	return err
}
