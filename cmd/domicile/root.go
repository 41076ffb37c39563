package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// terminal is where a command reads and writes.
type terminal struct {
	in       io.Reader
	out, err io.Writer
}

// families are the commands, one file each.
var families = []func(*terminal) *cobra.Command{
	inspectCommand,
	issueCommand,
	issuerCommand,
	keysCommand,
	qrCommand,
	relayCommand,
	requestCommand,
	startCommand,
	verifyCommand,
	walletCommand,
}

func newRoot(t *terminal) *cobra.Command {
	root := &cobra.Command{
		Use:           "domicile",
		Short:         "Issue, hold, show and check digital credentials",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return usage("which command? \"domicile --help\" lists them")
		},
	}
	root.SetIn(t.in)
	root.SetOut(t.out)
	root.SetErr(t.err)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage("%s", err) })
	root.CompletionOptions.HiddenDefaultCmd = true
	for _, family := range families {
		root.AddCommand(family(t))
	}
	return root
}

// run runs one command line and returns the exit status. Interrupts end the
// command's context, so that servers can finish what they are writing.
func run(t *terminal, args []string) (status int) {
	defer func() {
		if r := recover(); r != nil {
			status = tellPanic(t, r)
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot(t)
	root.SetArgs(args)
	return tell(t, root.ExecuteContext(ctx))
}
