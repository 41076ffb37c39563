package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"domicile/crypto/alg"
	"domicile/crypto/did"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

// signing are the algorithms that keys can be made for.
var signing = []alg.Algorithm{alg.ES256, alg.ES384, alg.ES256K, alg.EdDSA}

func keysCommand(t *terminal) *cobra.Command {
	family := &cobra.Command{
		Use:   "keys",
		Short: "Make and show signature keys",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return usage("keys new, or keys show?") },
	}
	family.AddCommand(keysNewCommand(t), keysShowCommand(t))
	return family
}

func keysNewCommand(t *terminal) *cobra.Command {
	var name string
	var asJSON bool
	c := &cobra.Command{
		Use:   "new FILE",
		Short: "Make a private key, and write it to a file that only you can read",
		Long: `Make a private key and write it to FILE as a JWK, readable by you alone.
An existing file is never overwritten. The public side is shown.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			a, err := signingAlgorithm(name)
			if err != nil {
				return err
			}
			key, err := keys.Generate(rand.Reader, a)
			if err != nil {
				return err
			}
			if err := writePrivateKey(args[0], key); err != nil {
				return err
			}
			return showKey(t, key.Public(), asJSON)
		},
	}
	c.Flags().StringVar(&name, "alg", string(alg.ES256), "ES256, ES384, ES256K or EdDSA")
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	return c
}

func keysShowCommand(t *terminal) *cobra.Command {
	var asJSON, asJWK bool
	c := &cobra.Command{
		Use:   "show INPUT",
		Short: "Show the public side of a key: JWK, thumbprint, did:key and PEM",
		Long: `Show the public side of a key. INPUT is a file or "-": a private or public JWK, or a JWK set.
A private key is read from a file or from standard input, never from the command line, where others could see it.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			public, err := readPublicKeys(t, args[0])
			if err != nil {
				return err
			}
			if asJWK {
				return showJWKs(t, public)
			}
			for _, key := range public {
				if err := showKey(t, key, asJSON); err != nil {
					return err
				}
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object per key")
	c.Flags().BoolVar(&asJWK, "jwk", false, "only the JWK, or the set of them: what --trust takes")
	c.MarkFlagsMutuallyExclusive("json", "jwk")
	return c
}

func signingAlgorithm(name string) (alg.Algorithm, error) {
	for _, a := range signing {
		if strings.EqualFold(name, string(a)) {
			return a, nil
		}
	}
	return "", usage("no key can be made for %q: choose ES256, ES384, ES256K or EdDSA", name)
}

// writePrivateKey creates a file that only its owner can read. It fails where
// the file exists: a key that is overwritten is lost.
func writePrivateKey(name string, key keys.Private) error {
	text, err := encoding.EncodeJSON(key.JWK())
	if err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return usage("%s exists already, and a key is never overwritten", name)
	}
	if err != nil {
		return usage("cannot write %s: %s", name, reason(err))
	}
	_, err = file.Write(append(text, '\n'))
	return errors.Join(err, file.Sync(), file.Close())
}

// readPublicKeys reads a JWK or JWK set, of a private key its public side.
func readPublicKeys(t *terminal, input string) ([]keys.Public, error) {
	if strings.HasPrefix(strings.TrimSpace(input), "{") {
		return nil, usage("give a key as a file or on standard input: others can see the command line")
	}
	data, err := keyBytes(t, input)
	if err != nil {
		return nil, err
	}
	object, err := encoding.DecodeJSONObject(data)
	if err != nil {
		return nil, err
	}
	if _, private := object["d"]; private {
		key, err := keys.ParsePrivateJWK(object)
		return []keys.Public{key.Public()}, err
	}
	set, err := keys.JWKSet(object)
	if err != nil {
		return nil, err
	}
	public := make([]keys.Public, 0, len(set.Keys))
	for _, named := range set.Keys {
		public = append(public, named.Public)
	}
	return public, nil
}

func keyBytes(t *terminal, input string) ([]byte, error) {
	if input == "-" {
		return readAll(t.in)
	}
	return readFile(input)
}

// shownKey is what "keys show --json" prints.
type shownKey struct {
	Algorithm  string         `json:"alg"`
	JWK        map[string]any `json:"jwk"`
	Thumbprint string         `json:"thumbprint"`
	DID        string         `json:"did,omitempty"`
	PEM        string         `json:"pem,omitempty"`
}

// showJWKs writes one key as a JWK, and several as a JWK set (RFC 7517, 5).
func showJWKs(t *terminal, public []keys.Public) error {
	jwks := make([]map[string]any, 0, len(public))
	for _, key := range public {
		jwks = append(jwks, key.JWK())
	}
	var shown any = map[string]any{"keys": jwks}
	if len(jwks) == 1 {
		shown = jwks[0]
	}
	text, err := encoding.EncodeJSON(shown)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(t.out, string(text))
	return err
}

// showKey writes all forms of a public key that exist for it: RSA keys have no
// did:key here, and secp256k1 has no PEM that common tools read.
func showKey(t *terminal, key keys.Public, asJSON bool) error {
	shown := shownKey{Algorithm: string(key.Algorithm()), JWK: key.JWK(), Thumbprint: key.Thumbprint(), PEM: publicPEM(key)}
	if text, err := did.FromKey(key); err == nil {
		shown.DID = text
	}
	text, err := encoding.EncodeJSON(shown.JWK)
	if asJSON {
		text, err = encoding.EncodeJSON(shown)
	}
	if err != nil {
		return err
	}
	lines := []string{string(text)}
	if !asJSON {
		lines = append(lines, "algorithm   "+shown.Algorithm, "thumbprint  "+shown.Thumbprint)
		if shown.DID != "" {
			lines = append(lines, "did         "+shown.DID)
		}
		lines = append(lines, strings.TrimSuffix(shown.PEM, "\n"))
	}
	_, err = fmt.Fprintln(t.out, strings.Join(slices.DeleteFunc(lines, func(l string) bool { return l == "" }), "\n"))
	return err
}
