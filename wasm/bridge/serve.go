//go:build js && wasm

package bridge

import (
	"reflect"
	"syscall/js"

	"domicile/crypto/fault"
	"domicile/wasm/engine"
)

// Serve offers an engine to JavaScript and never returns.
func Serve(table engine.Table) {
	js.Global().Set("domicile", js.ValueOf(map[string]any{"call": newServer(table).callback()}))
	select {}
}

// server is one engine behind its global.
type server struct {
	table  engine.Table
	broken bool // a panic was caught: the state is not to be trusted
}

func newServer(table engine.Table) *server { return &server{table: table} }

// callback is the function that JavaScript calls, the one Promise adapter.
func (s *server) callback() js.Func {
	promise := js.Global().Get("Promise")
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		name, request := arguments(args)
		response, err := s.answer(name, request)
		if err != nil {
			return promise.Call("reject", encode(reflect.ValueOf(engine.Failure(name, err))))
		}
		return promise.Call("resolve", response)
	})
}

func arguments(args []js.Value) (name string, request js.Value) {
	if len(args) > 0 && args[0].Type() == js.TypeString {
		name = args[0].String()
	}
	if len(args) > 1 {
		request = args[1]
	}
	return name, request
}

// answer runs one call; a panic anywhere in it, the conversions included, ends
// the engine's usefulness but not the Go program.
func (s *server) answer(name string, request js.Value) (response js.Value, err error) {
	if s.broken {
		return js.Undefined(), fault.New(engine.KindPanic, "an earlier call panicked")
	}
	defer func() {
		if cause := recover(); cause != nil {
			s.broken = true
			err = engine.Panicked(cause)
		}
	}()
	handler, ok := s.table[name]
	if !ok {
		return js.Undefined(), engine.UnknownCall(name)
	}
	into := handler.Request()
	if err := decode(request, reflect.ValueOf(into).Elem(), "request"); err != nil {
		return js.Undefined(), err
	}
	out, err := handler.Run(into)
	if err != nil {
		return js.Undefined(), err
	}
	return encode(reflect.ValueOf(out)), nil
}
