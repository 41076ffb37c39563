package main

import (
	"context"
	"fmt"
	"time"

	"domicile/cmd/internal/courier"
	"domicile/credentials/offer"
	"domicile/credentials/request"
)

// attempts are how often a request is sent whose answer gets lost.
const attempts = 3

// newCourier is for all that a wallet sends: what is said of offers holds of
// requests, whose limits are lower.
func newCourier() *courier.Courier {
	return courier.New(courier.Options{Limit: offer.MaxReply, Timeout: offer.Timeout})
}

// send sends one request of an issuance.
func send(ctx context.Context, c *courier.Courier, r offer.Request) offer.Response {
	return offer.Response(c.Send(ctx, request.Fetch(r)))
}

// pause waits, or ends with the command.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return fmt.Errorf("interrupted; nothing is lost: %w", ctx.Err())
	}
}
