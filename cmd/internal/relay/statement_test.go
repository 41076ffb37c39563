package relay_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"domicile/cmd/internal/relay"
	"domicile/cmd/internal/relay/memory"
	"domicile/cmd/internal/relay/relaytest"
)

// The lifetime stands in every statement that touches an exchange, and each is
// one statement in the SQL that SQLite and D1 share.
func TestEachStatementHoldsTheLifetime(t *testing.T) {
	store := memory.New()
	for _, name := range relay.Statements() {
		text := relay.Statement(name)
		code := regexp.MustCompile(`(?m)^--.*$`).ReplaceAllString(text, "")
		if strings.Contains(code, "exchange") && !strings.Contains(code, "expires") {
			t.Errorf("%s does not ask for the lifetime", name)
		}
		if strings.Contains(code, ";") || regexp.MustCompile(`(?i)\b(begin|commit|pragma|attach)\b`).MatchString(code) || strings.Contains(code, "?)") {
			t.Errorf("%s is not one plain statement", name)
		}
		if !strings.HasPrefix(text, "--") {
			t.Errorf("%s does not say what it is for", name)
		}
		if strings.Contains(code, "?") {
			func() { // the statement is known, though these are no arguments
				defer func() { recover() }()
				if _, err := store.Query(t.Context(), name); err != nil {
					t.Errorf("memory: %v", err)
				}
			}()
		}
	}
	if _, err := store.Query(t.Context(), "unheard"); err == nil {
		t.Error("memory knows a statement that is none")
	}
}

// Arguments are integers and texts: D1 has no other that come back as they went.
func TestArgumentsAreIntegersAndTexts(t *testing.T) {
	store := &typed{t: t}
	for _, scene := range scenes(2) {
		store.Store = memory.New()
		s := newStage(t, store)
		for _, a := range scene {
			s.act(a, false)
		}
	}
	if store.seen < 50 {
		t.Errorf("only %d arguments", store.seen)
	}
}

type typed struct {
	relaytest.Store
	t    *testing.T
	seen int
}

func (s *typed) Query(ctx context.Context, name string, args ...any) ([][]any, error) {
	for _, arg := range args {
		s.seen++
		switch arg.(type) {
		case int64, string:
		default:
			s.t.Errorf("%s: %T", name, arg)
		}
	}
	return s.Store.Query(ctx, name, args...)
}

// Each kind is told, with a code of its standard and a sentence.
func TestEachKindIsTold(t *testing.T) {
	codes := regexp.MustCompile(`"error":"(invalid_request|invalid_token|access_denied|slow_down|temporarily_unavailable|server_error)"`)
	for _, kind := range relay.Kinds() {
		out := relay.Refuse(kind)
		if out.Status < 400 || !codes.Match(out.Body) || !strings.Contains(string(out.Body), string(kind)) || !strings.Contains(string(out.Body), `."`) {
			t.Errorf("%s: %d %s", kind, out.Status, out.Body)
		}
		if needsRetry := out.Status == 503 || out.Status == 429; needsRetry != (out.Header["Retry-After"] != "") && kind != relay.KindClaimed {
			t.Errorf("%s: %v", kind, out.Header)
		}
	}
}
