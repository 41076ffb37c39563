package site

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// maxFile is the largest file that static hosts take.
const maxFile = 25 << 20

// ErrUnhashed is returned when a file in /assets/ has no digest in its name: the
// rule for that folder would keep it for ever.
var ErrUnhashed = errors.New("site: a file in assets has no digest in its name")

// ErrTooLarge is returned when a file is larger than static hosts take.
var ErrTooLarge = errors.New("site: a file has more than 25 MiB")

// Publish copies a built site for a host that serves files by itself, and writes
// the headers of this package beside them in the form that such hosts read, a
// file "_headers". Compressed twins are left out, because the host compresses;
// so are files whose names begin with a dot. A rule cannot look at a query, so
// that engines are asked for again and mostly answered with 304.
func Publish(from, to string) error {
	err := fs.WalkDir(os.DirFS(from), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(path.Base(name), "."):
			return skip(d)
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		case strings.HasSuffix(name, ".br") || !d.Type().IsRegular():
			return nil
		case strings.HasPrefix(name, "assets/") && !hashed.MatchString("/"+name):
			return fmt.Errorf("%w: %s", ErrUnhashed, name)
		}
		return copyFile(filepath.Join(from, name), filepath.Join(to, name))
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, "_headers"), []byte(rules()), 0o644)
}

func skip(d fs.DirEntry) error {
	if d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	size, err := io.Copy(out, in)
	if size > maxFile {
		err = fmt.Errorf("%w: %s", ErrTooLarge, from)
	}
	return errors.Join(err, out.Close())
}

// rules are the headers as a static host reads them: rules add up, so that one
// that differs is first taken away ("! Name").
func rules() string {
	var b strings.Builder
	b.WriteString("/*\n")
	for _, line := range append(common, [2]string{policyName, policyOf("/")}, [2]string{"Cache-Control", askAgain}) {
		fmt.Fprintf(&b, "  %s: %s\n", line[0], line[1])
	}
	fmt.Fprintf(&b, "%s*\n  ! %s\n  %[2]s: %s\n", walletFolder, policyName, policyOf(walletFolder))
	fmt.Fprintf(&b, "/assets/*\n  ! Cache-Control\n  Cache-Control: %s\n", forEver)
	return b.String()
}
