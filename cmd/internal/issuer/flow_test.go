package issuer

import (
	"bytes"
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"domicile/credentials/offer"
	"domicile/credentials/sdjwt"
	"domicile/crypto/keys"
)

// receive goes all the way with our own wallet; lose says which replies to lose.
func (b *bench) receive(text, tx string, held []keys.Private, lose func(r *offer.Request) bool) []offer.Issued {
	b.t.Helper()
	s, step, err := offer.Start(text, offer.Options{Rand: rand.Reader}, b.now())
	var stored []byte
	for n := 0; err == nil && n < 30; n++ {
		if step.Save {
			if stored, err = s.State(); err != nil {
				break
			}
		}
		switch {
		case step.Issued != nil:
			return step.Issued
		case step.Preview != nil:
			step, err = s.Accept(tx, held, b.now())
		case lose != nil && lose(step.Request):
			b.send(step.Request)
			if s.Accepted() {
				s, step, err = offer.Resume(stored, held, b.now())
			} else {
				step, err = s.Step(b.now())
			}
		default:
			step, err = s.Next(b.send(step.Request), b.now())
		}
	}
	b.t.Fatalf("receive: %v, %+v", err, step)
	return nil
}

func TestCardReachesTheWallet(t *testing.T) {
	b := newBench(t)
	for _, byReference := range []bool{false, true} {
		made := b.offer()
		text := made.ByValue
		if byReference {
			text = made.Text
		}
		held := newKeys(t, BatchSize)
		issued := b.receive(text, made.TxCode, held, nil)
		if len(issued) != 1 || len(issued[0].Credentials) != BatchSize {
			t.Fatalf("issued %+v", issued)
		}
		checkCopies(t, b, issued[0].Credentials, held)
	}
}

// checkCopies holds that the copies say the same of the same person and share
// nothing else that could link them.
func checkCopies(t *testing.T, b *bench, copies []string, held []keys.Private) {
	t.Helper()
	seen := map[string]bool{}
	for n, text := range copies {
		token, err := sdjwt.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := token.IssuerJWT.Verify(b.secrets.signing.Public()); err != nil {
			t.Fatal(err)
		}
		claims, err := token.Claims()
		if err != nil {
			t.Fatal(err)
		}
		if claims["given_name"] != "Ana" || claims["vct"] != "urn:domicile:residency-card:1" || claims["iss"] != b.config.Identifier() {
			t.Errorf("claims %v", claims)
		}
		holder, err := token.HolderKey()
		if err != nil || !holder.Equal(held[n].Public()) {
			t.Errorf("copy %d is bound to another key: %v", n, err)
		}
		if iat, _ := claims["iat"].(interface{ Int64() (int64, error) }); iat != nil {
			if second, _ := iat.Int64(); second%86400 != 0 {
				t.Errorf("iat %d is not rounded to the day", second)
			}
		}
		for _, d := range token.Disclosures {
			if seen[d.Encoded] {
				t.Errorf("two copies share the disclosure %q", d.Encoded)
			}
			seen[d.Encoded] = true
		}
	}
}

func TestLostReplyAtEachRequest(t *testing.T) {
	b := newBench(t)
	for _, path := range []string{"/offers/", "openid-credential-issuer", "oauth-authorization-server", "/token", "/nonce", "/credential"} {
		made := b.offer()
		lost := 0
		issued := b.receive(made.Text, made.TxCode, newKeys(t, BatchSize), func(r *offer.Request) bool {
			if strings.Contains(r.URL, path) && lost < 2 {
				lost++
				return true
			}
			return false
		})
		if lost != 2 || len(issued[0].Credentials) != BatchSize {
			t.Errorf("%s: lost %d, issued %+v", path, lost, issued)
		}
	}
}

func TestRestartBetweenEachRequest(t *testing.T) {
	b := newBench(t)
	// The address has to stay, so the restart is of the issuer alone.
	restart := func() {
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		again, err := Open(b.config, b.dir, Options{Now: b.now, Log: b.Issuer.log})
		if err != nil {
			t.Fatal(err)
		}
		*b.Issuer = *again
	}
	made := b.offer()
	public := b.publicJWK()["x"]
	issued := b.receive(made.Text, made.TxCode, newKeys(t, BatchSize), func(*offer.Request) bool {
		restart()
		return false
	})
	if len(issued[0].Credentials) != BatchSize || b.publicJWK()["x"] != public {
		t.Error("a restart changed the issuer")
	}
}

