// Package site serves the built pages: files of one directory, each with the
// headers that its kind needs, and nothing else.
//
//   - Every reply carries the content security policy of headers.go. The wallet
//     page alone may talk to other origins, because it talks to the issuers that
//     a person chooses.
//   - A file with a twin ".br" is sent compressed to those who take Brotli.
//     Nothing is compressed on a request.
//   - A file whose name or address holds the digest of its content never changes
//     and may be kept for ever; everything else is asked for again each time and
//     mostly answered with 304, by an ETag of its content.
//   - Directories are not listed, names that begin with a dot do not exist, and
//     a link cannot lead out of the directory.
package site

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
	"time"
)

// Site is a handler for the files of a directory.
type Site struct {
	root *os.Root
	tags tags
}

// Open opens a directory, which must hold an index.html.
func Open(dir string) (*Site, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	if _, err := root.Stat("index.html"); err != nil {
		root.Close()
		return nil, err
	}
	return &Site{root: root}, nil
}

// Close closes the directory.
func (s *Site) Close() error { return s.root.Close() }

// ServeHTTP serves one file.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	secure(w.Header(), r.URL.Path)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	name, ok := fileName(r.URL.Path)
	if !ok {
		s.missing(w, r)
		return
	}
	info, err := s.root.Stat(name)
	if err == nil && info.IsDir() {
		s.directory(w, r, name)
		return
	}
	if err != nil {
		s.missing(w, r)
		return
	}
	if strings.HasSuffix(name, "/index.html") || name == "index.html" {
		// A page has one address, so that its policy is that of its folder.
		if !strings.HasSuffix(r.URL.Path, "/") {
			s.missing(w, r)
			return
		}
	}
	s.file(w, r, name)
}

// fileName maps an address to a file's name; ok is false where no file can have
// that address.
func fileName(address string) (name string, ok bool) {
	if strings.HasSuffix(address, "/") {
		address += "index.html"
	}
	name = strings.TrimPrefix(address, "/")
	if !fs.ValidPath(name) || name != path.Clean(name) || strings.ContainsAny(name, "\\\x00") {
		return "", false
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") {
			return "", false
		}
	}
	return name, !strings.HasSuffix(name, ".br")
}

// directory sends a page's folder named without its slash to the page.
func (s *Site) directory(w http.ResponseWriter, r *http.Request, name string) {
	if _, err := s.root.Stat(path.Join(name, "index.html")); err != nil {
		s.missing(w, r)
		return
	}
	target := "/" + name + "/"
	if r.URL.RawQuery != "" {
		target += "?" + r.URL.RawQuery
	}
	w.Header().Set("Cache-Control", "no-cache")
	http.Redirect(w, r, target, http.StatusPermanentRedirect)
}

// file sends a file, or its compressed twin.
func (s *Site) file(w http.ResponseWriter, r *http.Request, name string) {
	sent := name
	h := w.Header()
	if _, err := s.root.Stat(name + ".br"); err == nil {
		h.Add("Vary", "Accept-Encoding")
		if acceptsBrotli(r.Header.Get("Accept-Encoding")) {
			sent = name + ".br"
		}
	}
	content, modified, err := s.read(sent)
	if err != nil {
		s.missing(w, r)
		return
	}
	h.Set("Content-Type", contentType(name))
	h.Set("ETag", s.tags.of(sent, content, modified))
	h.Set("Cache-Control", cacheControl(r))
	if sent != name {
		h.Set("Content-Encoding", "br")
	}
	// The time of the build says nothing that the ETag does not say better.
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

func (s *Site) read(name string) (content []byte, modified time.Time, err error) {
	file, err := s.root.Open(name)
	if err != nil {
		return nil, time.Time{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, time.Time{}, err
	}
	if !info.Mode().IsRegular() {
		return nil, time.Time{}, errors.New("not a regular file")
	}
	content, err = io.ReadAll(file)
	return content, info.ModTime(), err
}

// missing sends the page for what is not there.
func (s *Site) missing(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	page, _, err := s.read("404.html")
	if err != nil {
		http.Error(w, "There is nothing here.", http.StatusNotFound)
		return
	}
	h.Set("Content-Type", contentType("404.html"))
	w.WriteHeader(http.StatusNotFound)
	if r.Method != http.MethodHead {
		w.Write(page)
	}
}
