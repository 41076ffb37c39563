package main

import (
	"errors"
	"io"
	"os"

	"domicile/cmd/internal/picture"
	"domicile/crypto/encoding"
)

// maxInput is how much of a file is read: a picture may be that long.
const maxInput = encoding.MaxPicture

// readInput returns the bytes of an INPUT: a file, "-" for standard input, or
// the text itself; of a picture, the text of its QR code.
func readInput(t *terminal, input string) ([]byte, error) {
	data, err := inputBytes(t, input)
	if err != nil || !picture.IsPicture(data) {
		return data, err
	}
	text, err := picture.Read(data)
	return []byte(text), err
}

func inputBytes(t *terminal, input string) ([]byte, error) {
	if input == "-" {
		return readAll(t.in)
	}
	// A long text is no file name; that the system says so is no error.
	if about, err := os.Stat(input); err != nil || about.IsDir() {
		return []byte(input), nil
	}
	return readFile(input)
}

// readFile reads a file that the command line names.
func readFile(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, usage("cannot read %s: %s", name, reason(err))
	}
	defer file.Close()
	return readAll(file)
}

// readAll reads one byte more than the limit, so that what is too long is seen
// to be.
func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	if err != nil {
		return nil, usage("cannot read: %s", reason(err))
	}
	return data, nil
}

// reason is an error of the system without the file's name, which the caller
// has said already.
func reason(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}
