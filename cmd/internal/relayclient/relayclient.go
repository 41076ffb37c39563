// Package relayclient is the verifier's side of the relay: it makes an exchange,
// signs live, watches, and takes the wallet's answer exactly once. Package relay
// says what the relay does.
//
// Most callers need [Plan], [Exchange.Create], [Exchange.Watch], and
// [Exchange.Take]; [Exchange.Sign] where requests are signed for each wallet, and
// [Exchange.Withdraw] where nobody waits any more.
//
// # What gets lost
//
// Every call may be repeated, and is, as long as its context lasts: the id, the
// tokens and the text of a call stay the same, so that the relay knows it again.
// A relay that is restarted is only slow. Create alone gives up early, because a
// person is waiting to see whether there is a relay at all.
//
// # Exactly once
//
// Take claims the answer, hands it to its caller, and acknowledges only once the
// caller is done with it. A caller that fails leaves the answer to be claimed
// again.
package relayclient

import (
	"io"
	"net/url"
	"strings"
	"time"

	"domicile/cmd/internal/courier"
	"domicile/credentials/address"
	"domicile/credentials/request"
	"domicile/crypto/encoding"
)

// Exchange is one question and its answer at a relay.
type Exchange struct {
	at, token, claim string
	courier          *courier.Courier
}

const (
	// maxReply allows for an answer of 64 KiB, as text in JSON, padded.
	maxReply = 256 << 10
	// longPoll is how long the relay is asked to wait for news.
	longPoll = 25 * time.Second
	timeout  = longPoll + 10*time.Second
)

// Plan chooses the names of an exchange at a relay; nothing is sent yet. The
// relay's address is https, or http on this machine; "/relay" is added to one
// that has no path.
func Plan(rand io.Reader, relay string) (*Exchange, error) {
	base, err := address.Parse(relay, request.KindReturnAddress)
	if err != nil {
		return nil, err
	}
	base.RawQuery = ""
	if base.Path = strings.TrimSuffix(base.Path, "/"); base.Path == "" {
		base.Path = "/relay"
	}
	id, err := fresh(rand)
	if err != nil {
		return nil, err
	}
	x := &Exchange{at: exchangeAddress(base, id), courier: courier.New(courier.Options{Limit: maxReply, Timeout: timeout, Anywhere: true})}
	if x.token, err = fresh(rand); err != nil {
		return nil, err
	}
	x.claim, err = fresh(rand)
	return x, err
}

func exchangeAddress(base *url.URL, id string) string { return base.String() + "/x/" + id }

// fresh is an id, a token or a claim.
func fresh(rand io.Reader) (string, error) {
	var random [16]byte
	if _, err := io.ReadFull(rand, random[:]); err != nil {
		return "", err
	}
	return encoding.EncodeBase64URL(random[:]), nil
}

// RequestURI is where wallets fetch the request object.
func (x *Exchange) RequestURI() string { return x.at + "/request" }

// ResponseURI is where wallets post their answer.
func (x *Exchange) ResponseURI() string { return x.at + "/response" }
