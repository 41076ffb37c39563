package interop

import (
	"crypto/rand"
	"encoding/json"
	"maps"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/sdjwt"
	"domicile/crypto/alg"
	"domicile/crypto/keys"
)

const (
	nonce    = "n-0S6_WzA2Mj"
	audience = "redirect_uri:https://verifier.example/"
)

var now = time.Unix(1_795_305_600, 0)

// party has a key pair of each role, and the peer.
type party struct {
	*peer
	issuer, holder keys.Private
}

func newParty(t *testing.T) party {
	t.Helper()
	p := party{peer: startPeer(t)}
	for _, key := range []*keys.Private{&p.issuer, &p.holder} {
		var err error
		if *key, err = keys.Generate(rand.Reader, alg.ES256); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// card is one shape of a card: what it says, what of it can be withheld, and
// what is shown.
type card struct {
	name   string
	claims string
	hide   []claim.Path
	show   []claim.Path
	decoys int
	hash   string
}

var cards = []card{
	{name: "flat", claims: `{"given_name":"Ana","family_name":"Lind","age":42}`,
		hide: []claim.Path{{"given_name"}, {"family_name"}}, show: []claim.Path{{"given_name"}}},
	{name: "nothing shown", claims: `{"given_name":"Ana"}`, hide: []claim.Path{{"given_name"}}},
	{name: "nothing hidden", claims: `{"given_name":"Ana"}`},
	{name: "members of an object", claims: `{"address":{"street":"12 Quay","country":"XM"}}`,
		hide: []claim.Path{{"address", "street"}, {"address", "country"}}, show: []claim.Path{{"address", "country"}}},
	{name: "recursive", claims: `{"address":{"street":"12 Quay","country":"XM"}}`,
		hide: []claim.Path{{"address"}, {"address", "street"}, {"address", "country"}}, show: []claim.Path{{"address", "street"}}},
	{name: "elements", claims: `{"nationalities":["XM","XN","XO"]}`,
		hide: []claim.Path{{"nationalities", 0}, {"nationalities", 2}}, show: []claim.Path{{"nationalities", 2}}},
	{name: "recursive elements", claims: `{"nationalities":["XM","XN"]}`,
		hide: []claim.Path{{"nationalities"}, {"nationalities", 0}, {"nationalities", 1}}, show: []claim.Path{{"nationalities", 1}}},
	{name: "objects in an array", claims: `{"degrees":[{"type":"BSc","year":2001},{"type":"MSc","year":2003}]}`,
		hide: []claim.Path{{"degrees", 0, "year"}, {"degrees", 1}}, show: []claim.Path{{"degrees", 1}}},
	{name: "decoys", claims: `{"given_name":"Ana","family_name":"Lind"}`,
		hide: []claim.Path{{"given_name"}, {"family_name"}}, show: []claim.Path{{"family_name"}}, decoys: 5},
	{name: "letters of all scripts", claims: `{"given_name":"太郎 🎌 \"x\" \\ </script> \u2028","größe":"Möbius"}`,
		hide: []claim.Path{{"given_name"}, {"größe"}}, show: []claim.Path{{"given_name"}, {"größe"}}},
	{name: "values of all types", claims: `{"a":null,"b":true,"c":-7,"d":1.5,"e":"","f":[],"g":{},"h":[[1],{"i":null}]}`,
		hide: []claim.Path{{"a"}, {"b"}, {"c"}, {"d"}, {"e"}, {"f"}, {"g"}, {"h"}}, show: []claim.Path{{"a"}, {"c"}, {"d"}, {"f"}, {"g"}, {"h"}}},
	{name: "sha-384", claims: `{"given_name":"Ana"}`, hide: []claim.Path{{"given_name"}}, show: []claim.Path{{"given_name"}}, hash: "sha-384"},
	{name: "sha-512", claims: `{"given_name":"Ana","x":1}`, hide: []claim.Path{{"given_name"}, {"x"}}, show: []claim.Path{{"given_name"}}, hash: "sha-512"},
}

// tree is the card's whole payload.
func (c card) tree(t failer, p party) map[string]any {
	t.Helper()
	claims := plain(t, []byte(c.claims))
	claims["iss"], claims["vct"], claims["iat"] = "https://issuer.example", "urn:example:card:1", now.Unix()-60
	claims["cnf"] = map[string]any{"jwk": p.holder.Public().JWK()}
	return claims
}

// plain decodes JSON as anybody would, to compare by value.
func plain(t failer, raw []byte) map[string]any {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal(raw, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

func same(t failer, got, want any) {
	t.Helper()
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if !reflect.DeepEqual(plain(t, a), plain(t, b)) {
		t.Fatalf("got  %s\nwant %s", a, b)
	}
}

// hideFrame says to the peer which claims to hide: {"_sd": [names or indices],
// "member": frame of the member}.
func hideFrame(paths []claim.Path, decoys int) map[string]any {
	frame := map[string]any{}
	for _, path := range paths {
		at := descend(frame, path[:len(path)-1])
		list, _ := at["_sd"].([]any)
		at["_sd"] = append(list, path[len(path)-1])
	}
	if decoys > 0 {
		frame["_sd_decoy"] = decoys
	}
	return frame
}

// showFrame says to the peer which claims to show: {"member": true or a frame}.
func showFrame(paths []claim.Path) map[string]any {
	frame := map[string]any{}
	for _, path := range paths {
		descend(frame, path[:len(path)-1])[word(path[len(path)-1])] = true
	}
	return frame
}

func descend(frame map[string]any, path claim.Path) map[string]any {
	for _, component := range path {
		next, ok := frame[word(component)].(map[string]any)
		if !ok {
			next = map[string]any{}
			frame[word(component)] = next
		}
		frame = next
	}
	return frame
}

func word(component any) string {
	if i, ok := component.(int); ok {
		return strconv.Itoa(i)
	}
	return component.(string)
}

func (p party) issueTheirs(t failer, c card) string {
	t.Helper()
	var token string
	p.must(t, map[string]any{"op": "issue", "issuer": p.issuer.JWK(), "claims": c.tree(t, p), "frame": hideFrame(c.hide, c.decoys), "hashAlg": c.hash}, &token)
	return token
}

func (p party) issueOurs(t failer, c card) string {
	t.Helper()
	frame := sdjwt.Frame{Paths: c.hide, Hash: c.hash}
	if c.decoys > 0 {
		frame.Decoys = []sdjwt.Decoys{{Count: c.decoys}}
	}
	token, err := sdjwt.Issue(rand.Reader, p.issuer, nil, c.tree(t, p), frame)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func (p party) presentTheirs(t failer, c card, token string) string {
	t.Helper()
	var shown string
	p.must(t, map[string]any{"op": "present", "token": token, "holder": p.holder.JWK(), "hashAlg": c.hash, "frame": showFrame(c.show),
		"kb": map[string]any{"iat": now.Unix(), "aud": audience, "nonce": nonce}}, &shown)
	return shown
}

func (p party) presentOurs(t failer, c card, token string) string {
	t.Helper()
	held, err := sdjwt.Parse(token)
	if err != nil {
		t.Fatal(err)
	}
	chosen, err := held.Select(c.show)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := chosen.Bind(p.holder, nonce, audience, now)
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

func (p party) verifyTheirs(t failer, c card, token, nonce string) map[string]any {
	t.Helper()
	var verified struct {
		Payload map[string]any `json:"payload"`
		KB      map[string]any `json:"kb"`
	}
	p.must(t, map[string]any{"op": "verify", "token": token, "issuerPublic": p.issuer.Public().JWK(), "hashAlg": c.hash, "nonce": nonce, "now": now.Unix()}, &verified)
	if nonce != "" && verified.KB["aud"] != audience {
		t.Fatalf("the peer reads the audience %v", verified.KB["aud"])
	}
	return verified.Payload
}

func (p party) verifyOurs(t failer, token string, bound bool) map[string]any {
	t.Helper()
	received, err := sdjwt.Parse(token)
	if err != nil {
		t.Fatal(err)
	}
	claims, err := received.Claims()
	if err != nil {
		t.Fatal(err)
	}
	if err := received.CheckType(); err != nil {
		t.Fatal(err)
	}
	if err := received.IssuerJWT.Verify(p.issuer.Public()); err != nil {
		t.Fatal(err)
	}
	if bound {
		if err := received.VerifyKeyBinding(sdjwt.Binding{Nonce: nonce, Audience: audience, Now: now}); err != nil {
			t.Fatal(err)
		}
	}
	return maps.Clone(claims)
}

// Every issuer with every wallet and every verifier: all of them see the same.
func TestCardsAcrossImplementations(t *testing.T) {
	p := newParty(t)
	for _, c := range cards {
		t.Run(c.name, func(t *testing.T) {
			for name, token := range map[string]string{"their card": p.issueTheirs(t, c), "our card": p.issueOurs(t, c)} {
				t.Log(name)
				same(t, p.verifyOurs(t, token, false), c.tree(t, p))
				same(t, p.verifyTheirs(t, c, token, ""), c.tree(t, p))
				theirs, ours := p.presentTheirs(t, c, token), p.presentOurs(t, c, token)
				want := p.verifyOurs(t, ours, true)
				same(t, p.verifyTheirs(t, c, ours, nonce), want)
				same(t, p.verifyOurs(t, theirs, true), want)
				same(t, p.verifyTheirs(t, c, theirs, nonce), want)
			}
		})
	}
}

func TestJSONSerialisationOfThePeer(t *testing.T) {
	p := newParty(t)
	c := cards[0]
	shown := p.presentTheirs(t, c, p.issueTheirs(t, c))
	var flattened string
	p.must(t, map[string]any{"op": "flattened", "token": shown}, &flattened)
	same(t, p.verifyOurs(t, flattened, true), p.verifyOurs(t, shown, true))
}

// What we refuse, the peer must not have been meant to accept: of each defect
// both say no.
func TestBothRefuse(t *testing.T) {
	p := newParty(t)
	c := cards[0]
	shown := p.presentOurs(t, c, p.issueOurs(t, c))
	parts := strings.Split(shown, "~")
	for defect, token := range map[string]string{
		"issuer's signature":   strings.Replace(shown, ".", "x.", 1),
		"disclosure dropped":   parts[0] + "~" + parts[2],
		"disclosure changed":   strings.Replace(shown, parts[1], "WyJzIiwiZ2l2ZW5fbmFtZSIsIkV2YSJd", 1),
		"proof of another one": strings.TrimSuffix(shown, parts[2]) + strings.Split(p.presentOurs(t, card{}, p.issueOurs(t, c)), "~")[1],
	} {
		var ignored any
		if complaint := p.ask(t, map[string]any{"op": "verify", "token": token, "issuerPublic": p.issuer.Public().JWK(), "nonce": nonce, "now": now.Unix()}, &ignored); complaint == "" {
			t.Errorf("%s: the peer accepts it", defect)
		}
		received, err := sdjwt.Parse(token)
		if err == nil {
			_, err = received.Claims()
		}
		if err == nil {
			err = received.IssuerJWT.Verify(p.issuer.Public())
		}
		if err == nil {
			err = received.VerifyKeyBinding(sdjwt.Binding{Nonce: nonce, Audience: audience, Now: now})
		}
		if err == nil {
			t.Errorf("%s: we accept it", defect)
		}
	}
}
