package main

import (
	"bufio"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"domicile/cmd/internal/relay/relaytest"
)

// serveRelayProcess starts "domicile relay serve" as a process of its own.
func serveRelayProcess(t *testing.T, data string) (base string, cmd *exec.Cmd) {
	t.Helper()
	cmd = exec.Command(programNamed(t, "domicile"), "relay", "serve", "--addr", "127.0.0.1:0", "--data", data)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if found := regexp.MustCompile(`running on (http://\S+/relay)/`).FindStringSubmatch(lines.Text()); found != nil {
			return found[1], cmd
		}
	}
	t.Fatal("it did not start")
	return "", nil
}

// An answer that was acknowledged survives a kill of the program that people run,
// and an interrupt ends it in order although somebody waits.
func TestRelaySurvivesKillAndEndsInOrder(t *testing.T) {
	data := t.TempDir()
	base, cmd := serveRelayProcess(t, data)
	x := relaytest.NewExchange()
	c := relaytest.NewClient(base, 2)
	for _, call := range []relaytest.Call{x.Create(relaytest.Terms), x.Answer("response=" + relaytest.JWE)} {
		if reply, err := c.Send(t.Context(), call); err != nil || reply.Status > 201 {
			t.Fatal(reply, err)
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	base, cmd = serveRelayProcess(t, data)
	c = relaytest.NewClient(base, 2)
	if reply, err := c.Send(t.Context(), x.Claim(`{"claim":"`+relaytest.Secret()+`"}`)); err != nil || !strings.Contains(reply.Body, relaytest.JWE) {
		t.Errorf("after the kill: %+v, %v", reply, err)
	}
	waited := make(chan relaytest.Reply)
	go func() {
		reply, _ := c.Send(t.Context(), x.State("?seen=3&wait=25"))
		waited <- reply
	}()
	time.Sleep(200 * time.Millisecond)
	cmd.Process.Signal(syscall.SIGTERM)
	if reply := <-waited; reply.Status != 503 {
		t.Errorf("who waited: %+v", reply)
	}
	cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != 0 {
		t.Errorf("status %d", status)
	}
	if left, err := filepath.Glob(filepath.Join(data, "relay", "*")); err != nil || len(left) != 2 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}

// Everything in one place has the relay too, with the same contract.
func TestRelayInOnePlaceKeepsItsContract(t *testing.T) {
	s := begin(t, t.TempDir(), "127.0.0.1:0")
	relaytest.Contract(t, s.origin+"/relay", relaytest.Knobs{})
}

func TestRelayFlagThatSaysNothingIsRefused(t *testing.T) {
	for _, row := range [][]string{
		{"--gateway", "issuer.example"}, {"--gateway", "http://issuer.example"}, {"--gateway", "https://issuer.example openid/"},
		{"--trusted-proxy", "192.0.2.1"}, {"--trusted-proxy", "proxy"}, {"--addr", "127.0.0.1"},
	} {
		_, sentence, status := command("", append([]string{"relay", "serve", "--data", t.TempDir()}, row...)...)
		if status != exitUsage || sentence == "" {
			t.Errorf("%q: %d, %s", row, status, sentence)
		}
	}
	if _, sentence, status := command("", "relay"); status != exitUsage || !strings.Contains(sentence, "relay serve?") {
		t.Errorf("%d, %s", status, sentence)
	}
}
