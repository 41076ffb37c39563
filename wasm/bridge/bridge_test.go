//go:build js && wasm

package bridge

import (
	"errors"
	"strings"
	"syscall/js"
	"testing"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

// wide has a field of every shape that a call can carry.
type wide struct {
	Text     string            `json:"text"`
	Count    int               `json:"count"`
	Yes      bool              `json:"yes"`
	Data     api.Bytes         `json:"data"`
	List     []api.Bytes       `json:"list"`
	Headers  map[string]string `json:"headers"`
	Inner    *api.Item         `json:"inner,omitempty"`
	Optional string            `json:"optional,omitempty"`
}

type tree struct {
	Claims map[string]any `json:"claims"`
}

var (
	echo = api.Call[wide, wide]{Name: "echo"}
	grow = api.Call[api.Nothing, tree]{Name: "grow"}
	fail = api.Call[api.Nothing, api.Nothing]{Name: "fail"}
	trip = api.Call[api.Nothing, api.Nothing]{Name: "trip"}
)

func table() engine.Table {
	t := engine.Table{}
	engine.Handle(t, echo, func(w wide) (wide, error) { return w, nil })
	engine.Handle(t, grow, func(api.Nothing) (tree, error) {
		return tree{map[string]any{
			"__proto__": "a claim", "exact": encoding.Number("9007199254740991"), "inexact": encoding.Number("9007199254740993"),
			"none": nil, "list": []any{true, int64(1)}, "bytes": []byte{1},
		}}, nil
	})
	engine.Handle(t, fail, func(api.Nothing) (api.Nothing, error) {
		return api.Nothing{}, fault.New("signature_invalid", "by key 1")
	})
	engine.Handle(t, trip, func(api.Nothing) (api.Nothing, error) { panic(errors.New("Aiko Ito")) })
	return t
}

// settle calls the server as the worker does and returns what the promise
// settles with.
func settle(t *testing.T, call js.Func, name, request string) (value js.Value, rejected bool) {
	t.Helper()
	done := make(chan struct{})
	keep := func(isRejection bool) js.Func {
		return js.FuncOf(func(_ js.Value, args []js.Value) any {
			value, rejected = args[0], isRejection
			close(done)
			return nil
		})
	}
	argument := js.Global().Call("eval", "("+request+")")
	js.Global().Get("Reflect").Call("apply", call, js.Null(), []any{name, argument}).Call("then", keep(false), keep(true))
	<-done
	return value, rejected
}

func text(v js.Value) string { return js.Global().Get("JSON").Call("stringify", v).String() }

const whole = `{text: "é", count: 7, yes: true, data: new Uint8Array([1, 2]), list: [new Uint8Array()], headers: {a: "b"}, inner: {type: "offer", text: ""}}`

func TestEveryShapeCrosses(t *testing.T) {
	value, rejected := settle(t, newServer(table()).callback(), "echo", whole)
	if rejected {
		t.Fatal(text(value))
	}
	if !value.Get("data").InstanceOf(js.Global().Get("Uint8Array")) {
		t.Error("bytes did not come back as a Uint8Array")
	}
	value.Set("data", js.Global().Get("Array").Call("from", value.Get("data")))
	want := `{"text":"é","count":7,"yes":true,"data":[1,2],"list":[{}],"headers":{"a":"b"},"inner":{"type":"offer","text":""}}`
	if have := text(value); have != want {
		t.Errorf("have %s\nwant %s", have, want)
	}
}

func TestClaimsCross(t *testing.T) {
	value, _ := settle(t, newServer(table()).callback(), "grow", "{}")
	claims := value.Get("claims")
	for name, want := range map[string]string{
		"__proto__": `"a claim"`, "exact": "9007199254740991", "inexact": `"9007199254740993"`,
		"none": "null", "list": "[true,1]", "bytes": `{"0":1}`,
	} {
		own := js.Global().Get("Object").Get("getOwnPropertyDescriptor").Invoke(claims, name)
		if have := text(own.Get("value")); have != want {
			t.Errorf("%s: have %s, want %s", name, have, want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for defect, row := range map[string]struct{ name, request, kind, detail string }{
		"no such call":         {"nothing", "{}", "engine_call_unknown", "nothing"},
		"no request":           {"echo", "undefined", "engine_request", "request must be an object"},
		"a member is missing":  {"echo", "{text: ''}", "engine_request", "request.count is missing"},
		"a fraction":           {"echo", strings.Replace(whole, "7", "7.5", 1), "engine_request", "request.count"},
		"a number for a text":  {"echo", strings.Replace(whole, `"é"`, "1", 1), "engine_request", "request.text"},
		"an array for bytes":   {"echo", strings.Replace(whole, "new Uint8Array([1, 2])", "[1, 2]", 1), "engine_request", "request.data"},
		"an object for a list": {"echo", strings.Replace(whole, "[new Uint8Array()]", "{}", 1), "engine_request", "request.list"},
		"a number in headers":  {"echo", strings.Replace(whole, `{a: "b"}`, "{a: 1}", 1), "engine_request", "request.headers.a"},
		"the handler's own":    {"fail", "{}", "signature_invalid", "by key 1"},
	} {
		value, rejected := settle(t, newServer(table()).callback(), row.name, row.request)
		if !rejected || value.Get("kind").String() != row.kind || !strings.Contains(value.Get("detail").String(), row.detail) {
			t.Errorf("%s: %s", defect, text(value))
		}
		if value.Get("sentence").String() == "" || value.Get("step").String() == "" {
			t.Errorf("%s: no words in %s", defect, text(value))
		}
	}
}

func TestAPanicEndsTheEngineButNotTheProgram(t *testing.T) {
	call := newServer(table()).callback()
	for _, name := range []string{"trip", "echo"} {
		value, rejected := settle(t, call, name, whole)
		if !rejected || value.Get("kind").String() != "engine_panic" {
			t.Errorf("%s: %s", name, text(value))
		}
		if strings.Contains(text(value), "Aiko") {
			t.Errorf("%s quotes what was read: %s", name, text(value))
		}
	}
}

func BenchmarkCall(b *testing.B) {
	s, request := newServer(table()), js.Global().Call("eval", "("+whole+")")
	for b.Loop() {
		if _, err := s.answer("echo", request); err != nil {
			b.Fatal(err)
		}
	}
}
