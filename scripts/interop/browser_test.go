package interop

import (
	"crypto/rand"
	"encoding/json"
	"testing"
	"time"

	"domicile/credentials/request"
	"domicile/credentials/verdict"
	"domicile/crypto/encoding"
)

// The data that the Digital Credentials API carries, in both directions (annex
// A). Where their package departs from OpenID4VP 1.0: the audience that it names
// for a signed request is the client identifier, and not the origin (annex A.4);
// their user has to know better, as these tests do.

const page = "https://shop.example"

// asArrived is an object as another program reads it.
func asArrived(t *testing.T, object any) map[string]any {
	t.Helper()
	raw, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := encoding.DecodeJSONObject(raw)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestTheirWalletAnswersOurPage(t *testing.T) {
	wallet, s := start(t, "wallet.mjs"), startShop(t)
	for _, as := range s.w.identities(t, "") {
		for _, mode := range []request.Mode{request.Browser, request.BrowserJWT} {
			if as.ours == nil && as.prefix != "redirect_uri" {
				continue // unsigned, a verifier is known by its page alone
			}
			t.Run(as.name+" "+string(mode), func(t *testing.T) {
				s.ask(t, as, func(q *request.Question) {
					if q.Mode, q.ReturnURL, q.Origin = mode, "", page; as.ours == nil {
						q.ClientID = ""
					}
				})
				protocol, data, err := s.asked.Browser(as.ours)
				if err != nil {
					t.Fatal(err)
				}
				var got theirAnswer
				wallet.must(t, s.command("dcPresent", map[string]any{"request": data, "origin": page}), &got)
				want := as.clientID // theirs, see above
				if as.ours == nil {
					want = "origin:" + page
				}
				if got.Client.Effective != want {
					t.Errorf("%s: they read the client %+v", protocol, got.Client)
				}
				a, err := s.asked.ReadData(asArrived(t, got.Data), s.agreement)
				if err != nil {
					t.Fatal(err)
				}
				if v := s.w.judge(t, s.asked, a); v.Verdict != verdict.Valid || v.Claims["given_name"] != "Aiko" {
					t.Errorf("%s %s %v", v.Verdict, v.Kind, v.Claims)
				}
				if complaint := wallet.ask(t, s.command("dcPresent", map[string]any{"request": data, "origin": "https://evil.example"}), &got); complaint == "" && as.ours != nil {
					t.Error("they answer on another page")
				}
			})
		}
	}
}

func TestOurWalletAnswersTheirPage(t *testing.T) {
	v := startVerifier(t)
	for _, as := range v.w.identities(t, "") {
		for _, mode := range []string{"dc_api", "dc_api.jwt"} {
			if as.theirs == nil && as.prefix != "redirect_uri" {
				continue
			}
			t.Run(as.name+" "+mode, func(t *testing.T) {
				v.asked++
				command := map[string]any{"op": "dcAsk", "n": v.asked, "mode": mode, "query": theirQuery(), "issuer": v.w.issuer.Public().JWK(),
					"origins": []string{page}, "aud": "https://self-issued.me/v2"}
				if as.theirs != nil {
					command["client_id"], command["signer"], command["key"], command["header"] = as.clientID, as.theirs, v.w.key.JWK(), as.header
				}
				var made struct {
					Request map[string]any `json:"request"`
				}
				v.must(t, command, &made)
				r, err := request.OpenBrowser(asArrived(t, made.Request), page, v.w.wallet(""), time.Now())
				if err != nil {
					t.Fatal(err)
				}
				delivery, err := r.Deliver(rand.Reader, v.w.present(t, r))
				if err != nil {
					t.Fatal(err)
				}
				var got outcome
				v.must(t, map[string]any{"op": "dcAnswer", "n": v.asked, "response": delivery.Data}, &got)
				if len(got.Cards["card"]) != 1 || got.Cards["card"][0]["given_name"] != "Aiko" {
					t.Errorf("they read %+v", got)
				}
				if _, err := request.OpenBrowser(asArrived(t, made.Request), "https://evil.example", v.w.wallet(""), time.Now()); err == nil && as.theirs != nil {
					t.Error("we answer on another page")
				}
			})
		}
	}
}
