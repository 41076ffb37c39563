package claim_test

import (
	"fmt"
	"reflect"
	"testing"

	"domicile/credentials/claim"
	"domicile/crypto/fault"

	"pgregory.net/rapid"
)

// grow draws a tree whose members have few names, so that paths often meet.
func grow(t *rapid.T, depth int) any {
	size := rapid.IntRange(0, 3).Draw(t, "size")
	switch shape := rapid.IntRange(0, 3).Draw(t, "shape"); {
	case depth == 0 || shape == 0:
		return rapid.SampledFrom([]any{"x", true, nil}).Draw(t, "leaf")
	case shape == 1:
		list := make([]any, size)
		for i := range list {
			list[i] = grow(t, depth-1)
		}
		return list
	}
	return growObject(t, depth, size)
}

func growObject(t *rapid.T, depth, size int) map[string]any {
	o := map[string]any{}
	for range size {
		o[rapid.SampledFrom([]string{"a", "b", "0"}).Draw(t, "name")] = grow(t, depth-1)
	}
	return o
}

// reference is section 7.1.1 of OpenID4VP 1.0 once more, depth first, on plain
// values: nothing of what the package does is used.
func reference(v any, path claim.Path) (found []any, ok bool) {
	if len(path) == 0 {
		return []any{v}, true
	}
	if name, isName := path[0].(string); isName {
		o, isObject := v.(map[string]any)
		if !isObject {
			return nil, false
		}
		if value, present := o[name]; present {
			return reference(value, path[1:])
		}
		return nil, true
	}
	list, isArray := v.([]any)
	if !isArray {
		return nil, false
	}
	for i, element := range list {
		if path[0] == nil || path[0] == i {
			below, fits := reference(element, path[1:])
			if !fits {
				return nil, false
			}
			found = append(found, below...)
		}
	}
	return found, true
}

func TestResolveAgreesWithTheReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := growObject(t, 4, 3)
		path := claim.Path(rapid.SliceOfN(rapid.SampledFrom([]any{"a", "b", "0", 0, 1, nil}), 1, 4).Draw(t, "path"))
		found, err := claim.Resolve(tree, path)
		want, ok := reference(tree, path)
		if fits := ok && len(want) > 0; fits != (err == nil) {
			t.Fatalf("%v: %v, but the reference selects %v, %v", path, err, want, ok)
		}
		if err != nil {
			if fault.KindOf(err) != claim.KindMissing {
				t.Fatalf("%v: %v", path, err)
			}
			return
		}
		got := make([]any, len(found))
		for i, f := range found {
			got[i] = f.Value
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%v: %v, want %v", path, got, want)
		}
	})
}

// Every claim that a walk visits is found again under its path, alone.
func TestWalkedClaimsResolve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := growObject(t, 4, 3)
		seen := map[string]bool{}
		claim.Walk(tree, func(f claim.Found) bool {
			found, err := claim.Resolve(tree, f.Path)
			if err != nil || len(found) != 1 || !found[0].Path.Equal(f.Path) || !reflect.DeepEqual(found[0].Value, f.Value) {
				t.Fatalf("%v: %v, %v", f.Path, found, err)
			}
			key := fmt.Sprintf("%#v", f.Path)
			if seen[key] {
				t.Fatalf("%s is visited twice", key)
			}
			seen[key] = true
			return true
		})
	})
}

func TestWalkStops(t *testing.T) {
	visits := 0
	claim.Walk(map[string]any{"a": []any{1, 2, 3}, "b": map[string]any{"c": 1}}, func(claim.Found) bool { visits++; return visits < 3 })
	if visits != 3 {
		t.Errorf("%d visits", visits)
	}
}

func FuzzLabel(f *testing.F) {
	f.Add("family_name", "x")
	f.Add("\u202e", "age_equal_or_over")
	f.Fuzz(func(t *testing.T, first, second string) {
		for _, path := range []claim.Path{{first}, {first, nil, second}} {
			label := claim.Label(path)
			if label == "" || len([]rune(label)) > 3*42 {
				t.Errorf("%q is labelled %q", path, label)
			}
			for _, r := range label {
				if r < ' ' || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
					t.Errorf("%q keeps the control character %U", path, r)
				}
			}
		}
	})
}
