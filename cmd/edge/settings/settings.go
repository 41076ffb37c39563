// Package settings reads the worker's variables and its secret, which an operator
// sets with wrangler:
//
//	RELAY_SECRET   at least 32 characters of chance, a secret: it keys what is counted for quotas
//	RELAY_PAGES    origins of the site whose pages may use the gateway, separated by spaces
//	RELAY_TARGETS  what the gateway may fetch, separated by commas: an https origin,
//	               then a space and the beginning of a path where more than the
//	               well-known documents is meant; empty: the gateway is off
package settings

import (
	"errors"
	"strings"

	"domicile/cmd/internal/relay"
)

// minSecret is the least length of the secret: 128 bits in hexadecimal.
const minSecret = 32

// ErrSecret is returned when the secret is missing or short.
var ErrSecret = errors.New("RELAY_SECRET must have at least 32 characters")

// ErrTargets is returned when RELAY_TARGETS has something that is no target.
var ErrTargets = errors.New("RELAY_TARGETS has something that is no https origin with a path")

// ErrPages is returned when there are targets and no page that may use them, or
// a page that is no origin.
var ErrPages = errors.New("RELAY_PAGES must be origins, such as https://wallet.example")

// Read makes the relay's configuration of the variables that get returns.
func Read(get func(name string) string) (relay.Config, error) {
	c := relay.Config{Secret: []byte(get("RELAY_SECRET")), Pages: strings.Fields(get("RELAY_PAGES"))}
	if len(c.Secret) < minSecret {
		return relay.Config{}, ErrSecret
	}
	for _, page := range c.Pages {
		scheme, host, ok := strings.Cut(page, "://")
		if !ok || scheme != "https" && scheme != "http" || host == "" || strings.ContainsAny(host, "/?#") {
			return relay.Config{}, ErrPages
		}
	}
	for item := range strings.SplitSeq(get("RELAY_TARGETS"), ",") {
		if item = strings.TrimSpace(item); item == "" {
			continue
		}
		target, err := relay.ParseTarget(item)
		if err != nil {
			return relay.Config{}, ErrTargets
		}
		c.Targets = append(c.Targets, target)
	}
	if len(c.Targets) > 0 && len(c.Pages) == 0 {
		return relay.Config{}, ErrPages
	}
	return c, nil
}
