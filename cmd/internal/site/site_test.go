package site

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// built is a directory as the build leaves it.
func built(t *testing.T) *Site {
	t.Helper()
	dir := t.TempDir()
	outside := filepath.Join(t.TempDir(), "secret.txt")
	files := map[string]string{
		outside:                                       "secret",
		filepath.Join(dir, "index.html"):              "home",
		filepath.Join(dir, "404.html"):                "nothing here",
		filepath.Join(dir, "sw.js"):                   "worker",
		filepath.Join(dir, ".env"):                    "secret",
		filepath.Join(dir, "wallet/index.html"):       "wallet",
		filepath.Join(dir, "wallet/app.webmanifest"):  "{}",
		filepath.Join(dir, "empty/readme"):            "x",
		filepath.Join(dir, "engine/wallet.wasm"):      "\x00asm",
		filepath.Join(dir, "engine/wallet.wasm.br"):   "small",
		filepath.Join(dir, "assets/main-B7x_9kQz.js"): "script",
	}
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(outside, filepath.Join(dir, "leak.txt")); err != nil {
		t.Fatal(err)
	}
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func request(s *Site, method, address string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://site.example/", nil)
	address, r.URL.RawQuery, _ = strings.Cut(address, "?")
	r.URL.Path = address
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestServed(t *testing.T) {
	s := built(t)
	rows := []struct{ address, body, typ, cache string }{
		{"/", "home", "text/html; charset=utf-8", "no-cache"},
		{"/wallet/", "wallet", "text/html; charset=utf-8", "no-cache"},
		{"/wallet/app.webmanifest", "{}", "application/manifest+json", "no-cache"},
		{"/sw.js", "worker", "text/javascript; charset=utf-8", "no-cache"},
		{"/engine/wallet.wasm", "\x00asm", "application/wasm", "no-cache"},
		{"/engine/wallet.wasm?v=0123456789abcdef", "\x00asm", "application/wasm", "public, max-age=31536000, immutable"},
		{"/assets/main-B7x_9kQz.js", "script", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
	}
	for _, row := range rows {
		w := request(s, "GET", row.address)
		h := w.Header()
		if w.Code != 200 || w.Body.String() != row.body || h.Get("Content-Type") != row.typ || h.Get("Cache-Control") != row.cache {
			t.Errorf("%s: %d %q %v", row.address, w.Code, w.Body, h)
		}
		again := request(s, "GET", row.address, "If-None-Match", h.Get("ETag"))
		if again.Code != 304 || again.Body.Len() != 0 {
			t.Errorf("%s: asked again: %d", row.address, again.Code)
		}
		if head := request(s, "HEAD", row.address); head.Code != 200 || head.Body.Len() != 0 {
			t.Errorf("%s: HEAD: %d %q", row.address, head.Code, head.Body)
		}
	}
}

func TestNotThere(t *testing.T) {
	s := built(t)
	rows := map[string]string{
		"unknown":              "/nothing",
		"directory":            "/empty/",
		"directory, no slash":  "/empty",
		"hidden file":          "/.env",
		"hidden below":         "/wallet/.git/config",
		"climbing":             "/../secret.txt",
		"climbing, inside":     "/wallet/../index.html",
		"backslash":            `/wallet\..\index.html`,
		"double slash":         "//index.html",
		"zero byte":            "/index.html\x00",
		"link out of the site": "/leak.txt",
		"compressed twin":      "/engine/wallet.wasm.br",
		"page by its file":     "/wallet/index.html",
		"home by its file":     "/index.html",
		"file as a directory":  "/sw.js/",
	}
	for defect, address := range rows {
		w := request(s, "GET", address)
		if w.Code != 404 || w.Body.String() != "nothing here" || w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s: %d %q", defect, w.Code, w.Body)
		}
	}
	if w := request(s, "POST", "/"); w.Code != 405 || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d", w.Code)
	}
}

func TestBrotliTwin(t *testing.T) {
	s := built(t)
	rows := []struct {
		accept string
		want   bool
	}{
		{"gzip, deflate, br, zstd", true}, {"br;q=1.0", true}, {"BR", true}, {"", false}, {"gzip", false},
		{"br;q=0", false}, {"br; q=0.0", false}, {"brotli", false}, {"br;q=x", false},
	}
	for _, row := range rows {
		w := request(s, "GET", "/engine/wallet.wasm", "Accept-Encoding", row.accept)
		got := w.Header().Get("Content-Encoding") == "br" && w.Body.String() == "small"
		if got != row.want || w.Header().Get("Vary") != "Accept-Encoding" || w.Header().Get("Content-Type") != "application/wasm" {
			t.Errorf("%q: %q %v", row.accept, w.Body, w.Header())
		}
	}
	plain := request(s, "GET", "/engine/wallet.wasm").Header().Get("ETag")
	small := request(s, "GET", "/engine/wallet.wasm", "Accept-Encoding", "br").Header().Get("ETag")
	if plain == small || plain == "" {
		t.Errorf("the twins share the tag %s", plain)
	}
}

func TestPolicy(t *testing.T) {
	s := built(t)
	for address, connect := range map[string]string{
		"/": "connect-src 'self'", "/sw.js": "connect-src 'self'", "/nothing": "connect-src 'self'", "/walletx/": "connect-src 'self'",
		"/wallet/": "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
	} {
		h := request(s, "GET", address).Header()
		policy := strings.Split(h.Get("Content-Security-Policy"), "; ")
		if policy[len(policy)-1] != connect {
			t.Errorf("%s: %q", address, policy)
		}
		for _, must := range []string{"default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"} {
			if !strings.Contains(h.Get("Content-Security-Policy"), must) {
				t.Errorf("%s: no %s", address, must)
			}
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" ||
			!strings.HasPrefix(h.Get("Permissions-Policy"), "camera=(self),") || h.Get("Cross-Origin-Opener-Policy") != "same-origin" {
			t.Errorf("%s: %v", address, h)
		}
	}
}

func TestFolderGetsItsSlash(t *testing.T) {
	w := request(built(t), "GET", "/wallet?offer=1")
	if w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != "/wallet/?offer=1" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
}

func TestRebuiltFileIsANewOne(t *testing.T) {
	s := built(t)
	before := request(s, "GET", "/sw.js").Header().Get("ETag")
	if err := s.root.WriteFile("sw.js", []byte("longer worker"), 0o644); err != nil {
		t.Fatal(err)
	}
	w := request(s, "GET", "/sw.js", "If-None-Match", before)
	if w.Code != 200 || w.Body.String() != "longer worker" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

func TestOpenRefusesWhatIsNoSite(t *testing.T) {
	if _, err := Open(t.TempDir()); err == nil {
		t.Error("an empty directory is taken for a site")
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a missing directory is taken for a site")
	}
}
