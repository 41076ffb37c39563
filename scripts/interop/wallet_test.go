package interop

import (
	"crypto/rand"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/request"
	"domicile/credentials/sdjwt"
	"domicile/crypto/fault"
)

// Our wallet answers a verifier on @openid4vc/openid4vp and @sd-jwt, over real
// HTTP. Where their package departs from OpenID4VP 1.0:
//
//   - aud of its request objects is the address of the object by default, and not
//     https://self-issued.me/v2 (section 5.7); our wallet takes both;
//   - it knows no response_mode "fragment" (section 5.6); without one it means that;
//   - it writes no request object without a signature, so that redirect_uri comes
//     by value only;
//   - request_uri_method and wallet_nonce are left to its user.

// counterpart is their verifier, listening.
type counterpart struct {
	*peer
	w      *world
	origin string
	asked  int
}

func startVerifier(t *testing.T) *counterpart {
	t.Helper()
	v := &counterpart{peer: start(t, "verifier.mjs"), w: newWorld(t)}
	var listening struct {
		Origin string `json:"origin"`
	}
	v.must(t, map[string]any{"op": "listen"}, &listening)
	v.origin = listening.Origin
	return v
}

func theirQuery() map[string]any {
	return map[string]any{"credentials": []any{map[string]any{
		"id": "card", "format": "dc+sd-jwt", "meta": map[string]any{"vct_values": []any{cardType}},
		"claims": []any{map[string]any{"path": []any{"given_name"}}},
	}}}
}

// next is where the answer to the next question goes.
func (v *counterpart) next() string { return v.origin + "/answer/" + strconv.Itoa(v.asked+1) }

// ask has them ask, as one identity, with changes to the command.
func (v *counterpart) ask(t *testing.T, as identity, mode, way string, change map[string]any) (link string) {
	t.Helper()
	v.asked++
	command := map[string]any{
		"op": "ask", "n": v.asked, "client_id": as.clientID, "mode": mode, "way": way, "query": theirQuery(), "issuer": v.w.issuer.Public().JWK(),
	}
	if as.theirs != nil {
		command["signer"], command["key"], command["header"] = as.theirs, v.w.key.JWK(), as.header
	}
	for name, value := range change {
		command[name] = value
	}
	var made struct {
		Link string `json:"link"`
	}
	v.must(t, command, &made)
	return made.Link
}

// outcome is what they make of an answer.
type outcome struct {
	Cards        map[string][]map[string]any `json:"cards"`
	Transactions int                         `json:"transactions"`
	Complaint    string                      `json:"complaint"`
	Declined     string                      `json:"declined"`
	Code         string                      `json:"code"`
	Posted       []string                    `json:"posted"`
	Header       map[string]any              `json:"header"`
}

func (v *counterpart) outcome(t *testing.T, fragment string) outcome {
	t.Helper()
	command := map[string]any{"op": "answer", "n": v.asked}
	if fragment != "" {
		command["fragment"] = fragment
	}
	var got outcome
	v.must(t, command, &got)
	return got
}

