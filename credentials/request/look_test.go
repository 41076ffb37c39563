package request_test

import (
	"bytes"
	"testing"

	"domicile/credentials/request"
	"domicile/crypto/alg"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

func TestLook(t *testing.T) {
	key, err := keys.Generate(bytes.NewReader(bytes.Repeat([]byte{7}, 48)), alg.ES256)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := request.SignByKey(key)
	if err != nil {
		t.Fatal(err)
	}
	r, err := request.Build(noise(1), request.Question{Mode: request.DirectPost, ReturnURL: verifierURL, ClientID: signer.ClientID, Query: request.Presets()[0].Query()}, testNow)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := r.Object(signer, "")
	if err != nil {
		t.Fatal(err)
	}
	unsigned, err := build(t).Object(nil, "")
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct{ text, form, clientID string }{
		"by value":           {text(t, build(t)), "by value", "redirect_uri:" + verifierURL},
		"signed, by value":   {r.Wrapped(signed), "request object", signer.ClientID},
		"object alone":       {signed, "request object", signer.ClientID},
		"unsigned object":    {unsigned, "request object", "redirect_uri:" + verifierURL},
		"by reference":       {r.Link("https://verifier.example/r", true), "by reference", signer.ClientID},
		"forged signature":   {signed[:len(signed)-8] + "AAAAAAAA", "request object", signer.ClientID},
		"with no parameters": {"openid4vp://?client_id=x", "by value", "x"},
	} {
		seen, err := request.Look(row.text)
		if err != nil || seen["form"] != row.form || seen["parameters"].(map[string]any)["client_id"] != row.clientID {
			t.Errorf("%s: %v, %v", name, seen, err)
		}
	}
	for defect, row := range map[string]struct {
		text string
		kind fault.Kind
	}{
		"no address":            {"milk and bread", request.KindMalformed},
		"a parameter twice":     {"openid4vp://?client_id=x&client_id=y", request.KindMalformed},
		"no request object":     {"openid4vp://?client_id=x&request=y", request.KindMalformed},
		"query that is no JSON": {"openid4vp://?client_id=x&dcql_query=y", "json_syntax"},
	} {
		if _, err := request.Look(row.text); fault.KindOf(err) != row.kind {
			t.Errorf("%s: %v, want %s", defect, err, row.kind)
		}
	}
}

func FuzzLook(f *testing.F) {
	f.Add(text(f, build(f)))
	f.Add("eyJhbGciOiJub25lIiwidHlwIjoib2F1dGgtYXV0aHotcmVxK2p3dCJ9.e30.")
	f.Fuzz(func(_ *testing.T, text string) { _, _ = request.Look(text) })
}
