package issue

import (
	"crypto/rand"
	"maps"
	"strings"
	"testing"
	"time"

	"domicile/credentials/cwt"
	"domicile/credentials/sdjwt"
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

var afternoon = time.Date(2026, 11, 20, 15, 4, 5, 0, time.UTC)

func newKey(t testing.TB) keys.Private {
	t.Helper()
	key, err := keys.Generate(rand.Reader, alg.ES256)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func person() map[string]any {
	return map[string]any{
		"given_name": "Ana", "family_name": "Silveira", "birthdate": "2008-11-21", "nationalities": []any{"PT", "BR"},
		"residency":       map[string]any{"programme": "Digital residency", "number": "XM-1234", "since": "2026-01-15", "country": "XM"},
		"issuing_country": "XM", "issuing_authority": "Office",
	}
}

func order(t testing.TB) Order {
	return Order{
		Format: SDJWT, Type: ResidencyCard, Claims: person(), Issuer: "https://office.example", Key: newKey(t), KeyID: "k1",
		IssuedAt: afternoon, Expires: afternoon.AddDate(1, 0, 0),
	}
}

func TestResidencyCard(t *testing.T) {
	o := order(t)
	for range 10 {
		o.Holders = append(o.Holders, newKey(t).Public())
	}
	cards, err := Issue(rand.Reader, o)
	if err != nil || len(cards) != 10 {
		t.Fatal(cards, err)
	}
	seen := map[string]bool{}
	for n, text := range cards {
		token, err := sdjwt.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		claims, err := token.Claims()
		if err != nil {
			t.Fatal(err)
		}
		// She is 18 tomorrow.
		ages := claims["age_equal_or_over"].(map[string]any)
		if ages["16"] != true || ages["18"] != false || ages["21"] != false || ages["65"] != false || len(ages) != 4 {
			t.Errorf("ages %v", ages)
		}
		if holder, err := token.HolderKey(); err != nil || !holder.Equal(o.Holders[n]) || token.Header()["kid"] != "k1" {
			t.Errorf("copy %d is bound to another key: %v", n, err)
		}
		if claims["iat"] != encoding.Number("1795132800") || claims["exp"] != encoding.Number("1826668800") {
			t.Errorf("times are not rounded to the day: %v %v", claims["iat"], claims["exp"])
		}
		checkClear(t, token)
		for _, d := range token.Disclosures {
			if seen[d.Encoded] || seen[d.Salt] {
				t.Error("two copies share a salt")
			}
			seen[d.Encoded], seen[d.Salt] = true, true
		}
	}
}

// checkClear holds what a card says to whoever sees it, before any disclosure.
func checkClear(t *testing.T, token *sdjwt.Token) {
	t.Helper()
	clear, err := encoding.DecodeJSONObject(token.IssuerJWT.Payload)
	if err != nil {
		t.Fatal(err)
	}
	for name := range clear {
		switch name {
		case "iss", "vct", "iat", "exp", "cnf", "_sd", "_sd_alg", "age_equal_or_over", "residency", "nationalities", "issuing_country", "issuing_authority":
		default:
			t.Errorf("%s is in the clear", name)
		}
	}
	digests := len(clear["_sd"].([]any)) + len(clear["nationalities"].([]any))
	for _, name := range []string{"age_equal_or_over", "residency"} {
		members := clear[name].(map[string]any)
		digests += len(members["_sd"].([]any))
		if len(members) != 1 {
			t.Errorf("%s has members in the clear: %v", name, members)
		}
	}
	if decoys := digests - len(token.Disclosures); decoys != 4 || len(token.Disclosures) != 13 {
		t.Errorf("%d decoys and %d disclosures", decoys, len(token.Disclosures))
	}
}

func TestCardOfAnotherType(t *testing.T) {
	o := order(t)
	o.Type, o.Claims = "urn:library", map[string]any{"name": "Zoë", "branch": "North"}
	cards, err := Issue(rand.Reader, o)
	if err != nil {
		t.Fatal(err)
	}
	token, err := sdjwt.Parse(cards[0])
	if err != nil || len(token.Disclosures) != 2 {
		t.Errorf("%+v, %v", token, err)
	}
}

func TestOrderRefused(t *testing.T) {
	health := func(o *Order) { o.Format, o.Certificate, o.Issuer = HCERT, []byte("der"), "XM" }
	rows := []struct {
		defect string
		change func(*Order)
		kind   fault.Kind
	}{
		{"no format", func(o *Order) { o.Format = "" }, KindFormat},
		{"unknown format", func(o *Order) { o.Format = "jwt_vc_json" }, KindFormat},
		{"no key", func(o *Order) { o.Key = keys.Private{} }, KindOrder},
		{"no issuer", func(o *Order) { o.Issuer = "" }, KindOrder},
		{"no type", func(o *Order) { o.Type = "" }, KindOrder},
		{"expired at once", func(o *Order) { o.Expires = o.IssuedAt }, KindOrder},
		{"expires before", func(o *Order) { o.Expires = o.IssuedAt.AddDate(-1, 0, 0) }, KindOrder},
		{"iss as a claim", func(o *Order) { o.Claims["iss"] = "x" }, KindClaims},
		{"exp as a claim", func(o *Order) { o.Claims["exp"] = 1 }, KindClaims},
		{"cnf as a claim", func(o *Order) { o.Claims["cnf"] = map[string]any{} }, KindClaims},
		{"digests as a claim", func(o *Order) { o.Claims["_sd"] = []any{} }, KindClaims},
		{"field missing", func(o *Order) { delete(o.Claims, "birthdate") }, KindClaims},
		{"field too many", func(o *Order) { o.Claims["vip"] = true }, KindClaims},
		{"another country's card", func(o *Order) { o.Claims["issuing_country"] = "XX" }, KindClaims},
		{"digest below another type's claim", func(o *Order) { o.Type = "urn:x"; o.Claims = map[string]any{"a": map[string]any{"_sd": 1}} }, sdjwt.KindDisclosureReservedName},
		{"health certificate without certificate", func(o *Order) { health(o); o.Certificate = nil }, KindOrder},
		{"health certificate for a key", func(o *Order) { health(o); o.Holders = []keys.Public{o.Key.Public()} }, KindOrder},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			o := order(t)
			row.change(&o)
			made, err := Issue(rand.Reader, o)
			if fault.KindOf(err) != row.kind || made != nil {
				t.Errorf("got %v, want %s", err, row.kind)
			}
		})
	}
}

