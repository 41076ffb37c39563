//go:build race

package native_test

// part of the whole size: the race detector slows SQLite twentyfold.
const part = 1
