package request_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"domicile/credentials/dcql"
	"domicile/credentials/qr"
	"domicile/credentials/request"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

func answer(r *request.Request) *request.Answer {
	return &request.Answer{Presentations: map[string][]string{"card": {"eyJ.eyJ.sig~WyI~eyJ.eyJ.sig"}}, State: r.State}
}

func TestEveryFormOfAnAnswer(t *testing.T) {
	r := build(t)
	a := answer(r)
	fragment, err := a.Fragment()
	if err != nil {
		t.Fatal(err)
	}
	link, err := a.ReturnTo(r.ReturnURL)
	if err != nil {
		t.Fatal(err)
	}
	code, err := a.Text()
	if err != nil {
		t.Fatal(err)
	}
	asJSON := `{"state":"` + r.State + `","vp_token":{"card":["eyJ.eyJ.sig~WyI~eyJ.eyJ.sig"]},"unknown":1}`
	for _, text := range []string{fragment, "#" + fragment, link, code, strings.ToUpper(code), asJSON, fragment + "&code=unknown"} {
		got, err := request.ParseAnswer(text)
		if err != nil {
			t.Errorf("%.40s…: %v", text, err)
			continue
		}
		if got.State != a.State || !maps.EqualFunc(got.Presentations, a.Presentations, slices.Equal) {
			t.Errorf("%.40s…: %+v", text, got)
		}
		if err := r.Accept(got); err != nil {
			t.Errorf("%.40s…: %v", text, err)
		}
	}
}

func TestAnswerOverFrames(t *testing.T) {
	a := answer(build(t))
	a.Presentations["card"][0] = strings.Repeat("x0Y-", 2000)
	message, err := a.Message()
	if err != nil {
		t.Fatal(err)
	}
	encoder, err := qr.NewEncoder(message.Type, message.Data, 40)
	if err != nil {
		t.Fatal(err)
	}
	var assembler qr.Assembler
	for number := uint32(2); number < 200; number++ { // the first frame is missed
		part, err := encoder.Part(number)
		if err != nil {
			t.Fatal(err)
		}
		progress, err := assembler.Add(part)
		if err != nil {
			t.Fatal(err)
		}
		if progress.Message == nil {
			continue
		}
		got, err := request.ParseMessage(progress.Message.Data)
		if err != nil || got.Presentations["card"][0] != a.Presentations["card"][0] {
			t.Errorf("after frame %d: %v", number, err)
		}
		return
	}
	t.Error("the frames never made the answer")
}

