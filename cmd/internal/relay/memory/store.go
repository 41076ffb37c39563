// Package memory keeps a relay's exchanges in memory: the second reading of the
// statements in sql/, in Go. Tests hold the two readings against each other, and
// a relay that may forget everything when it stops can use it.
package memory

import (
	"context"
	"errors"
	"sync"
)

// Store is a database of one process. Its zero value is not ready; see New.
type Store struct {
	mu        sync.Mutex
	exchanges map[string]*exchange
	quotas    map[quota]int64
}

// New makes an empty store.
func New() *Store {
	return &Store{exchanges: map[string]*exchange{}, quotas: map[quota]int64{}}
}

// exchange is a row of the table of that name; empty strings are NULL where the
// column may be.
type exchange struct {
	token, terms, mode, redirectURI, request string
	live                                     bool
	nonce, signed                            string
	opened                                   int64
	crowded                                  bool
	body, answer, code, claim                string
	claimUntil, version, expires             int64
}

type quota struct {
	who, what string
	window    int64
}

type statement func(s *Store, a arguments) [][]any

var statements = map[string]statement{
	"exchange_create": create, "exchange_same": same, "exchange_look": look,
	"request_open": open, "request_nonce": nonce, "request_signed": signed, "request_sign": sign,
	"response_answer": answer,
	"page_state":      state, "page_claim": claim, "page_refused": refused, "page_ack": ack, "page_withdraw": withdraw,
	"quota_count": count, "health": health, "sweep_exchange": sweepExchanges, "sweep_quota": sweepQuotas,
}

// Query runs a statement of the relay by its name.
func (s *Store) Query(_ context.Context, name string, args ...any) ([][]any, error) {
	run, ok := statements[name]
	if !ok {
		return nil, errors.New("no statement " + name)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return run(s, args), nil
}

// Close does nothing.
func (s *Store) Close() error { return nil }

// Len is how many exchanges take up space.
func (s *Store) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.exchanges)
}

// arguments count from 1, as in SQL.
type arguments []any

func (a arguments) text(n int) string  { return a[n-1].(string) }
func (a arguments) number(n int) int64 { return a[n-1].(int64) }

// living returns an exchange whose lifetime goes on.
func (s *Store) living(id string, now int64) *exchange {
	if x := s.exchanges[id]; x != nil && x.expires > now {
		return x
	}
	return nil
}

// own is living, for the page that made it.
func (s *Store) own(id, token string, now int64) *exchange {
	if x := s.living(id, now); x != nil && x.token == token {
		return x
	}
	return nil
}

func row(values ...any) [][]any {
	for i, v := range values {
		switch v := v.(type) {
		case bool:
			values[i] = int64(0)
			if v {
				values[i] = int64(1)
			}
		case nullable:
			values[i] = nil
			if v != "" {
				values[i] = string(v)
			}
		}
	}
	return [][]any{values}
}

// nullable is a text that is NULL where it is empty.
type nullable string
