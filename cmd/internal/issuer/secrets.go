package issuer

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

// secrets are the issuer's keys. The file that holds them is the issuer: who
// has it can issue in its name, and without it no code that is under way can be
// redeemed.
type secrets struct {
	signing keys.Private
	mac     []byte // 32 bytes, for codes, nonces and the digests of the database
}

const keyFile = "issuer.key.json"

// loadSecrets reads the key file of a data directory, making it where there is
// none.
func loadSecrets(dir string, rand io.Reader) (secrets, error) {
	path := filepath.Join(dir, keyFile)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return makeSecrets(path, rand)
	}
	if err != nil {
		return secrets{}, fmt.Errorf("cannot read the issuer's keys: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return secrets{}, fmt.Errorf("the issuer's keys in %s can be read by other users of this machine; run: chmod 600 %s", path, path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return secrets{}, fmt.Errorf("cannot read the issuer's keys: %w", err)
	}
	s, err := parseSecrets(data)
	if err != nil {
		return secrets{}, fmt.Errorf("the issuer's keys in %s are damaged: %w", path, err)
	}
	return s, nil
}

func parseSecrets(data []byte) (s secrets, err error) {
	o, err := encoding.DecodeJSONObject(data)
	if err != nil {
		return s, err
	}
	jwk, _, err := encoding.Object(o, "signing")
	if err != nil {
		return s, err
	}
	if s.signing, err = keys.ParsePrivateJWK(jwk); err != nil {
		return s, err
	}
	text, _, err := encoding.String(o, "mac")
	if err != nil {
		return s, err
	}
	if s.mac, err = encoding.DecodeBase64URL(text); err != nil {
		return s, err
	}
	if len(s.mac) != 32 {
		return s, errors.New("the mac key has not 32 bytes")
	}
	return s, nil
}

func makeSecrets(path string, rand io.Reader) (secrets, error) {
	signing, err := keys.Generate(rand, alg.ES256)
	if err != nil {
		return secrets{}, fmt.Errorf("cannot make the issuer's keys: %w", err)
	}
	s := secrets{signing: signing, mac: make([]byte, 32)}
	if _, err := io.ReadFull(rand, s.mac); err != nil {
		return secrets{}, fmt.Errorf("cannot make the issuer's keys: %w", err)
	}
	data, err := encoding.EncodeJSON(map[string]any{
		"signing": signing.JWK(), "mac": encoding.EncodeBase64URL(s.mac),
	})
	if err != nil {
		return secrets{}, err
	}
	if err := writeNew(path, data); err != nil {
		return secrets{}, fmt.Errorf("cannot store the issuer's keys: %w", err)
	}
	return s, nil
}

// writeNew makes a file that is there whole or not at all, and never replaces
// one: of two processes that start at once, the second fails.
func writeNew(path string, data []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(append(data, '\n'))
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return err
	}
	return os.Link(file.Name(), path)
}

// digest is the keyed digest under which a secret is stored or derived; label
// keeps the uses apart.
func (s secrets) digest(label string, parts ...string) []byte {
	mac := hmac.New(sha256.New, s.mac)
	io.WriteString(mac, label)
	for _, part := range parts {
		fmt.Fprintf(mac, "\x00%d\x00%s", len(part), part)
	}
	return mac.Sum(nil)
}
