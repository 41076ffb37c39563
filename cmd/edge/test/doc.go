// Package edge tests the relay's worker in the platform's own runtime. The tests
// are those of *.test.mjs, which scripts/edge test runs; what is in Go is called
// by them.
package edge
