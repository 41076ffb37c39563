package native

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"domicile/cmd/internal/relay"
)

// A name that stands for an address of this machine or network is not connected to.
func TestAddressThatIsNotPublicIsRefused(t *testing.T) {
	for _, text := range strings.Fields(`0.0.0.0 10.1.2.3 100.64.0.1 100.127.255.255 127.0.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1
		192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1
		64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 3fff::1 fc00::1 fd12::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1`) {
		if isPublic(netip.MustParseAddr(text)) {
			t.Errorf("%s", text)
		}
	}
	for _, text := range strings.Fields("1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 2606:4700::1111 2a00:1450::1 ::ffff:8.8.8.8") {
		if !isPublic(netip.MustParseAddr(text)) {
			t.Errorf("%s is refused", text)
		}
	}
}

// elsewhere is a server beyond the gateway, and a gateway that may reach it.
func elsewhere(t *testing.T, serve http.HandlerFunc) (address string, g *gateway) {
	t.Helper()
	server := httptest.NewTLSServer(serve)
	t.Cleanup(server.Close)
	pool := x509.NewCertPool()
	pool.AddCert(server.Certificate())
	return server.URL, newGateway(func(netip.Addr) bool { return true }, &tls.Config{RootCAs: pool})
}

// The gateway that people get does not reach a server here, by number or by name.
func TestGatewayDoesNotReachThisMachine(t *testing.T) {
	reached := false
	address, _ := elsewhere(t, func(http.ResponseWriter, *http.Request) { reached = true })
	g := newGateway(isPublic, &tls.Config{InsecureSkipVerify: true})
	for _, url := range []string{address, strings.Replace(address, "127.0.0.1", "localhost", 1)} {
		if out, err := g.fetch(context.Background(), &relay.FetchRequest{Method: "GET", URL: url}); !errors.Is(err, relay.ErrPrivate) || reached {
			t.Errorf("%s: %+v, %v", url, out, err)
		}
	}
}

func TestGatewayFollowsNoRedirectAndKeepsNoCookie(t *testing.T) {
	asked := 0
	address, g := elsewhere(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		if r.Header.Get("Cookie") != "" || r.Header.Get("Accept-Encoding") != "" {
			t.Errorf("%v", r.Header)
		}
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b", Path: "/"})
		switch r.URL.Path {
		case "/echo":
			body, _ := io.ReadAll(r.Body)
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, "%s %s %s", r.Method, r.Header.Get("Authorization"), body)
		default:
			status := 301
			fmt.Sscanf(r.URL.Path, "/%d", &status)
			http.Redirect(w, r, "/echo", status)
		}
	})
	ask := func(path string) (*relay.FetchResponse, error) {
		return g.fetch(context.Background(), &relay.FetchRequest{Method: "POST", URL: address + path, Header: map[string]string{"authorization": "DPoP x"}, Body: []byte("hello")})
	}
	for range 2 {
		out, err := ask("/echo")
		if err != nil || string(out.Body) != "POST DPoP x hello" || out.Header["content-type"] != "application/json" || out.Status != 200 {
			t.Errorf("%+v, %v", out, err)
		}
	}
	asked = 0
	for _, status := range []int{300, 301, 302, 303, 307, 308} {
		if _, err := ask(fmt.Sprintf("/%d", status)); !errors.Is(err, relay.ErrRedirect) {
			t.Errorf("%d: %v", status, err)
		}
	}
	if asked != 6 {
		t.Errorf("%d requests for 6 redirects", asked)
	}
}

func TestGatewayBoundsSizeAndTime(t *testing.T) {
	address, g := elsewhere(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			w.WriteHeader(200)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
			return
		}
		n := relay.MaxFetched
		if r.URL.Path == "/large" {
			n++
		}
		w.Write(make([]byte, n))
	})
	ask := func(path string) error {
		_, err := g.fetch(context.Background(), &relay.FetchRequest{Method: "GET", URL: address + path})
		return err
	}
	if err := ask("/"); err != nil {
		t.Errorf("just as large as may be: %v", err)
	}
	if err := ask("/large"); !errors.Is(err, relay.ErrTooLarge) {
		t.Errorf("large: %v", err)
	}
	g.client.Timeout = 300 * time.Millisecond // not before: a busy machine takes as long to shake hands
	if err := ask("/slow"); !errors.Is(err, relay.ErrTimeout) {
		t.Errorf("slow: %v", err)
	}
	untrusted := newGateway(func(netip.Addr) bool { return true }, nil)
	if _, err := untrusted.fetch(context.Background(), &relay.FetchRequest{Method: "GET", URL: address}); err == nil {
		t.Error("a certificate of nobody is trusted")
	}
}
