package offer

import (
	"net/url"
	"testing"
)

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
