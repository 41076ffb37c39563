package home

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// get reads a file of at most MaxRecord bytes.
func (h *Home) get(name string) ([]byte, error) {
	f, err := os.Open(filepath.Join(h.dir, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxRecord+1))
	if err == nil && len(data) > MaxRecord {
		return nil, fmt.Errorf("%s is larger than %d bytes", f.Name(), MaxRecord)
	}
	return data, err
}

// put writes a file that must not exist yet; an fs.ErrExist tells that it does.
func (h *Home) put(name string, data []byte) error {
	return h.write(name, data, func(temporary, target string) error {
		defer os.Remove(temporary)
		return os.Link(temporary, target) // unlike a rename, fails where the name is taken
	})
}

// replace writes a file over the one of that name, all or nothing.
func (h *Home) replace(name string, data []byte) error {
	return h.write(name, data, os.Rename)
}

// write brings data to the disk under a temporary name, places it, and makes
// the place itself durable.
func (h *Home) write(name string, data []byte, placing func(temporary, target string) error) error {
	if len(data) > MaxRecord {
		return fmt.Errorf("a record of %d bytes is larger than %d", len(data), MaxRecord)
	}
	target := filepath.Join(h.dir, name)
	temporary, err := flushed(filepath.Dir(target), data)
	if err != nil {
		return err
	}
	if err := placing(temporary, target); err != nil {
		return err
	}
	return syncDirectory(filepath.Dir(target))
}

// flushed writes a new temporary file to the disk and returns its name.
func flushed(dir string, data []byte) (name string, err error) {
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// syncDirectory flushes the entry of a new name. Some systems cannot open a
// directory for this; there the file's own flush is all that can be had.
func syncDirectory(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer d.Close()
	d.Sync()
	return nil
}
