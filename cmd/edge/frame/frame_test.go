package frame

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"reflect"
	"testing"
)

func TestWhatIsWrittenIsRead(t *testing.T) {
	want := []any{nil, int64(0), int64(-1), int64(maxInteger), "", "héllo\x00", []byte{}, []byte{0, 255}}
	b, err := Append(nil, want...)
	if err != nil {
		t.Fatal(err)
	}
	have, err := Read(b)
	if err != nil || !reflect.DeepEqual(have, want) {
		t.Fatalf("%v %v", have, err)
	}
}

// TestExamples holds what frame.test.mjs holds of the twin.
func TestExamples(t *testing.T) {
	data, err := os.ReadFile("testdata/frames.json")
	if err != nil {
		t.Fatal(err)
	}
	var examples []struct {
		Frame  string
		Values []any
	}
	if err := json.Unmarshal(data, &examples); err != nil || len(examples) == 0 {
		t.Fatal(err)
	}
	for _, example := range examples {
		values := make([]any, len(example.Values))
		for i, v := range example.Values {
			values[i] = valueOf(v)
		}
		b, err := Append([]byte{}, values...)
		if have := hex.EncodeToString(b); err != nil || have != example.Frame {
			t.Errorf("%v became %s: %v", values, have, err)
		}
		if have, err := Read(b); err != nil || !reflect.DeepEqual(have, values) {
			t.Errorf("%s became %v: %v", example.Frame, have, err)
		}
	}
}

// valueOf is a value of the examples as a frame has it.
func valueOf(v any) any {
	switch v := v.(type) {
	case float64:
		return int64(v)
	case map[string]any:
		var b []byte
		for _, n := range v["bytes"].([]any) {
			b = append(b, byte(n.(float64)))
		}
		return b
	}
	return v
}

func TestValuesThatWouldChangeOnTheWay(t *testing.T) {
	for defect, v := range map[string]any{
		"an integer that JavaScript rounds": int64(1 << 53), "a negative one": int64(-1 << 53),
		"an int": 1, "a fraction": 1.5, "a truth": true,
	} {
		if _, err := Append(nil, v); err == nil {
			t.Error(defect)
		}
	}
}

func TestBrokenFrames(t *testing.T) {
	for defect, b := range map[string][]byte{
		"an unknown tag":         {4},
		"half an integer":        {1, 0, 0, 0},
		"an integer too large":   {1, 0x7f, 0, 0, 0, 0, 0, 0, 0},
		"half a length":          {2, 0, 0},
		"a length past the end":  {3, 0, 0, 0, 2, 1},
		"a length past all ends": {3, 255, 255, 255, 255, 1},
		"a text not in UTF-8":    {2, 0, 0, 0, 1, 0xff},
		"more than the limit":    make([]byte, MaxSize+1),
	} {
		if v, err := Read(b); err == nil {
			t.Errorf("%s: %v", defect, v)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte{2, 0, 0, 0, 1, 'a', 1, 0, 0, 0, 0, 0, 0, 0, 1, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		values, err := Read(b)
		if err != nil {
			return
		}
		again, err := Append(nil, values...)
		if err != nil || !bytes.Equal(again, b) {
			t.Fatalf("%x became %x: %v", b, again, err)
		}
	})
}
