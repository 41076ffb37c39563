//go:build js && wasm

package main

import (
	"database/sql"
	"time"

	"github.com/syumai/workers/cloudflare/d1"

	"domicile/cmd/internal/relay"
)

// sweep frees the space of what has expired, and says in one word how it went.
// Outside of requests nobody waits, so this takes the plain way: database/sql,
// and a program of its own that may wait for promises.
func sweep() string {
	connector, err := d1.OpenConnector("DB")
	if err != nil {
		return "no database"
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	if err := current(db); err != nil {
		return "the tables are not those of this program: apply the migrations"
	}
	err = relay.Sweep(time.Now(), func(statement string, args ...any) ([][]any, error) {
		_, err := db.Exec(relay.Statement(statement), args...)
		return nil, err
	})
	if err != nil {
		return "the database refused"
	}
	return "swept"
}

// current asks whether the database has the tables of this program.
func current(db *sql.DB) error {
	var count int64
	return db.QueryRow(relay.Statement("health")).Scan(&count)
}