var plainHTTP = http.Client{
	Timeout:       10 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// send does for our wallet what a browser or a program would.
func send(t *testing.T, f request.Fetch) request.Reply {
	t.Helper()
	r, err := http.NewRequest(f.Method, f.URL, strings.NewReader(f.Body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range f.Headers {
		r.Header.Set(name, value)
	}
	response, err := plainHTTP.Do(r)
	if err != nil {
		return request.Reply{}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, request.MaxReply+1))
	if err != nil {
		return request.Reply{}
	}
	return request.Reply{Status: response.StatusCode, Headers: map[string]string{"content-type": response.Header.Get("Content-Type")}, Body: string(body)}
}

// open is our wallet up to the point where a person decides.
func open(t *testing.T, link string, w request.Wallet) (*request.Request, error) {
	t.Helper()
	o, err := request.Open(rand.Reader, link, w, time.Now())
	for err == nil && o.Step().Fetch != nil {
		err = o.Take(send(t, *o.Step().Fetch), time.Now())
	}
	if err != nil {
		return nil, err
	}
	return o.Step().Request, nil
}

// present makes the answer of our wallet's holder.
func (w *world) present(t *testing.T, r *request.Request) *request.Answer {
	t.Helper()
	held, err := sdjwt.Parse(w.card)
	if err != nil {
		t.Fatal(err)
	}
	chosen, err := held.Select([]claim.Path{{"given_name"}})
	if err != nil {
		t.Fatal(err)
	}
	proof := sdjwt.Proof{Nonce: r.Nonce, Audience: r.Audience(), Now: time.Now()}
	for _, transaction := range r.Transactions {
		proof.Transactions, proof.TransactionsAlg = append(proof.Transactions, transaction.Hash), transaction.HashAlg
	}
	shown, err := chosen.Prove(w.holder, proof)
	if err != nil {
		t.Fatal(err)
	}
	return &request.Answer{Presentations: map[string][]string{r.Query.Credentials[0].ID: {shown}}, State: r.State}
}

// deliver posts an answer, and returns where the verifier sends the person.
func deliver(t *testing.T, r *request.Request, a *request.Answer) (string, error) {
	t.Helper()
	delivery, err := r.Deliver(rand.Reader, a)
	if err != nil {
		t.Fatal(err)
	}
	if delivery.Post == nil {
		return delivery.ReturnTo, nil
	}
	return r.Delivered(send(t, *delivery.Post))
}

// ways are those in which their package can make a request of an identity.
func ways(as identity) []string {
	if as.theirs == nil {
		return []string{"value"}
	}
	return []string{"get", "post", "wrapped"}
}

func TestOurWalletAnswersTheirVerifier(t *testing.T) {
	v := startVerifier(t)
	for i := range v.w.identities(t, v.next()) {
		for _, mode := range []string{"", "direct_post", "direct_post.jwt"} {
			for _, way := range ways(v.w.identities(t, v.next())[i]) {
				as := v.w.identities(t, v.next())[i]
				t.Run(as.name+" "+mode+" "+way, func(t *testing.T) {
					believed := v.w.wallet(v.next())
					r, err := open(t, v.ask(t, as, mode, way, nil), believed)
					if err != nil {
						t.Fatal(err)
					}
					if r.ClientID != as.clientID || r.VerifierName != "Their verifier" || r.Recipient != nil != (mode == "direct_post.jwt") {
						t.Errorf("%+v", r)
					}
					to, err := deliver(t, r, v.w.present(t, r))
					if err != nil {
						t.Fatalf("%v: %s", err, v.outcome(t, "").Complaint)
					}
					v.check(t, mode, to)
				})
			}
		}
	}
}

// check compares what they read of the last answer.
func (v *counterpart) check(t *testing.T, mode, to string) {
	t.Helper()
	_, fragment, _ := strings.Cut(to, "#")
	posted := mode != ""
	if posted {
		fragment = ""
	}
	got := v.outcome(t, fragment)
	if len(got.Cards["card"]) != 1 || got.Cards["card"][0]["given_name"] != "Aiko" || got.Cards["card"][0]["family_name"] != nil {
		t.Errorf("they read %+v", got)
	}
	if posted && to != v.origin+"/done#response_code="+got.Code {
		t.Errorf("they send the person to %q", to)
	}
	want := map[string][]string{"direct_post": {"state", "vp_token"}, "direct_post.jwt": {"response"}}[mode]
	if !slices.Equal(got.Posted, want) {
		t.Errorf("posted %v, want %v", got.Posted, want)
	}
}

func TestOurWalletEncryptsAsTheyAsk(t *testing.T) {
	v := startVerifier(t)
	for _, c := range []struct {
		crv  string
		enc  []string
		want string
	}{
		{"P-256", nil, "A128GCM"}, {"P-256", []string{"A256GCM"}, "A256GCM"}, {"P-256", []string{"A256CBC-HS512", "A256GCM", "A128GCM"}, "A256GCM"},
		{"X25519", []string{"A128GCM"}, "A128GCM"}, {"X25519", []string{"A256GCM"}, "A256GCM"},
	} {
		as := v.w.identities(t, v.next())[1]
		r, err := open(t, v.ask(t, as, "direct_post.jwt", "post", map[string]any{"crv": c.crv, "enc": c.enc}), v.w.wallet(""))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := deliver(t, r, v.w.present(t, r)); err != nil {
			t.Fatalf("%s %v: %v: %s", c.crv, c.enc, err, v.outcome(t, "").Complaint)
		}
		if got := v.outcome(t, ""); got.Header["enc"] != c.want || got.Header["alg"] != "ECDH-ES" || got.Header["kid"] != r.Recipient.Key.ID {
			t.Errorf("%s %v: %v", c.crv, c.enc, got.Header)
		}
	}
}

func TestOurWalletSignsTheirTransaction(t *testing.T) {
	v := startVerifier(t)
	payment := map[string]any{"type": "urn:domicile:transaction:payment:1", "credential_ids": []string{"card"}, "payee": "Bar", "amount": "4.20", "currency": "XMD"}
	named := map[string]any{"type": "urn:domicile:transaction:agreement:1", "credential_ids": []string{"card"}, "title": "Rules", "text": "No smoking.",
		"transaction_data_hashes_alg": []string{"sha-256"}}
	as := v.w.identities(t, v.next())[1]
	r, err := open(t, v.ask(t, as, "direct_post.jwt", "post", map[string]any{"transactions": []any{payment, named}}), v.w.wallet(""))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := deliver(t, r, v.w.present(t, r)); err != nil {
		t.Fatalf("%v: %s", err, v.outcome(t, "").Complaint)
	}
	if got := v.outcome(t, ""); got.Transactions != 2 {
		t.Errorf("%+v", got)
	}
	// What nobody here knows is refused, and they are told so by its name.
	payment["type"] = "urn:example:payment"
	as = v.w.identities(t, v.next())[1]
	if _, err := open(t, v.ask(t, as, "direct_post", "get", map[string]any{"transactions": []any{payment}}), v.w.wallet("")); request.ErrorCode(err) != "invalid_transaction_data" {
		t.Errorf("an unknown type: %v", err)
	}
}

func TestOurWalletDeclines(t *testing.T) {
	v := startVerifier(t)
	for _, mode := range []string{"direct_post", "direct_post.jwt"} {
		as := v.w.identities(t, v.next())[1]
		r, err := open(t, v.ask(t, as, mode, "get", nil), v.w.wallet(""))
		if err != nil {
			t.Fatal(err)
		}
		d, err := r.Decline(request.AccessDenied)
		if err != nil {
			t.Fatal(err)
		}
		if to, err := r.Delivered(send(t, *d.Post)); err != nil || to == "" {
			t.Errorf("%q, %v", to, err)
		}
		if got := v.outcome(t, ""); got.Declined != "access_denied" {
			t.Errorf("%+v", got)
		}
	}
}

// What our wallet refuses of theirs, and what they refuse of ours.
func TestBothSidesRefuse(t *testing.T) {
	v := startVerifier(t)
	for defect, c := range map[string]struct {
		as     int
		change map[string]any
		kind   fault.Kind
	}{
		"aud another wallet":       {1, map[string]any{"aud": "https://wallet.example"}, request.KindAudience},
		"signed by another key":    {1, map[string]any{"key": newKey(t).JWK()}, request.KindSignature},
		"a certificate's name":     {3, map[string]any{"client_id": "x509_san_dns:bank.example"}, request.KindCertificate},
		"the hash of another":      {4, map[string]any{"client_id": "x509_hash:Uvo3HtuIxuhC92rShpgqcT3YXwrqRxWEviRiA0OZszk"}, request.KindClientKey},
		"an attestation missing":   {5, map[string]any{"header": map[string]any{}}, request.KindAttestation},
		"a name that nobody knows": {6, map[string]any{"client_id": "somebody"}, request.KindClientUnknown},
		"encryption of P-384":      {1, map[string]any{"crv": "P-384"}, request.KindEncryption},
	} {
		as := v.w.identities(t, v.next())[c.as]
		believed := v.w.wallet(v.next())
		if _, err := open(t, v.ask(t, as, "direct_post.jwt", "get", c.change), believed); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v", defect, err)
		}
	}
	for defect, spoil := range map[string]func(*request.Request){
		"another nonce":    func(r *request.Request) { r.Nonce = "other" },
		"another audience": func(r *request.Request) { r.ClientID = "redirect_uri:https://evil.example" },
		"another state":    func(r *request.Request) { r.State = "other" },
	} {
		as := v.w.identities(t, v.next())[1]
		r, err := open(t, v.ask(t, as, "direct_post", "get", nil), v.w.wallet(""))
		if err != nil {
			t.Fatal(err)
		}
		spoil(r)
		if _, err := deliver(t, r, v.w.present(t, r)); fault.KindOf(err) != request.KindAnswerRefused {
			t.Errorf("%s: they say %v, %+v", defect, err, v.outcome(t, ""))
		}
	}
}
