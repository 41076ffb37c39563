package main

import (
	"crypto/rand"
	"io"
	"time"

	"github.com/spf13/cobra"

	"domicile/credentials/holder"
)

// action changes the wallet by one event.
type action struct {
	name, short string
	change      func(*holder.Wallet, io.Reader, string, time.Time) (holder.Change, error)
}

var actions = []action{
	{"delete", "Put a card into the trash", (*holder.Wallet).Delete},
	{"restore", "Take a card out of the trash", (*holder.Wallet).Restore},
	{"erase", "Remove a card and its keys for good", (*holder.Wallet).Erase},
	{"drop", "Give up an issuance that is under way", (*holder.Wallet).Drop},
}

func walletActionCommand(t *terminal, f *walletFlags, a action) *cobra.Command {
	return &cobra.Command{
		Use:   a.name + " ID",
		Short: a.short,
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			w, err := f.open(t)
			if err != nil {
				return err
			}
			defer w.Leave()
			change, err := a.change(w.Wallet, rand.Reader, args[0], time.Now())
			if err != nil {
				return err
			}
			return w.do(change)
		},
	}
}
