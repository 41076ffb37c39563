package frame

import (
	"bytes"
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
