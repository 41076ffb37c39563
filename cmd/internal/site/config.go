package site

import (
	"slices"

	"domicile/crypto/encoding"
)

// Config is what the pages ask their site for, at /config.json.
type Config struct {
	// Demo makes verifiers begin in test mode.
	Demo bool
	// Gateway are the origins that the relay's gateway may reach for a page;
	// none where it is off.
	Gateway []string
}

// JSON writes the file. The relay is where every home of it is, below the site's
// own address.
func (c Config) JSON() ([]byte, error) {
	tree := map[string]any{"relay": "/relay"}
	if c.Demo {
		tree["demo"] = true
	}
	if origins := slices.Compact(slices.Sorted(slices.Values(c.Gateway))); len(origins) > 0 {
		tree["gateway"] = origins
	}
	return encoding.EncodeJSON(tree)
}
