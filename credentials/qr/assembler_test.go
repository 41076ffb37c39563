package qr_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"domicile/credentials/qr"
	"domicile/crypto/fault"
	"domicile/internal/vectors"
)

type peerCase struct {
	Type    string   `json:"type"`
	CBOR    string   `json:"cbor_hex"`
	Most    int      `json:"maxFragmentLength"`
	SeqLen  int      `json:"seqLen"`
	Parts   []string `json:"parts"`
	Reverse *struct {
		Parts []string `json:"parts"`
		After int      `json:"peer_decoded_after"`
	} `json:"lossy_reversed"`
	Rateless *struct {
		First int `json:"first_index"`
		After int `json:"peer_decoded_after"`
	} `json:"rateless_only_from"`
}

// assemble adds parts until the message is whole and returns how many it took.
func assemble(t *testing.T, parts []string) (qr.Message, int) {
	t.Helper()
	var a qr.Assembler
	for i, part := range parts {
		p, err := a.Add(part)
		if err != nil {
			t.Fatalf("part %d: %v", i, err)
		}
		if p.Message != nil {
			return *p.Message, i + 1
		}
	}
	t.Fatal("the message did not become whole")
	return qr.Message{}, 0
}

func TestPartsOfAnotherImplementation(t *testing.T) {
	var cases []peerCase
	vectors.ReadJSON(t, "ur/peer-ngraveio.json", &cases)
	for i, c := range cases {
		t.Run(fmt.Sprint(i), func(t *testing.T) { checkPeer(t, c) })
	}
	t.Logf("%d messages", len(cases))
}

func checkPeer(t *testing.T, c peerCase) {
	message, _ := hex.DecodeString(c.CBOR)
	e, err := qr.NewEncoder(c.Type, message, c.Most)
	if err != nil || e.Fragments() != c.SeqLen {
		t.Fatalf("%d fragments, %v; want %d", e.Fragments(), err, c.SeqLen)
	}
	for i, want := range c.Parts {
		if got, err := e.Part(uint32(i + 1)); err != nil || got != want {
			t.Fatalf("part %d = %s, %v; want %s", i+1, got, err, want)
		}
	}
	runs := map[string][]string{"all": c.Parts}
	limits := map[string]int{"all": c.SeqLen}
	if c.Reverse != nil {
		runs["lossy, reversed"], limits["lossy, reversed"] = c.Reverse.Parts, c.Reverse.After
	}
	if c.Rateless != nil {
		runs["mixed only"], limits["mixed only"] = c.Parts[c.Rateless.First:], c.Rateless.After
	}
	for name, parts := range runs {
		got, took := assemble(t, parts)
		if got.Type != c.Type || !bytes.Equal(got.Data, message) {
			t.Errorf("%s: another message", name)
		}
		if took > limits[name] {
			t.Errorf("%s: took %d parts, the peer %d", name, took, limits[name])
		}
	}
}

func TestSinglePartsOfTheStandards(t *testing.T) {
	var cases []struct {
		UR   string `json:"ur"`
		Type string `json:"type"`
		CBOR string `json:"cbor_hex"`
	}
	vectors.ReadJSON(t, "ur/single-part-urs.json", &cases)
	for _, c := range cases {
		for _, text := range []string{c.UR, qr.FrameText(c.UR)} {
			m, err := qr.DecodeUR(text)
			if err != nil {
				t.Errorf("%.40s: %v", text, err)
				continue
			}
			if m.Type != c.Type || hex.EncodeToString(m.Data) != c.CBOR {
				t.Errorf("%.40s: another message", text)
			}
			if back := qr.EncodeUR(m); back != strings.ToLower(text) {
				t.Errorf("%.40s: encodes to %.40s", text, back)
			}
		}
	}
	t.Logf("%d texts", len(cases))
}

// message is deterministic, long enough for several frames.
func message(length int) []byte {
	data := make([]byte, length)
	for i := range data {
		data[i] = byte(i*i + i/7)
	}
	return data
}

