package jose_test

import (
	"slices"
	"testing"

	"domicile/crypto/fault"
	"domicile/crypto/jose"
)

func TestTypes(t *testing.T) {
	rows := []struct {
		typ, want string
		passes    bool
	}{
		{"dc+sd-jwt", "dc+sd-jwt", true},
		{"application/dc+sd-jwt", "dc+sd-jwt", true},
		{"DC+SD-JWT", "dc+sd-jwt", true},
		{"application/a/dc+sd-jwt", "application/a/dc+sd-jwt", false},
		{"kb+jwt", "kb+jwt", false},
		{"", "", false},
	}
	for _, row := range rows {
		j, err := jose.Parse(forge(`{"alg":"ES256","typ":"`+row.typ+`"}`, "x", "s"))
		if err != nil {
			t.Fatal(err)
		}
		err = j.RequireType("vc+sd-jwt", "dc+sd-jwt")
		if j.Type() != row.want || row.passes != (err == nil) || !row.passes && fault.KindOf(err) != jose.KindTypWrong {
			t.Errorf("%q: Type %q, RequireType %v", row.typ, j.Type(), err)
		}
	}
}

func TestCarriedKeys(t *testing.T) {
	j, err := jose.Parse(forge(`{"alg":"ES256","x5u":"https://a.example","jwk":{},"x5c":["MA=="]}`, "x", "s"))
	if err != nil {
		t.Fatal(err)
	}
	if got := j.CarriedKeys(); !slices.Equal(got, []string{"jwk", "x5c", "x5u"}) {
		t.Errorf("CarriedKeys = %v", got)
	}
	if chain, err := j.X5C(); err != nil || !slices.Equal(chain, []string{"MA=="}) {
		t.Errorf("X5C = %v, %v", chain, err)
	}
	for _, header := range []string{`"x5c":"MA=="`, `"x5c":[]`, `"x5c":[1]`, `"x5c":null`} {
		j, err := jose.Parse(forge(`{"alg":"ES256",`+header+`}`, "x", "s"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := j.X5C(); fault.KindOf(err) != jose.KindHeaderMalformed {
			t.Errorf("%s: %v", header, err)
		}
	}
}
