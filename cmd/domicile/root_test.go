package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"domicile/crypto/fault"
)

// runWith runs the program with one more command, which does what it is told.
func runWith(do func() error, args ...string) (status int, out, err string) {
	kept := families
	defer func() { families = kept }()
	families = append(families[:len(families):len(families)], func(*terminal) *cobra.Command {
		return &cobra.Command{Use: "do", Args: cobra.ExactArgs(1), RunE: func(*cobra.Command, []string) error { return do() }}
	})
	var stdout, stderr bytes.Buffer
	status = run(&terminal{in: strings.NewReader(""), out: &stdout, err: &stderr}, args)
	return status, stdout.String(), stderr.String()
}

func TestExitStatus(t *testing.T) {
	for name, c := range map[string]struct {
		do     func() error
		args   []string
		status int
		says   string
	}{
		"done":                    {func() error { return nil }, []string{"do", "it"}, exitValid, ""},
		"ended":                   {func() error { return ended(exitUnknown) }, []string{"do", "it"}, exitUnknown, ""},
		"panic":                   {func() error { panic("a slip") }, []string{"do", "it"}, exitFault, "a fault of the program, nothing was decided: a slip"},
		"error without a kind":    {func() error { return errors.New("disk full") }, []string{"do", "it"}, exitFault, "domicile: disk full"},
		"fault that is invalid":   {func() error { return fault.New("expired", "yesterday") }, []string{"do", "it"}, exitInvalid, "(expired: yesterday)"},
		"fault that is unknown":   {func() error { return fault.New("issuer_unknown", "") }, []string{"do", "it"}, exitUnknown, "(issuer_unknown)"},
		"kind without a row":      {func() error { return fault.New("no_such_kind", "") }, []string{"do", "it"}, exitInvalid, "no words for"},
		"usage":                   {func() error { return usage("no %s", "file") }, []string{"do", "it"}, exitUsage, "domicile: no file"},
		"too few arguments":       {nil, []string{"do"}, exitUsage, "accepts 1 arg(s), received 0"},
		"unknown flag":            {nil, []string{"do", "--it"}, exitUsage, "unknown flag: --it"},
		"unknown command":         {nil, []string{"undo"}, exitUsage, `unknown command "undo"`},
		"no command":              {nil, nil, exitUsage, "which command?"},
		"unknown command of keys": {nil, []string{"keys", "lose"}, exitUsage, `unknown command "lose"`},
	} {
		status, out, err := runWith(c.do, c.args...)
		if status != c.status || !strings.Contains(err, c.says) || out != "" {
			t.Errorf("%s: status %d, %q, %q", name, status, out, err)
		}
	}
}

// TestEveryCommandSaysWhatItDoes holds the help to a short sentence each.
func TestEveryCommandSaysWhatItDoes(t *testing.T) {
	var check func(c *cobra.Command)
	check = func(c *cobra.Command) {
		if c.Short == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: %q", c.CommandPath(), c.Short)
		}
		for _, sub := range c.Commands() {
			check(sub)
		}
	}
	check(newRoot(&terminal{in: strings.NewReader(""), out: &bytes.Buffer{}, err: &bytes.Buffer{}}))
}
