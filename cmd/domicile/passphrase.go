package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
	"golang.org/x/text/unicode/norm"
)

// passphraseVariable holds the wallet's passphrase, for scripts.
const passphraseVariable = "DOMICILE_PASSPHRASE"

// passphrase reads the wallet's passphrase from the environment, or asks for it
// without an echo. It is normalised (NFKC) so that it is the same from every
// keyboard, and the same as in the browser.
func passphrase(t *terminal, prompt string) (string, error) {
	if secret, set := os.LookupEnv(passphraseVariable); set {
		return norm.NFKC.String(secret), nil
	}
	file, ok := t.in.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return "", usage("there is nobody to ask for the passphrase: set %s", passphraseVariable)
	}
	fmt.Fprint(t.err, prompt)
	secret, err := term.ReadPassword(int(file.Fd()))
	fmt.Fprintln(t.err)
	return norm.NFKC.String(string(secret)), err
}

// minPassphrase keeps out what is no passphrase at all; the pages say more.
const minPassphrase = 8

// newPassphrase asks for a passphrase twice.
func newPassphrase(t *terminal) (string, error) {
	secret, err := passphrase(t, "New passphrase: ")
	if err != nil {
		return "", err
	}
	if len([]rune(secret)) < minPassphrase {
		return "", usage("a passphrase has at least %d characters; four or more unusual words are good", minPassphrase)
	}
	again, err := passphrase(t, "The same again: ")
	if err == nil && again != secret {
		err = usage("the two are not the same")
	}
	return secret, err
}

// agree asks a question that has to be answered with yes.
func agree(t *terminal, question string) (bool, error) {
	answer, err := ask(t, question+" [y/N] ")
	answer = strings.ToLower(answer)
	return answer == "y" || answer == "yes", err
}

// ask asks for a line.
func ask(t *terminal, question string) (string, error) {
	fmt.Fprint(t.err, question)
	line, err := t.line(t.stop)
	if errors.Is(err, errStopped) {
		return "", &exit{exitUnknown, "Interrupted."}
	}
	if err != nil && line == "" {
		return "", usage("there is nobody to ask: answer with flags, such as --yes")
	}
	return line, nil
}

// errStopped says that nobody waits for a line any more.
var errStopped = errors.New("stopped")

// line reads a line, unless it is to stop before one has come. Whoever reads a
// terminal cannot be interrupted otherwise.
func (t *terminal) line(stop <-chan struct{}) (string, error) {
	type read struct {
		text string
		err  error
	}
	lines := make(chan read, 1)
	go func() {
		text, err := readLine(t.in)
		lines <- read{text, err}
	}()
	select {
	case <-stop:
		return "", errStopped
	case r := <-lines:
		return r.text, r.err
	}
}

// readLine reads a line and nothing after it, which may be the answer to the
// next question.
func readLine(r io.Reader) (string, error) {
	var line []byte
	for one := make([]byte, 1); len(line) < maxLine; {
		n, err := r.Read(one)
		if n == 1 && one[0] == '\n' {
			break
		}
		line = append(line, one[:n]...)
		if err != nil {
			return strings.TrimSpace(string(line)), err
		}
	}
	return strings.TrimSpace(string(line)), nil
}

// maxLine bounds a line that is typed or pasted: an answer fits.
const maxLine = 256 << 10
