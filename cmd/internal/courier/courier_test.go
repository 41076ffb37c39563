package courier_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"domicile/cmd/internal/courier"
	"domicile/credentials/request"
)

func send(t *testing.T, o courier.Options, handler http.HandlerFunc, f request.Fetch) request.Reply {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	if f.Method == "" {
		f.Method = "GET"
	}
	if f.URL == "" {
		f.URL = server.URL
	}
	f.URL = strings.Replace(f.URL, "PORT", server.URL[strings.LastIndexByte(server.URL, ':'):], 1)
	return courier.New(o).Send(context.Background(), f)
}

var limits = courier.Options{Limit: 100, Timeout: 5 * time.Second}

// What is sent tells nothing that its sender did not write.
func TestNothingIsAddedToARequest(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	var got http.Header
	reply := send(t, limits, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		http.SetCookie(w, &http.Cookie{Name: "mark", Value: "1"})
		w.Write([]byte("body"))
	}, request.Fetch{Headers: map[string]string{"Accept": "a/b"}})
	if reply.Status != 200 || reply.Body != "body" || reply.Headers["set-cookie"] == "" {
		t.Errorf("%+v", reply)
	}
	if len(got) != 1 || got.Get("Accept") != "a/b" {
		t.Errorf("sent %v", got)
	}
}

func TestCookiesAreNotKept(t *testing.T) {
	var cookies []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cookies = append(cookies, r.Header.Get("Cookie"))
		http.SetCookie(w, &http.Cookie{Name: "mark", Value: "1"})
	}))
	defer server.Close()
	c := courier.New(limits)
	for range 2 {
		c.Send(context.Background(), request.Fetch{Method: "GET", URL: server.URL})
	}
	if len(cookies) != 2 || cookies[1] != "" {
		t.Errorf("%q", cookies)
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	visits := 0
	reply := send(t, limits, func(w http.ResponseWriter, r *http.Request) {
		visits++
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	}, request.Fetch{})
	if reply.Status != 302 || visits != 1 {
		t.Errorf("%+v after %d visits", reply, visits)
	}
}

// More than the limit is not read, and what is read shows that there was more.
func TestBodyEndsAfterTheLimit(t *testing.T) {
	reply := send(t, limits, func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 5000)) }, request.Fetch{})
	if len(reply.Body) != 101 {
		t.Errorf("read %d bytes", len(reply.Body))
	}
}

func TestNoReplyIsStatusZero(t *testing.T) {
	rows := map[string]struct {
		options courier.Options
		handler http.HandlerFunc
		fetch   request.Fetch
	}{
		"connection lost": {limits, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, request.Fetch{}},
		"body cut": {limits, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "50")
			w.Write([]byte("half"))
		}, request.Fetch{}},
		"too slow":                  {courier.Options{Limit: 100, Timeout: 20 * time.Millisecond}, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, request.Fetch{}},
		"no address":                {limits, nil, request.Fetch{URL: "http://a b/"}},
		"no host":                   {limits, nil, request.Fetch{URL: "http:///x"}},
		"nobody listens":            {limits, nil, request.Fetch{URL: "http://127.0.0.1:1/"}},
		"no method":                 {limits, nil, request.Fetch{Method: "G T"}},
		"certificate of a stranger": {limits, nil, request.Fetch{URL: "https://127.0.0.1PORT/"}},
	}
	for defect, row := range rows {
		t.Run(defect, func(t *testing.T) {
			if row.handler == nil {
				row.handler = func(http.ResponseWriter, *http.Request) {}
			}
			if reply := send(t, row.options, row.handler, row.fetch); reply.Status != 0 {
				t.Errorf("%+v", reply)
			}
		})
	}
}
