package main

import (
	"bufio"
	"crypto/rand"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"domicile/credentials/offer"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

// started is the program as a process of its own, so that it can be killed.
type started struct {
	t      *testing.T
	cmd    *exec.Cmd
	origin string
	stderr *strings.Builder
}

// programNamed is this program by another name: TestMain runs main where it is
// called "domicile".
func programNamed(t *testing.T, name string) string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.Symlink(program, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// begin starts the program on a site and a data directory; the address is kept
// over restarts, because it is part of the issuer's name.
func begin(t *testing.T, data, address string) *started {
	t.Helper()
	name := programNamed(t, "domicile")
	site := t.TempDir()
	if err := os.WriteFile(filepath.Join(site, "index.html"), []byte("home"), 0o644); err != nil {
		t.Fatal(err)
	}
	s := &started{t: t, cmd: exec.Command(name, "start", "--addr", address, "--data", data, "--site", site), stderr: &strings.Builder{}}
	s.cmd.Stderr = s.stderr
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill(); s.cmd.Wait() })
	lines := bufio.NewScanner(stdout)
	for s.origin == "" && lines.Scan() {
		if found := regexp.MustCompile(`start here +(http://\S+)/$`).FindStringSubmatch(lines.Text()); found != nil {
			s.origin = found[1]
		}
	}
	go io.Copy(io.Discard, stdout)
	if s.origin == "" {
		s.cmd.Wait()
		t.Fatalf("did not start: %s", s.stderr)
	}
	return s
}

// stop sends a signal and returns the exit status, -1 after a kill.
func (s *started) stop(signal os.Signal) int {
	s.t.Helper()
	if err := s.cmd.Process.Signal(signal); err != nil {
		s.t.Fatal(err)
	}
	s.cmd.Wait()
	return s.cmd.ProcessState.ExitCode()
}

func (s *started) address() string { return strings.TrimPrefix(s.origin, "http://") }

func (s *started) offer() (text, txCode string) {
	s.t.Helper()
	r := s.send(&offer.Request{Method: "POST", URL: s.origin + "/office/api/offers", Body: `{"person":"ana"}`,
		Headers: map[string]string{"Content-Type": "application/json"}})
	o, err := encoding.DecodeJSONObject([]byte(r.Body))
	if err != nil || r.Status != 201 {
		s.t.Fatalf("%+v, %v", r, err)
	}
	return o["offer_uri"].(string), o["tx_code"].(string)
}

func (s *started) send(r *offer.Request) offer.Response {
	s.t.Helper()
	request, err := http.NewRequest(r.Method, r.URL, strings.NewReader(r.Body))
	if err != nil {
		s.t.Fatal(err)
	}
	for name, value := range r.Headers {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return offer.Response{}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return offer.Response{}
	}
	return offer.Response{Status: response.StatusCode, Body: string(body),
		Headers: map[string]string{"content-type": response.Header.Get("Content-Type")}}
}

// The issuer is killed after it acted on each request in turn, with the reply
// lost; started again, it goes on with the same wallet.
func TestIssuerKilledAtEachRequest(t *testing.T) {
	data := t.TempDir()
	s := begin(t, data, "127.0.0.1:0")
	for kill := range 6 {
		text, txCode := s.offer()
		session, step, err := offer.Start(text, offer.Options{Rand: rand.Reader}, time.Now())
		var held []keys.Private
		for n, sent := 0, 0; err == nil && step.Issued == nil && n < 20; n++ {
			switch {
			case step.Preview != nil && step.Preview.TxCode.Retry:
				t.Fatalf("killed at request %d: the right code is refused", kill)
			case step.Preview != nil:
				for len(held) < step.Preview.Keys() {
					key, err := keys.Generate(rand.Reader, "ES256")
					if err != nil {
						t.Fatal(err)
					}
					held = append(held, key)
				}
				step, err = session.Accept(txCode, held, time.Now())
			case sent == kill:
				sent++
				s.send(step.Request)
				if status := s.stop(syscall.SIGKILL); status != -1 {
					t.Fatalf("status %d after a kill", status)
				}
				s = begin(t, data, s.address())
				step, err = session.Step(time.Now())
			default:
				sent++
				step, err = session.Next(s.send(step.Request), time.Now())
			}
		}
		if err != nil || step.Issued == nil || len(step.Issued[0].Credentials) != 10 {
			t.Errorf("killed at request %d: %+v, %v", kill, step, err)
		}
	}
	issued := s.send(&offer.Request{Method: "GET", URL: s.origin + "/office/api/issued"})
	if !strings.Contains(issued.Body, `"count":6`) {
		t.Errorf("issued: %+v", issued)
	}
}

func TestInterruptEndsInOrder(t *testing.T) {
	data := t.TempDir()
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		s := begin(t, data, "127.0.0.1:0")
		s.offer()
		if status := s.stop(signal); status != 0 || !strings.Contains(s.stderr.String(), "Stopped.") {
			t.Errorf("%v: status %d, %s", signal, status, s.stderr)
		}
	}
	left, err := filepath.Glob(filepath.Join(data, "issuer", "*"))
	if err != nil || len(left) != 2 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}

func TestAddressInUse(t *testing.T) {
	s := begin(t, t.TempDir(), "127.0.0.1:0")
	site := t.TempDir()
	if err := os.WriteFile(filepath.Join(site, "index.html"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	_, sentence, status := command("", "start", "--addr", s.address(), "--data", t.TempDir(), "--site", site)
	if status != exitUsage || !strings.Contains(sentence, "is in use") {
		t.Errorf("status %d, %s", status, sentence)
	}
	if _, sentence, status := command("", "start", "--site", t.TempDir()); status != exitUsage || !strings.Contains(sentence, "scripts/build") {
		t.Errorf("no site: status %d, %s", status, sentence)
	}
}

func TestOnePlaceForEverything(t *testing.T) {
	s := begin(t, t.TempDir(), "127.0.0.1:0")
	rows := map[string]string{
		"/": "home", "/config.json": `{"demo":true,"relay":"/relay"}`, "/trust/list.json": `"domicile_trust_list":1`,
		"/.well-known/jwt-vc-issuer/issuers/meridia": `"issuer":"` + s.origin + `/issuers/meridia"`,
		"/office/api/people":                         `"people":[`,
	}
	for path, want := range rows {
		if r := s.send(&offer.Request{Method: "GET", URL: s.origin + path}); r.Status != 200 || !strings.Contains(r.Body, want) {
			t.Errorf("%s: %d %.80q", path, r.Status, r.Body)
		}
	}
}