func TestNotificationIsNoted(t *testing.T) {
	b := newBench(t)
	made := b.offer()
	s, step, err := offer.Start(made.ByValue, offer.Options{Rand: rand.Reader}, b.now())
	for err == nil && step.Issued == nil {
		if step.Preview != nil {
			step, err = s.Accept(made.TxCode, newKeys(t, step.Preview.Keys()), b.now())
		} else {
			step, err = s.Next(b.send(step.Request), b.now())
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	requests, err := s.Notifications(offer.Accepted)
	if err != nil || len(requests) != 1 {
		t.Fatal(requests, err)
	}
	for range 2 { // idempotent
		if r := b.send(&requests[0]); r.Status != 204 {
			t.Errorf("notification: %+v", r)
		}
	}
	list, count, err := b.store.issued(context.Background(), 10)
	if err != nil || count != 1 || list[0].Event != offer.Accepted || list[0].Copies != BatchSize || list[0].Subject != "Ana Silveira" {
		t.Errorf("list %+v, %d, %v", list, count, err)
	}
}

func TestLogNamesNobody(t *testing.T) {
	b := newBench(t)
	made := b.offer()
	b.receive(made.Text, made.TxCode, newKeys(t, BatchSize), nil)
	b.post("/token", formMedia, "", tokenForm("canary-code", "canary-tx"))
	reference := made.Text[strings.LastIndex(made.Text, "%2F")+3:]
	log := b.log.String()
	for _, secret := range []string{"Ana", "Silveira", "1990", made.TxCode, b.code(made), reference, "canary", "127.0.0.1:"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log has %q", secret)
		}
	}
	if !strings.Contains(log, "route=/issuers/meridia/token status=400") {
		t.Errorf("the log lacks the requests: %s", log)
	}
}

func TestClaimsAreForgotten(t *testing.T) {
	b := newBench(t)
	made := b.offer()
	b.receive(made.Text, made.TxCode, newKeys(t, 10), nil)
	b.offer() // never taken
	b.shift = OfferLifetime + TokenLifetime + time.Second
	if err := b.store.sweep(context.Background(), b.now()); err != nil {
		t.Fatal(err)
	}
	var left, claims int
	if err := b.store.db.QueryRow("SELECT count(*), count(claims) FROM offer").Scan(&left, &claims); err != nil {
		t.Fatal(err)
	}
	if left != 1 || claims != 0 {
		t.Errorf("%d offers and %d claims are left, want 1 and 0", left, claims)
	}
	var nonces int
	if err := b.store.db.QueryRow("SELECT count(*) FROM nonce").Scan(&nonces); err != nil || nonces != 0 {
		t.Errorf("%d nonces are left, %v", nonces, err)
	}
}

// TestForgottenClaimsAreInNoFile holds that forgetting is more than no longer
// finding: whoever copies the directory must not read them in free pages.
func TestForgottenClaimsAreInNoFile(t *testing.T) {
	b := newBench(t)
	made := b.offer()
	b.receive(made.Text, made.TxCode, newKeys(t, 10), nil)
	b.offer() // never taken
	if !b.onDisk("1990-05-17") {
		t.Fatal("the claims that wait are not found: the test looks for something else")
	}
	b.shift = OfferLifetime + TokenLifetime + time.Second
	if err := b.store.sweep(context.Background(), b.now()); err != nil {
		t.Fatal(err)
	}
	if b.onDisk("1990-05-17") {
		t.Error("forgotten claims are still in a file of the data directory")
	}
}

// onDisk looks for a text in all files of the data directory.
func (b *bench) onDisk(text string) (found bool) {
	b.t.Helper()
	files, err := filepath.Glob(filepath.Join(b.dir, "*"))
	if err != nil {
		b.t.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			b.t.Fatal(err)
		}
		found = found || bytes.Contains(data, []byte(text))
	}
	return found
}
