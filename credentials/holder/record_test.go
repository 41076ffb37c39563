package holder

import (
	"bytes"
	"testing"
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/internal/double"
)

// FuzzRecord feeds the content of a record, which only the holder of the vault's
// key can write, to reading and applying it: it may be refused, and must not
// panic or change a state that it is refused by.
func FuzzRecord(f *testing.F) {
	at := time.Unix(1_800_000_000, 0)
	for _, e := range []event{
		&created{}, &deleted{"a", "Card"}, &restored{"a", "Card"}, &erased{"a", "Card"}, &emptied{"received", "Card", "Office"},
		&received{Card: "a", Copies: []storedCopy{{Text: "a~"}}}, &ordered{Order: "o"}, &advanced{Order: "o"}, &dropped{Order: "o"},
		&shown{Cards: []showing{{Card: "a", Copy: 1 << 60}}}, &refused{Labels: []string{"Age"}},
	} {
		plain, err := write(e, at)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(plain)
	}
	f.Fuzz(func(t *testing.T, plain []byte) {
		e, at, err := read(plain)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Errorf("a refusal without a kind: %v", err)
			}
			return
		}
		s := State{Cards: []Card{{ID: "a", Copies: make([]Copy, 1)}}, Orders: []Order{{ID: "o"}}}
		if err := e.apply(&s, at); err != nil && (len(s.Cards) != 1 || len(s.Orders) != 1 || len(s.Log) != 0) {
			t.Error("a refused event changed the state")
		}
	})
}

// A record that was read is written the same again: there is one form of each.
func TestRecordsAreCanonical(t *testing.T) {
	e := &shown{Party: "p", Name: "n", Purpose: "why", Cards: []showing{{Card: "a", Title: "Card", Copy: 3, Labels: []string{"Age"}, Signed: []string{"Rent"}}}, meeting: meeting{"shop.example", "proven"}}
	plain, err := write(e, double.Noon)
	if err != nil {
		t.Fatal(err)
	}
	again, at, err := read(plain)
	if err != nil || !at.Equal(double.Noon) {
		t.Fatal(at, err)
	}
	if rewritten, err := write(again, at); err != nil || !bytes.Equal(plain, rewritten) {
		t.Errorf("%x\n%x %v", plain, rewritten, err)
	}
}

// The form of version 1 is kept: wallets of today must open tomorrow.
func TestTheFormOfVersionOne(t *testing.T) {
	plain, err := write(&deleted{"a", "Card"}, double.Noon)
	if err != nil {
		t.Fatal(err)
	}
	if have := encoding.EncodeHex(plain); have != versionOne {
		t.Errorf("have %s", have)
	}
}

const versionOne = "a46176016261741a6b00364064626f6479a264636172646161657469746c656443617264656576656e746764656c65746564"

// Records of before the log knew where an answer went are read as they were
// written, and so are those that have nothing new to say.
func TestAShowingOfBefore(t *testing.T) {
	plain, err := encoding.DecodeHex(shownBefore)
	if err != nil {
		t.Fatal(err)
	}
	e, at, err := read(plain)
	if err != nil {
		t.Fatal(err)
	}
	old := e.(*shown)
	if old.Party != "p" || old.Host != "" || old.Sure != "" || len(old.Cards) != 1 || len(old.Cards[0].Signed) != 0 {
		t.Errorf("%+v", old)
	}
	if again, err := write(e, at); err != nil || !bytes.Equal(again, plain) {
		t.Errorf("%x %v", again, err)
	}
}

// shownBefore was written before "host", "sure" and "signed" were.
const shownBefore = "a46176016261741a6b00364064626f6479a4646e616d65616e65636172647381a46463617264616164636f707903657469746c656443617264666c6162656c738163416765657061727479617067707572706f736563776879656576656e746573686f776e"
