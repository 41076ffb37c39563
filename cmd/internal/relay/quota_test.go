package relay_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"domicile/cmd/internal/relay"
	"domicile/cmd/internal/relay/memory"
	"domicile/cmd/internal/relay/relaytest"
)

func (s *stage) from(address string, call relaytest.Call) *relay.Response {
	r := relaytest.RequestOf(call)
	r.Address = address
	return s.handler.Serve(s.world(), r)
}

// R6: one address that asks ten times too often is refused, and nobody else.
func TestR6GreedyAddressIsRefusedAlone(t *testing.T) {
	for name, store := range stores(t) {
		s := newStage(t, store)
		s.handler = relay.New(relay.Config{Secret: make([]byte, 32), Quota: relay.Quota{Creations: 10, Posts: 20, Fetches: 1, All: 1000}})
		statuses := map[int]int{}
		for range 100 {
			statuses[s.from("192.0.2.1", relaytest.NewExchange().Create(relaytest.Terms)).Status]++
		}
		if statuses[201] != 10 || statuses[429] != 90 {
			t.Errorf("%s: %v", name, statuses)
		}
		x := relaytest.NewExchange()
		if out := s.from("192.0.2.2", x.Create(relaytest.Terms)); out.Status != 201 {
			t.Errorf("%s, another: %d", name, out.Status)
		}
		for n := range 30 {
			out := s.from("192.0.2.1", x.Answer(fmt.Sprintf("error=e%d", n)))
			if want := map[bool]int{true: 429, false: 400}[n >= 20]; n > 0 && out.Status != want || want == 429 && out.Header["Retry-After"] == "" {
				t.Errorf("%s, post %d: %d %v", name, n, out.Status, out.Header)
			}
		}
		s.now = noon.Add(10 * time.Minute)
		if out := s.from("192.0.2.1", relaytest.NewExchange().Create(relaytest.Terms)); out.Status != 201 {
			t.Errorf("%s, in the next window: %d", name, out.Status)
		}
	}
}

// R6: ten thousand addresses are held by the bound for everybody.
func TestR6ManyAddressesAreHeldTogether(t *testing.T) {
	s := newStage(t, memory.New())
	s.handler = relay.New(relay.Config{Secret: make([]byte, 32), Quota: relay.Quota{Creations: 10, Posts: 10, Fetches: 1, All: 9000}})
	statuses := map[int]int{}
	for n := range 10_000 {
		statuses[s.from(fmt.Sprintf("10.0.%d.%d", n>>8, n&255), relaytest.NewExchange().Create(relaytest.Terms)).Status]++
	}
	if statuses[201] != 9000 || statuses[429] != 1000 {
		t.Errorf("%v", statuses)
	}
}

// R6: what an address asks for beyond its own limit is not taken from everybody's.
func TestR6GreedyAddressDoesNotUseUpWhatIsThereForAll(t *testing.T) {
	for name, store := range stores(t) {
		s := newStage(t, store)
		s.handler = relay.New(relay.Config{Secret: make([]byte, 32), Quota: relay.Quota{Creations: 10, Posts: 20, Fetches: 1, All: 50}})
		for range 200 {
			s.from("192.0.2.1", relaytest.NewExchange().Create(relaytest.Terms))
		}
		for n := range 4 {
			for range 10 {
				if out := s.from(fmt.Sprintf("192.0.2.%d", 2+n), relaytest.NewExchange().Create(relaytest.Terms)); out.Status != 201 {
					t.Fatalf("%s, another: %d", name, out.Status)
				}
			}
		}
		if out := s.from("192.0.2.9", relaytest.NewExchange().Create(relaytest.Terms)); out.Status != 429 {
			t.Errorf("%s, all together: %d", name, out.Status)
		}
	}
}

// An IPv6 subscriber has 2^64 addresses, and counts as one.
func TestNetworkCountsAsOneAddress(t *testing.T) {
	for _, row := range [][2]string{
		{"2001:db8:1:2::1", "2001:db8:1:2:ffff::9"}, {"2001:db8::1", "2001:db8:0:0:1::"}, {"192.0.2.1", "::ffff:192.0.2.1"},
	} {
		if a, b := who(t, row[0], noon), who(t, row[1], noon); a != b {
			t.Errorf("%s and %s count apart", row[0], row[1])
		}
	}
	for _, row := range [][2]string{{"2001:db8:1:2::1", "2001:db8:1:3::1"}, {"192.0.2.1", "192.0.2.2"}, {"", "192.0.2.2"}} {
		if a, b := who(t, row[0], noon), who(t, row[1], noon); a == b {
			t.Errorf("%s and %s count together", row[0], row[1])
		}
	}
	if who(t, "192.0.2.1", noon) == who(t, "192.0.2.1", noon.Add(24*time.Hour)) {
		t.Error("an address has the same name on the next day")
	}
	if strings.Contains(who(t, "192.0.2.1", noon), "192") {
		t.Error("an address is stored")
	}
}

// who is the name that an address is counted under.
func who(t *testing.T, address string, now time.Time) (name string) {
	t.Helper()
	spy := &spied{Store: memory.New(), statement: "quota_count"}
	s := newStage(t, spy)
	s.now = now
	s.from(address, relaytest.NewExchange().Create(relaytest.Terms))
	return spy.args[0].(string)
}

