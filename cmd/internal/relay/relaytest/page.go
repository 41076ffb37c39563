package relaytest

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

func (s *suite) surroundings() {
	s.holds(s.want(200, Call{"GET", "/health", nil, ""}), `{"ok":true}`)
	x := s.exchange()
	for _, path := range []string{"/", "/x", "/x/", "/y/" + x.ID, "/x/" + x.ID + "/", "/x/" + x.ID + "/other", "/x/" + x.ID + "/state/1", "/HEALTH"} {
		s.want(404, Call{"GET", path, nil, ""})
	}
	for _, row := range [][2]string{{"GET", ""}, {"DELETE", "/request"}, {"GET", "/response"}, {"POST", "/state"}, {"GET", "/claim"}, {"PUT", "/ack"}} {
		s.want(405, Call{row[0], "/x/" + x.ID + row[1], nil, ""})
	}
	for _, path := range []string{"", "/request", "/response", "/state", "/claim", "/ack"} {
		reply := s.want(204, Call{"OPTIONS", "/x/" + x.ID + path, []string{"Origin: https://shop.example", "Access-Control-Request-Method: POST"}, ""})
		if reply.Header.Get("Access-Control-Allow-Origin") != "*" || reply.Header.Get("Access-Control-Allow-Credentials") != "" {
			s.t.Errorf("%s: %v", path, reply.Header)
		}
	}
	reply := s.want(204, Call{"OPTIONS", "/fetch", []string{"Origin: https://shop.example", "Access-Control-Request-Method: POST"}, ""})
	if reply.Header.Get("Access-Control-Allow-Origin") != "" {
		s.t.Errorf("the gateway is open: %v", reply.Header)
	}
	s.want(404, Call{"POST", "/fetch", []string{asJSON, "Origin: https://shop.example"}, `{"method":"GET","url":"https://issuer.example/.well-known/openid-credential-issuer"}`})
}

// whoMay holds that gone, never made, and another's are one reply.
func (s *suite) whoMay() {
	x, unmade := s.exchange(), s.exchange()
	s.want(201, x.Create(Terms))
	other := Exchange{x.ID, s.exchange().Token}
	claim := `{"claim":"` + SecretOf("claim") + `"}`
	for _, pair := range [][2]Call{{unmade.State(""), other.State("")}, {unmade.Claim(claim), other.Claim(claim)}, {unmade.Sign("n", JWT), other.Sign("n", JWT)}} {
		if first, second := s.want(404, pair[0]), s.want(404, pair[1]); first.Body != second.Body || !sameHeader(first.Header, second.Header) {
			s.t.Errorf("%s tells an exchange of another from none", pair[0].Path)
		}
	}
	s.want(204, other.Ack(SecretOf("claim")))
	s.want(204, other.Withdraw())
	s.want(200, x.State(""))
	for _, token := range []string{"", "Bearer", "Bearer " + x.Token + "A", "Bearer " + x.Token[:21], "Basic " + x.Token, x.Token, "Bearer " + x.Token + ", Bearer " + x.Token, "Bearer  " + x.Token, "Bearer " + strings.Repeat("/", 22)} {
		call := x.State("")
		call.Header = []string{"Authorization: " + token}
		s.want(401, call)
	}
	s.want(401, Call{"GET", "/x/" + x.ID + "/state", nil, ""})
}

// sameHeader compares what a page could tell replies apart by.
func sameHeader(a, b http.Header) bool {
	for _, name := range append([]string{"Content-Length"}, kept...) {
		if a.Get(name) != b.Get(name) {
			return false
		}
	}
	return true
}

func (s *suite) making() {
	x := s.exchange()
	s.want(201, x.Create(Terms))
	s.want(200, x.Create(Terms))
	s.want(409, x.Create(`{"request":"`+JWT+`","mode":"direct_post.jwt","lifetime":121}`))
	s.want(409, Exchange{x.ID, s.exchange().Token}.Create(Terms))
	s.holds(s.want(200, x.State("")), `"state":"waiting"`)
	for _, id := range []string{"short", strings.Repeat("A", 23), strings.Repeat("A", 21) + "B", strings.Repeat("A", 21) + "%41", strings.Repeat("A", 21) + "="} {
		s.want(400, Exchange{id, x.Token}.Create(Terms))
	}
}

