package claim_test

import (
	"fmt"
	"strings"
	"testing"

	"domicile/credentials/claim"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// section73 is the example credential of OpenID4VP 1.0 section 7.3.
const section73 = `{"name":"Arthur Dent",
	"address":{"street_address":"42 Market Street","locality":"Milliways","postal_code":"12345"},
	"degrees":[{"type":"Bachelor of Science","university":"University of Betelgeuse"},
		{"type":"Master of Science","university":"University of Betelgeuse"}],
	"nationalities":["British","Betelgeusian"]}`

func tree(t testing.TB, text string) map[string]any {
	t.Helper()
	o, err := encoding.DecodeJSONObject([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestResolve(t *testing.T) {
	for _, c := range []struct {
		path claim.Path
		want string
	}{
		{claim.Path{"name"}, "[{name Arthur Dent}]"},
		{claim.Path{"address", "street_address"}, "[{address.street_address 42 Market Street}]"},
		{claim.Path{"degrees", nil, "type"}, "[{degrees.0.type Bachelor of Science} {degrees.1.type Master of Science}]"},
		{claim.Path{"nationalities", 1}, "[{nationalities.1 Betelgeusian}]"},
		{claim.Path{"nationalities", nil}, "[{nationalities.0 British} {nationalities.1 Betelgeusian}]"},
	} {
		found, err := claim.Resolve(tree(t, section73), c.path)
		if err != nil || fmt.Sprint(found) != c.want {
			t.Errorf("%s: %v, %v", c.path, found, err)
		}
		for _, f := range found {
			if !f.Path.Concrete() || c.path.Concrete() != c.path.Equal(f.Path) {
				t.Errorf("%s: concrete %v", c.path, f.Path)
			}
		}
	}
}

func TestResolveLeavesOutWhatLacksTheMember(t *testing.T) {
	o := tree(t, `{"a":[{"b":1},{"c":2},{"b":3}],"n":[[1],[2,3]]}`)
	for _, c := range []struct {
		path claim.Path
		want string
	}{
		{claim.Path{"a", nil, "b"}, "[{a.0.b 1} {a.2.b 3}]"},
		{claim.Path{"n", nil, 1}, "[{n.1.1 3}]"},
	} {
		if found, err := claim.Resolve(o, c.path); err != nil || fmt.Sprint(found) != c.want {
			t.Errorf("%s: %v, %v", c.path, found, err)
		}
	}
}

func TestResolveRefusals(t *testing.T) {
	for _, c := range []struct {
		defect string
		path   claim.Path
		kind   fault.Kind
	}{
		{"empty", claim.Path{}, claim.KindPathMalformed},
		{"a fraction", claim.Path{"nationalities", 1.0}, claim.KindPathMalformed},
		{"a negative index", claim.Path{"nationalities", -1}, claim.KindPathMalformed},
		{"33 components", claim.Path(make([]any, 33)), claim.KindPathMalformed},
		{"no such member", claim.Path{"email"}, claim.KindMissing},
		{"no such element", claim.Path{"nationalities", 2}, claim.KindMissing},
		{"name of an array", claim.Path{"nationalities", "0"}, claim.KindMissing},
		{"name of a string", claim.Path{"name", "first"}, claim.KindMissing},
		{"index of an object", claim.Path{"address", 0}, claim.KindMissing},
		{"all of an object", claim.Path{"address", nil}, claim.KindMissing},
		{"all of the credential", claim.Path{nil}, claim.KindMissing},
		{"wrong shape in one of several", claim.Path{"degrees", nil, "type", "x"}, claim.KindMissing},
	} {
		if _, err := claim.Resolve(tree(t, section73), c.path); fault.KindOf(err) != c.kind {
			t.Errorf("%s: got %v, want %s", c.defect, err, c.kind)
		}
	}
}

func TestParsePath(t *testing.T) {
	for text, want := range map[string]string{`["a",null,0]`: "a.*.0", `["a.b"]`: "a.b"} {
		v, err := encoding.DecodeJSON([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		path, err := claim.ParsePath(v)
		if err != nil || path.String() != want {
			t.Errorf("%s: %s, %v", text, path, err)
		}
	}
	for _, text := range []string{`[]`, `"a"`, `[true]`, `[{}]`, `[["a"]]`, `[-1]`, `[99999999999999]`} {
		v, err := encoding.DecodeJSON([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if path, err := claim.ParsePath(v); err == nil && text != `[99999999999999]` || err != nil && fault.KindOf(err) != claim.KindPathMalformed {
			t.Errorf("%s: %v, %v", text, path, err)
		}
	}
}

func TestWithin(t *testing.T) {
	path := claim.Path{"a", 0, "b"}
	for _, above := range []claim.Path{{}, {"a"}, {"a", 0}, {"a", 0, "b"}} {
		if !path.Within(above) {
			t.Errorf("%s is within %s", path, above)
		}
	}
	for _, other := range []claim.Path{{"b"}, {"a", 1}, {"a", "0"}, {"a", nil}, {"a", 0, "b", "c"}} {
		if path.Within(other) {
			t.Errorf("%s is not within %s", path, other)
		}
	}
}

func TestLabels(t *testing.T) {
	for _, c := range []struct {
		path claim.Path
		want string
	}{
		{claim.Path{"family_name"}, "Family name"},
		{claim.Path{"age_equal_or_over", "18"}, "Over 18"},
		{claim.Path{"age_over_21"}, "Over 21"},
		{claim.Path{"is_over_65"}, "Over 65"},
		{claim.Path{"nationalities"}, "Nationalities"},
		{claim.Path{"nationalities", 0}, "Nationality"},
		{claim.Path{"nationalities", nil}, "Nationality"},
		{claim.Path{"residency", "number"}, "Residency number"},
		{claim.Path{"address", "country"}, "Country of residence"},
		{claim.Path{"credentialSubject", "family_name"}, "Family name"},
		{claim.Path{"org.iso.18013.5.1", "given_name"}, "Given name"},
		{claim.Path{"driving_licence"}, "Driving licence"},
		{claim.Path{"spouse", "family_name"}, "Spouse: Family name"},
		{claim.Path{"degrees", nil, "type"}, "Degrees: Type"},
		{claim.Path{"age_over_all"}, "Age over all"},
		{claim.Path{"übergrößen-träger"}, "Übergrößen träger"},
		{claim.Path{"\u202egnp.drac\u202c"}, "Gnp.drac"},
		{claim.Path{"a\u0000b\u200bc"}, "Abc"},
		{claim.Path{"___"}, "Unnamed claim"},
		{claim.Path{0}, "Unnamed claim"},
		{claim.Path{strings.Repeat("x", 100)}, "X" + strings.Repeat("x", 39) + "…"},
	} {
		if got := claim.Label(c.path); got != c.want {
			t.Errorf("%q: %q, want %q", c.path, got, c.want)
		}
	}
}

// A name with dots in it must not borrow the label of a path.
func TestLabelIsNotBorrowed(t *testing.T) {
	for _, path := range []claim.Path{{"residency.number"}, {"spouse", "residency", "number"}, {"x", "age_equal_or_over", "18"}} {
		switch got := claim.Label(path); got {
		case "Residency number", "Over 18":
			t.Errorf("%q is labelled %q", path, got)
		}
	}
}

func ExampleResolve() {
	tree := map[string]any{"degrees": []any{map[string]any{"type": "BSc"}, map[string]any{"type": "MSc"}}}
	found, err := claim.Resolve(tree, claim.Path{"degrees", nil, "type"})
	for _, f := range found {
		fmt.Println(f.Path, f.Value)
	}
	fmt.Println(err)
	// Output:
	// degrees.0.type BSc
	// degrees.1.type MSc
	// <nil>
}

func ExampleLabel() {
	fmt.Println(claim.Label(claim.Path{"age_equal_or_over", "18"}))
	fmt.Println(claim.Label(claim.Path{"library", "shelf_mark"}))
	// Output:
	// Over 18
	// Library: Shelf mark
}
