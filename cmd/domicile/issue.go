package main

import (
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"domicile/cmd/internal/issuer"
	"domicile/credentials/issue"
	"domicile/crypto/encoding"
	"domicile/crypto/x5c"
)

// issuing are the flags of "domicile issue".
type issuing struct {
	place
	claims, key, holder, issuer, typ, config, certificate string

	days          int
	offer, asJSON bool
}

func issueCommand(t *terminal) *cobra.Command {
	var f issuing
	c := &cobra.Command{
		Use:   "issue KIND",
		Short: "Make one credential, or offer it to a wallet",
		Long: `Make a credential of KIND (` + strings.Join(issue.Formats(), ", ") + `) and print it: one line for each holder's key.

Without --claims the card speaks of a sample person. Without --key it is signed by the demo office in DATA, and
counts where that office's cards do. With --offer nothing is signed yet: a wallet that opens the printed link and
gives the transaction code receives the card from the running issuer. KIND is then a type of the office's
configuration, or left out for its first.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			kind := ""
			if len(args) == 1 {
				kind = args[0]
			}
			if f.offer {
				return f.makeOffer(c.Context(), t, kind)
			}
			return f.issue(t, kind)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.claims, "claims", "", "file with the claims, a JSON object")
	flags.StringVar(&f.holder, "holder", "", "file with the holder's public key or keys, a JWK or JWK set")
	flags.StringVar(&f.issuer, "issuer", "", "who issues, as the card names it (with --key)")
	flags.StringVar(&f.typ, "type", issue.ResidencyCard, "type of the card (vct)")
	flags.StringVar(&f.certificate, "certificate", "", "PEM file with the signer's certificate (hcert)")
	flags.IntVar(&f.days, "days", 365, "how long the card is valid")
	flags.BoolVar(&f.offer, "offer", false, "make an offer for a wallet")
	flags.BoolVar(&f.asJSON, "json", false, "one JSON object (with --offer)")
	flags.StringVar(&f.data, "data", ".data", "directory of the issuer")
	flags.StringVar(&f.origin, "origin", "", "address of the issuer (default http://127.0.0.1:8080, or the configuration's)")
	officeFlags(c, &f.config, &f.key)
	return c
}

//go:embed sample-claims.json
var sampleClaims []byte

// issue makes credentials here and now.
func (f issuing) issue(t *terminal, kind string) error {
	if !slices.Contains(issue.Formats(), kind) {
		return usage("issue what? one of: %s", strings.Join(issue.Formats(), ", "))
	}
	if f.days < 1 || f.days > 3660 {
		return usage("--days is 1 to 3660")
	}
	now := time.Now()
	order := issue.Order{Format: kind, Type: f.typ, Issuer: f.issuer, IssuedAt: now, Expires: now.AddDate(0, 0, f.days)}
	if kind == issue.HCERT && f.claims == "" {
		return usage("an hcert needs --key, --certificate, --issuer and --claims")
	}
	var err error
	if order.Claims, err = f.readClaims(sampleClaims); err != nil {
		return err
	}
	if f.holder != "" {
		if order.Holders, err = readPublicKeys(t, f.holder); err != nil {
			return err
		}
	}
	if err := f.sign(t, &order); err != nil {
		return err
	}
	if f.certificate != "" {
		if order.Certificate, err = readCertificate(f.certificate); err != nil {
			return err
		}
	}
	if order.Type == issue.ResidencyCard && kind == issue.SDJWT {
		if _, wrong := issue.ParseResident(order.Claims, now); len(wrong) > 0 {
			return usage("the claims are not those of a residency card:\n%s", &issuer.Invalid{Fields: wrong})
		}
	}
	made, err := issue.Issue(rand.Reader, order)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(t.out, strings.Join(made, "\n"))
	return err
}

// sign puts the issuer's key and name into an order.
func (f issuing) sign(t *terminal, order *issue.Order) (err error) {
	if f.key == "" && order.Format == issue.HCERT {
		return usage("an hcert needs --key, --certificate, --issuer and --claims")
	}
	if f.key == "" {
		office, err := f.open(t)
		if err != nil {
			return err
		}
		defer office.Close()
		order.Key, order.KeyID, order.Issuer = office.Signer()
		return nil
	}
	if order.Issuer == "" && order.Format == issue.HCERT {
		return usage("with --key, say who issues with --issuer: a country, for example --issuer XM")
	}
	if order.Issuer == "" {
		return usage("with --key, say who issues with --issuer, for example --issuer https://office.example")
	}
	order.Key, err = readPrivateKey(t, f.key)
	if err == nil {
		order.KeyID = order.Key.Public().Thumbprint()
	}
	return err
}

// readCertificate returns the first certificate of a PEM file.
func readCertificate(name string) ([]byte, error) {
	data, err := readFile(name)
	if err != nil {
		return nil, err
	}
	chain, err := x5c.ParsePEM(data)
	if err != nil {
		return nil, err
	}
	return chain[0].Raw, nil
}

// readClaims reads --claims; where it is not given, other stands for it.
func (f issuing) readClaims(other []byte) (map[string]any, error) {
	data := other
	if f.claims != "" {
		var err error
		if data, err = readFile(f.claims); err != nil {
			return nil, err
		}
	}
	return encoding.DecodeJSONObject(data)
}

// open opens the office that --config names, else that of DATA, else the demo
// office that "domicile start" serves.
func (f issuing) open(t *terminal) (*issuer.Issuer, error) {
	if f.config != "" || isFile(filepath.Join(f.data, "issuer.json")) {
		return openOffice(t, f.place, f.config, f.key)
	}
	if f.origin == "" {
		f.origin = "http://127.0.0.1:8080"
	}
	office, err := issuer.Open(issuer.Meridia(f.origin), filepath.Join(f.data, "issuer"), issuer.Options{Log: f.log(t)})
	if err != nil {
		return nil, usage("%s", err)
	}
	return office, nil
}

// offeredSample is the sample person for an offer: the office adds the rest.
const offeredSample = `{"given_name":"Ana","family_name":"Silveira","birthdate":"1990-05-17","nationalities":["PT"],"residency":{"programme":"Digital residency"}}`

// makeOffer writes an offer into the issuer's database, from which the running
// issuer serves it.
func (f issuing) makeOffer(ctx context.Context, t *terminal, kind string) error {
	office, err := f.open(t)
	if err != nil {
		return err
	}
	defer office.Close()
	if kind == "" || kind == issue.SDJWT {
		kind = office.FirstType()
	}
	claims, err := f.readClaims([]byte(offeredSample))
	if err != nil {
		return err
	}
	made, err := office.MakeOffer(ctx, kind, claims)
	var invalid *issuer.Invalid
	if errors.As(err, &invalid) {
		return usage("the claims do not fit the card:\n%s", invalid)
	}
	if err != nil {
		return usage("%s", err)
	}
	if f.asJSON {
		text, err := encoding.EncodeJSON(made)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(t.out, string(text))
		return err
	}
	fmt.Fprintf(t.err, "Open this in a wallet before %s, and give it the transaction code below:\n", made.ExpiresAt.Local().Format("15:04"))
	_, err = fmt.Fprintf(t.out, "%s\n%s\n", made.Text, made.TxCode)
	return err
}
