package interop

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"testing"
)

// peer is a running program of somebody else, asked one command at a time.
type peer struct {
	in  io.Writer
	out *bufio.Reader
}

// startPeer runs peer.mjs until the test ends.
func startPeer(t *testing.T) *peer { return start(t, "peer.mjs") }

// start runs a program of this folder until the test ends.
func start(t *testing.T, program string) *peer {
	t.Helper()
	if os.Getenv("DOMICILE_INTEROP") == "" {
		t.Skip("run by scripts/interop/run")
	}
	command := exec.Command("node", program)
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatalf("Node is needed: %v", err)
	}
	t.Cleanup(func() {
		_ = in.Close() // ends the program
		_ = command.Wait()
	})
	return &peer{in, bufio.NewReaderSize(out, 1<<20)}
}

// ask sends a command and decodes what it answers; the text is the peer's
// complaint where it has one.
func (p *peer) ask(t failer, command map[string]any, into any) (complaint string) {
	t.Helper()
	raw, err := json.Marshal(command)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.in.Write(append(raw, '\n')); err != nil {
		t.Fatal(err)
	}
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		OK    json.RawMessage `json:"ok"`
		Error string          `json:"error"`
	}
	if err := json.Unmarshal(line, &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Error == "" {
		if err := json.Unmarshal(answer.OK, into); err != nil {
			t.Fatal(err)
		}
	}
	return answer.Error
}

// must is ask where a complaint fails the test.
func (p *peer) must(t failer, command map[string]any, into any) {
	t.Helper()
	if complaint := p.ask(t, command, into); complaint != "" {
		t.Fatalf("the peer refuses %s: %s", command["op"], complaint)
	}
}

// failer is a *testing.T or a *rapid.T.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}
