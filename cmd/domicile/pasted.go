package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"domicile/credentials/qr"
)

// pasted waits for an answer that a person brings: lines on standard input, or
// the file that --answer names.
func (a *asking) pasted(ctx context.Context, t *terminal) (string, error) {
	answers, failed := make(chan string, 1), make(chan error, 1)
	go func() {
		text, err := a.read(ctx, t)
		if err != nil {
			failed <- err
			return
		}
		answers <- text
	}()
	select {
	case text := <-answers:
		return text, nil
	case err := <-failed:
		return "", err
	case <-ctx.Done():
		return "", noAnswer(ctx)
	}
}

func (a *asking) read(ctx context.Context, t *terminal) (string, error) {
	if a.answer == "" {
		return readAnswer(t)
	}
	for !isFile(a.answer) {
		if err := pause(ctx, 200*time.Millisecond); err != nil {
			return "", err
		}
	}
	data, err := readInput(t, a.answer)
	return strings.TrimSpace(string(data)), err
}

// readAnswer reads lines until they make an answer. The frames of an animated
// code may come in any order; an empty line is passed over.
func readAnswer(t *terminal) (string, error) {
	var frames qr.Assembler
	for {
		line, err := readLine(t.in)
		switch {
		case line == "" && err != nil:
			return "", usage("the input ended before an answer came")
		case line == "":
			continue
		case !qr.IsUR(line):
			data, err := readInput(t, line)
			return strings.TrimSpace(string(data)), err
		}
		progress, err := frames.Add(line)
		if err != nil {
			fmt.Fprintf(t.err, "domicile: a frame was passed over: %s\n", err)
			continue
		}
		if progress.Message != nil {
			return progress.Message.Text()
		}
		fmt.Fprintf(t.err, "%d of %d parts\n", progress.Received, progress.Expected)
	}
}
