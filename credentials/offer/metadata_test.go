package offer

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"domicile/crypto/fault"
	"domicile/internal/vectors"
)

// Each row gives the issuer's replies one defect and says what the wallet says.
func TestMetadataRefused(t *testing.T) {
	card := func(d *double) map[string]any {
		return d.metadata["credential_configurations_supported"].(map[string]any)["card"].(map[string]any)
	}
	proofs := func(d *double) map[string]any { return card(d)["proof_types_supported"].(map[string]any) }
	rows := []struct {
		defect string
		change func(d *double)
		kind   fault.Kind
	}{
		{"another issuer", func(d *double) { d.metadata["credential_issuer"] = d.id + "/" }, KindIssuerMismatch},
		{"no issuer", func(d *double) { delete(d.metadata, "credential_issuer") }, KindMetadata},
		{"no credential endpoint", func(d *double) { delete(d.metadata, "credential_endpoint") }, KindMetadata},
		{"credential endpoint a number", func(d *double) { d.metadata["credential_endpoint"] = 1 }, KindMetadata},
		{"credential endpoint over http", func(d *double) { d.metadata["credential_endpoint"] = "http://office.example/c" }, KindAddress},
		{"credential endpoint on this machine", func(d *double) { d.metadata["credential_endpoint"] = "http://127.0.0.1:631/" }, KindAddress},
		{"nonce endpoint in the private network", func(d *double) { d.metadata["nonce_endpoint"] = "https://192.168.0.1/" }, KindAddress},
		{"deferred endpoint with a password", func(d *double) { d.metadata["deferred_credential_endpoint"] = "https://u:p@office.example/" }, KindAddress},
		{"notification endpoint relative", func(d *double) { d.metadata["notification_endpoint"] = "/n" }, KindAddress},
		{"encrypted requests required", func(d *double) {
			d.metadata["credential_request_encryption"] = map[string]any{"encryption_required": true}
		}, KindEncryption},
		{"encrypted responses required", func(d *double) {
			d.metadata["credential_response_encryption"] = map[string]any{"encryption_required": true}
		}, KindEncryption},
		{"batch of none", func(d *double) { d.metadata["batch_credential_issuance"] = map[string]any{"batch_size": 0} }, KindMetadata},
		{"batch size a text", func(d *double) { d.metadata["batch_credential_issuance"] = map[string]any{"batch_size": "9"} }, KindMetadata},
		{"batch a number", func(d *double) { d.metadata["batch_credential_issuance"] = 9 }, KindMetadata},
		{"no configurations", func(d *double) { delete(d.metadata, "credential_configurations_supported") }, KindMetadata},
		{"configuration not described", func(d *double) {
			delete(d.metadata["credential_configurations_supported"].(map[string]any), "card")
		}, KindMetadata},
		{"configuration without format", func(d *double) { delete(card(d), "format") }, KindMetadata},
		{"configuration without vct", func(d *double) { delete(card(d), "vct") }, KindMetadata},
		{"unknown format", func(d *double) { card(d)["format"] = "ldp_vc" }, KindType},
		{"no proof type of ours", func(d *double) { delete(proofs(d), "jwt"); proofs(d)["di_vp"] = map[string]any{} }, KindType},
		{"no algorithm of ours", func(d *double) {
			proofs(d)["jwt"] = map[string]any{"proof_signing_alg_values_supported": []any{"RS256"}}
		}, KindType},
		{"attested keys wanted", func(d *double) { proofs(d)["jwt"].(map[string]any)["key_attestations_required"] = map[string]any{} }, KindType},
		{"proof types a list", func(d *double) { card(d)["proof_types_supported"] = []any{"jwt"} }, KindMetadata},
		{"servers a text", func(d *double) { d.metadata["authorization_servers"] = d.id }, KindMetadata},
		{"server on this machine", func(d *double) { d.metadata["authorization_servers"] = []any{"http://localhost"} }, KindAddress},
		{"server with a query", func(d *double) { d.metadata["authorization_servers"] = []any{d.id + "?x=1"} }, KindAddress},
		{"another server", func(d *double) { d.server["issuer"] = "https://other.example" }, KindIssuerMismatch},
		{"server without a name", func(d *double) { delete(d.server, "issuer") }, KindMetadata},
		{"token endpoint over http", func(d *double) { d.server["token_endpoint"] = "http://office.example/t" }, KindAddress},
		{"no token endpoint", func(d *double) { delete(d.server, "token_endpoint") }, KindGrant},
		{"another grant only", func(d *double) { d.server["grant_types_supported"] = []any{"authorization_code"} }, KindGrant},
		{"grants a text", func(d *double) { d.server["grant_types_supported"] = GrantPreAuthorized }, KindMetadata},
		{"retry a text", func(d *double) { d.server["domicile_retry_supported"] = "yes" }, KindMetadata},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			d := newDouble(t)
			row.change(d)
			_, _, err := d.run("card")
			wantKind(t, err, row.kind)
		})
	}
}

