package native_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"domicile/cmd/internal/relay/native"
	"domicile/cmd/internal/relay/relaytest"
)

func setVersion(t *testing.T, path string, version int) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(fmt.Sprint("PRAGMA user_version = ", version)); err != nil {
		t.Fatal(err)
	}
}

// contents is all that a directory and its files say.
func contents(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
		all.Write(data)
	}
	return all.String()
}

// R16: neither the directory nor the log has an id, a token, a claim, an
// address, or an answer that is over.
func TestR16NothingPrivateIsKept(t *testing.T) {
	dir := t.TempDir()
	var log bytes.Buffer
	now := time.Now()
	relay, c := serve(t, dir, native.Options{Log: slog.New(slog.NewTextHandler(&log, nil)), Now: func() time.Time { return now }, Trap: trap})
	send := func(status int, call relaytest.Call) relaytest.Reply {
		t.Helper()
		reply, err := c.Send(t.Context(), call)
		if err != nil || reply.Status != status {
			t.Fatalf("%s: %d %s %v", call.Path, reply.Status, reply.Body, err)
		}
		return reply
	}
	x, y, claim := relaytest.NewExchange(), relaytest.NewExchange(), relaytest.Secret()
	send(201, x.Create(`{"mode":"direct_post","request":"`+relaytest.JWT+`"}`))
	send(201, y.Create(`{"mode":"direct_post","live":true}`))
	send(409, y.Sign("canary-nonce", relaytest.SignedJWT))
	send(200, x.Request())
	send(200, x.Answer("vp_token=canary-of-the-holder&state=s"))
	send(200, y.Answer("vp_token=canary-of-the-other&extra=canary-extra"))
	send(200, x.Claim(`{"claim":"`+claim+`"}`))
	send(500, relaytest.Call{Method: "GET", Path: "/" + trap})
	secrets := []string{x.ID, x.Token, y.ID, y.Token, claim, "127.0.0.1", "canary-extra", "canary-nonce"}
	hold := func(when string, canaries ...string) {
		t.Helper()
		kept := contents(t, dir)
		for _, secret := range append(canaries, secrets...) {
			if strings.Contains(kept, secret) || strings.Contains(log.String(), secret) {
				t.Errorf("%s: %q is kept", when, secret)
			}
		}
	}
	hold("before the end")
	if !strings.Contains(contents(t, dir), "canary-of-the-holder") {
		t.Error("the search finds nothing at all")
	}
	send(204, x.Ack(claim))
	now = now.Add(time.Hour)
	stop, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { relay.Sweep(stop); close(done) }()
	for n := 0; strings.Contains(contents(t, dir), "canary-of-the-other") && n < 100; n++ {
		time.Sleep(20 * time.Millisecond)
	}
	cancel()
	<-done
	hold("after the end", "canary-of-the-holder", "canary-of-the-other", relaytest.JWT)
	if lines := strings.Count(log.String(), "route="); lines < 9 || !strings.Contains(log.String(), `route="POST x/{id}/claim" status=200`) || !strings.Contains(log.String(), "index out of range") {
		t.Errorf("the log: %s", log.String())
	}
}

// The key is the owner's alone, and made once.
func TestKeyThatOthersCanReadIsRefused(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		relay, err := native.Open(dir, native.Options{})
		if err != nil {
			t.Fatal(err)
		}
		relay.Close()
	}
	path := filepath.Join(dir, "relay.key")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 || info.Size() != 32 {
		t.Fatalf("%v %v", info, err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := native.Open(dir, native.Options{}); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("%v", err)
	}
	if err := os.WriteFile(path, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	os.Chmod(path, 0o600)
	if _, err := native.Open(dir, native.Options{}); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("%v", err)
	}
}
