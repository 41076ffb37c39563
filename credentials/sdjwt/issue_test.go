package sdjwt_test

import (
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"domicile/credentials/claim"
	"domicile/credentials/sdjwt"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

func cardClaims(t testing.TB) map[string]any {
	return map[string]any{
		"iss": "https://office.example", "vct": "urn:example:card:1", "exp": 1_900_000_000,
		"cnf":        map[string]any{"jwk": newKey(t, 2).Public().JWK()},
		"given_name": "Ana", "nationalities": []string{"XM", "XN"},
		"address": map[string]any{"street": "12 Quay", "country": "XM"},
	}
}

// cardFrame hides a member, elements, and an object with its members.
var cardFrame = sdjwt.Frame{
	Paths:  []claim.Path{{"given_name"}, {"nationalities", nil}, {"address"}, {"address", "street"}, {"address", "country"}},
	Decoys: []sdjwt.Decoys{{Count: 4}, {At: claim.Path{"nationalities"}, Count: 2}},
}

func issue(t testing.TB) *sdjwt.Token {
	t.Helper()
	text, err := sdjwt.Issue(noise(7), newKey(t, 1), nil, cardClaims(t), cardFrame)
	if err != nil {
		t.Fatal(err)
	}
	token, err := sdjwt.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestIssuedForm(t *testing.T) {
	token := issue(t)
	payload, err := encoding.DecodeJSONObject(token.IssuerJWT.Payload)
	if err != nil {
		t.Fatal(err)
	}
	if token.Header()["typ"] != "dc+sd-jwt" || payload["_sd_alg"] != "sha-256" {
		t.Errorf("header %v, _sd_alg %v", token.Header(), payload["_sd_alg"])
	}
	digests, _, _ := encoding.Strings(payload, "_sd")
	if len(digests) != 2+4 || !slices.IsSorted(digests) {
		t.Errorf("top level: %d digests, sorted %v", len(digests), slices.IsSorted(digests))
	}
	if elements := payload["nationalities"].([]any); len(elements) != 2+2 {
		t.Errorf("nationalities: %d elements", len(elements))
	}
	if len(token.Disclosures) != 6 {
		t.Errorf("%d disclosures", len(token.Disclosures))
	}
	salts := map[string]bool{}
	for _, d := range token.Disclosures {
		if raw, err := encoding.DecodeBase64URL(d.Salt); err != nil || len(raw) != 16 || salts[d.Salt] {
			t.Errorf("salt %q is not 128 fresh bits", d.Salt)
		}
		salts[d.Salt] = true
	}
	if err := token.IssuerJWT.Verify(newKey(t, 1).Public()); err != nil {
		t.Error(err)
	}
	paths, err := token.Disclosable()
	if err != nil {
		t.Fatal(err)
	}
	want := []claim.Path{{"address"}, {"given_name"}, {"address", "country"}, {"address", "street"}, {"nationalities", 0}, {"nationalities", 1}}
	if !reflect.DeepEqual(paths, want) {
		t.Errorf("disclosable %v, want %v", paths, want)
	}
}

func TestCopiesHaveNothingInCommon(t *testing.T) {
	source := noise(8)
	seen := map[string]bool{}
	for range 3 {
		text, err := sdjwt.Issue(source, newKey(t, 1), nil, cardClaims(t), cardFrame)
		if err != nil {
			t.Fatal(err)
		}
		token, _ := sdjwt.Parse(text)
		payload, _ := encoding.DecodeJSONObject(token.IssuerJWT.Payload)
		digests, _, _ := encoding.Strings(payload, "_sd")
		for _, d := range token.Disclosures {
			digests = append(digests, d.Encoded)
		}
		for _, digest := range digests {
			if seen[digest] {
				t.Fatal("two copies share a digest or a disclosure")
			}
			seen[digest] = true
		}
	}
}

func TestPlainCardHasNoTraceOfDisclosure(t *testing.T) {
	text, err := sdjwt.Issue(noise(7), newKey(t, 1), nil, cardClaims(t), sdjwt.Frame{})
	if err != nil {
		t.Fatal(err)
	}
	token, _ := sdjwt.Parse(text)
	if strings.Contains(string(token.IssuerJWT.Payload), "_sd") || len(token.Disclosures) != 0 {
		t.Errorf("payload %s", token.IssuerJWT.Payload)
	}
}

func TestIssueRefusals(t *testing.T) {
	for _, c := range []struct {
		defect string
		tweak  func(claims, header map[string]any, frame *sdjwt.Frame)
		kind   fault.Kind
	}{
		{"path to nothing", func(_, _ map[string]any, f *sdjwt.Frame) { f.Paths = []claim.Path{{"email"}} }, sdjwt.KindFrame},
		{"path empty", func(_, _ map[string]any, f *sdjwt.Frame) { f.Paths = []claim.Path{{}} }, sdjwt.KindFrame},
		{"path of another type", func(_, _ map[string]any, f *sdjwt.Frame) { f.Paths = []claim.Path{{1.5}} }, sdjwt.KindFrame},
		{"issuer hidden", func(_, _ map[string]any, f *sdjwt.Frame) { f.Paths = []claim.Path{{"iss"}} }, sdjwt.KindDisclosureForbidden},
		{"expiry hidden", func(_, _ map[string]any, f *sdjwt.Frame) { f.Paths = []claim.Path{{"exp"}} }, sdjwt.KindDisclosureForbidden},
		{"holder's key hidden", func(_, _ map[string]any, f *sdjwt.Frame) { f.Paths = []claim.Path{{"cnf", "jwk"}} }, sdjwt.KindDisclosureForbidden},
		{"type hidden", func(_, _ map[string]any, f *sdjwt.Frame) { f.Paths = []claim.Path{{"vct"}} }, sdjwt.KindDisclosureForbidden},
		{"expiry hidden in another profile", func(_, h map[string]any, f *sdjwt.Frame) {
			h["typ"], f.Paths = "example+sd-jwt", []claim.Path{{"exp"}}
		}, sdjwt.KindDisclosureForbidden},
		{"type absent", func(c, _ map[string]any, _ *sdjwt.Frame) { delete(c, "vct") }, sdjwt.KindClaimMissing},
		{"typ of a plain JWT", func(_, h map[string]any, _ *sdjwt.Frame) { h["typ"] = "JWT" }, sdjwt.KindTypWrong},
		{"claim named _sd", func(c, _ map[string]any, _ *sdjwt.Frame) { c["_sd"] = []string{} }, sdjwt.KindDisclosureReservedName},
		{"claim named with dots", func(c, _ map[string]any, _ *sdjwt.Frame) { c["a"] = []any{map[string]any{"...": "x"}} }, sdjwt.KindDisclosureReservedName},
		{"claim named _sd_alg", func(c, _ map[string]any, _ *sdjwt.Frame) { c["a"] = map[string]any{"_sd_alg": "x"} }, sdjwt.KindDisclosureReservedName},
		{"claims in two cases", func(c, _ map[string]any, _ *sdjwt.Frame) { c["Given_Name"] = "Eva" }, encoding.KindJSONCaseVariantKey},
		{"hash unknown", func(_, _ map[string]any, f *sdjwt.Frame) { f.Hash = "md5" }, sdjwt.KindSDAlgUnknown},
		{"decoys in a plain value", func(_, _ map[string]any, f *sdjwt.Frame) {
			f.Decoys = []sdjwt.Decoys{{At: claim.Path{"given_name"}, Count: 1}}
		}, sdjwt.KindFrame},
		{"decoys nowhere", func(_, _ map[string]any, f *sdjwt.Frame) {
			f.Decoys = []sdjwt.Decoys{{At: claim.Path{"email"}, Count: 1}}
		}, sdjwt.KindFrame},
		{"decoys less than none", func(_, _ map[string]any, f *sdjwt.Frame) { f.Decoys = []sdjwt.Decoys{{Count: -1}} }, sdjwt.KindFrame},
		{"card over 64 KiB", func(c, _ map[string]any, _ *sdjwt.Frame) { c["given_name"] = strings.Repeat("a", 60<<10) }, sdjwt.KindTooLong},
		{"more than 512 disclosures", func(c, _ map[string]any, f *sdjwt.Frame) {
			c["nationalities"] = slices.Repeat([]string{"X"}, 513)
		}, sdjwt.KindSegments},
	} {
		t.Run(c.defect, func(t *testing.T) {
			claims, header, frame := cardClaims(t), map[string]any{}, cardFrame
			c.tweak(claims, header, &frame)
			_, err := sdjwt.Issue(noise(7), newKey(t, 1), header, claims, frame)
			if got := fault.KindOf(err); got != c.kind {
				t.Errorf("got %v, want %s", err, c.kind)
			}
		})
	}
}

func TestIssueNeedsRandomness(t *testing.T) {
	for _, n := range []int{0, 15, 100} {
		_, err := sdjwt.Issue(io.LimitReader(noise(7), int64(n)), newKey(t, 1), nil, cardClaims(t), cardFrame)
		wantKind(t, err, sdjwt.KindFrame)
	}
}
