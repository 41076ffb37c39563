package issuer

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

//go:embed sql/*.sql
var sqlFiles embed.FS

// statement returns the text of a file in sql/.
func statement(name string) string {
	text, err := sqlFiles.ReadFile("sql/" + name + ".sql")
	if err != nil {
		panic(err) // the name is a constant of this package
	}
	return string(text)
}

// schemaVersion is the user_version of sql/schema.sql.
const schemaVersion = 1

// maxWaiting bounds the offers that can be redeemed at one time.
const maxWaiting = 10_000

var (
	errNotFound = errors.New("no such row")
	errFull     = errors.New("too many offers are waiting")
	errWrongTx  = errors.New("wrong transaction code")
)

// store is the issuer's database. Its methods are the transitions of an offer.
type store struct{ db *sql.DB }

// openStore opens or creates issuer.db in a directory.
func openStore(dir string) (*store, error) {
	path := filepath.Join(dir, "issuer.db")
	// Created here, so that it is never readable by others, not even briefly.
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot open the issuer's database: %w", err)
	}
	file.Close()
	dsn := url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: url.Values{"_pragma": {
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "trusted_schema(0)",
		"secure_delete(1)", // what is forgotten is overwritten
	}, "_txlock": {"immediate"}}.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("cannot open the issuer's database: %w", err)
	}
	db.SetMaxOpenConns(4)
	s := &store{db}
	if err := s.migrate(); err != nil {
		db.Close()
		return nil, err
	}
	return s, nil
}

// migrate creates the tables, and refuses a database of a later program.
func (s *store) migrate() error {
	tx, err := s.db.Begin()
	if err != nil {
		return fmt.Errorf("cannot read the issuer's database: %w", err)
	}
	defer tx.Rollback()
	var version int
	if err := tx.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return fmt.Errorf("cannot read the issuer's database: %w", err)
	}
	switch version {
	case schemaVersion:
		return nil
	case 0:
		if _, err := tx.Exec(statement("schema")); err != nil {
			return fmt.Errorf("cannot create the issuer's database: %w", err)
		}
		return tx.Commit()
	}
	return fmt.Errorf("the issuer's database has version %d, this program knows up to %d", version, schemaVersion)
}

func (s *store) close() error { return s.db.Close() }

// newOffer is what the office decides of an offer.
type newOffer struct {
	code, tx         []byte // digests
	typ              string
	claims           string
	subject          string
	attempts         int
	created, expires time.Time
}

func (s *store) insertOffer(ctx context.Context, o newOffer) error {
	result, err := s.db.ExecContext(ctx, statement("offer_insert"), o.code, o.typ, o.claims, o.subject, o.tx,
		o.attempts, o.created.Unix(), o.expires.Unix(), maxWaiting)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(errFull, err)
	}
	return nil
}

// openOffer returns the type of an offer that can still be redeemed.
func (s *store) openOffer(ctx context.Context, code []byte, now time.Time) (typ string, err error) {
	err = s.row(ctx, []any{&typ}, "offer_open", code, now.Unix())
	return typ, err
}

// redemption is a request to the token endpoint, in digests.
type redemption struct {
	code, tx, token, retry []byte // retry nil where the wallet gave none
	until                  time.Time
}

// redeem makes the token valid; errWrongTx where the transaction code is wrong,
// errNotFound where the code is not or no longer one.
func (s *store) redeem(ctx context.Context, r redemption, now time.Time) (typ string, err error) {
	var right bool
	err = s.row(ctx, []any{&right, &typ}, "offer_redeem", r.code, r.tx, now.Unix(), r.token, r.until.Unix(), r.retry)
	if err == nil && !right {
		err = errWrongTx
	}
	return typ, err
}

// grant returns the type that a token is good for.
func (s *store) grant(ctx context.Context, token []byte, now time.Time) (typ string, err error) {
	err = s.row(ctx, []any{&typ}, "offer_grant", token, now.Unix())
	return typ, err
}

// issue ties an offer to the holder's keys and returns its claims and when it
// was first issued.
func (s *store) issue(ctx context.Context, token, keys, notice []byte, copies int, now time.Time) (claims string, issued time.Time, err error) {
	var second int64
	err = s.row(ctx, []any{&claims, &second}, "offer_issue", token, now.Unix(), keys, copies, notice)
	return claims, time.Unix(second, 0).UTC(), err
}

// note records what the wallet says became of a card.
func (s *store) note(ctx context.Context, notice, token []byte, event string) error {
	var one int
	return s.row(ctx, []any{&one}, "offer_event", notice, token, event)
}

// useNonce reports whether a nonce was unused until now.
func (s *store) useNonce(ctx context.Context, digest []byte, expires time.Time) (bool, error) {
	result, err := s.db.ExecContext(ctx, statement("nonce_use"), digest, expires.Unix())
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

// sweep forgets what has had its time.
func (s *store) sweep(ctx context.Context, now time.Time) error {
	_, err := s.db.ExecContext(ctx, statement("offer_forget"), now.Unix())
	if err == nil {
		_, err = s.db.ExecContext(ctx, statement("offer_sweep"))
	}
	if err == nil {
		_, err = s.db.ExecContext(ctx, statement("nonce_sweep"), now.Unix())
	}
	if err == nil {
		err = s.emptyLog(ctx)
	}
	return err
}

// emptyLog takes the write-ahead log into the database and cuts it: its old
// pages still hold what the statements before have forgotten. Where somebody is
// reading, the next sweep does it.
func (s *store) emptyLog(ctx context.Context) error {
	var busy, pages, moved int
	return s.row(ctx, []any{&busy, &pages, &moved}, "log_empty")
}

// row runs a statement that returns one row, errNotFound where it returns none.
func (s *store) row(ctx context.Context, into []any, name string, args ...any) error {
	err := s.db.QueryRowContext(ctx, statement(name), args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return errNotFound
	}
	return err
}

// issuedCard is one line of the office's list.
type issuedCard struct {
	At      time.Time `json:"at"`
	Type    string    `json:"type"`
	Copies  int       `json:"copies"`
	Subject string    `json:"subject"`
	Event   string    `json:"event,omitempty"`
}

// issued lists the latest cards, and how many there are in all.
func (s *store) issued(ctx context.Context, limit int) (list []issuedCard, count int, err error) {
	if err := s.row(ctx, []any{&count}, "offer_count"); err != nil {
		return nil, 0, err
	}
	rows, err := s.db.QueryContext(ctx, statement("offer_issued"), limit)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	list = []issuedCard{}
	for rows.Next() {
		var card issuedCard
		var second int64
		if err := rows.Scan(&second, &card.Type, &card.Copies, &card.Subject, &card.Event); err != nil {
			return nil, 0, err
		}
		card.At = time.Unix(second, 0).UTC()
		list = append(list, card)
	}
	return list, count, rows.Err()
}