func TestAnswerRefusals(t *testing.T) {
	encoder, err := qr.NewEncoder(qr.AnswerType, make([]byte, 100), 40)
	if err != nil {
		t.Fatal(err)
	}
	frame, err := encoder.Part(1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		defect, text string
		kind         fault.Kind
	}{
		{"empty", "", request.KindAnswerMalformed},
		{"something else", "hello", request.KindAnswerMalformed},
		{"a link", "https://verifier.example/", request.KindAnswerMalformed},
		{"declined", "error=access_denied&state=s", request.KindAnswerDeclined},
		{"declined with words of its own", "#error=%3Cscript%3E", request.KindAnswerDeclined},
		{"vp_token absent", "state=s", request.KindAnswerMalformed},
		{"vp_token twice", "vp_token={}&vp_token={}", request.KindAnswerMalformed},
		{"vp_token a text", "vp_token=%22eyJ%22", request.KindAnswerMalformed},
		{"vp_token bare", "vp_token=eyJhbGciOiJFUzI1NiJ9.e30.x", encoding.KindJSONSyntax},
		{"vp_token an array", `vp_token=["x"]`, request.KindAnswerMalformed},
		{"vp_token empty", "vp_token={}", request.KindAnswerMalformed},
		{"presentation not in an array", `vp_token={"card":"x"}`, request.KindAnswerMalformed},
		{"no presentation in the array", `vp_token={"card":[]}`, request.KindAnswerMalformed},
		{"presentation empty", `vp_token={"card":[""]}`, request.KindAnswerMalformed},
		{"presentation an object", `vp_token={"card":[{}]}`, request.KindAnswerMalformed},
		{"17 presentations", `vp_token={"card":["a"` + strings.Repeat(`,"a"`, 16) + `]}`, request.KindAnswerMalformed},
		{"id twice", `vp_token={"card":["a"],"card":["b"]}`, encoding.KindJSONDuplicateKey},
		{"state with a blank", `vp_token={"card":["a"]}&state=a+b`, request.KindAnswerMalformed},
		{"state empty", `vp_token={"card":["a"]}&state=`, request.KindAnswerMalformed},
		{"percent without digits", `vp_token=%zz`, request.KindAnswerMalformed},
		{"33 parameters", "vp_token={}" + strings.Repeat("&", 32), request.KindAnswerMalformed},
		{"JSON array", `[]`, request.KindAnswerMalformed},
		{"JSON state a number", `{"vp_token":{"card":["a"]},"state":1}`, request.KindAnswerMalformed},
		{"presentations over 64 KiB", `vp_token={"card":["` + strings.Repeat("a", 64<<10+1) + `"]}`, request.KindAnswerTooLong},
		{"text over 128 KiB", `vp_token={"card":["` + strings.Repeat("a", 128<<10) + `"]}`, request.KindAnswerTooLong},
		{"code of another type", qr.EncodeUR(qr.Message{Type: "bytes", Data: []byte{0x40}}), request.KindAnswerMalformed},
		{"one frame of several", frame, qr.KindFramesIncomplete},
	} {
		t.Run(c.defect, func(t *testing.T) {
			_, err := request.ParseAnswer(c.text)
			if got := fault.KindOf(err); got != c.kind {
				t.Errorf("got %v, want %s", err, c.kind)
			}
		})
	}
}

// pack compresses and wraps as Message does.
func pack(t testing.TB, raw []byte) []byte {
	t.Helper()
	packed, err := encoding.EncodeCBOR(encoding.Deflate(raw))
	if err != nil {
		t.Fatal(err)
	}
	return packed
}

func TestMessageRefusals(t *testing.T) {
	good := "\xa2" + "\x65state\x61s" + "\x68vp_token\xa1\x64card\x81\x61p"
	if _, err := request.ParseMessage(pack(t, []byte(good))); err != nil {
		t.Fatalf("without a defect: %v", err)
	}
	bomb := pack(t, []byte("\xa2\x65state\x61s\x68vp_token\xa1\x64card\x81\x7a\x00\x10\x00\x00"+strings.Repeat("a", 1<<20)))
	for _, c := range []struct {
		defect string
		data   []byte
		kind   fault.Kind
	}{
		{"empty", nil, encoding.KindCBORMalformed},
		{"map without compression", []byte(good), request.KindAnswerMalformed},
		{"bytes without compression", append([]byte{0x58, byte(len(good))}, good...), encoding.KindZlibMissing},
		{"a bomb", bomb, encoding.KindZlibTooLarge},
		{"something after the string", append(pack(t, []byte(good)), 0), encoding.KindCBORTrailingData},
		{"something after the map", pack(t, []byte(good+"\x00")), encoding.KindCBORTrailingData},
		{"array", pack(t, []byte("\x80")), request.KindAnswerMalformed},
		{"members in another order", pack(t, []byte("\xa2"+"\x68vp_token\xa1\x64card\x81\x61p"+"\x65state\x61s")), request.KindAnswerMalformed},
		{"member twice", pack(t, []byte("\xa2\x65state\x61s\x65state\x61s")), encoding.KindCBORDuplicateKey},
		{"key a number", pack(t, []byte("\xa1\x01\x61s")), request.KindAnswerMalformed},
		{"key a number below", pack(t, []byte("\xa1\x68vp_token\xa1\x01\x81\x61p")), request.KindAnswerMalformed},
		{"state a number", pack(t, []byte("\xa2\x65state\x01\x68vp_token\xa1\x64card\x81\x61p")), request.KindAnswerMalformed},
		{"presentation as bytes", pack(t, []byte("\xa1\x68vp_token\xa1\x64card\x81\x41p")), request.KindAnswerMalformed},
		{"length not shortest", pack(t, []byte("\xa1\x68vp_token\xa1\x64card\x81\x78\x01p")), encoding.KindCBORNoncanonicalInteger},
		{"indefinite list", pack(t, []byte("\xa1\x68vp_token\xa1\x64card\x9f\x61p\xff")), encoding.KindCBORIndefinite},
	} {
		t.Run(c.defect, func(t *testing.T) {
			if _, err := request.ParseMessage(c.data); fault.KindOf(err) != c.kind {
				t.Errorf("got %v, want %s", err, c.kind)
			}
		})
	}
}