func TestFaultsNameNoValue(t *testing.T) {
	o := order(t)
	o.Claims = maps.Clone(o.Claims)
	o.Claims["birthdate"] = "canary"
	if _, err := Issue(rand.Reader, o); err == nil || strings.Contains(err.Error(), "canary") || !strings.Contains(err.Error(), "birthdate") {
		t.Errorf("got %v", err)
	}
}

func TestHealthCertificate(t *testing.T) {
	claims, err := encoding.DecodeJSONObject([]byte(`{"ver":"1.3.0","dob":"1990-05-17",
		"nam":{"fn":"Silveira","fnt":"SILVEIRA","gn":"Ana","gnt":"ANA"},
		"v":[{"tg":"840539006","vp":"1119349007","mp":"EU/1/20/1528","ma":"ORG-100030215","dn":2,"sd":2,
		"dt":"2021-06-01","co":"XM","is":"Meridia","ci":"URN:UVCI:01:XM:1"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	o := order(t)
	o.Format, o.Certificate, o.Issuer, o.Claims = HCERT, []byte("der"), "XM", claims
	made, err := Issue(rand.Reader, o)
	if err != nil {
		t.Fatal(err)
	}
	h, err := cwt.ParseHCERT(made[0])
	if err != nil || h.Verify(o.Key.Public()) != nil || len(h.KeyID()) != 8 || h.Issuer != "XM" {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestBirthdays(t *testing.T) {
	rows := []struct {
		born, today string
		over18      bool
	}{
		{"2008-11-20", "2026-11-20", true}, {"2008-11-21", "2026-11-20", false}, {"2008-02-29", "2026-02-28", false},
		{"2008-02-29", "2026-03-01", true}, {"2008-03-01", "2026-02-28", false},
	}
	for _, row := range rows {
		today, err := time.Parse(time.DateOnly, row.today)
		if err != nil {
			t.Fatal(err)
		}
		claims := person()
		claims["birthdate"] = row.born
		claims["residency"].(map[string]any)["since"] = "2020-01-01"
		r, wrong := ParseResident(claims, today)
		ages := r.claims(today.Add(23 * time.Hour))["age_equal_or_over"].(map[string]any)
		if len(wrong) > 0 || ages["18"] != row.over18 {
			t.Errorf("born %s, on %s: %v %v", row.born, row.today, ages, wrong)
		}
	}
}

func FuzzParseResident(f *testing.F) {
	f.Add(`{"given_name":"Ana","residency":{"programme":"x"}}`)
	f.Fuzz(func(t *testing.T, text string) {
		claims, err := encoding.DecodeJSONObject([]byte(text))
		if err != nil {
			return
		}
		if r, wrong := ParseResident(claims, afternoon); len(wrong) == 0 {
			if r.GivenName == "" || r.Birthdate.After(afternoon) || len(r.Nationalities) == 0 {
				t.Fatalf("accepted %+v", r)
			}
		}
	})
}
