package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"domicile/credentials/offer"
)

// attempts are how often a request is sent whose answer gets lost.
const attempts = 3

// newClient keeps no cookies and follows no redirect: nothing says where one
// leads.
func newClient() *http.Client {
	return &http.Client{
		Timeout:       offer.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// send sends one request of an issuance. What goes wrong on the way is status 0,
// as package offer wants it.
func send(ctx context.Context, client *http.Client, r offer.Request) offer.Response {
	request, err := http.NewRequestWithContext(ctx, r.Method, r.URL, strings.NewReader(r.Body))
	if err != nil {
		return offer.Response{}
	}
	for name, value := range r.Headers {
		request.Header.Set(name, value)
	}
	response, err := client.Do(request)
	if err != nil {
		return offer.Response{}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, offer.MaxReply+1))
	if err != nil {
		return offer.Response{}
	}
	headers := map[string]string{}
	for name := range response.Header {
		headers[strings.ToLower(name)] = response.Header.Get(name)
	}
	return offer.Response{Status: response.StatusCode, Headers: headers, Body: string(body)}
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
