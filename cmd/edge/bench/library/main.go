//go:build js && wasm

// Command library is the relay as the workers library has it by default: net/http,
// database/sql, and a new program for each request. It is what scripts/bench-relay
// measures cmd/edge against, and is not deployed.
package main

import (
	"crypto/rand"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare/d1"

	"domicile/cmd/internal/relay"
)

func main() {
	handler := relay.New(relay.Config{Secret: []byte(strings.Repeat("a secret of the bench ", 2))})
	workers.Serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connector, err := d1.OpenConnector("DB")
		if err != nil {
			http.Error(w, "no database", http.StatusServiceUnavailable)
			return
		}
		db := sql.OpenDB(connector)
		defer db.Close()
		reply(w, handler.Serve(world{db}, request(r)))
	}))
}

func request(r *http.Request) *relay.Request {
	q := &relay.Request{Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, Header: map[string]string{}, Address: r.Header.Get("cf-connecting-ip")}
	for _, name := range relay.Headers {
		if value := r.Header.Get(name); value != "" {
			q.Header[name] = value
		}
	}
	if r.Body != nil {
		body, err := io.ReadAll(io.LimitReader(r.Body, relay.MaxBody+1))
		q.Body, q.TooLarge = body, err != nil || len(body) > relay.MaxBody
	}
	return q
}

func reply(w http.ResponseWriter, out *relay.Response) {
	for name, value := range out.Header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(out.Status)
	_, _ = w.Write(out.Body)
}

type world struct{ db *sql.DB }

func (world) Now() time.Time                                          { return time.Now() }
func (world) Random(b []byte) error                                   { _, err := rand.Read(b); return err }
func (world) Pause(string, time.Duration) error                       { return errNoStream }
func (world) Changed(string)                                          {}
func (world) Emit(_ *relay.Response, _ []byte) error                  { return errNoStream }
func (world) Fetch(*relay.FetchRequest) (*relay.FetchResponse, error) { return nil, errNoStream }

// errNoStream is returned when a request of the bench waits; it has none that does.
var errNoStream = errors.New("the bench does not wait")

func (w world) Query(statement string, args ...any) ([][]any, error) {
	rows, err := w.db.Query(relay.Statement(statement), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var all [][]any
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}
