package edge

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"domicile/cmd/internal/site"
)

// TestSiteAtTheEdge holds the static files at EDGE_SITE to the headers that the
// native server gives the same folder, EDGE_DIST. site.test.mjs starts the host.
func TestSiteAtTheEdge(t *testing.T) {
	base, dist := os.Getenv("EDGE_SITE"), os.Getenv("EDGE_DIST")
	if base == "" || dist == "" {
		t.Skip("scripts/edge test runs this: EDGE_SITE names no host")
	}
	pages, err := site.Open(dist)
	if err != nil {
		t.Fatal(err)
	}
	defer pages.Close()
	native := httptest.NewServer(pages)
	defer native.Close()
	for _, address := range []string{"/", "/wallet/", "/wallet/app.webmanifest", "/assets/main-B7x_9kQz.js", "/engine/wallet.wasm", "/sw.js", "/nothing", "/wallet/nothing"} {
		here, there := look(t, native.URL+address), look(t, base+address)
		for name, want := range here {
			if there[name] != want {
				t.Errorf("%s: %s is %q, natively %q", address, name, there[name], want)
			}
		}
	}
	if there := look(t, base+"/_headers"); there["status"] != "404 Not Found" {
		t.Error("the host serves its own rules: ", there["status"])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	reply, err := client.Get(base + "/wallet")
	if err != nil {
		t.Fatal(err)
	}
	reply.Body.Close()
	if to := reply.Header.Get("Location"); !strings.HasSuffix(to, "/wallet/") {
		t.Errorf("a page's folder leads to %q", to)
	}
}

// look is what a reply says, by header.
func look(t *testing.T, address string) map[string]string {
	reply, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{"status": reply.Status, "body": string(body)}
	said["type"], _, _ = strings.Cut(reply.Header.Get("Content-Type"), ";")
	for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy",
		"Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Cache-Control"} {
		said[name] = strings.Join(reply.Header.Values(name), " + ")
	}
	return said
}
