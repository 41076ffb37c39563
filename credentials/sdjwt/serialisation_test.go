package sdjwt_test

import (
	"encoding/json"
	"strings"
	"testing"

	"domicile/credentials/sdjwt"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// flattened is the JSON serialisation of a compact token (section 8.2).
func flattened(text string) map[string]any {
	parts := strings.Split(text, "~")
	jwt := strings.Split(parts[0], ".")
	header := map[string]any{"disclosures": parts[1 : len(parts)-1]}
	if proof := parts[len(parts)-1]; proof != "" {
		header["kb_jwt"] = proof
	}
	return map[string]any{"protected": jwt[0], "payload": jwt[1], "signature": jwt[2], "header": header}
}

// general is the same with its signature in a list (section 8.3).
func general(o map[string]any, more ...any) map[string]any {
	first := map[string]any{"protected": o["protected"], "signature": o["signature"], "header": o["header"]}
	return map[string]any{"payload": o["payload"], "signatures": append([]any{first}, more...)}
}

func TestJSONSerialisation(t *testing.T) {
	w := newTweaker(t)
	good := w.token(t)
	for name, o := range map[string]map[string]any{"flattened": flattened(good), "general": general(flattened(good))} {
		raw, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.check(string(raw)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if token, err := sdjwt.Parse(string(raw)); err != nil || token.String() != good {
			t.Errorf("%s: the compact form differs: %v", name, err)
		}
	}
}

func TestJSONSerialisationRefusals(t *testing.T) {
	w := newTweaker(t)
	good := w.token(t)
	header := func(o map[string]any) map[string]any { return o["header"].(map[string]any) }
	for _, c := range []struct {
		defect string
		tweak  func(o map[string]any) any
		kind   fault.Kind
	}{
		{"payload absent", func(o map[string]any) any { delete(o, "payload"); return o }, sdjwt.KindSegments},
		{"protected absent", func(o map[string]any) any { delete(o, "protected"); return o }, sdjwt.KindSegments},
		{"signature absent", func(o map[string]any) any { delete(o, "signature"); return o }, sdjwt.KindSegments},
		{"payload an object", func(o map[string]any) any { o["payload"] = map[string]any{}; return o }, encoding.KindJSONMemberType},
		{"protected with a dot", func(o map[string]any) any { o["protected"] = "e30.e30"; return o }, sdjwt.KindSegments},
		{"header absent", func(o map[string]any) any { delete(o, "header"); return o }, sdjwt.KindHolderMissing},
		{"header a list", func(o map[string]any) any { o["header"] = []any{}; return o }, encoding.KindJSONMemberType},
		{"disclosures a string", func(o map[string]any) any { header(o)["disclosures"] = "WyJ"; return o }, encoding.KindJSONMemberType},
		{"disclosure a number", func(o map[string]any) any { header(o)["disclosures"] = []any{1}; return o }, encoding.KindJSONMemberType},
		{"disclosure empty", func(o map[string]any) any { header(o)["disclosures"] = []any{""}; return o }, sdjwt.KindSegments},
		{"disclosure with a tilde", func(o map[string]any) any { header(o)["disclosures"] = []any{"WyJzIiwxXQ~WyJzIiwxXQ"}; return o }, encoding.KindBase64URLCharacter},
		{"513 disclosures", func(o map[string]any) any { header(o)["disclosures"] = make([]string, 513); return o }, sdjwt.KindSegments},
		{"proof absent", func(o map[string]any) any { delete(header(o), "kb_jwt"); return o }, sdjwt.KindHolderMissing},
		{"proof empty", func(o map[string]any) any { header(o)["kb_jwt"] = ""; return o }, sdjwt.KindSegments},
		{"proof a list", func(o map[string]any) any { header(o)["kb_jwt"] = []any{}; return o }, encoding.KindJSONMemberType},
		{"one disclosure dropped", func(o map[string]any) any {
			header(o)["disclosures"] = header(o)["disclosures"].([]string)[:4]
			return o
		}, sdjwt.KindHolderHash},
		{"no signature in the list", func(o map[string]any) any { g := general(o); g["signatures"] = []any{}; return g }, sdjwt.KindSegments},
		{"two signatures", func(o map[string]any) any {
			return general(o, map[string]any{"protected": o["protected"], "signature": o["signature"]})
		}, sdjwt.KindSegments},
		{"both forms at once", func(o map[string]any) any { g := general(o); g["signature"] = o["signature"]; return g }, sdjwt.KindSegments},
		{"signature a string in the list", func(o map[string]any) any { g := general(o); g["signatures"] = []any{"x"}; return g }, encoding.KindJSONMemberType},
		{"algorithm only in the unprotected header", func(o map[string]any) any {
			o["protected"] = encoding.EncodeBase64URL([]byte(`{"typ":"dc+sd-jwt"}`))
			header(o)["alg"] = "ES256"
			return o
		}, "header_malformed"},
	} {
		t.Run(c.defect, func(t *testing.T) {
			raw, err := json.Marshal(c.tweak(flattened(good)))
			if err != nil {
				t.Fatal(err)
			}
			_, err = w.check(string(raw))
			wantKind(t, err, c.kind)
		})
	}
}

func TestTypes(t *testing.T) {
	w := newTweaker(t)
	w.payload["aka_vcts"] = []any{"urn:example:person", "urn:example:any"}
	token, err := sdjwt.Parse(w.token(t))
	if err != nil {
		t.Fatal(err)
	}
	types, err := token.Types()
	if err != nil || strings.Join(types, " ") != "urn:example:card:1 urn:example:person urn:example:any" {
		t.Errorf("types %v, %v", types, err)
	}
	if !token.IsCredential() || token.CheckType() != nil {
		t.Error("a credential with more types is refused")
	}
}
