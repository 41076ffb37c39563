// Command bench is a third engine, built for scripts/bench and never shipped:
// it measures signatures in WebAssembly, so that they can be put beside a
// JavaScript library in the same browser and the same run.
//
// It offers two calls through the bridge like the real engines:
//
//	bench.sign    {algorithm, millis} -> {operations, micros}
//	bench.verify  {algorithm, millis} -> {operations, micros}
//
// Each repeats its operation for at least that many milliseconds on the
// worker's thread and answers with what it counted.
//
// Run natively (go run ./wasm/bench) it makes the input of other measurements
// and of browser tests: a fresh health certificate of nobody, with the
// certificate of the office that signed it.
package main
