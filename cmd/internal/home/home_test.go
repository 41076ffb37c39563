package home_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"domicile/cmd/internal/home"
	"domicile/credentials/holder"
	"domicile/credentials/request"
	"domicile/crypto/sealed"
	"domicile/internal/double"
)

var cheap = sealed.Cost{Memory: 64, Passes: 1, Threads: 1}

func enter(t *testing.T, dir string) *home.Home {
	t.Helper()
	h, err := home.Enter(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Leave)
	return h
}

func change(seq uint64, records ...string) holder.Change {
	c := holder.Change{Seq: seq}
	for _, r := range records {
		c.Records = append(c.Records, []byte(r))
	}
	return c
}

func TestWhatIsStoredIsLoaded(t *testing.T) {
	dir := t.TempDir()
	h := enter(t, dir)
	if _, _, err := h.Load(); !errors.Is(err, home.ErrNone) {
		t.Errorf("an empty directory: %v", err)
	}
	if err := h.Create([]byte("envelope"), change(0, "a")); err != nil {
		t.Fatal(err)
	}
	if err := h.Store(change(1, "b", "c")); err != nil {
		t.Fatal(err)
	}
	rewrite := holder.Change{Seq: 3, Records: [][]byte{[]byte("d")}, Rewrites: []holder.Rewrite{{Seq: 1, Record: []byte("B")}}}
	if err := h.Store(rewrite); err != nil {
		t.Fatal(err)
	}
	h.Leave()
	envelope, records, err := enter(t, dir).Load()
	if err != nil || string(envelope) != "envelope" || string(bytes.Join(records, []byte(" "))) != "a B c d" {
		t.Errorf("%q %q %v", envelope, records, err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "records", ".new-*"))
	if len(left) != 0 {
		t.Errorf("temporary files stay: %q", left)
	}
}

func TestNothingIsOverwritten(t *testing.T) {
	h := enter(t, t.TempDir())
	if err := h.Create([]byte("envelope"), change(0, "a")); err != nil {
		t.Fatal(err)
	}
	if err := h.Create([]byte("another"), change(0, "z")); err == nil {
		t.Error("a second wallet was made over the first")
	}
	if err := h.Store(change(0, "z")); err == nil {
		t.Error("a record was stored twice under one number")
	}
	if err := h.Store(change(1, string(make([]byte, home.MaxRecord+1)))); err == nil {
		t.Error("a record that could not be read back was stored")
	}
	envelope, records, err := h.Load()
	if err != nil || string(envelope) != "envelope" || len(records) != 1 || string(records[0]) != "a" {
		t.Errorf("%q %q %v", envelope, records, err)
	}
}

// A crash leaves at most a temporary file behind, which is not a record.
func TestATornWriteIsNoRecord(t *testing.T) {
	dir := t.TempDir()
	h := enter(t, dir)
	if err := h.Create([]byte("envelope"), change(0, "a")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "records", ".new-torn"), []byte("hal"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, records, err := h.Load(); err != nil || len(records) != 1 {
		t.Errorf("%q %v", records, err)
	}
}

func TestOnlyTheOwnerMayRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "wallet")
	h := enter(t, dir)
	if err := h.Create([]byte("envelope"), change(0, "a")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{"": 0o700, "records": 0o700, "envelope": 0o600, "records/00000000": 0o600} {
		about, err := os.Stat(filepath.Join(dir, name))
		if err != nil || about.Mode().Perm() != want {
			t.Errorf("%s: %v %v", name, about.Mode(), err)
		}
	}
}

// Several users of one wallet, each of whom loads, changes and stores under the
// lock, lose no write.
func TestTheLockKeepsWritersApart(t *testing.T) {
	dir := t.TempDir()
	h := enter(t, dir)
	w, envelope, first, err := holder.Create(double.Rand("wallet"), "passphrase", cheap, double.Noon)
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
	if err := h.Create(envelope, first); err != nil {
		t.Fatal(err)
	}
	h.Leave()
	const writers, each = 4, 5
	var all sync.WaitGroup
	for n := range writers {
		all.Go(func() {
			for range each {
				if err := write(dir, fmt.Sprint(n)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	_, records, err := enter(t, dir).Load()
	if err != nil || len(records) != 1+writers*each {
		t.Errorf("%d records, %v", len(records), err)
	}
}

// write declines a request, which adds a line to the log.
func write(dir, seed string) error {
	h, err := home.Enter(dir)
	if err != nil {
		return err
	}
	defer h.Leave()
	envelope, records, err := h.Load()
	if err != nil {
		return err
	}
	w, err := holder.Open(envelope, "passphrase", records)
	if err != nil {
		return err
	}
	r, err := request.Parse(question)
	if err != nil {
		return err
	}
	q, err := w.Consider(r, double.Noon)
	if err != nil {
		return err
	}
	change, err := q.Refuse(double.Rand(seed), double.Noon)
	if err != nil {
		return err
	}
	return h.Store(change)
}

const question = "openid4vp://?client_id=redirect_uri:https://verifier.example/&response_type=vp_token&response_mode=fragment" +
	"&redirect_uri=https://verifier.example/&nonce=n-0123456789abcdef&state=s-0123456789abcdef" +
	"&dcql_query=%7B%22credentials%22%3A%5B%7B%22id%22%3A%22card%22%2C%22format%22%3A%22dc%2Bsd-jwt%22%2C%22meta%22%3A%7B%7D%7D%5D%7D"
