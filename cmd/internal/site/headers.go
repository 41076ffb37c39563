package site

import (
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// policy is the content security policy, but for connect-src. Workers and the
// service worker are under the policy of their own files, so it is on all of
// them. The names of trusted-types are those of the one place that makes worker
// addresses, and of Lit.
var policy = strings.Join([]string{
	"default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "font-src 'self'",
	"img-src 'self' data: blob:", "media-src 'self' blob:", "worker-src 'self'", "manifest-src 'self'",
	"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
	"require-trusted-types-for 'script'", "trusted-types sw lit-html",
}, "; ")

const (
	connectSelf = "; connect-src 'self'"
	// connectWallet lets the wallet reach the issuers that a person chooses,
	// and those on this machine.
	connectWallet = "; connect-src 'self' https: http://127.0.0.1:* http://localhost:*"
)

// permissions are those that some page needs; all others are off.
const permissions = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), serial=(), " +
	"display-capture=(), midi=(), magnetometer=(), gyroscope=(), accelerometer=()"

// secure sets the headers of every reply.
func secure(h http.Header, address string) {
	for _, line := range common {
		h.Set(line[0], line[1])
	}
	h.Set(policyName, policyOf(address))
}

const policyName = "Content-Security-Policy"

// common are the headers that are the same everywhere, in the order of writing.
var common = [][2]string{
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Permissions-Policy", permissions},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
}

// walletFolder has its own policy.
const walletFolder = "/wallet/"

func policyOf(address string) string {
	if strings.HasPrefix(address, walletFolder) {
		return policy + connectWallet
	}
	return policy + connectSelf
}

// types are those of the files that a build makes. The machine's own table is
// not asked: it differs from machine to machine.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".map": "application/json", ".wasm": "application/wasm",
	".webmanifest": "application/manifest+json", ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon",
	".jpg": "image/jpeg", ".webp": "image/webp", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
}

func contentType(name string) string {
	if known := types[path.Ext(name)]; known != "" {
		return known
	}
	return "application/octet-stream"
}

// hashed recognises names that hold a digest, as the build makes them:
// /assets/wallet-B7x_9kQz.js.
var hashed = regexp.MustCompile(`^/assets/(?:[^/]+/)*[^/]+-[A-Za-z0-9_-]{8}\.[a-z0-9]+$`)

// hashedQuery recognises the digest that the build puts into the address of an
// engine, whose name is fixed.
var hashedQuery = regexp.MustCompile(`^v=[A-Za-z0-9_-]{8,64}$`)

// What a cache may do with a file.
const (
	forEver  = "public, max-age=31536000, immutable"
	askAgain = "no-cache"
)

func cacheControl(r *http.Request) string {
	if hashed.MatchString(r.URL.Path) || strings.HasPrefix(r.URL.Path, "/engine/") && hashedQuery.MatchString(r.URL.RawQuery) {
		return forEver
	}
	return askAgain
}

// acceptsBrotli reads an Accept-Encoding header (RFC 9110 12.5.3).
func acceptsBrotli(header string) bool {
	for item := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(item, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "br") {
			continue
		}
		weight, given := strings.CutPrefix(strings.ReplaceAll(parameters, " ", ""), "q=")
		if !given {
			return true
		}
		q, err := strconv.ParseFloat(weight, 64)
		return err == nil && q > 0
	}
	return false
}
