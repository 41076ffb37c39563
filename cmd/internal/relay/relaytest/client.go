// Package relaytest holds a relay to its contract from outside, over plain HTTP,
// so that one suite serves each home: natively on memory and on SQLite, and at
// the edge on D1. See Contract.
package relaytest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"strings"
	"time"
)

// Client speaks to a relay.
type Client struct {
	Base string // of the relay, e.g. "http://127.0.0.1:8787/relay"
	HTTP *http.Client
}

// NewClient makes a client that follows no redirect and keeps connections for as
// many requests at once.
func NewClient(base string, atOnce int) *Client {
	transport := &http.Transport{MaxIdleConns: atOnce, MaxIdleConnsPerHost: atOnce, DisableCompression: true}
	return &Client{Base: strings.TrimSuffix(base, "/"), HTTP: &http.Client{Transport: transport, Timeout: 90 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// Call is one request: the method and the path below the base, headers as
// "Name: value" lines, and a body.
type Call struct {
	Method, Path string
	Header       []string
	Body         string
}

// Reply is what came back.
type Reply struct {
	Status int
	Header http.Header
	Body   string
}

// Send sends a request and reads the whole reply.
func (c *Client) Send(ctx context.Context, call Call) (Reply, error) {
	response, err := c.Open(ctx, call)
	if err != nil {
		return Reply{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return Reply{response.StatusCode, response.Header, string(body)}, err
}

// Open sends a request and leaves the body to be read by the caller.
func (c *Client) Open(ctx context.Context, call Call) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, call.Method, c.Base+call.Path, strings.NewReader(call.Body))
	if err != nil {
		return nil, err
	}
	for _, line := range call.Header {
		name, value, _ := strings.Cut(line, ": ")
		request.Header.Add(name, value)
	}
	return c.HTTP.Do(request)
}

// Secret makes an id, token or claim: 16 random bytes.
func Secret() string {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// SecretOf makes the same secret from the same seed, so that a run can be
// repeated.
func SecretOf(seed string) string {
	sum := sha256.Sum256([]byte(seed))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// Exchange is one exchange as its page sees it, with the requests of both sides.
type Exchange struct{ ID, Token string }

// NewExchange chooses an id and a token.
func NewExchange() Exchange { return Exchange{Secret(), Secret()} }

const (
	asJSON = "Content-Type: application/json"
	asForm = "Content-Type: application/x-www-form-urlencoded"
	asJWT  = "Content-Type: application/oauth-authz-req+jwt"
)

func (x Exchange) bearer() string { return "Authorization: Bearer " + x.Token }

// Create makes the exchange of terms in JSON.
func (x Exchange) Create(terms string) Call {
	return Call{"PUT", "/x/" + x.ID, []string{x.bearer(), asJSON}, terms}
}

// Withdraw withdraws it.
func (x Exchange) Withdraw() Call { return Call{"DELETE", "/x/" + x.ID, []string{x.bearer()}, ""} }

// Request fetches the request object, as a wallet.
func (x Exchange) Request() Call { return Call{"GET", "/x/" + x.ID + "/request", nil, ""} }

// Post fetches the request object with a form, as a wallet.
func (x Exchange) Post(form string) Call {
	return Call{"POST", "/x/" + x.ID + "/request", []string{asForm}, form}
}

// Sign brings the request object for a wallet's nonce.
func (x Exchange) Sign(nonce, jwt string) Call {
	return Call{"PUT", "/x/" + x.ID + "/request?wallet_nonce=" + nonce, []string{x.bearer(), asJWT}, jwt}
}

// Answer answers with a form, as a wallet.
func (x Exchange) Answer(form string) Call {
	return Call{"POST", "/x/" + x.ID + "/response", []string{asForm}, form}
}

// State asks for the state, with a query such as "?seen=1&wait=5".
func (x Exchange) State(query string) Call {
	return Call{"GET", "/x/" + x.ID + "/state" + query, []string{x.bearer()}, ""}
}

// Claim asks for the answer with members in JSON.
func (x Exchange) Claim(members string) Call {
	return Call{"POST", "/x/" + x.ID + "/claim", []string{x.bearer(), asJSON}, members}
}

// Ack says that the answer of a claim has arrived.
func (x Exchange) Ack(claim string) Call {
	return Call{"POST", "/x/" + x.ID + "/ack", []string{x.bearer(), asJSON}, `{"claim":"` + claim + `"}`}
}

// Sample texts of the right shape: the relay never looks into them.
const (
	JWT       = "eyJhbGciOiJFUzI1NiJ9.eyJub25jZSI6IjEifQ.c2lnbmF0dXJl"
	SignedJWT = "eyJhbGciOiJFUzI1NiJ9.eyJ3YWxsZXRfbm9uY2UiOiJuIn0.c2lnbmF0dXJl"
	JWE       = "eyJhbGciOiJFQ0RILUVTIn0..aXY.Y2lwaGVydGV4dA.dGFn"
	Terms     = `{"request":"` + JWT + `","mode":"direct_post.jwt"}`
)
