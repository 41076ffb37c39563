package relaytest

import (
	"net/url"
	"strings"
	"time"
)

// request holds request_uri, by GET and by POST without a nonce.
func (s *suite) request() {
	x := s.exchange()
	s.want(404, x.Request())
	s.want(201, x.Create(Terms))
	if reply := s.want(200, x.Request()); reply.Body != JWT || reply.Header.Get("Content-Type") != "application/oauth-authz-req+jwt" {
		s.t.Errorf("%+v", reply)
	}
	s.holds(s.want(200, x.Post("")), JWT)
	s.holds(s.want(200, x.Post("wallet_metadata=%7B%7D")), JWT)
	s.holds(s.want(200, x.State("")), `"opened":3`)
	s.holds(s.want(400, x.Post("wallet_nonce=abc")), "relay_nonce_unasked")
	s.holds(s.want(200, x.State("")), `"crowded":false,`)
	for _, form := range []string{"wallet_nonce=", "wallet_nonce=a&wallet_nonce=b", "wallet_nonce=%zz", "wallet_nonce=%00", "wallet_nonce=a%20b", "wallet_nonce=" + strings.Repeat("n", 513), "=a", "%ff=a"} {
		s.want(400, x.Post(form))
	}
	call := x.Post("wallet_metadata=%7B%7D")
	call.Header[0] = asJSON
	s.want(415, call)
	s.want(200, x.Answer("response="+JWE))
	s.want(404, x.Request())
	empty := s.exchange()
	s.want(201, empty.Create(`{"mode":"direct_post.jwt","live":true}`))
	s.want(404, empty.Request())
	s.want(404, Exchange{"short", x.Token}.Request())
}

// nonce holds request_uri_method=post with a page that signs live.
func (s *suite) nonce() {
	x := s.exchange()
	s.want(201, x.Create(`{"mode":"direct_post.jwt","live":true}`))
	s.want(409, x.Sign("n-1", SignedJWT))
	waiting := s.later(x.Post("wallet_nonce=n-1&wallet_metadata=%7B%7D"))
	state := s.want(200, x.State("?seen=1&wait=25"))
	s.holds(state, `"wallet_nonce":"n-1"`)
	s.want(409, x.Sign("n-2", SignedJWT))
	s.want(400, x.Sign("n-1", "no request object"))
	s.want(400, x.Sign("", SignedJWT))
	s.want(204, x.Sign("n-1", SignedJWT))
	s.holds(s.arrives(200, waiting), SignedJWT)
	s.holds(s.want(200, x.Post("wallet_nonce=n-1")), SignedJWT)
	s.holds(s.want(200, x.State("")), `"crowded":false,`)
	s.holds(s.want(400, x.Post("wallet_nonce=n-2")), "relay_nonce_other")
	s.holds(s.want(200, x.State("")), `"crowded":true,`)
	s.holds(s.want(200, x.State("")), `"opened":1,`)
	s.want(204, x.Sign("n-1", SignedJWT))
	s.want(200, x.Answer("response="+JWE))
	s.want(409, x.Sign("n-1", SignedJWT))
	s.want(404, x.Post("wallet_nonce=n-1"))
	gone := s.exchange()
	s.want(201, gone.Create(`{"mode":"direct_post.jwt","live":true}`))
	waiting = s.later(gone.Post("wallet_nonce=n"))
	s.want(204, gone.Withdraw())
	s.arrives(404, waiting)
}

// answer holds the wallet's answer: once, again, and another.
func (s *suite) answer() {
	x := s.exchange()
	s.want(404, x.Answer("response="+JWE))
	s.want(201, x.Create(Terms))
	s.holds(s.want(404, x.Claim(`{"claim":"`+SecretOf("a")+`"}`)), "relay_unanswered")
	s.holds(s.want(200, x.Answer("response="+JWE)), "{}")
	s.holds(s.want(200, x.Answer("response="+JWE)), "{}")
	s.holds(s.want(200, x.Answer("extra=1&response="+JWE)), "{}")
	s.holds(s.want(200, x.State("")), `"crowded":false,`)
	s.holds(s.want(400, x.Answer("response="+JWE+"A")), "relay_answered")
	s.holds(s.want(200, x.State("")), `"crowded":true,`)
	failed := s.exchange()
	s.want(201, failed.Create(Terms))
	s.want(200, failed.Answer("error=access_denied&error_description=no+thanks&state=s-1"))
	s.holds(s.want(200, failed.Claim(`{"claim":"`+SecretOf("a")+`"}`)), `"error=access_denied&error_description=no+thanks&state=s-1"`)
}

// wrongAnswers holds that nothing in plain text is taken where the answer must
// be encrypted, and that what is refused is not stored.
func (s *suite) wrongAnswers() {
	x := s.exchange()
	s.want(201, x.Create(Terms))
	s.holds(s.want(400, x.Answer("vp_token=%7B%22a%22%3A%5B%22b%22%5D%7D&state=s")), "relay_plain")
	for _, form := range []string{
		"", "state=s", "response=", "response=a.b.c", "response=a.b.c.d.e.f", "response=a.b.c.d.%2B", "response=" + JWE + "&response=" + JWE,
		"response=" + JWE + "&vp_token=a", "response=" + JWE + "&error=access_denied", "error=", "error=a&error_description=" + strings.Repeat("d", 1025),
		"response=%", "response=%4", "response=%GG", "response=%ff", "response=a%00", "vp_token=a&error=b", strings.Repeat("a=1&", 40) + "response=" + JWE,
	} {
		s.want(400, x.Answer(form))
	}
	for _, media := range []string{"application/json", "multipart/form-data; boundary=a", "", "application/x-www-form-urlencoded; charset=utf-16"} {
		call := x.Answer("response=" + JWE)
		call.Header[0] = "Content-Type: " + media
		s.want(415, call)
	}
	s.holds(s.want(200, x.State("")), `"state":"waiting"`)
	call := x.Answer("response=" + JWE)
	call.Header[0] = "Content-Type: application/x-www-form-urlencoded; charset=UTF-8"
	s.want(200, call)
}

