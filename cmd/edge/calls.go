//go:build js && wasm

package main

// The calls from JavaScript are exports of the module and not functions of
// syscall/js, which cost nearly twice as much for each request: a frame is copied into
// and out of the program's memory, and no JavaScript value is made for it.
//
// JavaScript asks for room, writes a frame there, calls begin or resume, which
// give the length of the reply, and reads it from where reply says. Nothing else
// runs in between.
var inbox, outbox []byte

//go:wasmexport room
func room(size int32) *byte {
	inbox = make([]byte, max(1, size))
	return &inbox[0]
}

//go:wasmexport begin
func begin() int32 {
	outbox = table.Begin(inbox)
	return int32(len(outbox))
}

// "resume" is taken by the runtime.
//
//go:wasmexport proceed
func proceed() int32 {
	outbox = table.Resume(inbox)
	return int32(len(outbox))
}

//go:wasmexport reply
func reply() *byte { return &outbox[0] }
