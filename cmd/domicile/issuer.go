package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"domicile/cmd/internal/issuer"
	"domicile/credentials/issue"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

func issuerCommand(t *terminal) *cobra.Command {
	family := &cobra.Command{
		Use:   "issuer",
		Short: "Run the issuer of an office",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return usage("issuer serve, or issuer config?") },
	}
	family.AddCommand(issuerServeCommand(t), issuerConfigCommand(t))
	return family
}

func issuerServeCommand(t *terminal) *cobra.Command {
	var p place
	var config, key string
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve the issuer of an office, by its own configuration",
		Long: `Serve the OpenID4VCI issuer of an office. The configuration says who the office is and what it issues;
"domicile issuer config" prints one to begin with. Offers are made with "domicile issue --offer", or by the
office's own software through /office/api/ with the bearer token in DATA/operator. TLS is the task of a proxy
in front.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return serveIssuer(c.Context(), t, p, config, key) },
	}
	p.flags(c)
	officeFlags(c, &config, &key)
	return c
}

func officeFlags(c *cobra.Command, config, key *string) {
	c.Flags().StringVar(config, "config", "", "configuration of the office (default DATA/issuer.json)")
	c.Flags().StringVar(key, "key", "", "private JWK that signs the cards (default: one made in DATA)")
}

func serveIssuer(ctx context.Context, t *terminal, p place, config, key string) error {
	office, err := openOffice(t, p, config, key)
	if err != nil {
		return err
	}
	defer office.Close()
	listener, err := listen(p.address)
	if err != nil {
		return err
	}
	defer listener.Close()
	mux := http.NewServeMux()
	office.Register(mux)
	fmt.Fprintf(t.out, "The issuer %s is running on %s.\nIts trust list is at /trust/list.json. Ctrl-C stops.\n", office.Identifier(), origin(listener))
	defer sweep(ctx, office)()
	return serve(ctx, listener, issuer.Server(mux))
}

// openOffice opens the issuer of a configuration.
func openOffice(t *terminal, p place, config, key string) (*issuer.Issuer, error) {
	if config == "" {
		config = filepath.Join(p.data, "issuer.json")
	}
	settings, err := issuer.LoadConfig(config)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("there is no configuration %s: \"domicile issuer config\" prints one to begin with", config)
	}
	if err != nil {
		return nil, usage("%s", err)
	}
	if p.origin != "" {
		settings.Origin = p.origin
	}
	options := issuer.Options{Log: p.log(t)}
	if key != "" {
		if options.Key, err = readPrivateKey(t, key); err != nil {
			return nil, err
		}
	}
	office, err := issuer.Open(settings, p.data, options)
	if err != nil {
		return nil, usage("%s", err)
	}
	return office, nil
}

// readPrivateKey reads a private JWK from a file or standard input.
func readPrivateKey(t *terminal, input string) (keys.Private, error) {
	data, err := keyBytes(t, input)
	if err != nil {
		return keys.Private{}, err
	}
	object, err := encoding.DecodeJSONObject(data)
	if err != nil {
		return keys.Private{}, err
	}
	return keys.ParsePrivateJWK(object)
}

func issuerConfigCommand(t *terminal) *cobra.Command {
	return &cobra.Command{
		Use:   "config",
		Short: "Print a configuration to begin with",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(t.out, sampleConfig)
			return err
		},
	}
}

// sampleConfig shows both sorts of types: a residency card, and a card of texts.
const sampleConfig = `{
  "origin": "https://office.example",
  "path": "/issuers/example",
  "name": "Example Office",
  "country": "XX",
  "authority": "Example Residency Office",
  "scope": "live",
  "types": [
    {
      "id": "residency-card",
      "vct": "` + issue.ResidencyCard + `",
      "title": "Residency card",
      "colour": "#14532d",
      "text_colour": "#ffffff",
      "days": 365,
      "programmes": ["Digital residency"],
      "not_given": ["It is not a citizenship.", "It is not a visa."]
    },
    {
      "id": "library-card",
      "vct": "https://office.example/types/library-card/1",
      "title": "Library card",
      "days": 730,
      "claims": [
        {"name": "name", "label": "Name", "required": true},
        {"name": "card_number", "label": "Card number", "required": true},
        {"name": "branch", "label": "Branch"}
      ]
    }
  ]
}`

// isFile reports whether a file is there.
func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}