func (s *suite) plainAnswer() {
	x := s.exchange()
	s.want(201, x.Create(`{"mode":"direct_post"}`))
	s.holds(s.want(400, x.Answer("response="+JWE)), "relay_plain")
	token := `{"pid":["eyJ~a b+ü"]}`
	s.want(200, x.Answer("state=s&vp_token="+url.QueryEscape(token)))
	reply := s.want(200, x.Claim(`{"claim":"`+SecretOf("a")+`"}`))
	s.holds(reply, "vp_token="+url.QueryEscape(token)+"&state=s")
}

// claims holds that one claim gets the answer, as often as it asks.
func (s *suite) claims() {
	x := s.exchange()
	s.want(201, x.Create(Terms))
	s.want(200, x.Answer("response="+JWE))
	mine, other := SecretOf("mine"), SecretOf("other")
	first := s.want(200, x.Claim(`{"claim":"`+mine+`"}`))
	s.holds(first, `{"body":"response=`+JWE+`"}`)
	if again := s.want(200, x.Claim(`{"claim":"`+mine+`"}`)); again.Body != first.Body {
		s.t.Errorf("the second time it is %q", again.Body)
	}
	s.holds(s.want(409, x.Claim(`{"claim":"`+other+`"}`)), "relay_claimed")
	s.holds(s.want(200, x.State("")), `"state":"claimed"`)
	for _, body := range []string{`{}`, `{"claim":""}`, `{"claim":"short"}`, `{"claim":1}`, `{"claim":"` + mine + `","more":1}`, `{"claim":"` + mine + `","claim":"` + mine + `"}`, `x`} {
		s.want(400, x.Claim(body))
	}
	s.want(204, x.Ack(other))
	s.want(200, x.Claim(`{"claim":"`+mine+`"}`))
	s.want(204, x.Ack(mine))
	s.want(204, x.Ack(mine))
	s.want(404, x.Claim(`{"claim":"`+mine+`"}`))
	s.want(404, x.State(""))
	s.want(409, x.Create(Terms))
	// A wallet that lost its reply asks again, after all is over.
	s.holds(s.want(200, x.Answer("response="+JWE)), "{}")
	s.want(400, x.Answer("response="+JWE+"A"))
	s.want(400, x.Ack("short"))
}

// responseCode holds OpenID4VP 1.0, 8.2: the code goes with the wallet's user,
// and only who brings it gets the answer.
func (s *suite) responseCode() {
	x := s.exchange()
	s.want(201, x.Create(`{"mode":"direct_post.jwt","redirect_uri":"https://shop.example/back"}`))
	reply := s.want(200, x.Answer("response="+JWE))
	_, code, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(reply.Body), `"}`), "#response_code=")
	s.names[code] = "<code>"
	if again := s.want(200, x.Answer("response="+JWE)); again.Body != reply.Body || len(code) != 22 {
		s.t.Errorf("first %q, then %q", reply.Body, again.Body)
	}
	claim := `{"claim":"` + SecretOf("a") + `"`
	s.holds(s.want(403, x.Claim(claim+`}`)), "relay_code")
	s.holds(s.want(403, x.Claim(claim+`,"response_code":"`+SecretOf("wrong")+`"}`)), "relay_code")
	s.want(200, x.Claim(claim+`,"response_code":"`+code+`"}`))
	s.want(204, x.Ack(SecretOf("a")))
	if again := s.want(200, x.Answer("response="+JWE)); again.Body != reply.Body {
		s.t.Errorf("after the end: %q", again.Body)
	}
	none := s.exchange()
	s.want(201, none.Create(Terms))
	s.want(200, none.Answer("response="+JWE))
	s.want(403, none.Claim(claim+`,"response_code":"`+code+`"}`))
}

// expiry holds that nothing is left when the lifetime is over.
func (s *suite) expiry() {
	open, answered := s.exchange(), s.exchange()
	for _, x := range []Exchange{open, answered} {
		s.want(201, x.Create(`{"request":"`+JWT+`","mode":"direct_post.jwt","lifetime":1}`))
	}
	s.want(200, answered.Answer("response="+JWE))
	time.Sleep(2100 * time.Millisecond)
	unmade := s.want(404, s.exchange().State(""))
	for _, call := range []Call{open.Request(), open.Post("wallet_nonce=a"), open.Answer("response=" + JWE), answered.Answer("response=" + JWE),
		answered.State(""), answered.Claim(`{"claim":"` + SecretOf("a") + `"}`), open.State("?wait=25"), open.Sign("a", JWT)} {
		if reply := s.want(404, call); reply.Body != unmade.Body {
			s.t.Errorf("expired is told from never made: %s", reply.Body)
		}
	}
	s.want(204, answered.Ack(SecretOf("a")))
	s.want(201, open.Create(Terms))
	s.want(201, Exchange{answered.ID, s.exchange().Token}.Create(Terms))
}
