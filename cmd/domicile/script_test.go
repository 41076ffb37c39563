package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"domicile": main})
}

// TestScripts runs the scripts of testdata/script: they read as documentation of
// the command line. $CORPUS is the folder of the project's own vectors.
func TestScripts(t *testing.T) {
	corpus, err := filepath.Abs("../../credentials/testdata")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("CORPUS", corpus)
			env.Setenv("HOME", env.WorkDir)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"mode": mode, "input": input},
	})
}

// mode checks the permissions of a file: mode 0600 key.jwk
func mode(ts *testscript.TestScript, neg bool, args []string) {
	about, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := about.Mode().Perm().String(); (got == args[0]) == neg {
		ts.Fatalf("%s has mode %s", args[1], got)
	}
}