func encode(t testing.TB, kind string, data []byte, most, parts int) []string {
	t.Helper()
	e, err := qr.NewEncoder(kind, data, most)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]string, parts)
	for i := range all {
		if all[i], err = e.Part(uint32(i + 1)); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// A viewer who joins late and misses frames at random still gets the message,
// with few frames more than there are fragments.
func TestLossyViewersGetTheMessage(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	sum, runs := 0, 0
	for _, length := range []int{300, 1000, 4000, 12000} {
		parts := encode(t, "bytes", message(length), 200, 800)
		for range 10 {
			var seen []string
			for _, part := range parts[random.IntN(100):] {
				if random.IntN(10) < 4 {
					seen = append(seen, part)
				}
			}
			got, took := assemble(t, seen)
			if !bytes.Equal(got.Data, message(length)) {
				t.Fatal("another message")
			}
			sum += took - (length+199)/200
			runs++
		}
	}
	t.Logf("%d runs, %.1f frames more than fragments on average", runs, float64(sum)/float64(runs))
}

func TestRefusedParts(t *testing.T) {
	parts := encode(t, "bytes", message(500), 100, 8)
	other := encode(t, "bytes", append(message(499), 1), 100, 1)[0]
	longer := encode(t, "bytes", message(501), 100, 1)[0]
	fewer := encode(t, "bytes", message(500), 200, 1)[0]
	another := encode(t, "seed", message(500), 100, 1)[0]
	single := encode(t, "bytes", message(50), 100, 1)[0]
	first := parts[0]
	rows := []struct {
		defect string
		parts  []string
		kind   fault.Kind
	}{
		{"other message of the same length", []string{first, other}, qr.KindFramesMixed},
		{"longer message", []string{first, longer}, qr.KindFramesMixed},
		{"other fragment length", []string{first, fewer}, qr.KindFramesMixed},
		{"other type", []string{first, another}, qr.KindFramesMixed},
		{"whole message among parts", []string{first, single}, qr.KindFramesMixed},
		{"part after a whole message", []string{single, first}, qr.KindFramesMixed},
		{"other whole message", []string{single, encode(t, "bytes", message(60), 100, 1)[0]}, qr.KindFramesMixed},
		{"path number differs from the part", []string{strings.Replace(first, "/1-5/", "/2-5/", 1)}, qr.KindFrameIndexRange},
		{"path count differs from the part", []string{strings.Replace(first, "/1-5/", "/1-6/", 1)}, qr.KindFrameIndexRange},
		{"number zero", []string{strings.Replace(first, "/1-5/", "/0-5/", 1)}, qr.KindFrameIndexRange},
		{"number with a sign", []string{strings.Replace(first, "/1-5/", "/+1-5/", 1)}, qr.KindFrameIndexRange},
		{"number with a leading zero", []string{strings.Replace(first, "/1-5/", "/01-5/", 1)}, qr.KindFrameIndexRange},
		{"number above 32 bits", []string{strings.Replace(first, "/1-5/", "/4294967296-5/", 1)}, qr.KindFrameIndexRange},
		{"no count", []string{strings.Replace(first, "/1-5/", "/1/", 1)}, qr.KindFrameIndexRange},
		{"letter changed", []string{first[:40] + "b" + first[41:]}, qr.KindFrameChecksum},
		{"cut short", []string{first[:len(first)-2]}, qr.KindFrameChecksum},
		{"odd letters", []string{first[:len(first)-1]}, qr.KindFrameChecksum},
		{"checksum alone", []string{"ur:bytes/aeaeaeae"}, qr.KindFrameChecksum},
		{"mixed case", []string{"UR:bytes/" + first[9:]}, qr.KindPrefixUnknown},
		{"no type", []string{"ur:/aeaeaeaeaeae"}, qr.KindPrefixUnknown},
		{"type with an underscore", []string{"ur:a_b/aeaeaeaeaeae"}, qr.KindPrefixUnknown},
		{"four components", []string{first + "/"}, qr.KindPrefixUnknown},
		{"other scheme", []string{"url:bytes/aeaeaeaeaeae"}, qr.KindPrefixUnknown},
		{"too long", []string{"ur:bytes/" + strings.Repeat("ae", qr.MaxMessage)}, qr.KindTooLong},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			var a qr.Assembler
			var err error
			for _, part := range row.parts {
				if err != nil {
					t.Fatal(err)
				}
				_, err = a.Add(part)
			}
			if fault.KindOf(err) != row.kind {
				t.Errorf("got %v, want %s", err, row.kind)
			}
		})
	}
}

func TestRefusedPartLeavesProgress(t *testing.T) {
	parts := encode(t, "bytes", message(500), 100, 8)
	var a qr.Assembler
	for _, part := range parts[:4] {
		if _, err := a.Add(part); err != nil {
			t.Fatal(err)
		}
	}
	p, err := a.Add(encode(t, "bytes", message(501), 100, 1)[0])
	if fault.KindOf(err) != qr.KindFramesMixed || p.Received != 4 || p.Expected != 5 {
		t.Errorf("progress %+v, %v", p, err)
	}
	if p, err = a.Add(parts[3]); err != nil || p.Received != 4 {
		t.Errorf("a repeated frame: progress %+v, %v", p, err)
	}
	if p, err = a.Add(parts[4]); err != nil || p.Received != 5 || p.Message == nil {
		t.Errorf("the last frame: progress %+v, %v", p, err)
	}
	if p, err = a.Add(parts[6]); err != nil || p.Message == nil {
		t.Errorf("a frame too many: progress %+v, %v", p, err)
	}
}

