// Package bridge carries calls between JavaScript and an engine. It is the only
// package that touches syscall/js.
//
// # What the page's worker sees
//
// A main calls Serve, which sets one global in the worker's realm and then waits
// for ever:
//
//	globalThis.domicile = {
//	  call(name: CallName, request: object): Promise<object>
//	}
//
// The worker imports wasm_exec.js, instantiates the module and runs it; Go runs
// until it waits, so the global is there as soon as go.run returns its promise:
//
//	const go = new Go();
//	const { instance } = await WebAssembly.instantiateStreaming(fetch(url), go.importObject);
//	const ended = go.run(instance);        // settles only when the engine is dead
//	const response = await domicile.call("scan.add", { session: "a", text });
//
// Requests and responses are plain objects with the shapes of
// web/engine/api.gen.ts, ready for postMessage: no class instances, no
// functions. Structure crosses as JavaScript values and bytes as Uint8Array; a
// response's arrays are fresh copies, which the worker may transfer. A member
// that is optional and absent is left out, a list without elements is []. A
// request must have come through postMessage, or be as plain: a getter that
// throws while Go reads it would tear the Go program's stack.
//
// # Errors
//
// A call that fails rejects with a plain object of type Failure: {kind, step,
// sentence, detail}. The kinds raised here are engine_call_unknown,
// engine_request and engine_panic.
//
// # After a trap
//
// A Go panic is caught and rejected with kind engine_panic. The engine's state
// is then not to be trusted: each later call is answered engine_panic at once.
// What Go cannot catch (a stack overflow, memory exhausted) reaches the worker as
// an exception thrown by call itself, and the promise of go.run may settle. In
// all three cases the host ends the worker, starts a new one, answers the calls
// still open with kind engine_restarted, and loads trust (and the vault) again.
//
// # Order
//
// Calls run to their end one after the other in the order made, on the worker's
// thread. The promise is already settled when call returns it.
package bridge
