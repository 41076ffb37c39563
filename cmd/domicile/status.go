package main

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"domicile/credentials/verdict"
)

// Exit statuses; usage and fault are those of BSD's sysexits.
const (
	exitValid   = 0
	exitInvalid = 1
	exitUnknown = 2
	exitUsage   = 64
	exitFault   = 70
)

// exit is an error with its status. An empty sentence says nothing more: the
// command has said it all.
type exit struct {
	status   int
	sentence string
}

func (e *exit) Error() string { return e.sentence }

// usage says that the command line is wrong.
func usage(format string, args ...any) error {
	return &exit{exitUsage, fmt.Sprintf(format, args...)}
}

// ended ends a command with a status and no further words.
func ended(status int) error {
	if status == exitValid {
		return nil
	}
	return &exit{status: status}
}

// tell writes what an error means to a person and returns its exit status:
// faults are invalid or unknown as the catalogue says, and errors without a
// kind are those of the machine (a file that cannot be written).
func tell(t *terminal, err error) int {
	if err == nil {
		return exitValid
	}
	var e *exit
	if errors.As(err, &e) {
		if e.sentence != "" {
			fmt.Fprintln(t.err, "domicile: "+e.sentence)
		}
		return e.status
	}
	kind := verdict.KindOf(err)
	if kind == "" && isCobraUsage(err) {
		fmt.Fprintln(t.err, "domicile: "+err.Error())
		return exitUsage
	}
	if kind == "" {
		fmt.Fprintln(t.err, "domicile: "+err.Error())
		return exitFault
	}
	fmt.Fprintf(t.err, "domicile: %s (%s)\n", verdict.Sentence(kind), plain(strings.TrimSuffix(kind+": "+verdict.DetailOf(err), ": ")))
	if e, ok := verdict.Lookup(kind); ok && e.Outcome == verdict.Unknown {
		return exitUnknown
	}
	return exitInvalid
}

// isCobraUsage recognises what cobra says of unknown commands and wrong numbers
// of arguments, for which it has no type.
func isCobraUsage(err error) bool {
	for _, start := range []string{"unknown command", "accepts ", "requires at least", "requires at most", "required flag", "if any flags in the group", "invalid argument"} {
		if strings.HasPrefix(err.Error(), start) {
			return true
		}
	}
	return false
}

// tellPanic writes what a programmer needs; the input may be sensitive and is
// not repeated.
func tellPanic(t *terminal, r any) int {
	fmt.Fprintf(t.err, "domicile: this is a fault of the program, nothing was decided: %v\n%s", r, debug.Stack())
	return exitFault
}