func TestMetadataThatMayVary(t *testing.T) {
	card := func(d *double) map[string]any {
		return d.metadata["credential_configurations_supported"].(map[string]any)["card"].(map[string]any)
	}
	rows := map[string]func(d *double){
		"no grants listed":  func(d *double) { delete(d.server, "grant_types_supported") },
		"no batch":          func(d *double) { delete(d.metadata, "batch_credential_issuance") },
		"huge batch":        func(d *double) { d.metadata["batch_credential_issuance"] = map[string]any{"batch_size": 100000} },
		"no nonce endpoint": func(d *double) { delete(d.metadata, "nonce_endpoint"); d.nonces = -1 },
		"encryption offered": func(d *double) {
			d.metadata["credential_request_encryption"] = map[string]any{"encryption_required": false}
		},
		"no transaction code": func(d *double) { d.code = "" },
		"no description":      func(d *double) { delete(card(d), "credential_metadata") },
		"damaged description": func(d *double) { card(d)["credential_metadata"] = 7 },
		"damaged claims": func(d *double) {
			card(d)["credential_metadata"].(map[string]any)["claims"] = []any{1, map[string]any{"path": []any{true}}}
		},
		"unknown members": func(d *double) { d.metadata["x"], d.server["x"], card(d)["x"] = 1, 2, 3 },
		"algorithms beside ours": func(d *double) {
			card(d)["proof_types_supported"].(map[string]any)["jwt"].(map[string]any)["proof_signing_alg_values_supported"] = []any{"RS256", "ES384", "ES256"}
		},
		"names in other tongues":  func(d *double) { d.metadata["display"] = []any{map[string]any{"name": "Méridie", "locale": "fr"}} },
		"endpoints of other host": func(d *double) { d.metadata["nonce_endpoint"] = "https://mint.example/nonce" },
	}
	for name, change := range rows {
		t.Run(name, func(t *testing.T) {
			d := newDouble(t)
			change(d)
			if d.nonces < 0 {
				d.tweak["credential"] = func(r *Response, _ map[string]any) {
					r.Status, r.Body = 200, `{"credentials":[{"credential":"x"}]}`
				}
			}
			if _, step, err := d.run("card"); err != nil || len(step.Issued) != 1 {
				t.Errorf("%+v, %v", step, err)
			}
		})
	}
}

func TestSecondServerIsAsked(t *testing.T) {
	d := newDouble(t)
	d.metadata["authorization_servers"] = []any{"https://first.example", d.id}
	asked := 0
	d.tweak["oauth-authorization-server"] = func(r *Response, o map[string]any) {
		if asked++; asked == 1 {
			first := maps.Clone(o)
			first["issuer"], first["grant_types_supported"] = "https://first.example", []any{"authorization_code"}
			r.Body = text(first)
		}
	}
	if _, step, err := d.run("card"); err != nil || len(step.Issued) != 1 || asked != 2 {
		t.Errorf("%+v, %v, %d asked", step, err, asked)
	}
}