func TestAccept(t *testing.T) {
	r := build(t)
	for _, c := range []struct {
		defect string
		tweak  func(*request.Answer)
		kind   fault.Kind
	}{
		{"none", func(*request.Answer) {}, ""},
		{"other state", func(a *request.Answer) { a.State = "other" }, request.KindAnswerState},
		{"state absent", func(a *request.Answer) { a.State = "" }, request.KindAnswerState},
		{"two presentations for one", func(a *request.Answer) { a.Presentations["card"] = []string{"a", "b"} }, request.KindAnswerCount},
		{"an id that was not asked for", func(a *request.Answer) { a.Presentations["passport"] = []string{"a"} }, dcql.KindUnknownID},
		{"nothing", func(a *request.Answer) { a.Presentations = nil }, dcql.KindNotSatisfied},
	} {
		a := answer(r)
		c.tweak(a)
		if err := r.Accept(a); fault.KindOf(err) != c.kind {
			t.Errorf("%s: got %v, want %q", c.defect, err, c.kind)
		}
	}
}

func TestAnswerGoesNowhereUnsafe(t *testing.T) {
	if _, err := answer(build(t)).ReturnTo("javascript:alert(1)//"); fault.KindOf(err) != request.KindReturnAddress {
		t.Errorf("got %v", err)
	}
}

func FuzzParseAnswer(f *testing.F) {
	a := answer(build(f))
	fragment, _ := a.Fragment()
	code, _ := a.Text()
	f.Add(fragment)
	f.Add(code)
	f.Add(`{"vp_token":{"card":["x"]}}`)
	f.Fuzz(func(t *testing.T, input string) {
		a, err := request.ParseAnswer(input)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Errorf("a refusal without kind: %v", err)
			}
			return
		}
		text, err := a.Text()
		if err != nil && fault.KindOf(err) != request.KindAnswerTooLong {
			t.Fatal(err)
		}
		if again, err2 := request.ParseAnswer(text); err == nil && (err2 != nil || again.State != a.State) {
			t.Errorf("%q does not come back: %v", input, err2)
		}
	})
}

// FuzzParseMessage reaches behind the compression.
func FuzzParseMessage(f *testing.F) {
	f.Add([]byte("\xa2\x65state\x61s\x68vp_token\xa1\x64card\x81\x61p"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		data, err := encoding.EncodeCBOR(encoding.Deflate(raw))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := request.ParseMessage(data); err != nil && fault.KindOf(err) == "" {
			t.Errorf("a refusal without kind: %v", err)
		}
	})
}

// A verifier asks, a wallet reads the question and answers, without a network.
func Example() {
	preset, _ := request.FindPreset("over18")
	question, err := request.Build(noise(1), request.Question{
		ReturnURL: "https://bar.example/verifier/", VerifierName: "Bar Möbius", Purpose: preset.Purpose, Query: preset.Query(),
	}, time.Unix(1_780_000_000, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	shown, _ := question.Text()

	read, err := request.Parse(shown)
	fmt.Println(read.VerifierName, "asks:", read.Purpose, err)
	given := request.Answer{Presentations: map[string][]string{"card": {"<presentation>"}}, State: read.State}
	text, _ := given.Text()

	received, err := request.ParseAnswer(text)
	fmt.Println(received.Presentations["card"], err, question.Accept(received))
	// Output:
	// Bar Möbius asks: Check that you are over 18 <nil>
	// [<presentation>] <nil> <nil>
}
