// Package home keeps a wallet in a directory of this machine:
//
//	envelope          the sealed envelope, written once
//	records/00000000  the sealed records, one file each, named by their number
//	lock              held by the process that uses the wallet
//
// A record is written to a file beside its place, flushed to the disk, and then
// linked to its name, which fails where the name is taken: an acknowledged record
// survives a crash at any moment, and no record is ever half there or overwritten
// by a later one. The lock is the operating system's own, so that a process that
// dies leaves none behind.
package home

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/lockedfile"

	"domicile/credentials/holder"
)

// MaxRecord bounds one stored record. A card of 10 copies of 64 KiB fits.
const MaxRecord = 1 << 20

// ErrNone is returned where a directory holds no wallet.
var ErrNone = errors.New("there is no wallet in this directory")

// Home is a wallet's directory, locked for this process.
type Home struct {
	dir    string
	unlock func()
}

// Enter makes the directory if need be, and waits until no other process uses it.
func Enter(dir string) (*Home, error) {
	if err := os.MkdirAll(filepath.Join(dir, "records"), 0o700); err != nil {
		return nil, err
	}
	unlock, err := lockedfile.MutexAt(filepath.Join(dir, "lock")).Lock()
	if err != nil {
		return nil, err
	}
	return &Home{dir, unlock}, nil
}

// Leave lets other processes in. It may be called again.
func (h *Home) Leave() {
	if h.unlock != nil {
		h.unlock()
		h.unlock = nil
	}
}

// Create stores a new wallet. It refuses where one is already. A crash after the
// envelope leaves an empty wallet, which is whole.
func (h *Home) Create(envelope []byte, first holder.Change) error {
	err := h.put("envelope", envelope)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("there is already a wallet in %s", h.dir)
	}
	if err != nil {
		return err
	}
	return h.Store(first)
}

// Load reads the wallet as it is stored.
func (h *Home) Load() (envelope []byte, records [][]byte, err error) {
	envelope, err = h.get("envelope")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, ErrNone
	}
	if err != nil {
		return nil, nil, err
	}
	for seq := uint64(0); ; seq++ {
		record, err := h.get(place(seq))
		if errors.Is(err, fs.ErrNotExist) {
			return envelope, records, nil
		}
		if err != nil {
			return nil, nil, err
		}
		records = append(records, record)
	}
}

// Store writes a change: rewrites first, as package holder asks of a storage
// without transactions, then the records where none of that number is.
func (h *Home) Store(change holder.Change) error {
	for _, r := range change.Rewrites {
		if err := h.replace(place(r.Seq), r.Record); err != nil {
			return err
		}
	}
	for i, record := range change.Records {
		if err := h.put(place(change.Seq+uint64(i)), record); err != nil {
			return err
		}
	}
	return nil
}

func place(seq uint64) string { return filepath.Join("records", fmt.Sprintf("%08d", seq)) }