// spied keeps the last arguments of a statement.
type spied struct {
	relaytest.Store
	statement string
	args      []any
}

func (s *spied) Query(ctx context.Context, name string, args ...any) ([][]any, error) {
	if name == s.statement {
		s.args = args
	}
	return s.Store.Query(ctx, name, args...)
}

// R7: expired, never made, and another's run the same statements, so that they
// take the same time, and get the same reply to the byte.
func TestR7UnknownExpiredAndForeignAreOne(t *testing.T) {
	s := newStage(t, memory.New())
	x := relaytest.NewExchange()
	s.want(201, x.Create(`{"request":"`+relaytest.JWT+`","mode":"direct_post.jwt","lifetime":1}`))
	s.now = noon.Add(time.Second)
	y := relaytest.NewExchange()
	s.want(201, y.Create(relaytest.Terms))
	foreign := relaytest.Exchange{ID: y.ID, Token: relaytest.SecretOf("thief")}
	unmade := relaytest.NewExchange()
	for _, call := range []func(relaytest.Exchange) relaytest.Call{
		func(x relaytest.Exchange) relaytest.Call { return x.State("") },
		func(x relaytest.Exchange) relaytest.Call { return x.State("?seen=1&wait=25") },
		func(x relaytest.Exchange) relaytest.Call {
			return x.Claim(`{"claim":"` + relaytest.SecretOf("c") + `"}`)
		},
		func(x relaytest.Exchange) relaytest.Call { return x.Sign("n", relaytest.JWT) },
		func(x relaytest.Exchange) relaytest.Call { return x.Ack(relaytest.SecretOf("c")) },
		func(x relaytest.Exchange) relaytest.Call { return x.Withdraw() },
	} {
		said := map[string]bool{}
		for _, one := range []relaytest.Exchange{x, unmade, foreign} {
			w := s.world()
			out := s.handler.Serve(w, relaytest.RequestOf(call(one)))
			said[fmt.Sprint(out.Status, out.Header, string(out.Body), w.Statements, w.Time.Sub(s.now), w.Changes)] = true
		}
		if len(said) != 1 {
			t.Errorf("%v", said)
		}
	}
	s.want(200, y.State(""))
}

// R8: what belongs to one exchange opens no other.
func TestR8NothingCrossesExchanges(t *testing.T) {
	s := newStage(t, memory.New())
	x, y := relaytest.NewExchange(), relaytest.NewExchange()
	for _, one := range []relaytest.Exchange{x, y} {
		s.want(201, one.Create(`{"mode":"direct_post.jwt","redirect_uri":"https://shop.example/"}`))
	}
	code := func(one relaytest.Exchange, tag string) string {
		body := string(s.want(200, one.Answer("response=a.b.c.d."+tag)).Body)
		return body[strings.Index(body, "response_code=")+14:][:22]
	}
	codeX, codeY := code(x, "x"), code(y, "y")
	claim := relaytest.SecretOf("c")
	s.want(403, x.Claim(`{"claim":"`+claim+`","response_code":"`+codeY+`"}`))
	s.want(404, relaytest.Exchange{ID: x.ID, Token: y.Token}.Claim(`{"claim":"`+claim+`","response_code":"`+codeX+`"}`))
	if out := s.want(200, x.Claim(`{"claim":"`+claim+`","response_code":"`+codeX+`"}`)); !strings.Contains(string(out.Body), "a.b.c.d.x") {
		t.Errorf("%s", out.Body)
	}
	s.want(204, relaytest.Exchange{ID: y.ID, Token: x.Token}.Ack(claim))
	s.want(200, y.State(""))
}

// R9: who scans the code of another is reported, and changes nothing.
func TestR9SecondWalletIsReported(t *testing.T) {
	for name, store := range stores(t) {
		s := newStage(t, store)
		x := relaytest.NewExchange()
		s.want(201, x.Create(relaytest.Terms))
		s.want(200, x.Answer("response=a.b.c.d.first"))
		s.want(400, x.Answer("response=a.b.c.d.second"))
		s.want(400, x.Answer("error=access_denied"))
		if out := s.want(200, x.State("")); !strings.Contains(string(out.Body), `"crowded":true`) || !strings.Contains(string(out.Body), `"version":3`) {
			t.Errorf("%s: %s", name, out.Body)
		}
		if out := s.want(200, x.Claim(`{"claim":"`+relaytest.SecretOf("c")+`"}`)); !strings.Contains(string(out.Body), "first") {
			t.Errorf("%s: %s", name, out.Body)
		}
	}
}

// A flood of fetches does not wake the page without end.
func TestFloodOfFetchesWakesThePageThousandTimesAtMost(t *testing.T) {
	for name, store := range stores(t) {
		s := newStage(t, store)
		x := relaytest.NewExchange()
		s.want(201, x.Create(relaytest.Terms))
		for range 1100 {
			s.want(200, x.Request())
		}
		if out := s.want(200, x.State("")); !strings.Contains(string(out.Body), `"opened":1000,`) || !strings.Contains(string(out.Body), `"version":1001}`) {
			t.Errorf("%s: %s", name, out.Body)
		}
	}
}
