package site

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"
)

// tags remembers the ETag of each file until the file changes.
type tags struct {
	known sync.Map // name -> tag
}

type tag struct {
	text     string
	size     int
	modified time.Time
}

// of returns a strong ETag: equal tags, equal bytes. The compressed twin is
// another file and has another tag.
func (t *tags) of(name string, content []byte, modified time.Time) string {
	if found, ok := t.known.Load(name); ok {
		if k := found.(tag); k.size == len(content) && k.modified.Equal(modified) {
			return k.text
		}
	}
	sum := sha256.Sum256(content)
	made := tag{`"` + hex.EncodeToString(sum[:16]) + `"`, len(content), modified}
	t.known.Store(name, made)
	return made.text
}
