package interop

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/dcql"
	"domicile/credentials/request"
	"domicile/credentials/trust"
	"domicile/credentials/verdict"
	"domicile/credentials/verify"
	"domicile/crypto/keys"
)

// A wallet on @openid4vc/openid4vp and @sd-jwt answers our verifier, over real
// HTTP. Where their package departs from OpenID4VP 1.0:
//
//   - by POST it sends the members of its metadata as parameters, and neither
//     wallet_metadata nor wallet_nonce (section 5.10): our verifier then signs
//     without a nonce;
//   - it takes no object without a signature (RFC 9101, 5), so that redirect_uri
//     comes by value only.

// shop is our verifier with one question, over HTTP.
type shop struct {
	w         *world
	origin    string
	as        identity
	asked     *request.Request
	agreement keys.Agreement

	mu     sync.Mutex
	nonces []string
	posted string
}

// startShop has our verifier listen; ask gives it its question.
func startShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{w: newWorld(t)}
	mux := http.NewServeMux()
	mux.HandleFunc("/request", s.serveObject)
	mux.HandleFunc("POST /answer", s.takeAnswer)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	// A certificate is for a name.
	s.origin = strings.Replace(server.URL, "127.0.0.1", verifierHost, 1)
	return s
}

func (s *shop) ask(t *testing.T, as identity, change func(*request.Question)) {
	t.Helper()
	var err error
	if s.agreement, err = keys.GenerateAgreement(rand.Reader); err != nil {
		t.Fatal(err)
	}
	q := request.Question{
		Mode: request.DirectPostJWT, ReturnURL: s.origin + "/answer", ClientID: as.clientID, VerifierName: "Our verifier", Encrypt: s.agreement.Public(),
		Query: dcql.Query{Credentials: []dcql.CredentialQuery{{
			ID: "card", Format: "dc+sd-jwt", Types: [][]string{{cardType}}, HolderBinding: true, Claims: []dcql.ClaimQuery{{Path: claim.Path{"given_name"}}},
		}}},
	}
	q.Encrypt.ID = "enc-1"
	if change != nil {
		change(&q)
	}
	if s.asked, err = request.Build(rand.Reader, q, time.Now()); err != nil {
		t.Fatal(err)
	}
	s.as, s.posted, s.nonces = as, "", nil
}

func (s *shop) serveObject(w http.ResponseWriter, r *http.Request) {
	nonce := r.PostFormValue("wallet_nonce")
	object, err := s.asked.Object(s.as.ours, nonce)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	s.mu.Lock()
	s.nonces = append(s.nonces, nonce)
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/oauth-authz-req+jwt")
	_, _ = io.WriteString(w, object)
}

func (s *shop) takeAnswer(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<17))
	s.mu.Lock()
	s.posted = string(body)
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]string{"redirect_uri": s.origin + "/done#response_code=1"})
}

// address is the question as an address, in one of the ways.
func (s *shop) address(t *testing.T, way string) string {
	t.Helper()
	switch way {
	case "get", "post":
		return s.asked.Link(s.origin+"/request", way == "post")
	case "wrapped":
		object, err := s.asked.Object(s.as.ours, "")
		if err != nil {
			t.Fatal(err)
		}
		return s.asked.Wrapped(object)
	}
	text, err := s.asked.Text()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// verdict is what we make of their answer.
func (s *shop) verdict(t *testing.T) verdict.Verdict {
	t.Helper()
	a, err := s.asked.ReadAnswer(s.posted, s.agreement)
	if err != nil {
		t.Fatal(err)
	}
	return s.w.judge(t, s.asked, a)
}

func (w *world) judge(t *testing.T, asked *request.Request, a *request.Answer) verdict.Verdict {
	t.Helper()
	text, err := a.JSON()
	if err != nil {
		t.Fatal(err)
	}
	jwk, err := json.Marshal(w.issuer.Public().JWK())
	if err != nil {
		t.Fatal(err)
	}
	anchors, err := trust.Load("issuer", jwk)
	if err != nil {
		t.Fatal(err)
	}
	store := &trust.Store{}
	store.Add(anchors...)
	return verify.Verify([]byte(text), verify.Options{Now: time.Now(), Trust: store, Request: asked, Policy: verify.Policy{RequireHolder: true}})
}

// theirAnswer is what their wallet reports.
type theirAnswer struct {
	Status int               `json:"status"`
	Reply  map[string]string `json:"reply"`
	Data   map[string]any    `json:"data"`
	Client struct {
		Prefix    string `json:"prefix"`
		Effective string `json:"effective"`
	} `json:"client"`
	Version int `json:"version"`
}

func (s *shop) command(op string, change map[string]any) map[string]any {
	command := map[string]any{
		"op": op, "card": s.w.card, "holder": s.w.holder.JWK(), "believes": s.w.believes(), "frame": map[string]any{"given_name": true},
	}
	for name, value := range change {
		command[name] = value
	}
	return command
}

// theirWays are those that their wallet can read of an identity's requests.
func theirWays(as identity) []string {
	if as.ours == nil {
		return []string{"value"}
	}
	return []string{"get", "post", "wrapped"}
}

func TestTheirWalletAnswersOurVerifier(t *testing.T) {
	wallet, s := start(t, "wallet.mjs"), startShop(t)
	for _, as := range s.w.identities(t, s.origin+"/answer") {
		for _, mode := range []request.Mode{request.DirectPost, request.DirectPostJWT} {
			for _, way := range theirWays(as) {
				t.Run(as.name+" "+string(mode)+" "+way, func(t *testing.T) {
					s.ask(t, as, func(q *request.Question) { q.Mode = mode })
					var got theirAnswer
					wallet.must(t, s.command("present", map[string]any{"link": s.address(t, way), "post": way == "post"}), &got)
					if got.Status != 200 || got.Reply["redirect_uri"] == "" || got.Client.Prefix != as.prefix || got.Client.Effective != as.clientID {
						t.Errorf("they report %+v", got)
					}
					if encrypted := strings.HasPrefix(s.posted, "response="); encrypted != mode.Encrypted() {
						t.Errorf("posted %.40s", s.posted)
					}
					v := s.verdict(t)
					if v.Verdict != verdict.Valid || v.Holder != "proven" || v.Claims["given_name"] != "Aiko" || v.Claims["family_name"] != nil {
						t.Errorf("%s %s %v", v.Verdict, v.Kind, v.Claims)
					}
				})
			}
		}
	}
}

// Their wallet sends no nonce of its own: when it does, this test says so, and
// the note above goes.
func TestTheirWalletSendsNoNonce(t *testing.T) {
	wallet, s := start(t, "wallet.mjs"), startShop(t)
	s.ask(t, s.w.identities(t, s.origin+"/answer")[1], nil)
	var got theirAnswer
	wallet.must(t, s.command("present", map[string]any{"link": s.address(t, "post"), "post": true}), &got)
	if len(s.nonces) != 1 || s.nonces[0] != "" {
		t.Errorf("nonces %q", s.nonces)
	}
}

func TestTheirWalletSignsOurTransaction(t *testing.T) {
	wallet, s := start(t, "wallet.mjs"), startShop(t)
	transaction, err := request.NewTransaction("urn:domicile:transaction:payment:1", []string{"card"}, map[string]string{"payee": "Bar", "amount": "4.20", "currency": "XMD"})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		silent bool
		kind   string
	}{"signed": {false, "ok"}, "left out": {true, "holder_binding_transaction"}} {
		s.ask(t, s.w.identities(t, s.origin+"/answer")[1], func(q *request.Question) { q.Transactions = []request.Transaction{transaction} })
		var got theirAnswer
		wallet.must(t, s.command("present", map[string]any{"link": s.address(t, "get"), "silent": c.silent}), &got)
		if v := s.verdict(t); string(v.Kind) != c.kind {
			t.Errorf("%s: %s %s", name, v.Verdict, v.Kind)
		}
	}
}

