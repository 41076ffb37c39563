package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"domicile/cmd/internal/home"
	"domicile/credentials/holder"
	"domicile/credentials/sdjwt"
	"domicile/credentials/trust"
	"domicile/crypto/encoding"
	"domicile/crypto/sealed"
)

// walletFlags are those that all commands of the wallet share.
type walletFlags struct {
	home  string
	yes   bool
	trust []string
}

func walletCommand(t *terminal) *cobra.Command {
	var f walletFlags
	family := &cobra.Command{
		Use:   "wallet",
		Short: "Hold cards, receive them and show them, without a browser",
		Long: `Hold cards, receive them and show them, without a browser.

The wallet is a directory of sealed records. Its passphrase comes from DOMICILE_PASSPHRASE, or is asked for. Several
commands may run at once: each waits for the one before it.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return usage("wallet init, wallet list, wallet receive, or wallet present?")
		},
	}
	flags := family.PersistentFlags()
	flags.StringVar(&f.home, "home", "", "the wallet's directory (default: domicile in the user's configuration)")
	flags.BoolVar(&f.yes, "yes", false, "agree to what would be asked")
	flags.StringArrayVar(&f.trust, "trust", nil, "whom to trust, to say who an issuer is (FILE, several times)")
	family.AddCommand(walletInitCommand(t, &f), walletListCommand(t, &f), walletReceiveCommand(t, &f), walletPresentCommand(t, &f))
	for _, action := range actions {
		family.AddCommand(walletActionCommand(t, &f, action))
	}
	return family
}

// directory is where the wallet is.
func (f *walletFlags) directory() (string, error) {
	if f.home != "" {
		return f.home, nil
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return "", usage("where is the wallet? Say so with --home")
	}
	return filepath.Join(config, "domicile"), nil
}

// openWallet is the wallet of a directory, open and locked against other
// processes until Leave.
type openWallet struct {
	*home.Home
	*holder.Wallet
	store *trust.Store
}

func (f *walletFlags) open(t *terminal) (*openWallet, error) {
	store, err := readTrust(f.trust)
	if err != nil {
		return nil, err
	}
	dir, err := f.directory()
	if err != nil {
		return nil, err
	}
	if !isFile(filepath.Join(dir, "envelope")) {
		return nil, usage("there is no wallet in %s: make one with \"domicile wallet init\"", dir)
	}
	secret, err := passphrase(t, "Passphrase: ")
	if err != nil {
		return nil, err
	}
	entered, err := home.Enter(dir)
	if err != nil {
		return nil, err
	}
	opened, err := unlock(entered, secret)
	if err != nil {
		entered.Leave()
		return nil, err
	}
	if n := len(opened.State().Damaged); n > 0 {
		fmt.Fprintf(t.err, "domicile: %d of %d records are damaged and left as they are; the rest of the wallet is here.\n", n, opened.State().Seq)
	}
	return &openWallet{entered, opened, store}, nil
}

func unlock(entered *home.Home, secret string) (*holder.Wallet, error) {
	envelope, records, err := entered.Load()
	if err != nil {
		return nil, err
	}
	return holder.Open(envelope, secret, records)
}

// do stores a change on the disk, and then applies it.
func (w *openWallet) do(change holder.Change) error {
	if err := w.Store(change); err != nil {
		return err
	}
	return w.Apply(change.Seq, change.Records)
}

func walletInitCommand(t *terminal, f *walletFlags) *cobra.Command {
	return &cobra.Command{
		Use:   "init",
		Short: "Make an empty wallet",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			dir, err := f.directory()
			if err != nil {
				return err
			}
			if isFile(filepath.Join(dir, "envelope")) {
				return usage("there is a wallet in %s already", dir)
			}
			secret, err := newPassphrase(t)
			if err != nil {
				return err
			}
			entered, err := home.Enter(dir)
			if err != nil {
				return err
			}
			defer entered.Leave()
			_, envelope, first, err := holder.Create(rand.Reader, secret, sealed.DefaultCost, time.Now())
			if err != nil {
				return err
			}
			if err := entered.Create(envelope, first); err != nil {
				return err
			}
			fmt.Fprintf(t.err, "The wallet is in %s. Nobody can open it without the passphrase, and nobody can give you another one.\n", dir)
			return nil
		},
	}
}

func walletListCommand(t *terminal, f *walletFlags) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "list",
		Short: "List the cards and the issuances under way",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			w, err := f.open(t)
			if err != nil {
				return err
			}
			defer w.Leave()
			if asJSON {
				return w.listJSON(t, time.Now())
			}
			return w.list(t, time.Now())
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object for each card")
	return c
}

// listed is a card as the list shows it.
type listed struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Type   string `json:"type"`
	Issuer string `json:"issuer"`
	Scope  string `json:"scope"`
	Holder string `json:"holder"`
	Until  string `json:"until"`
	Copies int    `json:"copies"`
	Unused int    `json:"unused"`
}

func (w *openWallet) listed(card holder.Card, now time.Time) (listed, error) {
	token, err := sdjwt.Parse(card.Copies[0].Text)
	if err != nil {
		return listed{}, err
	}
	claims, err := token.Claims()
	if err != nil {
		return listed{}, err
	}
	given, _, _ := encoding.String(claims, "given_name")
	family, _, _ := encoding.String(claims, "family_name")
	until, ends, _ := encoding.NumericDate(claims, "exp")
	line := listed{
		ID: card.ID, Title: card.Origin.Title, Type: card.Origin.Type, Issuer: card.Origin.Issuer,
		Holder: strings.TrimSpace(given + " " + family), Copies: len(card.Copies), Unused: card.Unused(),
	}
	if ends {
		line.Until = until.UTC().Format(time.RFC3339)
	}
	if anchor, known := card.ListedBy(w.store, now); known {
		line.Issuer, line.Scope = anchor.Name, string(anchor.Scope)
	}
	return line, nil
}

func (w *openWallet) list(t *terminal, now time.Time) error {
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	state := w.State()
	for _, card := range state.Cards {
		line, err := w.listed(card, now)
		if err != nil {
			return err
		}
		mark := scopeMark(line.Scope)
		if card.Origin.Unchecked {
			mark = strings.TrimSpace(mark + " (signature not checked: the issuer publishes no keys)")
		}
		if card.Deleted() {
			mark = strings.TrimSpace(mark + " (deleted)")
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\tuntil %s\t%d of %d copies unused\t%s\n", line.ID, plain(line.Title), plain(line.Holder), plain(line.Issuer), line.Until, line.Unused, line.Copies, mark)
	}
	for _, order := range state.Orders {
		fmt.Fprintf(table, "%s\t%s\t\t%s\tunder way since %s\tresume: domicile wallet receive --resume %s\n", order.ID, plain(order.Origin.Title), plain(order.Origin.Issuer), order.Since.Format(time.RFC3339), order.ID)
	}
	if len(state.Cards)+len(state.Orders) == 0 {
		fmt.Fprintln(t.err, "The wallet is empty.")
	}
	return table.Flush()
}

func (w *openWallet) listJSON(t *terminal, now time.Time) error {
	for _, card := range w.State().Cards {
		if card.Deleted() {
			continue
		}
		line, err := w.listed(card, now)
		if err != nil {
			return err
		}
		text, err := encoding.EncodeJSON(line)
		if err != nil {
			return err
		}
		fmt.Fprintln(t.out, string(text))
	}
	return nil
}
