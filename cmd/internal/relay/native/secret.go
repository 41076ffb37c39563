package native

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	secretFile   = "relay.key"
	secretLength = 32
)

// loadSecret reads the key under which addresses are counted, making it where
// there is none. Nothing else depends on it.
func loadSecret(dir string) ([]byte, error) {
	path := filepath.Join(dir, secretFile)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return makeSecret(path)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the relay's key: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("the relay's key in %s can be read by other users of this machine; run: chmod 600 %s", path, path)
	}
	secret, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the relay's key: %w", err)
	}
	if len(secret) != secretLength {
		return nil, fmt.Errorf("the relay's key in %s is damaged; remove it, and a new one is made", path)
	}
	return secret, nil
}

// makeSecret writes a file that is there whole or not at all, and never replaces
// one: of two processes that start at once, the second fails.
func makeSecret(path string) ([]byte, error) {
	secret := make([]byte, secretLength)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return nil, fmt.Errorf("cannot store the relay's key: %w", err)
	}
	defer os.Remove(file.Name())
	_, err = file.Write(secret)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Link(file.Name(), path)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot store the relay's key: %w", err)
	}
	return secret, nil
}
