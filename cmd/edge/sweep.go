//go:build js && wasm

package main

import (
	"database/sql"
	"errors"
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
	now := time.Now().Unix()
	_, failed := db.Exec(relay.Statement("sweep_exchange"), now)
	_, too := db.Exec(relay.Statement("sweep_quota"), now/600)
	if errors.Join(failed, too) != nil {
		return "the database refused"
	}
	return "swept"
}

// current asks whether the database has the tables of this program.
func current(db *sql.DB) error {
	var count int64
	return db.QueryRow(relay.Statement("health")).Scan(&count)
}
