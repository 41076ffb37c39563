// Command prepare does what scripts/deploy wants of the project's own packages:
//
//	prepare site FROM TO   copies a built site with its headers, see site.Publish,
//	                       and adds the config.json that its pages ask for
//	prepare settings       checks the worker's variables in the environment
//
// TO is emptied first, if it is what an earlier run made.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"domicile/cmd/edge/settings"
	"domicile/cmd/internal/relay"
	"domicile/cmd/internal/site"
)

func main() {
	err := errUsage
	switch args := os.Args[1:]; {
	case len(args) == 3 && args[0] == "site":
		err = publish(args[1], args[2])
	case len(args) == 1 && args[0] == "settings":
		err = check()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "prepare:", err)
		os.Exit(1)
	}
}

// errUsage is returned when the arguments are of no known form.
var errUsage = errors.New("prepare site FROM TO, or prepare settings")

// errForeign is returned when the target holds what no earlier run made.
var errForeign = errors.New("the target folder has something else in it")

func publish(from, to string) error {
	if entries, err := os.ReadDir(to); err == nil && len(entries) > 0 {
		if _, err := os.Stat(filepath.Join(to, "_headers")); err != nil {
			return errForeign
		}
		if err := os.RemoveAll(to); err != nil {
			return err
		}
	}
	if err := site.Publish(from, to); err != nil {
		return err
	}
	return configure(to)
}

// configure writes what the pages ask for, by the worker's own variables.
func configure(to string) error {
	c, err := variables()
	if err != nil {
		return err
	}
	var config site.Config
	for _, target := range c.Targets {
		config.Gateway = append(config.Gateway, target.Origin)
	}
	text, err := config.JSON()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, "config.json"), text, 0o644)
}

func check() error {
	_, err := variables()
	return err
}

// variables reads the settings as the worker will; the secret is not here.
func variables() (relay.Config, error) {
	return settings.Read(func(name string) string {
		if name == "RELAY_SECRET" {
			return strings.Repeat("-", 32)
		}
		return os.Getenv(name)
	})
}
