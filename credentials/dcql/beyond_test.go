package dcql

import (
	"testing"

	"domicile/credentials/claim"
)

func TestBeyondWhatIsAllowed(t *testing.T) {
	for _, row := range []struct {
		name            string
		allowed, wanted claim.Path
		beyond          bool
	}{
		{"the same claim", claim.Path{"given_name"}, claim.Path{"given_name"}, false},
		{"another claim", claim.Path{"given_name"}, claim.Path{"family_name"}, true},
		{"a part of what is allowed", claim.Path{"address"}, claim.Path{"address", "country"}, false},
		{"more than the part that is allowed", claim.Path{"address", "country"}, claim.Path{"address"}, true},
		{"one element of all", claim.Path{"nationalities", nil}, claim.Path{"nationalities", 0}, false},
		{"all elements of all", claim.Path{"nationalities", nil}, claim.Path{"nationalities", nil}, false},
		{"all elements where one is allowed", claim.Path{"nationalities", 0}, claim.Path{"nationalities", nil}, true},
		{"a name where elements are allowed", claim.Path{"a", nil}, claim.Path{"a", "b"}, true},
	} {
		c := CredentialQuery{Claims: []ClaimQuery{{Path: row.wanted}}}
		if got := c.Beyond([]claim.Path{row.allowed}); (len(got) > 0) != row.beyond {
			t.Errorf("%s: %v", row.name, got)
		}
	}
	sets := CredentialQuery{
		Claims:    []ClaimQuery{{ID: "a", Path: claim.Path{"a"}}, {ID: "b", Path: claim.Path{"b"}}, {ID: "c", Path: claim.Path{"c"}}},
		ClaimSets: [][]string{{"b"}, {"b", "a"}},
	}
	if got := sets.Beyond([]claim.Path{{}}); len(got) != 2 || !got[0].Equal(claim.Path{"b"}) || !got[1].Equal(claim.Path{"a"}) {
		t.Errorf("of three claims, two of them in sets: %v", got)
	}
	if got := (CredentialQuery{}).Beyond(nil); got != nil {
		t.Errorf("a query for no claims: %v", got)
	}
}
