package request_test

import (
	"strings"
	"testing"

	"domicile/credentials/request"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/internal/double"
)

// named reports a refusal without a kind: people would get no sentence for it.
func named(t *testing.T, err error) bool {
	t.Helper()
	if err != nil && fault.KindOf(err) == "" {
		t.Errorf("a refusal without kind: %v", err)
	}
	return err == nil
}

// safe checks what must hold of every request that is opened, whoever made it.
func safe(t *testing.T, r *request.Request) {
	t.Helper()
	if r.Nonce == "" || len(r.Query.Credentials) == 0 || r.Identity.Sure == "" || r.Mode.Encrypted() && r.Recipient == nil {
		t.Errorf("opened: %+v", r)
	}
	if a := r.AnswerURL(); !r.Mode.InBrowser() && !strings.HasPrefix(a, "https://") && !strings.HasPrefix(a, "http://127.") && !strings.HasPrefix(a, "http://localhost") && !strings.HasPrefix(a, "http://[::1]") {
		t.Errorf("it is answered at %q", a)
	}
}

func FuzzOpen(f *testing.F) {
	for _, client := range double.Clients {
		v := double.NewVerifier(f, client)
		f.Add(v.Reference(true))
		f.Add(v.Wrapped())
		f.Add(v.Text())
	}
	w := double.NewVerifier(f, double.ByName).Wallet
	f.Fuzz(func(t *testing.T, text string) {
		o, err := request.Open(noise(1), text, w, double.Noon)
		if !named(t, err) {
			return
		}
		if r := o.Step().Request; r != nil {
			safe(t, r)
		}
	})
}

// FuzzTake reaches behind the network: any object, of a verifier that is good for
// it, and any reply.
func FuzzTake(f *testing.F) {
	for _, client := range double.Clients {
		v := double.NewVerifier(f, client)
		f.Add(200, "application/oauth-authz-req+jwt", v.Object("nonce"))
	}
	f.Add(302, "", "")
	f.Add(200, "text/html", "<!doctype html>")
	v := double.NewVerifier(f, double.ByAddress)
	text := v.Reference(false)
	f.Fuzz(func(t *testing.T, status int, media, body string) {
		o, err := request.Open(noise(1), text, v.Wallet, v.Now)
		if err != nil {
			t.Fatal(err)
		}
		reply := request.Reply{Status: status, Headers: map[string]string{"content-type": media}, Body: body}
		if !named(t, o.Take(reply, v.Now)) {
			return
		}
		if r := o.Step().Request; r != nil {
			safe(t, r)
		}
	})
}

// FuzzClaims signs any claims: what a verifier that is well known may say.
func FuzzClaims(f *testing.F) {
	v := double.NewVerifier(f, double.ByJWK)
	_, claims := double.Unforge(f, v.Object(""))
	seed, err := encoding.EncodeJSON(claims)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	header, _ := double.Unforge(f, v.Object(""))
	address := v.Reference(false)
	f.Fuzz(func(t *testing.T, text []byte) {
		claims, err := encoding.DecodeJSONObject(text)
		if err != nil {
			return
		}
		o, err := request.Open(noise(1), address, v.Wallet, v.Now)
		if err != nil {
			t.Fatal(err)
		}
		reply := request.Reply{Status: 200, Headers: map[string]string{"content-type": "application/jwt"}, Body: double.Forge(t, header, claims, v.Key)}
		if !named(t, o.Take(reply, v.Now)) {
			return
		}
		safe(t, o.Step().Request)
	})
}

func FuzzOpenBrowser(f *testing.F) {
	for _, client := range []double.Client{double.ByAddress, double.ByName} {
		v := double.NewVerifier(f, client)
		v.InBrowser(request.BrowserJWT)
		_, data, err := v.Ask().Browser(v.Signer())
		if err != nil {
			f.Fatal(err)
		}
		text, err := encoding.EncodeJSON(data)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	w := double.NewVerifier(f, double.ByName).Wallet
	f.Fuzz(func(t *testing.T, text []byte) {
		data, err := encoding.DecodeJSONObject(text)
		if err != nil {
			return
		}
		if r, err := request.OpenBrowser(data, double.VerifierOrigin, w, double.Noon); named(t, err) {
			safe(t, r)
		}
	})
}

func FuzzReadAnswer(f *testing.F) {
	v := double.NewVerifier(f, double.ByAddress)
	f.Add(sealed(f, v, "a.b.c~"))
	f.Add("error=access_denied&state=x")
	f.Add("vp_token=%7B%22card%22%3A%5B%22a%22%5D%7D")
	f.Fuzz(func(t *testing.T, form string) {
		if a, err := v.Request.ReadAnswer(form, v.Agreement); named(t, err) && len(a.Presentations) == 0 {
			t.Errorf("%+v", a)
		}
	})
}

// What a verifier replies to an answer.
func FuzzDelivered(f *testing.F) {
	f.Add(200, "application/json", `{"redirect_uri":"https://verifier.example/cb#response_code=1"}`)
	f.Add(307, "", "")
	f.Fuzz(func(t *testing.T, status int, media, body string) {
		reply := request.Reply{Status: status, Headers: map[string]string{"content-type": media}, Body: body}
		redirect, err := (&request.Request{}).Delivered(reply)
		if named(t, err) && redirect != "" && !strings.HasPrefix(redirect, "https://") && !strings.HasPrefix(redirect, "http://") {
			t.Errorf("the person is sent to %q", redirect)
		}
	})
}

func FuzzTransaction(f *testing.F) {
	f.Add(`{"type":"urn:domicile:transaction:payment:1","credential_ids":["card"],"payee":"a","amount":"1","currency":"XMD"}`)
	f.Add(`{"type":"urn:domicile:transaction:agreement:1","credential_ids":["card"],"transaction_data_hashes_alg":["sha-256"],"title":"a","text":"b"}`)
	v := double.NewVerifier(f, double.ByAddress)
	asked, object := v.Ask(), v.Object("")
	f.Fuzz(func(t *testing.T, text string) {
		header, claims := double.Unforge(t, object)
		claims["transaction_data"] = []any{encoding.EncodeBase64URL([]byte(text))}
		o, err := request.Open(noise(1), asked.Wrapped(double.Forge(t, header, claims, keys.Private{})), v.Wallet, v.Now)
		if !named(t, err) {
			return
		}
		for _, transaction := range o.Step().Request.Transactions {
			tree, err := encoding.DecodeJSONObject([]byte(text))
			if err != nil || len(transaction.Fields) == 0 || len(transaction.Fields) > len(tree) || len(transaction.Credentials) == 0 {
				t.Errorf("%q is shown as %+v", text, transaction)
			}
		}
	})
}

// FuzzReadAttestation reads what a verifier was given to show.
func FuzzReadAttestation(f *testing.F) {
	v := double.NewVerifier(f, double.ByAttestation)
	f.Add(double.Forge(f, map[string]any{"alg": "ES256", "typ": "verifier-attestation+jwt"}, map[string]any{
		"sub": "shop", "exp": 1_800_000_000, "cnf": map[string]any{"jwk": v.Key.Public().JWK()},
	}, v.Key))
	f.Fuzz(func(t *testing.T, text string) {
		read, err := request.ReadAttestation(text)
		if named(t, err) && (read.Client == "" || read.Key.IsZero() || read.Expires.IsZero()) {
			t.Errorf("read: %+v", read)
		}
	})
}
