package sdjwt_test

import (
	"strings"
	"testing"

	"domicile/credentials/sdjwt"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// refusals has at least one row for each MUST of RFC 9901 that a receiver can
// check, and for those of SD-JWT VC. Each makes one defect in a good token.
var refusals = []struct {
	defect string
	clause string
	kind   fault.Kind
	tweak  func(*tweaker)
}{
	// Issuer-signed JWT.
	{"typ absent", "9.11", sdjwt.KindTypWrong, func(w *tweaker) { delete(w.header, "typ") }},
	{"typ of a plain JWT", "9.11", sdjwt.KindTypWrong, func(w *tweaker) { w.header["typ"] = "JWT" }},
	{"typ of a key binding", "9.11", sdjwt.KindTypWrong, func(w *tweaker) { w.header["typ"] = "kb+jwt" }},
	{"payload with _sd as an object", "4.2.4.1", sdjwt.KindDisclosureReservedName, func(w *tweaker) { w.payload["_sd"] = map[string]any{} }},
	{"payload with _sd as a string", "4.2.4.1", sdjwt.KindDisclosureReservedName, func(w *tweaker) { w.payload["_sd"] = digest("x") }},
	{"number among the digests", "4.2.4.1", sdjwt.KindDisclosureReservedName, func(w *tweaker) { w.payload["_sd"] = append(w.payload["_sd"].([]any), 7) }},
	{"null among the digests", "4.2.4.1", sdjwt.KindDisclosureReservedName, func(w *tweaker) { w.payload["_sd"] = append(w.payload["_sd"].([]any), nil) }},
	{"dots as a claim of an object", "4.1 rule 7", sdjwt.KindDisclosureReservedName, func(w *tweaker) { w.payload["..."] = digest("x") }},
	{"dots in an object below", "4.1 rule 7", sdjwt.KindDisclosureReservedName, func(w *tweaker) { w.payload["a"] = map[string]any{"...": "x"} }},
	{"element with another member beside the dots", "4.2.4.2", sdjwt.KindDisclosureReservedName, func(w *tweaker) {
		w.payload["a"] = []any{map[string]any{"...": digest("x"), "b": 1}}
	}},
	{"element with a number as digest", "4.2.4.2", sdjwt.KindDisclosureReservedName, func(w *tweaker) { w.payload["a"] = []any{map[string]any{"...": 1}} }},
	{"_sd_alg below the top level", "4.1.1", sdjwt.KindDisclosureReservedName, func(w *tweaker) { w.payload["a"] = map[string]any{"_sd_alg": "sha-256"} }},
	{"_sd_alg in a disclosed value", "4.1.1", sdjwt.KindDisclosureReservedName, func(w *tweaker) {
		w.refer(w.add("s", "a", map[string]any{"_sd_alg": "sha-256"}))
	}},
	{"_sd_alg unknown", "7.1 step 2.4", sdjwt.KindSDAlgUnknown, func(w *tweaker) { w.payload["_sd_alg"] = "md5" }},
	{"_sd_alg truncated", "9.4", sdjwt.KindSDAlgUnknown, func(w *tweaker) { w.payload["_sd_alg"] = "sha-256-64" }},
	{"_sd_alg in capitals", "4.1.1", sdjwt.KindSDAlgUnknown, func(w *tweaker) { w.payload["_sd_alg"] = "SHA-256" }},
	{"_sd_alg not a string", "4.1.1", sdjwt.KindSDAlgUnknown, func(w *tweaker) { w.payload["_sd_alg"] = 256 }},
	{"_sd_alg other than the digests'", "4.2.3", sdjwt.KindDisclosureUnreferenced, func(w *tweaker) { w.payload["_sd_alg"] = "sha-512" }},
	{"digest twice in one array", "4.1, 7.1 step 4", sdjwt.KindDisclosureDuplicateDigest, func(w *tweaker) {
		w.payload["_sd"] = append(w.payload["_sd"].([]any), w.payload["_sd"].([]any)[0])
	}},
	{"decoy twice", "7.1 step 4", sdjwt.KindDisclosureDuplicateDigest, func(w *tweaker) {
		w.payload["_sd"] = append(w.payload["_sd"].([]any), digest("a decoy"))
	}},
	{"digest at two levels", "7.1 step 4", sdjwt.KindDisclosureDuplicateDigest, func(w *tweaker) {
		w.payload["a"] = map[string]any{"_sd": []any{digest("a decoy")}}
	}},
	{"digest in object and array", "7.1 step 4", sdjwt.KindDisclosureDuplicateDigest, func(w *tweaker) {
		w.payload["a"] = []any{map[string]any{"...": digest("a decoy")}}
	}},
	{"digest repeated within a disclosure", "7.1 step 4", sdjwt.KindDisclosureDuplicateDigest, func(w *tweaker) {
		w.refer(w.add("s", "a", map[string]any{"_sd": []any{digest("a decoy")}}))
	}},

	// Disclosures.
	{"disclosure no array", "4.2", sdjwt.KindDisclosureMalformed, func(w *tweaker) { w.refer(w.addRaw(`{"s":1}`)) }},
	{"disclosure not JSON", "4.2", encoding.KindJSONSyntax, func(w *tweaker) { w.refer(w.addRaw(`["s","a"`)) }},
	{"disclosure with something after it", "4.2", encoding.KindJSONTrailingData, func(w *tweaker) { w.refer(w.addRaw(`["s","a",1] []`)) }},
	{"disclosure not UTF-8", "4.2", encoding.KindJSONInvalidUTF8, func(w *tweaker) { w.refer(w.addRaw("[\"s\",\"a\",\"\xff\"]")) }},
	{"disclosure with a name twice in its value", "4.2", encoding.KindJSONDuplicateKey, func(w *tweaker) {
		w.refer(w.addRaw(`["s","a",{"b":1,"b":2}]`))
	}},
	{"disclosure empty array", "7.1 step 3.3.2.1", sdjwt.KindDisclosureArity, func(w *tweaker) { w.refer(w.addRaw(`[]`)) }},
	{"disclosure of one element", "7.1 step 3.3.2.1", sdjwt.KindDisclosureArity, func(w *tweaker) { w.refer(w.add("s")) }},
	{"disclosure of four elements", "7.1 step 3.3.2.1", sdjwt.KindDisclosureArity, func(w *tweaker) { w.refer(w.add("s", "a", 1, 2)) }},
	{"disclosure of a member with two elements", "7.1 step 3.3.2.1", sdjwt.KindDisclosureArity, func(w *tweaker) { w.refer(w.add("s", 1)) }},
	{"disclosure of an element with three elements", "7.1 step 3.3.3.1", sdjwt.KindDisclosureArity, func(w *tweaker) {
		w.payload["a"] = []any{map[string]any{"...": digest(w.add("s", "n", 1))}}
	}},
	{"salt not a string", "4.2.1", sdjwt.KindDisclosureMalformed, func(w *tweaker) { w.refer(w.add(7, "a", 1)) }},
	{"claim name not a string", "4.2.1", sdjwt.KindDisclosureMalformed, func(w *tweaker) { w.refer(w.add("s", 7, 1)) }},
	{"claim name _sd", "7.1 step 3.3.2.2", sdjwt.KindDisclosureReservedName, func(w *tweaker) { w.refer(w.add("s", "_sd", []any{})) }},
	{"claim name dots", "7.1 step 3.3.2.2", sdjwt.KindDisclosureReservedName, func(w *tweaker) { w.refer(w.add("s", "...", "x")) }},
	{"claim name _sd_alg", "4.1.1", sdjwt.KindDisclosureReservedName, func(w *tweaker) { w.refer(w.add("s", "_sd_alg", "sha-256")) }},
	{"claim there in the clear", "7.1 step 3.3.2.3", sdjwt.KindDisclosureNameClash, func(w *tweaker) { w.refer(w.add("s", "iss", "https://evil.example")) }},
	{"claim disclosed twice", "7.1 step 3.3.2.3", sdjwt.KindDisclosureNameClash, func(w *tweaker) { w.refer(w.add("s", "given_name", "Eva")) }},
	{"claim clash below the top level", "7.1 step 3.3.2.3", sdjwt.KindDisclosureNameClash, func(w *tweaker) {
		w.payload["a"] = map[string]any{"b": 1, "_sd": []any{digest(w.add("s", "b", 2))}}
	}},
	{"disclosure without a digest", "7.1 step 5", sdjwt.KindDisclosureUnreferenced, func(w *tweaker) { w.add("s", "admin", true) }},
	{"disclosure without the one it lies in", "4.2.6", sdjwt.KindDisclosureUnreferenced, func(w *tweaker) {
		w.disclosures = append(w.disclosures[:2], w.disclosures[3:]...)
	}},
	{"disclosure sent twice", "4", sdjwt.KindDisclosureDuplicateDigest, func(w *tweaker) { w.disclosures = append(w.disclosures, w.disclosures[0]) }},
	{"disclosure of a changed value", "9.2", sdjwt.KindDisclosureUnreferenced, func(w *tweaker) {
		w.disclosures[3] = encoding.EncodeBase64URL([]byte(`["s4","given_name","Eva"]`))
	}},
	{"disclosure written otherwise", "4.2.1", sdjwt.KindDisclosureUnreferenced, func(w *tweaker) {
		w.disclosures[3] = encoding.EncodeBase64URL([]byte(`["s4", "given_name", "Ana"]`))
	}},
	{"disclosure padded", "4", encoding.KindBase64URLPadding, func(w *tweaker) { w.disclosures[4] += "==" }},
	{"empty disclosure between tildes", "4", sdjwt.KindSegments, func(w *tweaker) { w.disclosures[4] = "" }},
	{"disclosures nested too deep together", "limits", encoding.KindJSONDepth, func(w *tweaker) {
		inner := "1"
		for range 3 {
			nested := strings.Repeat(`{"a":`, 12) + inner + strings.Repeat("}", 12)
			inner = `{"_sd":["` + digest(w.addRaw(`["s","b",`+nested+`]`)) + `"]}`
		}
		w.refer(w.addRaw(`["s","b",` + inner + `]`))
	}},

	// SD-JWT VC.
	{"vct absent", "VC 2.2.2.3", sdjwt.KindClaimMissing, func(w *tweaker) { delete(w.payload, "vct") }},
	{"vct empty", "VC 2.2.2.1", sdjwt.KindClaimMissing, func(w *tweaker) { w.payload["vct"] = "" }},
	{"vct a number", "VC 2.2.2.1", encoding.KindJSONMemberType, func(w *tweaker) { w.payload["vct"] = 1 }},
	{"vct disclosed", "VC 2.2.2.3", sdjwt.KindDisclosureForbidden, func(w *tweaker) { w.hide("vct") }},
	{"iss disclosed", "VC 2.2.2.3", sdjwt.KindDisclosureForbidden, func(w *tweaker) { w.hide("iss") }},
	{"exp disclosed", "VC 2.2.2.3", sdjwt.KindDisclosureForbidden, func(w *tweaker) { w.hide("exp") }},
	{"nbf disclosed", "VC 2.2.2.3", sdjwt.KindDisclosureForbidden, func(w *tweaker) { w.refer(w.add("s", "nbf", 1)) }},
	{"cnf disclosed", "VC 2.2.2.3", sdjwt.KindDisclosureForbidden, func(w *tweaker) { w.hide("cnf") }},
	{"status disclosed", "VC 2.2.2.3", sdjwt.KindDisclosureForbidden, func(w *tweaker) { w.refer(w.add("s", "status", map[string]any{})) }},
	{"aka_vcts disclosed", "VC 2.2.2.3", sdjwt.KindDisclosureForbidden, func(w *tweaker) { w.refer(w.add("s", "aka_vcts", []any{"x"})) }},
	{"element of aka_vcts disclosed", "VC 2.2.2.3", sdjwt.KindDisclosureForbidden, func(w *tweaker) {
		w.payload["aka_vcts"] = []any{"a", map[string]any{"...": digest(w.add("s", "b"))}}
	}},
	{"part of status hidden", "VC 2.2.2.3", sdjwt.KindDisclosureForbidden, func(w *tweaker) {
		w.payload["status"] = map[string]any{"_sd": []any{digest("hidden")}}
	}},
	{"part of status disclosed", "VC 2.2.2.3", sdjwt.KindDisclosureForbidden, func(w *tweaker) {
		w.payload["status"] = map[string]any{"_sd": []any{digest(w.add("s", "status_list", 1))}}
	}},
	{"aka_vcts empty", "VC 2.2.2.2", encoding.KindJSONMemberType, func(w *tweaker) { w.payload["aka_vcts"] = []any{} }},
	{"aka_vcts repeats vct", "VC 2.2.2.2", encoding.KindJSONMemberType, func(w *tweaker) { w.payload["aka_vcts"] = []any{"urn:example:card:1"} }},
	{"status a string", "VC 2.2.2.3", encoding.KindJSONMemberType, func(w *tweaker) { w.payload["status"] = "fine" }},
	{"exp with a fraction", "VC 2.2.2.3", encoding.KindJSONNumberInexact, func(w *tweaker) { w.payload["exp"] = 1_800_000_000.5 }},
	{"exp in milliseconds", "VC 2.2.2.3", encoding.KindTimeInMilliseconds, func(w *tweaker) { w.payload["exp"] = 1_800_000_000_000 }},
	{"exp as text", "VC 2.2.2.3", encoding.KindJSONMemberType, func(w *tweaker) { w.payload["exp"] = "2030-01-01" }},

	// Key binding.
	{"key binding absent", "7.3 step 2", sdjwt.KindHolderMissing, func(w *tweaker) { w.bare = true }},
	{"cnf absent", "7.3 step 5.1", sdjwt.KindHolderKey, func(w *tweaker) { delete(w.payload, "cnf") }},
	{"cnf names a key by kid only", "7.3 step 5.1", sdjwt.KindHolderKey, func(w *tweaker) { w.payload["cnf"] = map[string]any{"kid": "1"} }},
	{"cnf with a symmetric key", "7.3 step 5.1", sdjwt.KindHolderKey, func(w *tweaker) {
		w.payload["cnf"] = map[string]any{"jwk": map[string]any{"kty": "oct", "k": "AAAA"}}
	}},
	{"proof by another key", "7.3 step 5.3", sdjwt.KindHolderKey, func(w *tweaker) { w.proofKey = w.issuer }},
	{"proof without typ", "7.3 step 5.4", sdjwt.KindTypWrong, func(w *tweaker) { delete(w.proofHeader, "typ") }},
	{"proof typed as a card", "7.3 step 5.4", sdjwt.KindTypWrong, func(w *tweaker) { w.proofHeader["typ"] = "dc+sd-jwt" }},
	{"proof typed as an offer's proof", "7.3 step 5.4", sdjwt.KindTypWrong, func(w *tweaker) { w.proofHeader["typ"] = "openid4vci-proof+jwt" }},
	{"proof without iat", "4.3", sdjwt.KindHolderStale, func(w *tweaker) { delete(w.proof, "iat") }},
	{"proof with iat as text", "4.3", sdjwt.KindHolderStale, func(w *tweaker) { w.proof["iat"] = "now" }},
	{"proof too old", "7.3 step 5.5", sdjwt.KindHolderStale, func(w *tweaker) { w.proof["iat"] = testNow.Unix() - 181 }},
	{"proof from the future", "7.3 step 5.5", sdjwt.KindHolderStale, func(w *tweaker) { w.proof["iat"] = testNow.Unix() + 61 }},
	{"proof expired", "7.3 step 5.8", sdjwt.KindHolderStale, func(w *tweaker) { w.proof["exp"] = testNow.Unix() - 60 }},
	{"proof not yet valid", "7.3 step 5.8", sdjwt.KindHolderStale, func(w *tweaker) { w.proof["nbf"] = testNow.Unix() + 61 }},
	{"proof without nonce", "4.3", sdjwt.KindHolderNonce, func(w *tweaker) { delete(w.proof, "nonce") }},
	{"proof with a number as nonce", "4.3", sdjwt.KindHolderNonce, func(w *tweaker) { w.proof["nonce"] = 1 }},
	{"proof of another transaction", "7.3 step 5.6", sdjwt.KindHolderNonce, func(w *tweaker) { w.proof["nonce"] = testNonce + "x" }},
	{"proof without aud", "4.3", sdjwt.KindHolderAudience, func(w *tweaker) { delete(w.proof, "aud") }},
	{"proof for several verifiers", "4.3", sdjwt.KindHolderAudience, func(w *tweaker) { w.proof["aud"] = []any{testAudience} }},
	{"proof for another verifier", "7.3 step 5.6", sdjwt.KindHolderAudience, func(w *tweaker) { w.proof["aud"] = "https://verifier.example/" }},
	{"proof without sd_hash", "4.3", sdjwt.KindHolderHash, func(w *tweaker) { w.proof["sd_hash"] = nil }},
	{"proof for another selection", "7.3 step 5.7", sdjwt.KindHolderHash, func(w *tweaker) { w.proof["sd_hash"] = digest("x") }},
	{"proof with a member twice by case", "7.3 step 5.8", encoding.KindJSONCaseVariantKey, func(w *tweaker) { w.proof["Nonce"] = testNonce }},
}

// hide moves a claim from the clear into a disclosure.
func (w *tweaker) hide(name string) {
	value := w.payload[name]
	delete(w.payload, name)
	w.refer(w.add("s", name, value))
}

func TestRefusals(t *testing.T) {
	for _, c := range refusals {
		t.Run(c.defect, func(t *testing.T) {
			w := newTweaker(t)
			c.tweak(w)
			_, err := w.check(w.token(t))
			if got := fault.KindOf(err); got != c.kind {
				t.Errorf("clause %s: got %v, want %s", c.clause, err, c.kind)
			}
		})
	}
	t.Logf("%d defects", len(refusals))
}

func TestOuterFormRefusals(t *testing.T) {
	w := newTweaker(t)
	good := w.token(t)
	jwt, _, _ := strings.Cut(good, "~")
	for _, c := range []struct {
		defect, text string
		kind         fault.Kind
	}{
		{"empty", "", sdjwt.KindSegments},
		{"JWT without a tilde", jwt, sdjwt.KindSegments},
		{"tilde alone", "~", "token_segments"},
		{"tildes alone", strings.Repeat("~", 100), "token_segments"},
		{"megabyte of tildes", strings.Repeat("~", 1<<20), sdjwt.KindTooLong},
		{"513 disclosures", jwt + "~" + strings.Repeat("WyJzIiwxXQ~", 513), sdjwt.KindSegments},
		{"one byte too long", jwt + "~" + strings.Repeat("A", sdjwt.MaxToken-len(jwt)), sdjwt.KindTooLong},
		{"last tilde omitted", strings.TrimSuffix(sdjwtOf(good), "~"), "token_segments"},
		{"disclosure in the place of the proof", sdjwtOf(good) + w.disclosures[0], "token_segments"},
		{"two proofs", good + "~" + good[strings.LastIndex(good, "~")+1:], encoding.KindBase64URLCharacter},
		{"newline at the end", good + "\n", encoding.KindBase64URLWhitespace},
		{"alg none", strings.Replace(good, jwt[:strings.Index(jwt, ".")], "eyJhbGciOiJub25lIiwidHlwIjoiZGMrc2Qtand0In0", 1), "alg_none"},
	} {
		t.Run(c.defect, func(t *testing.T) {
			_, err := w.check(c.text)
			wantKind(t, err, c.kind)
		})
	}
}

// sdjwtOf cuts the proof off.
func sdjwtOf(text string) string { return text[:strings.LastIndex(text, "~")+1] }

func TestNothingIsTrustedByAnEmptyExpectation(t *testing.T) {
	w := newTweaker(t)
	w.proof["nonce"], w.proof["aud"] = "", ""
	token, err := sdjwt.Parse(w.token(t))
	if err != nil {
		t.Fatal(err)
	}
	wantKind(t, token.VerifyKeyBinding(sdjwt.Binding{Now: testNow}), sdjwt.KindHolderNonce)
	wantKind(t, token.VerifyKeyBinding(sdjwt.Binding{Nonce: "", Audience: testAudience, Now: testNow}), sdjwt.KindHolderNonce)
}
