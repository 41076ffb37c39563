//go:build !race

package native_test

const part = 5
