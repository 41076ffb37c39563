// Package native is the relay's home on an ordinary machine: net/http in front,
// SQLite behind. See package relay for what the relay does.
//
// # Durability
//
// A reply is sent when SQLite has committed, in its write-ahead log with
// synchronous=NORMAL: what was acknowledged survives the death of the process at
// any moment. It may not survive the machine losing power, and need not: an
// exchange lives for minutes, between two people who are waiting for it, and whose
// programs ask again. Options.PowerSafe buys that too, with one flush to the disk
// for each step. Quotas are kept in memory only.
//
// # Slow and hostile clients
//
// Headers must arrive within 5 seconds and bodies within 15; a body that is too
// long is read to its end, up to a bound, so that its sender hears 413. Waiting
// requests hold a goroutine and no connection to the database; there is room for
// a fixed number. An address counts as that of the connection, or where a trusted
// proxy connects, as the last one in X-Forwarded-For that is none of the proxies.
package native
