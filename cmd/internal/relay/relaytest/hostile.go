package relaytest

import (
	"context"
	"strings"
)

// hostile holds a documented reply for requests that nobody sends by accident.
func (s *suite) hostile() {
	x := s.exchange()
	s.want(201, x.Create(Terms))
	rows := []struct {
		status int
		call   Call
	}{
		{401, Call{"GET", "/x/" + x.ID + "/state", []string{"Authorization: Bearer " + x.Token, "Authorization: Bearer " + x.Token}, ""}},
		{415, Call{"POST", "/x/" + x.ID + "/response", []string{"Content-Type: application/x-www-form-urlencoded, application/json"}, "response=" + JWE}},
		{200, Call{"GET", "/x/" + x.ID + "/request", []string{"Accept: a, b;q=0.5, */*", "X-Long: " + strings.Repeat("a", 4000), "Cookie: a=b"}, ""}},
		{200, Call{"GET", "/x/" + x.ID + "/request?x=%zz&y", nil, ""}},
		{405, Call{"GET", "/x/" + x.ID + "%2Frequest", nil, ""}},
		{401, Call{"DELETE", "/x/" + x.ID + "%2Frequest", nil, ""}},
		{404, Call{"GET", "/x/" + strings.Repeat("A", 2000) + "/request", nil, ""}},
		{405, Call{"PATCH", "/x/" + x.ID, nil, ""}},
		{405, Call{"HEAD", "/x/" + x.ID + "/response", nil, ""}},
	}
	for _, row := range rows {
		reply, err := s.Send(context.Background(), row.call)
		if err != nil {
			s.t.Fatalf("%s: %v", s.plain(row.call.Path), err)
		}
		if reply.Status == 400 && row.status == 401 {
			row.status = 400 // a home may refuse a header that comes twice by itself
			s.lines = append(s.lines, "GET <twice> -> refused")
			continue
		}
		s.note(row.status, row.call, reply)
	}
}

// sizes holds the bound on bodies, and that a reply's length says little.
func (s *suite) sizes() {
	const most = 64 << 10
	x := s.exchange()
	s.want(201, x.Create(Terms))
	for _, length := range []int{most + 1, 3 * most} {
		call := x.Answer("response=a.b.c.d." + strings.Repeat("e", length-len("response=a.b.c.d.")))
		s.holds(s.want(413, call), "relay_size")
	}
	s.holds(s.want(200, x.State("")), `"state":"waiting"`)
	s.want(200, x.Answer("response=a.b.c.d."+strings.Repeat("e", most-len("response=a.b.c.d."))))
	s.want(200, x.Claim(`{"claim":"`+SecretOf("a")+`"}`))
	lengths := map[int]int{}
	for _, size := range []int{50, 900, 1500, 4000, 5000, 16000, 20000, 60000} {
		x := s.exchange()
		s.want(201, x.Create(Terms))
		s.want(200, x.Answer("response=a.b.c.d."+strings.Repeat("e", size)))
		lengths[len(s.want(200, x.Claim(`{"claim":"`+SecretOf("a")+`"}`)).Body)]++
	}
	if len(lengths) != 4 {
		s.t.Errorf("answers of 8 lengths have replies of %d: %v", len(lengths), lengths)
	}
}

// panics holds that a request that traps is answered, and the next served.
func (s *suite) panics() {
	if s.knobs.Trap == "" {
		s.lines = append(s.lines, "no trap")
		return
	}
	for range 3 {
		s.holds(s.want(500, Call{"GET", "/" + s.knobs.Trap, nil, ""}), `"id":"`)
		s.want(200, Call{"GET", "/health", nil, ""})
	}
}
