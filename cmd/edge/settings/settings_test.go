package settings

import (
	"strings"
	"testing"
)

func read(t *testing.T, vars map[string]string) (targets, pages int, err error) {
	t.Helper()
	c, err := Read(func(name string) string { return vars[name] })
	return len(c.Targets), len(c.Pages), err
}

var secret = strings.Repeat("s", 32)

func TestWhatAnOperatorSets(t *testing.T) {
	for want, vars := range map[[2]int]map[string]string{
		{0, 0}: {"RELAY_SECRET": secret},
		{0, 1}: {"RELAY_SECRET": secret, "RELAY_PAGES": "https://wallet.example"},
		{2, 2}: {"RELAY_SECRET": secret, "RELAY_PAGES": " https://a.example  http://localhost:8080 ", "RELAY_TARGETS": "https://i.example, https://j.example /oid/,"},
	} {
		targets, pages, err := read(t, vars)
		if err != nil || targets != want[0] || pages != want[1] {
			t.Errorf("%v: %d targets, %d pages, %v", vars, targets, pages, err)
		}
	}
}

func TestWhatAnOperatorMistakes(t *testing.T) {
	for defect, row := range map[string]struct {
		vars map[string]string
		want error
	}{
		"no secret":             {map[string]string{}, ErrSecret},
		"a short secret":        {map[string]string{"RELAY_SECRET": secret[1:]}, ErrSecret},
		"a page with a path":    {map[string]string{"RELAY_SECRET": secret, "RELAY_PAGES": "https://a.example/wallet"}, ErrPages},
		"a page without scheme": {map[string]string{"RELAY_SECRET": secret, "RELAY_PAGES": "a.example"}, ErrPages},
		"a target in the clear": {map[string]string{"RELAY_SECRET": secret, "RELAY_PAGES": "https://a.example", "RELAY_TARGETS": "http://i.example"}, ErrTargets},
		"targets for no page":   {map[string]string{"RELAY_SECRET": secret, "RELAY_TARGETS": "https://i.example"}, ErrPages},
	} {
		if _, _, err := read(t, row.vars); err != row.want {
			t.Errorf("%s: %v, want %v", defect, err, row.want)
		}
	}
}
