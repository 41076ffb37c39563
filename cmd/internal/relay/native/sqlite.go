package native

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"domicile/cmd/internal/relay"
)

// Store runs the relay's statements. An error means that the change may not have
// been made; no error means that it is durable.
type Store interface {
	Query(ctx context.Context, statement string, args ...any) ([][]any, error)
	Close() error
}

// database is a Store in a file. SQLite has one writer at a time, so that one
// connection writes, which keeps requests from polling for its lock.
type database struct {
	write, read, quota *sql.DB
	statements         map[string]*sql.Stmt
}

const databaseFile = "relay.db"

// OpenStore opens or creates relay.db in a directory.
func OpenStore(dir string, powerSafe bool) (Store, error) {
	path := filepath.Join(dir, databaseFile)
	// Created here, so that it is never readable by others, not even briefly.
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot open the relay's database: %w", err)
	}
	file.Close()
	pragmas := []string{
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(NORMAL)", "trusted_schema(0)",
		"secure_delete(1)", // what is forgotten is overwritten
	}
	if powerSafe {
		pragmas[2] = "synchronous(FULL)"
	}
	d := &database{statements: map[string]*sql.Stmt{}}
	if err := d.open(path, pragmas); err != nil {
		return nil, errors.Join(fmt.Errorf("cannot open the relay's database: %w", err), d.Close())
	}
	return d, nil
}

func (d *database) open(path string, pragmas []string) (err error) {
	if d.write, err = connect(path, 1, append(pragmas, "wal_autocheckpoint(4000)")); err != nil {
		return err
	}
	if err = migrate(d.write, relay.Migrations()); err != nil {
		return err
	}
	if d.read, err = connect(path, 4, append(pragmas, "query_only(1)")); err != nil {
		return err
	}
	if d.quota, err = connect(":memory:", 1, nil); err != nil {
		return err
	}
	if err = migrate(d.quota, relay.Migrations()); err != nil {
		return err
	}
	for _, name := range relay.Statements() {
		text := relay.Statement(name)
		if d.statements[name], err = d.home(name, text).Prepare(text); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func connect(path string, most int, pragmas []string) (*sql.DB, error) {
	dsn := url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most) // each holds its prepared statements, and the one in memory its data
	return db, nil
}

// home is where a statement runs: quotas in memory, reads beside the writer.
func (d *database) home(name, text string) *sql.DB {
	switch {
	case strings.Contains(name, "quota"):
		return d.quota
	case isRead(text):
		return d.read
	}
	return d.write
}

// isRead tells whether a statement changes nothing.
func isRead(text string) bool {
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "--") {
			return strings.HasPrefix(line, "SELECT")
		}
	}
	return false
}

// migrate brings a database to the present schema, one migration in each
// transaction, and refuses one of a later program.
func migrate(db *sql.DB, migrations []string) error {
	for {
		done, err := step(db, migrations)
		if done || err != nil {
			return err
		}
	}
}

func step(db *sql.DB, migrations []string) (done bool, err error) {
	tx, err := db.Begin()
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	var version int
	if err := tx.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return false, err
	}
	if version > len(migrations) {
		return false, fmt.Errorf("it has version %d, this program knows up to %d", version, len(migrations))
	}
	if version == len(migrations) {
		return true, nil
	}
	if _, err := tx.Exec(migrations[version] + fmt.Sprintf("\nPRAGMA user_version = %d;", version+1)); err != nil {
		return false, err
	}
	return false, tx.Commit()
}

// Query runs a statement to its end: a change is committed when there are no
// more rows, and an error of that is only told there.
func (d *database) Query(ctx context.Context, name string, args ...any) (out [][]any, err error) {
	statement, ok := d.statements[name]
	if !ok {
		return nil, errors.New("no statement " + name)
	}
	rows, err := statement.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		row := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

// emptyLog takes the write-ahead log into the database and cuts it: its old
// pages still hold what was forgotten. Where somebody is reading, the next sweep
// does it.
func (d *database) emptyLog(ctx context.Context) error {
	var busy, pages, moved int
	return d.write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved)
}

// Close closes the database.
func (d *database) Close() error {
	var errs []error
	for _, db := range []*sql.DB{d.quota, d.read, d.write} { // the writer last: it takes the log in
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}