func TestJoin(t *testing.T) {
	parts := encode(t, "bytes", message(500), 100, 8)
	m, err := qr.Join("\n" + strings.Join(parts, "\r\n") + "\n")
	if err != nil || !bytes.Equal(m.Data, message(500)) {
		t.Errorf("Join: %v", err)
	}
	for name, text := range map[string]string{"none": "", "four of five": strings.Join(parts[:4], "\n")} {
		if _, err := qr.Join(text); fault.KindOf(err) != qr.KindFramesIncomplete {
			t.Errorf("%s: got %v, want %s", name, err, qr.KindFramesIncomplete)
		}
	}
}

// Every changed letter and every truncation of a part is refused: its CRC-32
// finds bursts of up to 32 bits, and a letter spells at most eight.
func TestMangledPartsAreRefused(t *testing.T) {
	parts := encode(t, "bytes", message(200), 100, 3)
	cases := 0
	for _, part := range append(parts, qr.EncodeUR(qr.Message{Type: "bytes", Data: message(40)})) {
		for i := range part {
			var a qr.Assembler
			if _, err := a.Add(part[:i]); err == nil {
				t.Errorf("accepted, cut at %d: %s", i, part[:i])
			}
			mangled := []byte(part)
			mangled[i]++
			if p, err := a.Add(string(mangled)); err == nil && i > strings.IndexByte(part, '/') {
				t.Errorf("accepted, changed at %d: %s %+v", i, mangled, p)
			}
			cases += 2
		}
	}
	t.Logf("%d cases", cases)
}

func TestRefusedMessages(t *testing.T) {
	rows := []struct {
		defect string
		kind   string
		data   []byte
		most   int
		want   fault.Kind
	}{
		{"empty", "bytes", nil, 100, qr.KindEmpty},
		{"too long", "bytes", make([]byte, qr.MaxMessage+1), 100, qr.KindTooLong},
		{"too many fragments", "bytes", make([]byte, qr.MaxMessage), 20, qr.KindTooLong},
		{"fragments too small", "bytes", message(500), 9, qr.KindFrameIndexRange},
		{"type in upper case", "Bytes", message(500), 100, qr.KindPrefixUnknown},
		{"type empty", "", message(500), 100, qr.KindPrefixUnknown},
	}
	for _, row := range rows {
		if _, err := qr.NewEncoder(row.kind, row.data, row.most); fault.KindOf(err) != row.want {
			t.Errorf("%s: got %v, want %s", row.defect, err, row.want)
		}
	}
}

func ExampleAssembler() {
	e, _ := qr.NewEncoder("bytes", bytes.Repeat([]byte("frame "), 40), 80)
	var a qr.Assembler
	for number := uint32(2); ; number += 2 { // every other frame is missed
		part, _ := e.Part(number)
		progress, err := a.Add(part)
		if err != nil {
			fmt.Println(err)
			return
		}
		if progress.Message != nil {
			fmt.Println(progress.Message.Type, len(progress.Message.Data))
			return
		}
	}
	// Output: bytes 240
}

func FuzzAssembler(f *testing.F) {
	for _, part := range encode(f, "bytes", message(300), 100, 6) {
		f.Add(part, part)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		var a qr.Assembler
		for _, part := range []string{first, second} {
			p, err := a.Add(part)
			if err == nil && p.Received > p.Expected {
				t.Errorf("%d of %d", p.Received, p.Expected)
			}
			if err == nil && p.Message != nil && len(p.Message.Data) > qr.MaxMessage {
				t.Error("message over the limit")
			}
		}
	})
}

func BenchmarkAssembler(b *testing.B) {
	e, err := qr.NewEncoder("bytes", message(20000), 200)
	if err != nil {
		b.Fatal(err)
	}
	var parts []string
	for i := range 200 {
		part, _ := e.Part(uint32(101 + i))
		parts = append(parts, part)
	}
	for b.Loop() {
		var a qr.Assembler
		for _, part := range parts {
			if p, err := a.Add(part); err != nil || p.Message != nil {
				break
			}
		}
	}
}