func (s *suite) terms() {
	for _, terms := range []string{
		`{"request":"","mode":"direct_post.jwt"}`,
		`{"mode":"direct_post","live":true,"lifetime":600}`,
		`{"mode":"direct_post.jwt","lifetime":1,"redirect_uri":"https://shop.example/back?a=1"}`,
		`{"mode":"direct_post.jwt","redirect_uri":"http://127.0.0.1:8080/verifier/"}`,
	} {
		s.want(201, s.exchange().Create(terms))
	}
	for _, terms := range []string{
		``, `{`, `[]`, `null`, `{}`, `{"mode":"fragment"}`, `{"mode":"direct_post.jwt","mode":"direct_post"}`, `{"mode":1}`, `{"Mode":"direct_post"}`,
		`{"mode":"direct_post.jwt","lifetime":0}`, `{"mode":"direct_post.jwt","lifetime":601}`, `{"mode":"direct_post.jwt","lifetime":1.5}`,
		`{"mode":"direct_post.jwt","lifetime":"60"}`, `{"mode":"direct_post.jwt","live":1}`, `{"mode":"direct_post.jwt","extra":1}`,
		`{"mode":"direct_post.jwt","request":"a.b"}`, `{"mode":"direct_post.jwt","request":"{}"}`, `{"mode":"direct_post.jwt","request":"a.b.c d"}`,
		`{"mode":"direct_post.jwt","redirect_uri":"http://shop.example/"}`, `{"mode":"direct_post.jwt","redirect_uri":"https://shop.example/#a"}`,
		`{"mode":"direct_post.jwt","redirect_uri":"javascript:alert(1)"}`, `{"mode":"direct_post.jwt","redirect_uri":"https://"}`,
		`{"mode":"direct_post.jwt","redirect_uri":"https://a@shop.example/"}`, `{"mode":"direct_post.jwt","redirect_uri":"https://shop.example/\r\nSet-Cookie: a"}`,
		`{"mode":"direct_post.jwt","redirect_uri":"http://127.0.0.1.shop.example/"}`, `{"mode":"direct_post.jwt"}x`,
	} {
		s.want(400, s.exchange().Create(terms))
	}
	for _, media := range []string{"text/plain", "application/jsonx", "application/json; charset=latin1", "application/x-www-form-urlencoded", ""} {
		call := s.exchange().Create(Terms)
		call.Header[1] = "Content-Type: " + media
		s.want(415, call)
	}
}

func (s *suite) withdrawal() {
	x := s.exchange()
	s.want(201, x.Create(Terms))
	s.want(204, x.Withdraw())
	s.want(204, x.Withdraw())
	s.want(404, x.Request())
	s.want(404, x.Answer("response="+JWE))
	s.want(404, x.State(""))
	s.want(201, x.Create(Terms))
}

// states holds that a long poll hears of a change, and waits no longer.
func (s *suite) states() {
	x := s.exchange()
	s.want(201, x.Create(Terms))
	first := s.want(200, x.State(""))
	s.want(200, x.State("?seen=99&wait=25"))
	same := x.State("")
	same.Header = append(same.Header, "If-None-Match: "+first.Header.Get("ETag"))
	s.want(304, same)
	began := time.Now()
	s.want(200, x.State("?seen=1&wait=1"))
	if took := time.Since(began); took < 900*time.Millisecond || took > 10*time.Second {
		s.t.Errorf("a poll of one second took %v", took)
	}
	waiting := s.later(x.State("?seen=1&wait=25"))
	s.want(200, x.Request())
	s.holds(s.arrives(200, waiting), `"state":"opened"`)
	waiting = s.later(x.State("?seen=2&wait=25"))
	s.want(200, x.Answer("response="+JWE))
	s.holds(s.arrives(200, waiting), `"state":"answered"`)
	for _, query := range []string{"?wait=26", "?wait=-1", "?wait=01", "?seen=x", "?seen=1&seen=2", "?wait=%zz", "?wait=1e1", "?seen=99999999999999999999"} {
		s.want(400, x.State(query))
	}
}

// pending is a request that is under way.
type pending struct {
	call  Call
	reply chan Reply
	err   chan error
}

// later sends a request that will wait, and gives it time to begin.
func (s *suite) later(call Call) pending {
	p := pending{call, make(chan Reply, 1), make(chan error, 1)}
	go func() {
		reply, err := s.Send(context.Background(), call)
		p.err <- err
		p.reply <- reply
	}()
	time.Sleep(300 * time.Millisecond)
	return p
}

func (s *suite) arrives(status int, p pending) Reply {
	s.t.Helper()
	began := time.Now()
	if err := <-p.err; err != nil {
		s.t.Fatalf("%s: %v", s.plain(p.call.Path), err)
	}
	reply := <-p.reply
	if took := time.Since(began); took > s.settle() {
		s.t.Errorf("%s: the change was heard of after %v", s.plain(p.call.Path), took)
	}
	s.note(status, p.call, reply)
	return reply
}

// events holds the stream of states: one at once, one for each change, an end.
func (s *suite) events() {
	x := s.exchange()
	s.want(201, x.Create(Terms))
	call := x.State("")
	call.Header = append(call.Header, "Accept: text/event-stream")
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	response, err := s.Open(ctx, call)
	if err != nil {
		s.t.Fatalf("events: %v", err)
	}
	defer response.Body.Close()
	s.note(200, call, Reply{response.StatusCode, response.Header, ""})
	lines := bufio.NewScanner(response.Body)
	for _, next := range []struct {
		state string
		call  Call
	}{{"waiting", x.Request()}, {"opened", x.Answer("response=" + JWE)}, {"answered", Call{}}} {
		s.event(lines, next.state)
		if next.call.Method != "" {
			s.want(200, next.call)
		}
	}
	for lines.Scan() {
		if lines.Text() != "" {
			s.t.Errorf("after the answer: %q", lines.Text())
		}
	}
}

// event reads the next event, and holds its state.
func (s *suite) event(lines *bufio.Scanner, want string) {
	s.t.Helper()
	var name string
	for lines.Scan() {
		line := lines.Text()
		if text, ok := strings.CutPrefix(line, "event: "); ok {
			name = text
		}
		data, ok := strings.CutPrefix(line, "data: ")
		if !ok {
			continue
		}
		var state struct{ State string }
		if err := json.Unmarshal([]byte(data), &state); err != nil || name != "state" || state.State != want {
			s.t.Errorf("event %s: %s, want %s", name, data, want)
		}
		s.lines = append(s.lines, fmt.Sprintf("event %s: %s", name, s.plain(data)))
		return
	}
	s.t.Errorf("the events ended before %s: %v", want, lines.Err())
}
