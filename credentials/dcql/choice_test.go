package dcql_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"domicile/credentials/dcql"
	"domicile/crypto/fault"
)

// two cards of one kind, and a third of another one.
func wallet(t testing.TB) []dcql.Credential {
	cards := []dcql.Credential{holder(t), holder(t), holder(t)}
	cards[1].ID, cards[2].ID = "2", "3"
	cards[2].Types = []string{"urn:example:library"}
	return cards
}

func TestMultiple(t *testing.T) {
	for _, c := range []struct {
		name, multiple string
		cards          []string
		kind           fault.Kind
	}{
		{"one, of one", ``, []string{"2"}, ""},
		{"two, of one", ``, []string{"1", "2"}, dcql.KindCount},
		{"two, where it is said not to be", `,"multiple":false`, []string{"1", "2"}, dcql.KindCount},
		{"one, of several", `,"multiple":true`, []string{"1"}, ""},
		{"two, of several", `,"multiple":true`, []string{"2", "1"}, ""},
		{"one twice", `,"multiple":true`, []string{"1", "1"}, dcql.KindCount},
		{"none", `,"multiple":true`, nil, dcql.KindCount},
		{"one that does not fit", `,"multiple":true`, []string{"1", "3"}, dcql.KindNotSatisfied},
		{"one that is not there", ``, []string{"9"}, dcql.KindNotSatisfied},
	} {
		r := parse(t, withCard(c.multiple)).Match(wallet(t))
		if len(r.Asks[0].Fits) != 2 {
			t.Fatalf("%d cards fit", len(r.Asks[0].Fits))
		}
		if err := r.Permits(map[string][]string{"card": c.cards}); fault.KindOf(err) != c.kind {
			t.Errorf("%s: got %v, want %q", c.name, err, c.kind)
		}
	}
}

// Section 6.4.2: one option of each required set, and of some optional ones.
func TestPermits(t *testing.T) {
	q := parse(t, exampleCredentialSets)
	var cards []dcql.Credential
	for _, c := range q.Credentials {
		cards = append(cards, dcql.Credential{ID: "card of " + c.ID, Format: c.Format, Types: c.Types[0], HolderBound: true,
			Claims: tree(t, `{"given_name":"A","family_name":"D","address":{"street_address":"x"},"postal_code":"1","locality":"x","region":"y","rewards_number":7}`)})
	}
	for _, c := range []struct {
		name string
		ids  []string
		kind fault.Kind
	}{
		{"the first option", []string{"pid"}, ""},
		{"the last option", []string{"pid_reduced_cred_1", "pid_reduced_cred_2"}, ""},
		{"an option and what is nice to have", []string{"other_pid", "nice_to_have"}, ""},
		{"nothing", nil, dcql.KindNotSatisfied},
		{"half an option", []string{"pid_reduced_cred_2"}, dcql.KindNotSatisfied},
		{"what is nice to have, alone", []string{"nice_to_have"}, dcql.KindNotSatisfied},
		{"two options", []string{"pid", "other_pid"}, dcql.KindNotSatisfied},
		{"an option and half of another", []string{"pid", "pid_reduced_cred_1"}, dcql.KindNotSatisfied},
		{"what was not asked for", []string{"pid", "passport"}, dcql.KindUnknownID},
	} {
		chosen := map[string][]string{}
		for _, id := range c.ids {
			chosen[id] = []string{"card of " + id}
		}
		if err := q.Match(cards).Permits(chosen); fault.KindOf(err) != c.kind {
			t.Errorf("%s: got %v, want %q", c.name, err, c.kind)
		}
	}
	if err := (dcql.Result{Asks: make([]dcql.Ask, dcql.MaxCredentials+1)}).Permits(nil); fault.KindOf(err) != dcql.KindTooLarge {
		t.Errorf("17 credential queries: %v", err)
	}
	if err := q.Match(nil).Permits(map[string][]string{"pid": {"card of pid"}}); fault.KindOf(err) != dcql.KindNotSatisfied {
		t.Errorf("a wallet without cards: %v", err)
	}
}

// One set's option is in another's: it may be answered once for both.
func TestOverlappingSets(t *testing.T) {
	q := parse(t, `{"credentials":[`+numbered(3, `{"id":"c%d","format":"dc+sd-jwt","meta":{}}`)+`],
		"credential_sets":[{"options":[["c0"],["c0","c1"]]},{"options":[["c1","c0"],["c2"]]}]}`)
	r := q.Match([]dcql.Credential{holder(t)})
	for ids, good := range map[string]bool{"c0 c1": true, "c0 c2": true, "c0 c1 c2": true, "c0": false, "c1 c2": false} {
		chosen := map[string][]string{}
		for _, id := range strings.Fields(ids) {
			chosen[id] = []string{"1"}
		}
		if err := r.Permits(chosen); (err == nil) != good {
			t.Errorf("%s: %v", ids, err)
		}
	}
}

// The largest query that is read must not keep a wallet busy.
func TestPermitsIsBounded(t *testing.T) {
	var sets []string
	for i := range dcql.MaxSets {
		var options []string
		for j := range dcql.MaxOptions {
			options = append(options, fmt.Sprintf(`["c%d","c%d"]`, i, (i+j+1+j/15)%16))
		}
		for j, option := range options {
			if strings.Count(option, fmt.Sprintf(`"c%d"`, i)) > 1 {
				options[j] = fmt.Sprintf(`["c%d"]`, i)
			}
		}
		sets = append(sets, `{"required":false,"options":[`+strings.Join(options, ",")+`]}`)
	}
	q := parse(t, `{"credentials":[`+numbered(dcql.MaxCredentials, `{"id":"c%d","format":"dc+sd-jwt","meta":{}}`)+`],"credential_sets":[`+strings.Join(sets, ",")+`]}`)
	r := q.Match([]dcql.Credential{holder(t)})
	chosen := map[string][]string{}
	for i := range dcql.MaxCredentials {
		chosen[fmt.Sprint("c", i)] = []string{"1"}
	}
	began := time.Now()
	if err := r.Permits(chosen); err != nil {
		t.Error(err)
	}
	took := time.Since(began)
	if t.Logf("%v", took); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}