// Their wallet refuses a request of ours that somebody has changed, and we refuse
// their answers to other questions.
func TestRefusalsBetweenTheirWalletAndOurVerifier(t *testing.T) {
	wallet, s := start(t, "wallet.mjs"), startShop(t)
	for _, as := range s.w.identities(t, s.origin+"/answer") {
		if as.ours == nil {
			continue
		}
		s.ask(t, as, nil)
		link := s.address(t, "wrapped")
		at := strings.LastIndex(link, ".") + 10
		changed := link[:at] + map[bool]string{true: "A", false: "B"}[link[at] != 'A'] + link[at+1:]
		if complaint := wallet.ask(t, s.command("present", map[string]any{"link": changed}), &theirAnswer{}); complaint == "" {
			t.Errorf("%s: they take a changed signature", as.name)
		}
	}
	for defect, c := range map[string]struct {
		change map[string]any
		kind   string
	}{
		"another audience":  {map[string]any{"audience": "redirect_uri:https://evil.example"}, "holder_binding_audience"},
		"another nonce":     {map[string]any{"nonce": "other"}, "holder_binding_nonce"},
		"nothing disclosed": {map[string]any{"frame": map[string]any{}}, "claim_missing"},
		"another holder":    {map[string]any{"holder": newKey(t).JWK()}, "holder_binding_key"},
	} {
		s.ask(t, s.w.identities(t, s.origin+"/answer")[1], nil)
		c.change["link"] = s.address(t, "get")
		var got theirAnswer
		wallet.must(t, s.command("present", c.change), &got)
		if v := s.verdict(t); v.Verdict != verdict.Invalid || string(v.Kind) != c.kind {
			t.Errorf("%s: %s %s", defect, v.Verdict, v.Kind)
		}
	}
}

// An old answer of theirs does not answer the next question.
func TestReplayOfTheirAnswer(t *testing.T) {
	wallet, s := start(t, "wallet.mjs"), startShop(t)
	as := s.w.identities(t, s.origin+"/answer")[1]
	s.ask(t, as, func(q *request.Question) { q.Mode = request.DirectPost })
	wallet.must(t, s.command("present", map[string]any{"link": s.address(t, "get")}), &theirAnswer{})
	old, state := s.posted, s.asked.State
	s.ask(t, as, func(q *request.Question) { q.Mode = request.DirectPost })
	s.posted = old
	if v := s.verdict(t); v.Kind != "answer_state" {
		t.Errorf("as it is: %s %s", v.Verdict, v.Kind)
	}
	form, err := url.ParseQuery(old)
	if err != nil || form.Get("state") != state {
		t.Fatal(form, err)
	}
	form.Set("state", s.asked.State)
	s.posted = form.Encode()
	if v := s.verdict(t); v.Kind != "holder_binding_nonce" {
		t.Errorf("with the new state: %s %s", v.Verdict, v.Kind)
	}
}
