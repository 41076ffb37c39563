package relaytest

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// T is what the suite needs of a *testing.T, so that a program can run it too.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Knobs are what the suite cannot see from outside.
type Knobs struct {
	Trap string // path below the base that panics; empty where there is none
	Slow bool   // the home hears of changes a second late
}

// Contract runs the whole suite against the relay at a base address, e.g.
// "http://127.0.0.1:8787/relay", and returns what was said, with random values
// and times replaced: two homes that keep to the contract return the same text.
// It takes some five seconds, two of them for a lifetime to pass.
func Contract(t T, base string, k Knobs) string {
	t.Helper()
	s := &suite{t: t, Client: NewClient(base, 8), knobs: k, names: map[string]string{}}
	for _, part := range []struct {
		name string
		run  func(*suite)
	}{
		{"surroundings", (*suite).surroundings}, {"who may", (*suite).whoMay}, {"making", (*suite).making},
		{"terms", (*suite).terms}, {"request", (*suite).request}, {"wallet_nonce", (*suite).nonce}, {"answer", (*suite).answer},
		{"answers of the wrong sort", (*suite).wrongAnswers}, {"plain answer", (*suite).plainAnswer}, {"claim", (*suite).claims},
		{"response_code", (*suite).responseCode}, {"withdrawal", (*suite).withdrawal}, {"state", (*suite).states},
		{"server-sent events", (*suite).events}, {"hostile input", (*suite).hostile}, {"sizes", (*suite).sizes},
		{"expiry", (*suite).expiry}, {"a panic", (*suite).panics},
	} {
		s.lines = append(s.lines, "# "+part.name)
		part.run(s)
	}
	return strings.Join(s.lines, "\n") + "\n"
}

type suite struct {
	t T
	*Client
	knobs Knobs
	lines []string
	names map[string]string // random value -> its name in the transcript
	made  int
}

// exchange chooses an exchange whose values have names in the transcript.
func (s *suite) exchange() Exchange {
	s.made++
	x := NewExchange()
	s.names[x.ID], s.names[x.Token] = fmt.Sprintf("<id%d>", s.made), fmt.Sprintf("<token%d>", s.made)
	return x
}

// want sends a request and holds the status of its reply.
func (s *suite) want(status int, call Call) Reply {
	s.t.Helper()
	reply, err := s.Send(context.Background(), call)
	if err != nil {
		s.t.Fatalf("%s %s: %v", call.Method, s.plain(call.Path), err)
	}
	s.note(status, call, reply)
	return reply
}

func (s *suite) note(status int, call Call, reply Reply) {
	s.t.Helper()
	line := s.record(call, reply)
	s.lines = append(s.lines, line)
	if reply.Status != status {
		s.t.Errorf("want %d: %s", status, line)
	}
	for _, pair := range always {
		if reply.Header.Get(pair[0]) != pair[1] {
			s.t.Errorf("%s is %q: %s", pair[0], reply.Header.Get(pair[0]), line)
		}
	}
}

// holds checks that a reply's body has a text.
func (s *suite) holds(reply Reply, want string) {
	s.t.Helper()
	if !strings.Contains(reply.Body, want) {
		s.t.Errorf("%q is not in %q", want, reply.Body)
	}
}

// always are the headers of all replies.
var always = [][2]string{{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}, {"Referrer-Policy", "no-referrer"},
	{"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"}, {"Set-Cookie", ""}, {"Access-Control-Allow-Credentials", ""}}

// kept are the headers in a transcript.
var kept = []string{"Content-Type", "ETag", "Allow", "Retry-After", "WWW-Authenticate", "Vary", "Access-Control-Allow-Origin",
	"Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age", "Access-Control-Expose-Headers"}

func (s *suite) record(call Call, reply Reply) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s -> %d", call.Method, s.plain(call.Path), reply.Status)
	for _, name := range kept {
		if values := reply.Header.Values(name); len(values) > 0 {
			fmt.Fprintf(&b, " | %s: %s", strings.TrimPrefix(name, "Access-Control-"), strings.Join(values, " + "))
		}
	}
	body := s.plain(strings.TrimRight(reply.Body, " "))
	if len(body) > 400 {
		body = body[:400] + "..."
	}
	fmt.Fprintf(&b, " | %d bytes: %s", len(reply.Body), body)
	return b.String()
}

var (
	moments = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`)
	codes   = regexp.MustCompile(`response_code=[A-Za-z0-9_-]{22}\b`)
	trapIDs = regexp.MustCompile(`"id":"[^"]+"`)
)

// plain replaces what differs from run to run by something of the same length
// where that matters.
func (s *suite) plain(text string) string {
	for value, name := range s.names {
		text = strings.ReplaceAll(text, value, name)
	}
	text = moments.ReplaceAllString(text, "<time>")
	text = codes.ReplaceAllString(text, "response_code=<code>")
	return trapIDs.ReplaceAllString(text, `"id":"<id>"`)
}

// settle is how long a change may take to be heard of.
func (s *suite) settle() time.Duration {
	if s.knobs.Slow {
		return 5 * time.Second
	}
	return time.Second
}
