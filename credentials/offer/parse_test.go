package offer

import (
	"net/url"
	"strings"
	"testing"

	"domicile/crypto/fault"
)

func TestParseRefuses(t *testing.T) {
	const good = `{"credential_issuer":"https://a.example","credential_configuration_ids":["card"],"grants":{"` +
		GrantPreAuthorized + `":{"pre-authorized_code":"c","tx_code":{"length":4}}}}`
	if _, err := Parse(good); err != nil {
		t.Fatal(err)
	}
	change := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("row changes nothing: %s", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	link := "openid-credential-offer://?"
	rows := []struct {
		defect, text string
		kind         fault.Kind
	}{
		{"nothing", "", KindMalformed},
		{"words", "hello", KindMalformed},
		{"link without offer", "openid-credential-offer://?x=1", KindMalformed},
		{"damaged escape", link + "credential_offer=%zz", KindMalformed},
		{"value and reference", link + "credential_offer=" + url.QueryEscape(good) + "&credential_offer_uri=https://a.example/1", KindMalformed},
		{"two values", link + "credential_offer=" + url.QueryEscape(good) + "&credential_offer=" + url.QueryEscape(good), KindMalformed},
		{"reference over http", link + "credential_offer_uri=http://a.example/1", KindAddress},
		{"reference to a file", link + "credential_offer_uri=file:///etc/passwd", KindAddress},
		{"reference to javascript", link + "credential_offer_uri=javascript:alert(1)", KindAddress},
		{"too long", change(`"card"`, `"`+strings.Repeat("x", MaxOffer)+`"`), KindMalformed},
		{"duplicate member", change(`"grants"`, `"credential_issuer":"https://b.example","grants"`), KindMalformed},
		{"issuer missing", change(`"credential_issuer":"https://a.example",`, ``), KindMalformed},
		{"issuer a number", change(`"https://a.example"`, `1`), KindMalformed},
		{"issuer over http", change(`https://a`, `http://a`), KindAddress},
		{"issuer with a query", change(`a.example"`, `a.example?x=1"`), KindAddress},
		{"issuer with an empty query", change(`a.example"`, `a.example?"`), KindAddress},
		{"issuer with a fragment", change(`a.example"`, `a.example#x"`), KindAddress},
		{"issuer with a password", change(`https://a`, `https://u:p@a`), KindAddress},
		{"no configuration", change(`["card"]`, `[]`), KindMalformed},
		{"configuration named twice", change(`["card"]`, `["card","card"]`), KindMalformed},
		{"configuration without a name", change(`["card"]`, `[""]`), KindMalformed},
		{"configuration a number", change(`["card"]`, `[1]`), KindMalformed},
		{"nine configurations", change(`["card"]`, `["1","2","3","4","5","6","7","8","9"]`), KindMalformed},
		{"no grants", change(`"grants"`, `"grant"`), KindGrant},
		{"authorization code only", change(GrantPreAuthorized, "authorization_code"), KindGrant},
		{"unknown grant", change(GrantPreAuthorized, "urn:example:grant"), KindGrant},
		{"grant a string", change(`{"pre-authorized_code":"c","tx_code":{"length":4}}`, `"x"`), KindMalformed},
		{"no code", change(`"pre-authorized_code":"c",`, ``), KindMalformed},
		{"empty code", change(`:"c"`, `:""`), KindMalformed},
		{"code too long", change(`:"c"`, `:"`+strings.Repeat("c", maxCode+1)+`"`), KindMalformed},
		{"tx_code a boolean", change(`{"length":4}`, `true`), KindMalformed},
		{"tx_code of unknown mode", change(`{"length":4}`, `{"input_mode":"voice"}`), KindMalformed},
		{"tx_code of negative length", change(`{"length":4}`, `{"length":-1}`), KindMalformed},
		{"tx_code of huge length", change(`{"length":4}`, `{"length":65}`), KindMalformed},
		{"tx_code of broken length", change(`{"length":4}`, `{"length":4.5}`), KindMalformed},
		{"tx_code described at length", change(`{"length":4}`, `{"description":"`+strings.Repeat("x", 301)+`"}`), KindMalformed},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			_, err := Parse(row.text)
			wantKind(t, err, row.kind)
		})
	}
}

func TestParseAccepts(t *testing.T) {
	object := `{"credential_issuer":"http://127.0.0.1:8080/issuers/meridia","credential_configuration_ids":["card"],"extra":1,` +
		`"grants":{"authorization_code":{},"` + GrantPreAuthorized + `":{"pre-authorized_code":"c","tx_code":{}}}}`
	rows := map[string]string{
		"object":           object,
		"custom scheme":    "openid-credential-offer://?credential_offer=" + url.QueryEscape(object),
		"HAIP scheme":      "haip-vci://?credential_offer=" + url.QueryEscape(object),
		"web wallet":       "https://wallet.example/open?lang=en&credential_offer=" + url.QueryEscape(object),
		"surrounding room": "\n " + object + "\n",
	}
	for name, text := range rows {
		o, err := Parse(text)
		if err != nil || o.Code != "c" || o.TxCode == nil || o.TxCode.Mode != "numeric" || o.Reference != "" {
			t.Errorf("%s: %+v, %v", name, o, err)
		}
	}
	o, err := Parse("openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fa.example%2Foffers%2F1")
	if err != nil || o.Reference != "https://a.example/offers/1" {
		t.Errorf("reference: %+v, %v", o, err)
	}
}

func TestTransactionCodeIsCheckedBeforeItIsSent(t *testing.T) {
	numeric := Offer{TxCode: &TxCode{Mode: "numeric", Length: 4}}
	rows := []struct {
		defect string
		offer  Offer
		code   string
		kind   fault.Kind
	}{
		{"too short", numeric, "123", KindCodeFormat},
		{"too long", numeric, "12345", KindCodeFormat},
		{"letters", numeric, "12a4", KindCodeFormat},
		{"other digits", numeric, "١٢٣٤", KindCodeFormat},
		{"missing", numeric, "", KindCodeFormat},
		{"not asked for", Offer{}, "1234", KindCodeFormat},
		{"right", numeric, "1234", ""},
		{"none needed", Offer{}, "", ""},
		{"any text", Offer{TxCode: &TxCode{Mode: "text"}}, "Grüße 1", ""},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) { wantKind(t, row.offer.checkCode(row.code), row.kind) })
	}
}

func FuzzParse(f *testing.F) {
	f.Add("openid-credential-offer://?credential_offer_uri=https://a.example/1")
	f.Add(`{"credential_issuer":"https://a.example","credential_configuration_ids":["card"],"grants":{"` + GrantPreAuthorized + `":{"pre-authorized_code":"c"}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		o, err := Parse(text)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Fatalf("an error without a kind: %v", err)
			}
			return
		}
		if (o.Reference == "") == (o.Code == "") {
			t.Fatalf("neither or both of reference and code: %+v", o)
		}
	})
}
