package memory_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"domicile/cmd/internal/relay"
	"domicile/cmd/internal/relay/memory"
	"domicile/cmd/internal/relay/native"
)

// draws are the arguments of each statement, from few values, so that they meet:
// i id, k token, d digest, n now, u until, x text or empty, w wallet's text,
// f flag, m mode, o mode or empty.
var draws = map[string]string{
	"exchange_create": "ikdmfxxnu", "exchange_same": "ikdn", "exchange_look": "in", "request_open": "inf", "request_nonce": "inw",
	"request_signed": "inw", "request_sign": "iknww", "response_answer": "inwdow", "page_state": "ikn", "page_claim": "ikndux",
	"page_refused": "iknx", "page_ack": "iknd", "page_withdraw": "ikn", "quota_count": "wwnu", "health": "", "sweep_exchange": "n", "sweep_quota": "n",
}

func draw(chance *rand.Rand, letters string) []any {
	texts := map[rune][]string{'i': {"id1", "id2"}, 'k': {"k1", "k2"}, 'd': {"d1", "d2"}, 'x': {"", "w1"}, 'w': {"w1", "w2"}, 'm': {"jwt", "plain"}, 'o': {"jwt", "plain", ""}}
	var args []any
	for _, letter := range letters {
		switch letter {
		case 'n':
			args = append(args, min(chance.Int64N(4), chance.Int64N(4)))
		case 'u':
			args = append(args, 2+chance.Int64N(4))
		case 'f':
			args = append(args, chance.Int64N(2))
		default:
			args = append(args, texts[letter][chance.IntN(len(texts[letter]))])
		}
	}
	return args
}

// The statements read in SQL and in Go return the same rows, in any order of
// statements: no step of one is missing in the other.
func TestReadingInGoDiffersFromSQL(t *testing.T) {
	sqlite, err := native.OpenStore(t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer sqlite.Close()
	names := relay.Statements()
	for _, name := range names {
		if _, ok := draws[name]; !ok {
			t.Fatalf("%s is not drawn", name)
		}
	}
	store := memory.New()
	rows := map[string]int{}
	for seed := range uint64(10) {
		chance := rand.New(rand.NewPCG(seed, 1))
		var trail []string
		for range 1200 {
			name := names[chance.IntN(len(names))]
			if slices.Contains([]string{"sweep_exchange", "page_withdraw", "page_ack"}, name) && chance.IntN(4) > 0 {
				continue // else hardly anything lives for long
			}
			args := draw(chance, draws[name])
			trail = append(trail, fmt.Sprint(name, args))
			want, err := sqlite.Query(t.Context(), name, args...)
			got, gotErr := store.Query(t.Context(), name, args...)
			if err != nil || gotErr != nil || !reflect.DeepEqual(sorted(got), sorted(want)) {
				t.Fatalf("seed %d: SQL %v %v, Go %v %v, after\n%q", seed, want, err, got, gotErr, trail[max(0, len(trail)-12):])
			}
			rows[name] += len(want)
		}
	}
	for name, count := range rows {
		if count == 0 && name != "sweep_exchange" && name != "sweep_quota" {
			t.Errorf("%s never had a row: the draws do not meet", name)
		}
	}
}

// sorted is without the order of rows, which SQL does not promise.
func sorted(rows [][]any) []string {
	var list []string
	for _, row := range rows {
		list = append(list, fmt.Sprintf("%#v", row))
	}
	slices.Sort(list)
	return list
}