func TestServerHint(t *testing.T) {
	servers := []string{"https://a.example", "https://b.example"}
	rows := []struct {
		name, hint string
		servers    []string
		want       []string
		kind       fault.Kind
	}{
		{"of the list", "https://b.example", servers, []string{"https://b.example"}, ""},
		{"none", "", servers, servers, ""},
		{"none, no list", "", nil, []string{"https://i.example"}, ""},
		{"issuer itself", "https://i.example", nil, []string{"https://i.example"}, ""},
		{"not of the list", "https://c.example", servers, nil, KindIssuerMismatch},
		{"without a list", "https://c.example", nil, nil, KindIssuerMismatch},
		{"nearly of the list", "https://b.example/", servers, nil, KindIssuerMismatch},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got, err := chooseServers(Offer{Issuer: "https://i.example", Server: row.hint}, row.servers)
			wantKind(t, err, row.kind)
			if fmt.Sprint(got) != fmt.Sprint(row.want) {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestPublishedExamples(t *testing.T) {
	count := 0
	for _, name := range []string{"credential_offer_pre-authz_code.json", "credential_offer_by_reference.json"} {
		data := read(t, name)
		o, err := Parse(string(data))
		if err != nil || o.Code != "adhjhdjajkdkhjhdj" || o.TxCode == nil {
			t.Errorf("%s: %+v, %v", name, o, err)
		}
		count++
	}
	for _, name := range []string{"credential_issuer_metadata_sd_jwt_long.json", "credential_metadata_sd_jwt_vc.json"} {
		s := &Session{state: state{Offer: Offer{Configurations: []string{"SD_JWT_VC_example_in_OpenID4VCI"}}, Languages: []string{"de", "en"}}}
		o := decode(t, read(t, name))
		_, _, err := s.cards(o, issuerMetadata{BatchSize: 10})
		// Their keys have to be attested, which a browser cannot do.
		wantKind(t, err, KindType)
		supported := o["credential_configurations_supported"].(map[string]any)
		configuration := supported["SD_JWT_VC_example_in_OpenID4VCI"].(map[string]any)
		var card Card
		card.describe(configuration, s.state.Languages)
		if card.Title != "IdentityCredential" || len(card.Claims) != 13 || card.Claims[0].Label != "Vorname" || card.Claims[5].Label != "street_address" {
			t.Errorf("%s: %+v", name, card)
		}
		delete(configuration["proof_types_supported"].(map[string]any)["jwt"].(map[string]any), "key_attestations_required")
		if cards, _, err := s.cards(o, issuerMetadata{BatchSize: 10}); err != nil || cards[0].Copies != 10 || cards[0].Algorithm != "ES256" {
			t.Errorf("%s: %+v, %v", name, cards, err)
		}
		count++
	}
	_, err := parseIssuer(decode(t, read(t, "credential_issuer_metadata_sd_jwt_long.json")), mustIdentifier(t, "https://credential-issuer.example.com"))
	wantKind(t, err, KindEncryption)
	t.Logf("%d examples of OpenID4VCI 1.0", count)
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	return vectors.Read(t, "openid4vc/oid4vci/"+name)
}

func TestDisplay(t *testing.T) {
	list := []any{
		map[string]any{"name": "Deutsch", "locale": "de-DE"}, map[string]any{"name": "none"},
		map[string]any{"name": "English", "locale": "en-GB"}, map[string]any{"name": "Português", "locale": "pt"},
	}
	rows := map[string]string{"de": "Deutsch", "de-AT": "Deutsch", "pt-BR": "Português", "": "English", "fi": "English"}
	for tag, want := range rows {
		if got := label(chooseDisplay(map[string]any{"display": list}, languages([]string{tag})), "name"); got != want {
			t.Errorf("%q: %q, want %q", tag, got, want)
		}
	}
	if got := label(chooseDisplay(map[string]any{"display": list[:2]}, languages(nil)), "name"); got != "none" {
		t.Errorf("without a fitting language: %q", got)
	}
	hostile := map[string]string{
		"a\u202eb\u2066c": "abc", "line\nbreak\x00": "line break", "  room  ": "room",
		strings.Repeat("x", 200): strings.Repeat("x", maxLabel) + "…",
	}
	for text, want := range hostile {
		if got := plainText(text, maxLabel); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
	for text, want := range map[string]string{"#12107C": "#12107c", "red": "", "#fff": "", "#12107c;x": "", "url(x)": ""} {
		if got := colour(map[string]any{"c": text}, "c"); got != want {
			t.Errorf("colour %q: %q", text, got)
		}
	}
}
