package issuer

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"domicile/crypto/encoding"
)

func TestConfigRefused(t *testing.T) {
	rows := map[string]func(*Config){
		"origin over http":        func(c *Config) { c.Origin = "http://office.example" },
		"origin with a path":      func(c *Config) { c.Origin += "/x" },
		"origin with a slash":     func(c *Config) { c.Origin += "/" },
		"no origin":               func(c *Config) { c.Origin = "" },
		"path without slash":      func(c *Config) { c.Path = "issuers" },
		"path with a pattern":     func(c *Config) { c.Path = "/{x}" },
		"path that climbs":        func(c *Config) { c.Path = "/a/../b?" },
		"no name":                 func(c *Config) { c.Name = "" },
		"country of three":        func(c *Config) { c.Country = "XMM" },
		"unknown scope":           func(c *Config) { c.Scope = "prod" },
		"live demo":               func(c *Config) { c.Scope = "live" },
		"no types":                func(c *Config) { c.Types = nil },
		"type twice":              func(c *Config) { c.Types = append(c.Types, c.Types[0]) },
		"type without vct":        func(c *Config) { c.Types[0].VCT = "" },
		"validity of no days":     func(c *Config) { c.Types[0].Days = 0 },
		"colour with a style":     func(c *Config) { c.Types[0].Colour = "red;x" },
		"no programmes":           func(c *Config) { c.Types[0].Programmes = nil },
		"card without claims":     func(c *Config) { c.Types[0].VCT = "urn:x" },
		"claim with a dark name":  func(c *Config) { c.Types[0].VCT = "urn:x"; c.Types[0].Claims = []Claim{{Name: "_sd", Label: "x"}} },
		"claim without its label": func(c *Config) { c.Types[0].VCT = "urn:x"; c.Types[0].Claims = []Claim{{Name: "x"}} },
	}
	for defect, change := range rows {
		c := Meridia("https://office.example")
		change(&c)
		if _, err := Open(c, t.TempDir(), Options{}); err == nil {
			t.Errorf("%s: accepted", defect)
		}
	}
}

func TestSecretsStayTheOwners(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	open := func() (*Issuer, error) { return Open(Meridia("https://office.example"), dir, Options{}) }
	first, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	for _, name := range []string{keyFile, "issuer.db"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
	again, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if !again.secrets.signing.Equal(first.secrets.signing) {
		t.Error("the key changed")
	}
	path := filepath.Join(dir, keyFile)
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := open(); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("keys that others can read: %v", err)
	}
	if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	os.Chmod(path, 0o600)
	if _, err := open(); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("damaged keys: %v", err)
	}
}

func TestDatabaseOfALaterProgramIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	i, err := Open(Meridia("https://office.example"), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := i.store.db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	i.Close()
	if _, err := Open(Meridia("https://office.example"), dir, Options{}); err == nil || !strings.Contains(err.Error(), "version 99") {
		t.Errorf("got %v", err)
	}
}

func TestRealOfficeWantsItsOperator(t *testing.T) {
	b := newBench(t)
	c := b.config
	c.Demo, c.Scope = false, "live"
	c.Types = append(c.Types, Type{ID: "library", VCT: "urn:library", Title: "Library card", Days: 1, Claims: []Claim{{"name", "Name", true}, {"branch", "Branch", false}}})
	dir := t.TempDir()
	i, err := Open(c, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer i.Close()
	*b.Issuer = *i
	if status, _ := b.askOffice("GET", "issued", ""); status != 401 {
		t.Errorf("without token: %d", status)
	}
	if status, _ := b.askOffice("GET", "issued", "", "Authorization", "Bearer wrong"); status != 401 {
		t.Errorf("wrong token: %d", status)
	}
	token, err := os.ReadFile(filepath.Join(dir, operatorFile))
	if err != nil {
		t.Fatal(err)
	}
	operator := []string{"Authorization", "Bearer " + strings.TrimSpace(string(token))}
	if status, o := b.askOffice("GET", "people", "", operator...); status != 200 || len(o["people"].([]any)) != 0 {
		t.Errorf("sample people of a real office: %d %v", status, o)
	}
	for body, want := range map[string]int{
		`{"type":"library","claims":{"name":"Zoë"}}`:                201,
		`{"type":"library","claims":{"branch":"North"}}`:            400,
		`{"type":"library","claims":{"name":"Zoë","role":"admin"}}`: 400,
		`{"type":"library","claims":{"name":{"first":"Zoë"}}}`:      400,
		`{"person":"ana"}`: 400,
	} {
		if status, o := b.askOffice("POST", "offers", body, operator...); status != want {
			t.Errorf("%s: %d %v", body, status, o)
		}
	}
}

func TestTooManyOffersWait(t *testing.T) {
	b := newBench(t)
	fill := `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?)
		INSERT INTO offer (code, type, claims, subject, tx, attempts, created, expires)
		SELECT randomblob(32), 'x', '{}', '', x'00', 5, 0, 9000000000 FROM c`
	if _, err := b.store.db.Exec(fill, maxWaiting); err != nil {
		t.Fatal(err)
	}
	if _, err := b.MakeOffer(context.Background(), "residency-card", ana()); err == nil {
		t.Error("an offer too many")
	}
	if status, o := b.askOffice("POST", "offers", `{"person":"ana"}`); status != 429 || o["error"] != "too_many_offers" {
		t.Errorf("%d %v", status, o)
	}
}

func TestTrustListNamesTheKey(t *testing.T) {
	b := newBench(t)
	_, _, text := b.do("GET", b.server.URL+"/trust/list.json", nil, "")
	o, err := encoding.DecodeJSONObject([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	anchors, _, _ := encoding.Array(o, "anchors")
	anchor := anchors[0].(map[string]any)
	jwk := anchor["keys"].([]any)[0].(map[string]any)
	if anchor["id"] != b.config.Identifier() || anchor["scope"] != "test" || jwk["kid"] != b.keyID() || jwk["d"] != nil {
		t.Errorf("anchor %v", anchor)
	}
}
