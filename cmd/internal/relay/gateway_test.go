package relay_test

import (
	"errors"
	"strings"
	"testing"

	"domicile/cmd/internal/relay"
	"domicile/cmd/internal/relay/memory"
	"domicile/cmd/internal/relay/relaytest"
)

func gateway(t *testing.T, targets ...string) *relay.Handler {
	t.Helper()
	c := relay.Config{Secret: make([]byte, 32), Pages: []string{"https://wallet.example"}}
	for _, text := range targets {
		target, err := relay.ParseTarget(text)
		if err != nil {
			t.Fatal(err)
		}
		c.Targets = append(c.Targets, target)
	}
	return relay.New(c)
}

func through(origin, body string) *relay.Request {
	return relaytest.RequestOf(relaytest.Call{Method: "POST", Path: "/fetch", Header: []string{"Content-Type: application/json", "Origin: " + origin}, Body: body})
}

// What the operator has not listed is not fetched, however it is spelled.
func TestGatewayFetchesOnlyWhatIsListed(t *testing.T) {
	h := gateway(t, "https://issuer.example /openid/", "https://known.example", "https://port.example:8443 /a")
	for address, allowed := range map[string]bool{
		"https://issuer.example/openid/token":                                  true,
		"https://issuer.example/openid/token?x=1&y=%20":                        true,
		"https://issuer.example/.well-known/openid-credential-issuer/openid/a": true,
		"https://known.example/.well-known/did.json":                           true,
		"https://port.example:8443/abc":                                        true,
		"https://known.example/token":                                          false,
		"https://known.example/.well-known/security.txt":                       false,
		"https://known.example/.well-known/did.json.bak":                       false,
		"https://issuer.example/openid":                                        false,
		"https://issuer.example/openid/../admin":                               false,
		"https://issuer.example/openid/./../admin":                             false,
		"https://issuer.example/openid/%2e%2e/admin":                           false,
		"https://issuer.example/openid//admin":                                 false,
		"https://issuer.example/openid/..\\admin":                              false,
		"https://issuer.example/openid/a#b":                                    false,
		"https://issuer.example/openid/a?b#c":                                  false,
		"https://issuer.example:443/openid/a":                                  false,
		"https://issuer.example.evil.example/openid/a":                         false,
		"https://issuer.example@evil.example/openid/a":                         false,
		"https://evil.example/openid/?https://issuer.example/openid/":          false,
		"https://Issuer.example/openid/a":                                      false,
		"http://issuer.example/openid/a":                                       false,
		"https://port.example/abc":                                             false,
		"https://issuer.example":                                               false,
		"//issuer.example/openid/a":                                            false,
		"file:///etc/passwd":                                                   false,
		"":                                                                     false,
		"https://issuer.example/openid/a\r\nHost: evil.example":                false,
		"https://issuer.example/openid/" + strings.Repeat("a", 5000):           false,
		"https:///openid/":                                                     false,
		"https://[::1]/openid/":                                                false,
	} {
		asked := false
		w := &relaytest.World{Store: memory.New(), Time: noon, Fetched: func(r *relay.FetchRequest) (*relay.FetchResponse, error) {
			asked = true
			return &relay.FetchResponse{Status: 200, Header: map[string]string{"content-type": "application/json", "set-cookie": "a=b"}, Body: []byte(`{}`)}, nil
		}}
		escaped := strings.NewReplacer(`\`, `\\`, "\r", `\r`, "\n", `\n`).Replace(address)
		out := h.Serve(w, through("https://wallet.example", `{"method":"GET","url":"`+escaped+`"}`))
		if asked != allowed || (out.Status == 200) != allowed || strings.Contains(string(out.Body), "set-cookie") {
			t.Errorf("%q: %d %s", address, out.Status, out.Body)
		}
		if allowed && out.Header["Access-Control-Allow-Origin"] != "https://wallet.example" {
			t.Errorf("%v", out.Header)
		}
	}
}

func TestGatewayIsClosedToOthers(t *testing.T) {
	w := func() *relaytest.World { return &relaytest.World{Store: memory.New(), Time: noon} }
	good := `{"method":"GET","url":"https://issuer.example/.well-known/openid-configuration"}`
	if out := newHandler().Serve(w(), through("https://wallet.example", good)); out.Status != 404 {
		t.Errorf("off: %d %s", out.Status, out.Body)
	}
	h := gateway(t, "https://issuer.example")
	for _, origin := range []string{"", "null", "https://evil.example", "https://wallet.example.evil.example", "http://wallet.example"} {
		out := h.Serve(w(), through(origin, good))
		if out.Status != 403 || out.Header["Access-Control-Allow-Origin"] != "" || out.Header["Vary"] != "Origin" {
			t.Errorf("%q: %d %v", origin, out.Status, out.Header)
		}
	}
	for _, body := range []string{
		`{"method":"PUT","url":"https://issuer.example/"}`, `{"method":"GET","url":"https://issuer.example/","body":"a"}`,
		`{"method":"POST","url":"https://issuer.example/","headers":{"cookie":"a"}}`, `{"method":"POST","url":"https://issuer.example/","headers":{"Accept":"a"}}`,
		`{"method":"POST","url":"https://issuer.example/","headers":{"accept":"a\r\nCookie: b"}}`, `{"method":"POST","url":"https://issuer.example/","headers":{"accept":1}}`,
		`{"method":"POST","url":1}`, `{"url":"https://issuer.example/"}`, `{"method":"GET","url":"","more":1}`,
	} {
		if out := h.Serve(w(), through("https://wallet.example", body)); out.Status != 400 {
			t.Errorf("%s: %d %s", body, out.Status, out.Body)
		}
	}
	for _, text := range []string{"", "http://a.example", "https://", "https://A.example", "https://a.example/x", "https://a.example x", "https://a.example /a/../b", "https://*.example", "https://a@b.example"} {
		if _, err := relay.ParseTarget(text); err == nil {
			t.Errorf("%q is taken for a target", text)
		}
	}
}

// What goes wrong beyond the gateway is told by its kind, and never passed on.
func TestGatewayPassesNoDefectOn(t *testing.T) {
	h := gateway(t, "https://issuer.example")
	rows := []struct {
		err    error
		out    relay.FetchResponse
		status int
		kind   relay.Kind
	}{
		{relay.ErrRedirect, relay.FetchResponse{}, 502, relay.KindGatewayRedirect},
		{nil, relay.FetchResponse{Status: 302}, 502, relay.KindGatewayRedirect},
		{relay.ErrTooLarge, relay.FetchResponse{}, 502, relay.KindGatewaySize},
		{nil, relay.FetchResponse{Status: 200, Body: make([]byte, relay.MaxFetched+1)}, 502, relay.KindGatewaySize},
		{relay.ErrTimeout, relay.FetchResponse{}, 504, relay.KindGatewaySlow},
		{relay.ErrPrivate, relay.FetchResponse{}, 403, relay.KindGatewayTarget},
		{errors.New("no such host"), relay.FetchResponse{}, 502, relay.KindGatewayFailed},
		{nil, relay.FetchResponse{Status: 200, Body: []byte{0xff}}, 502, relay.KindGatewayFailed},
	}
	for _, row := range rows {
		w := &relaytest.World{Store: memory.New(), Time: noon, Fetched: func(*relay.FetchRequest) (*relay.FetchResponse, error) { return &row.out, row.err }}
		out := h.Serve(w, through("https://wallet.example", `{"method":"GET","url":"https://issuer.example/.well-known/did.json"}`))
		if out.Status != row.status || !strings.Contains(string(out.Body), string(row.kind)) {
			t.Errorf("%s: %d %s", row.kind, out.Status, out.Body)
		}
	}
}
