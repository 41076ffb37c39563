package offer

import (
	"net/url"
	"strings"
	"testing"
)

func TestAddressRefused(t *testing.T) {
	rows := map[string]string{
		"empty":                   "",
		"relative":                "/token",
		"no host":                 "https:///token",
		"http on the network":     "http://a.example/",
		"http on a private host":  "http://192.168.1.1/",
		"http on a lookalike":     "http://localhost.example/",
		"http on 127.0.0.1.x":     "http://127.0.0.1.example/",
		"other scheme":            "ftp://a.example/",
		"user":                    "https://u@a.example/",
		"fragment":                "https://a.example/#x",
		"empty fragment":          "https://a.example/#",
		"too long":                "https://a.example/" + strings.Repeat("x", MaxAddress),
		"opaque":                  "https:a.example",
		"control character":       "https://a.example/\n",
		"loopback as one number":  "https://2130706433/token",
		"loopback in hexadecimal": "https://0x7f.0.0.1/token",
		"loopback in octal":       "https://0177.0.0.1/token",
		"loopback shortened":      "https://127.1/token",
		"number with a dot":       "https://127.0.0.1./token",
		"number too large":        "https://256.0.0.1/token",
		"fullwidth digits":        "https://１２７.0.0.1/token",
		"coded fullwidth digits":  "https://%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1/token",
		"empty label":             "https://a..example/token",
		"zone of an address":      "https://[fe80::1%25lo]/token",
		"http in mapped loopback": "http://[::ffff:10.0.0.1]/",
	}
	for defect, text := range rows {
		t.Run(defect, func(t *testing.T) {
			_, err := parseAddress(text)
			wantKind(t, err, KindAddress)
		})
	}
}

func TestAddressOfThisMachine(t *testing.T) {
	for _, text := range []string{"http://localhost:8080/x", "http://127.0.0.1/", "http://127.8.8.8:1/", "http://[::1]:80/", "http://office.localhost/"} {
		if _, err := parseAddress(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestNetworkCannotLeadIntoThisMachine(t *testing.T) {
	public, _ := url.Parse("https://a.example")
	local, _ := url.Parse("http://localhost:8080")
	for _, text := range []string{"http://127.0.0.1:631/", "https://localhost/", "https://10.0.0.1/", "https://192.168.1.1/", "https://169.254.169.254/", "https://[fe80::1]/", "https://0.0.0.0/",
		"https://LOCALHOST/", "https://localhost./", "https://a.Localhost/", "https://[::ffff:10.0.0.1]/", "https://100.64.0.1/", "https://router/", "https://printer.local/", "https://db.internal./", "https://[64:ff9b::7f00:1]/", "https://0.1.2.3/"} {
		_, err := parseFrom(public, text)
		wantKind(t, err, KindAddress)
	}
	for _, text := range []string{"http://127.0.0.1:8081/", "https://a.example/"} {
		if _, err := parseFrom(local, text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	private, _ := url.Parse("https://10.0.0.1")
	if _, err := parseFrom(private, "https://10.0.0.1:8443/token"); err != nil {
		t.Error(err)
	}
}

func TestWellKnownPaths(t *testing.T) {
	rows := []struct{ id, issuer, server string }{
		{"https://a.example", "https://a.example/.well-known/openid-credential-issuer", "https://a.example/.well-known/oauth-authorization-server"},
		{"https://a.example/", "https://a.example/.well-known/openid-credential-issuer", "https://a.example/.well-known/oauth-authorization-server"},
		{"https://issuer.example.com/tenant", "https://issuer.example.com/.well-known/openid-credential-issuer/tenant", "https://issuer.example.com/.well-known/oauth-authorization-server/tenant"},
		{"http://127.0.0.1:8080/a/b/", "http://127.0.0.1:8080/.well-known/openid-credential-issuer/a/b/", "http://127.0.0.1:8080/.well-known/oauth-authorization-server/a/b"},
		{"https://a.example/a%2Fb", "https://a.example/.well-known/openid-credential-issuer/a%2Fb", "https://a.example/.well-known/oauth-authorization-server/a%2Fb"},
	}
	for _, row := range rows {
		u, err := url.Parse(row.id)
		if err != nil {
			t.Fatal(err)
		}
		if got := wellKnown(u, "openid-credential-issuer"); got != row.issuer {
			t.Errorf("%s: %s", row.id, got)
		}
		if got := wellKnownServer(u); got != row.server {
			t.Errorf("%s: %s", row.id, got)
		}
	}
}
