package relay

import (
	"embed"
	"strings"
)

//go:embed sql/*.sql
var sqlFiles embed.FS

//go:embed migrations/*.sql
var migrationFiles embed.FS

// The names of the statements, by what they are for. Each has its text and its
// arguments in sql/.
const (
	exchangeCreate = "exchange_create"
	exchangeSame   = "exchange_same"
	exchangeLook   = "exchange_look"
	requestOpen    = "request_open"
	requestNonce   = "request_nonce"
	requestSigned  = "request_signed"
	requestSign    = "request_sign"
	responseAnswer = "response_answer"
	pageState      = "page_state"
	pageClaim      = "page_claim"
	pageRefused    = "page_refused"
	pageAck        = "page_ack"
	pageWithdraw   = "page_withdraw"
	quotaCount     = "quota_count"
	healthLook     = "health"
	sweepExchange  = "sweep_exchange"
	sweepQuota     = "sweep_quota"
)

// Statements are the names of all statements, sorted.
func Statements() []string {
	entries, err := sqlFiles.ReadDir("sql")
	if err != nil {
		panic(err) // embedded
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = strings.TrimSuffix(entry.Name(), ".sql")
	}
	return names
}

// Statement returns the text of a statement, the same for SQLite and D1. It
// panics for a name that is none of Statements.
func Statement(name string) string {
	text, err := sqlFiles.ReadFile("sql/" + name + ".sql")
	if err != nil {
		panic(err)
	}
	return string(text)
}

// Migrations are the texts that bring an empty database to the present schema,
// in order. The number of them is the schema's version. Wrangler reads the same
// files from migrations/.
func Migrations() []string {
	entries, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		panic(err) // embedded
	}
	texts := make([]string, len(entries))
	for i, entry := range entries {
		text, err := migrationFiles.ReadFile("migrations/" + entry.Name())
		if err != nil {
			panic(err)
		}
		texts[i] = string(text)
	}
	return texts
}
