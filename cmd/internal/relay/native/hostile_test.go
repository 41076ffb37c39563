package native_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"domicile/cmd/internal/relay"
	"domicile/cmd/internal/relay/memory"
	"domicile/cmd/internal/relay/native"
	"domicile/cmd/internal/relay/relaytest"
)

// raw sends bytes as they are and returns the status of the reply, 0 for none.
func raw(t *testing.T, c *relaytest.Client, text string) (status int, took time.Duration) {
	t.Helper()
	began := time.Now()
	conn := dial(t, c)
	io.WriteString(conn, text)
	conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, time.Since(began)
	}
	response.Body.Close()
	return response.StatusCode, time.Since(began)
}

func dial(t *testing.T, c *relaytest.Client) net.Conn {
	t.Helper()
	host := strings.TrimSuffix(strings.TrimPrefix(c.Base, "http://"), "/relay")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// R13: each hostile request has a documented reply, and the relay goes on.
func TestR13HostileRequestsHaveADocumentedReply(t *testing.T) {
	_, c := serve(t, t.TempDir(), native.Options{Body: 300 * time.Millisecond})
	x := relaytest.NewExchange()
	if reply, err := c.Send(t.Context(), x.Create(relaytest.Terms)); err != nil || reply.Status != 201 {
		t.Fatal(reply, err)
	}
	post := "POST /relay/x/" + x.ID + "/response HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
	get := "GET /relay/x/" + x.ID + "/state HTTP/1.1\r\nHost: a\r\n"
	for name, row := range map[string]struct {
		text   string
		status int
	}{
		"no body promised, none sent":      {post + "\r\n", 400},
		"a length that is no number":       {post + "Content-Length: 1a\r\n\r\n", 400},
		"two lengths":                      {post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\na", 400},
		"a chunk that lies":                {post + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n", 400},
		"chunks without end":               {post + "Transfer-Encoding: chunked\r\n\r\n5\r\nerror\r\n", 408},
		"a body that stops":                {post + "Content-Length: 100\r\n\r\nerror=", 408},
		"65537 bytes":                      {post + "Content-Length: 65537\r\n\r\n" + strings.Repeat("a", 65537), 413},
		"65537 bytes in chunks":            {post + "Transfer-Encoding: chunked\r\n\r\n10001\r\n" + strings.Repeat("a", 65537) + "\r\n0\r\n\r\n", 413},
		"a header with a line break in it": {get + "Authorization: Bearer a\r\n b\r\n\r\n", 401},
		"a header without a name":          {get + ": a\r\n\r\n", 400},
		"a header of 100 KB":               {get + "Authorization: " + strings.Repeat("a", 100_000) + "\r\n\r\n", 431},
		"a thousand headers":               {get + strings.Repeat("X-A: "+strings.Repeat("b", 20)+"\r\n", 1000) + "\r\n", 431},
		"two tokens":                       {get + "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n", 400},
		"two content types":                {post + "Content-Type: application/json\r\nContent-Length: 0\r\n\r\n", 400},
		"a NUL in the path":                {"GET /relay/x/\x00 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
		"an escape that is none":           {"GET /relay/x/%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400},
		"a path that climbs":               {"GET /relay/../relay/health HTTP/1.1\r\nHost: a\r\n\r\n", 404},
		"a method of its own":              {"BREW /relay/health HTTP/1.1\r\nHost: a\r\n\r\n", 405},
		"TRACE":                            {"TRACE /relay/health HTTP/1.1\r\nHost: a\r\n\r\n", 405},
		"HTTP of old":                      {"GET /relay/health HTTP/1.0\r\n\r\n", 200},
		"no HTTP at all":                   {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400},
	} {
		if status, _ := raw(t, c, row.text); status != row.status {
			t.Errorf("%s: %d, want %d", name, status, row.status)
		}
	}
	if reply, err := c.Send(t.Context(), x.State("")); err != nil || !strings.Contains(reply.Body, `"waiting"`) {
		t.Errorf("after all: %+v, %v", reply, err)
	}
}

// R6: clients that send a byte now and then are cut off, and keep nobody waiting.
func TestR6SlowClientsKeepNobodyWaiting(t *testing.T) {
	_, c := serve(t, t.TempDir(), native.Options{Body: time.Second, Quota: relay.Quota{Creations: 50, Posts: 50, Fetches: 50, All: 1 << 30}})
	var slow []net.Conn
	for n := range 128 {
		conn := dial(t, c)
		text := "POST /relay/x/" + relaytest.Secret() + "/response HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na"
		io.WriteString(conn, text[:len(text)-n%2*100]) // half of them stop within the headers
		slow = append(slow, conn)
	}
	var took []time.Duration
	for range 50 {
		began := time.Now()
		reply, err := c.Send(t.Context(), relaytest.NewExchange().Create(relaytest.Terms))
		if err != nil || reply.Status != 201 {
			t.Fatal(reply, err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	began := time.Now()
	reply, err := c.Send(t.Context(), relaytest.NewExchange().Create(relaytest.Terms))
	if refused := time.Since(began); err != nil || reply.Status != 429 || reply.Header.Get("Retry-After") != "600" || refused > 500*time.Millisecond {
		t.Errorf("quota: %d after %v, %v", reply.Status, refused, err)
	}
	t.Logf("beside 128 slow clients: p50 %v, worst %v", took[25], took[49])
	if took[49] > time.Second {
		t.Errorf("others waited %v", took[49])
	}
	for n, conn := range slow {
		if n%2 == 0 {
			conn.SetReadDeadline(time.Now().Add(5 * time.Second))
			if data, err := io.ReadAll(conn); err != nil || !strings.HasPrefix(string(data), "HTTP/1.1 408 ") {
				t.Errorf("slow client %d: %.80q, %v", n, data, err)
			}
		}
	}
}

// A wait outlasts the deadlines of a server that was made for short requests.
func TestWaitOutlastsTheServersDeadlines(t *testing.T) {
	home := native.New(memory.New(), make([]byte, 32), native.Options{})
	server := httptest.NewUnstartedServer(home)
	server.Config.ReadTimeout, server.Config.WriteTimeout = 200*time.Millisecond, 200*time.Millisecond
	server.Start()
	t.Cleanup(func() { home.Release(); server.Close() })
	c := relaytest.NewClient(server.URL+"/relay", 1)
	x := relaytest.NewExchange()
	c.Send(t.Context(), x.Create(relaytest.Terms))
	for range 2 {
		began := time.Now()
		reply, err := c.Send(t.Context(), x.State("?seen=1&wait=1"))
		if took := time.Since(began); err != nil || reply.Status != 200 || took < 900*time.Millisecond {
			t.Errorf("%+v after %v: %v", reply, took, err)
		}
	}
}

// Those who wait are woken when the relay stops, and told to come again.
func TestStopEndsThoseWhoWait(t *testing.T) {
	home, c := serve(t, t.TempDir(), native.Options{})
	x := relaytest.NewExchange()
	c.Send(t.Context(), x.Create(relaytest.Terms))
	done := make(chan relaytest.Reply)
	go func() {
		reply, _ := c.Send(t.Context(), x.State("?seen=1&wait=25"))
		done <- reply
	}()
	time.Sleep(100 * time.Millisecond)
	home.Release()
	if reply := <-done; reply.Status != 503 || reply.Header.Get("Retry-After") == "" || !strings.Contains(reply.Body, "relay_busy") {
		t.Errorf("%+v", reply)
	}
}

// X-Forwarded-For is believed from a proxy alone, and only what that proxy wrote.
func TestForgedForwardedAddressIsNotCounted(t *testing.T) {
	for _, row := range []struct {
		proxies, header string
		apart           bool // two values of the header count as two addresses
	}{
		{"", "%d.0.0.1", false}, {"127.0.0.0/8", "%d.0.0.1", true}, {"127.0.0.0/8", "%d.0.0.1, 192.0.2.1", false},
		{"127.0.0.0/8 10.0.0.0/8", "%d.0.2.1, 10.0.0.1", true}, {"127.0.0.0/8", "%d.0.0.1, nonsense", false}, {"10.0.0.0/8", "%d.0.0.1", false},
	} {
		o := native.Options{Quota: relay.Quota{Creations: 1, Posts: 1, Fetches: 1, All: 100}}
		for text := range strings.FieldsSeq(row.proxies) {
			o.Proxies = append(o.Proxies, netip.MustParsePrefix(text))
		}
		_, c := serve(t, t.TempDir(), o)
		for n, want := range []int{201, map[bool]int{true: 201, false: 429}[row.apart]} {
			call := relaytest.NewExchange().Create(relaytest.Terms)
			call.Header = append(call.Header, "X-Forwarded-For: "+fmt.Sprintf(row.header, n+20))
			if reply, err := c.Send(t.Context(), call); err != nil || reply.Status != want {
				t.Errorf("%q from %q: %d %v, want %d", row.header, row.proxies, reply.Status, err, want)
			}
		}
	}
}

// R7: nobody finds an exchange by guessing, and the guesses change nothing.
func TestR7GuessesFindNothing(t *testing.T) {
	_, c := serve(t, t.TempDir(), native.Options{})
	x := relaytest.NewExchange()
	c.Send(t.Context(), x.Create(relaytest.Terms))
	found := relaytest.Enumerate(t.Context(), c, 4000, 8, time.Minute)
	t.Log(found)
	if found.Hits != 0 || found.Replies != 1 || found.Guesses != 4000 || found.Errors != 0 {
		t.Errorf("%+v", found)
	}
}
