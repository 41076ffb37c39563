package did_test

import (
	"fmt"
	"strings"
	"testing"

	"domicile/crypto/did"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

const (
	edKey  = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
	edDID  = "did:key:" + edKey
	edURL  = edDID + "#" + edKey
	ecKey  = "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"
	edJWK  = `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`
	x25519 = `{"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}`
)

func ExampleResolve() {
	document, err := did.Resolve(edDID)
	fmt.Println(document.Keys[0].Public.Algorithm(), document.Keys[0].ID == edURL, err)
	// Output: EdDSA true <nil>
}

func ExampleParseDocument() {
	document, err := did.ParseDocument([]byte(`{"id":"did:web:meridia.example",
		"verificationMethod":[{"id":"#2026","type":"Multikey","controller":"did:web:meridia.example","publicKeyMultibase":"` + ecKey + `"}],
		"assertionMethod":["#2026"]}`))
	fmt.Println(document.ID, document.Keys[0].ID, document.Keys[0].Public.Algorithm(), err)
	// Output: did:web:meridia.example did:web:meridia.example#2026 ES256 <nil>
}

func ExampleWebURL() {
	fmt.Println(did.WebURL("did:web:example.com"))
	fmt.Println(did.WebURL("did:web:example.com%3A3000:user:alice"))
	// Output:
	// https://example.com/.well-known/did.json <nil>
	// https://example.com:3000/user/alice/did.json <nil>
}

func ExampleParsePKH() {
	account, err := did.ParsePKH("did:pkh:eip155:1:0xb9c5714089478a327f09197987f16f9e5d936e8a")
	fmt.Println(account.Namespace, account.Reference, err)
	// Output: eip155 1 <nil>
}

func jwkDID(text string) string { return "did:jwk:" + encoding.EncodeBase64URL([]byte(text)) }

func TestResolveRefuses(t *testing.T) {
	rows := []struct {
		defect, did string
		kind        fault.Kind
	}{
		{"empty", "", did.KindMalformed},
		{"no method", "did::z6Mk", did.KindMalformed},
		{"capital method", "did:KEY:" + edKey, did.KindMalformed},
		{"capital scheme", "DID:key:" + edKey, did.KindMalformed},
		{"no identifier", "did:key:", did.KindMalformed},
		{"no colon", "did:key", did.KindMalformed},
		{"ends with a colon", "did:web:example.com:", did.KindMalformed},
		{"fragment", edURL, did.KindMalformed},
		{"path", edDID + "/a", did.KindMalformed},
		{"query", edDID + "?a=b", did.KindMalformed},
		{"white space", " " + edDID, did.KindMalformed},
		{"bad percent sign", "did:web:a%4", did.KindMalformed},
		{"longer than any", "did:key:z" + strings.Repeat("1", did.MaxLength), did.KindMalformed},
		{"needs a network", "did:web:example.com", did.KindMethodUnknown},
		{"an account", "did:pkh:eip155:1:0xab", did.KindMethodUnknown},
		{"method never heard of", "did:ion:abc", did.KindMethodUnknown},
		{"key of X25519", "did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F", keys.KindTypeUnknown},
		{"key in base64", "did:key:u7QEB", keys.KindMalformed},
		{"key with a version", "did:key:1.1:" + edKey, keys.KindMalformed},
		{"key cut short", "did:key:z" + encoding.EncodeBase58([]byte("\xed\x01short")), keys.KindMalformed},
		{"character not of base58", "did:key:z0" + edKey[2:], encoding.KindBase58Character},
		{"JWK that is no JSON", "did:jwk:AAAA", ""},
		{"JWK in padded base64", "did:jwk:e30%3D", encoding.KindBase64URLCharacter},
		{"JWK without type", jwkDID(`{}`), keys.KindMalformed},
		{"JWK for encryption", jwkDID(strings.Replace(edJWK, "{", `{"use":"enc",`, 1)), keys.KindConflict},
		{"JWK of X25519", jwkDID(x25519), keys.KindTypeUnknown},
		{"private JWK", jwkDID(strings.Replace(edJWK, "{", `{"d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",`, 1)), keys.KindPrivate},
		{"member twice", jwkDID(strings.Replace(edJWK, "{", `{"crv":"P-256",`, 1)), encoding.KindJSONDuplicateKey},
	}
	for _, r := range rows {
		_, err := did.Resolve(r.did)
		if err == nil || r.kind != "" && fault.KindOf(err) != r.kind {
			t.Errorf("%s: got %v, want %s", r.defect, err, r.kind)
		}
	}
}

func TestSplit(t *testing.T) {
	if id, fragment, err := did.Split(edURL); id != edDID || fragment != edKey || err != nil {
		t.Error(id, fragment, err)
	}
	if id, fragment, err := did.Split(edDID); id != edDID || fragment != "" || err != nil {
		t.Error(id, fragment, err)
	}
	for _, url := range []string{edDID + "#", edDID + "#a#b", edDID + "/p#a", edDID + "?q#a", "https://example.com/#a", "#a"} {
		if _, _, err := did.Split(url); fault.KindOf(err) != did.KindMalformed {
			t.Errorf("Split(%q): %v", url, err)
		}
	}
}

func document(methods, assertions string) []byte {
	return []byte(`{"@context":["https://www.w3.org/ns/did/v1"],"id":"did:web:a.example","verificationMethod":[` + methods + `],"assertionMethod":[` + assertions + `]}`)
}

func jwkMethod(id, jwk string) string {
	return `{"id":"` + id + `","type":"JsonWebKey","controller":"did:web:a.example","publicKeyJwk":` + jwk + `}`
}

func TestParseDocument(t *testing.T) {
	multikey := `{"id":"did:web:a.example#m","type":"Multikey","controller":"did:web:a.example","publicKeyMultibase":"` + ecKey + `"}`
	rows := []struct {
		name, methods, assertions string
		ids                       []string
	}{
		{"by reference", jwkMethod("did:web:a.example#1", edJWK), `"did:web:a.example#1"`, []string{"did:web:a.example#1"}},
		{"by relative reference", jwkMethod("#1", edJWK), `"#1"`, []string{"did:web:a.example#1"}},
		{"embedded", "", jwkMethod("#1", edJWK), []string{"did:web:a.example#1"}},
		{"two forms of keys", jwkMethod("#1", edJWK) + "," + multikey, `"#1","#m"`, []string{"did:web:a.example#1", "did:web:a.example#m"}},
		{"not for assertions", jwkMethod("#1", edJWK) + "," + multikey, `"#m"`, []string{"did:web:a.example#m"}},
		{"key of another DID, listed", `{"id":"` + edURL + `","type":"Multikey","controller":"` + edDID + `","publicKeyMultibase":"` + edKey + `"}`, `"` + edURL + `"`, []string{edURL}},
		{"key of another DID, by reference alone", "", `"` + edURL + `"`, []string{edURL}},
		{"another DID that needs a network", multikey, `"did:web:b.example#1","#m"`, []string{"did:web:a.example#m"}},
		{"key for encryption beside", jwkMethod("#x", x25519) + "," + multikey, `"#x","#m"`, []string{"did:web:a.example#m"}},
		{"older type beside", `{"id":"#o","type":"Ed25519VerificationKey2018","publicKeyBase58":"11"},` + multikey, `"#o","#m"`, []string{"did:web:a.example#m"}},
	}
	for _, r := range rows {
		got, err := did.ParseDocument(document(r.methods, r.assertions))
		if err != nil || got.ID != "did:web:a.example" || len(got.Keys) != len(r.ids) {
			t.Errorf("%s: %+v, %v", r.name, got, err)
			continue
		}
		for i, id := range r.ids {
			if got.Keys[i].ID != id {
				t.Errorf("%s: key %d is %s", r.name, i, got.Keys[i].ID)
			}
			if _, ok := got.Key(id); !ok {
				t.Errorf("%s: no key %s", r.name, id)
			}
		}
		if _, ok := got.Key("#none"); ok {
			t.Errorf("%s: a key that is not there is found", r.name)
		}
	}
}

func TestParseDocumentRefuses(t *testing.T) {
	ed := jwkMethod("#1", edJWK)
	private := jwkMethod("#1", strings.Replace(edJWK, "{", `{"d":"AA",`, 1))
	rows := []struct {
		defect string
		data   []byte
		kind   fault.Kind
	}{
		{"no id", []byte(`{"assertionMethod":[]}`), did.KindDocument},
		{"id of another type", []byte(`{"id":1}`), encoding.KindJSONMemberType},
		{"id that is no DID", []byte(`{"id":"https://a.example"}`), did.KindDocument},
		{"id with a fragment", []byte(`{"id":"did:web:a.example#1"}`), did.KindDocument},
		{"no assertion method", document(ed, ""), did.KindNoKey},
		{"only unknown keys", document(jwkMethod("#x", x25519), `"#x"`), did.KindNoKey},
		{"dangling reference", document(ed, `"#2"`), did.KindNoKey},
		{"reference to no method", document(ed, `"key 1"`), did.KindDocument},
		{"reference listed twice", document(ed, `"#1","did:web:a.example#1"`), did.KindDocument},
		{"foreign reference listed twice", document("", `"`+edURL+`","`+edURL+`"`), did.KindDocument},
		{"two methods of one id", document(ed+","+ed, `"#1"`), did.KindDocument},
		{"embedded with the id of another", document(ed, ed), did.KindDocument},
		{"method without id", document(`{"publicKeyMultibase":"`+edKey+`"}`, ""), did.KindDocument},
		{"method whose id has no fragment", document(jwkMethod("did:web:a.example", edJWK), ""), did.KindDocument},
		{"method that is no object", document(`"#1"`, ""), did.KindDocument},
		{"assertion that is a number", document(ed, `1`), did.KindDocument},
		{"two forms of one key", document(`{"id":"#1","publicKeyJwk":`+edJWK+`,"publicKeyMultibase":"`+edKey+`"}`, `"#1"`), did.KindDocument},
		{"private key", document(private, `"#1"`), keys.KindPrivate},
		{"point off the curve", document(jwkMethod("#1", `{"kty":"EC","crv":"P-256","x":"acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0","y":"acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0"}`), `"#1"`), keys.KindOffCurve},
		{"more methods than any has", document(strings.Repeat(ed+",", did.MaxMethods)+ed, ""), did.KindDocument},
		{"methods that are no array", []byte(`{"id":"did:web:a.example","verificationMethod":{}}`), encoding.KindJSONMemberType},
		{"an array", []byte(`[]`), encoding.KindJSONNotObject},
	}
	for _, r := range rows {
		if _, err := did.ParseDocument(r.data); fault.KindOf(err) != r.kind {
			t.Errorf("%s: got %v, want %s", r.defect, err, r.kind)
		}
	}
}

func TestWebURLRefuses(t *testing.T) {
	for _, text := range []string{
		"did:web:%2e%2e", "did:web:a%2Fb", "did:web:127.0.0.1", "did:web:a.example:..", "did:web:a.example:%2e%2e:b", "did:web:a.example:a%2Fb",
		"did:web:a.example::b", "did:web:a.example%3A", "did:web:a.example%3Aport", "did:web:a.example%3A123456", "did:web:a..example", "did:web:a.example:b%23c",
	} {
		if url, err := did.WebURL(text); fault.KindOf(err) != did.KindMalformed {
			t.Errorf("WebURL(%q) = %q, %v", text, url, err)
		}
	}
	if _, err := did.WebURL(edDID); fault.KindOf(err) != did.KindMethodUnknown {
		t.Error(err)
	}
}

func TestParsePKHRefuses(t *testing.T) {
	for _, text := range []string{"did:pkh:eip155:1", "did:pkh:eip155:1:0x:1", "did:pkh:EIP155:1:0xab", "did:pkh:ab:1:0xab", "did:pkh:eip155::0xab", "did:pkh:eip155:1:0x_b"} {
		if _, err := did.ParsePKH(text); fault.KindOf(err) != did.KindMalformed {
			t.Errorf("ParsePKH(%q): %v", text, err)
		}
	}
	if _, err := did.ParsePKH("did:web:eip155:1:a"); fault.KindOf(err) != did.KindMethodUnknown {
		t.Error(err)
	}
}

func TestFromKeyRefusesTheZeroKey(t *testing.T) {
	if _, err := did.FromKey(keys.Public{}); fault.KindOf(err) != keys.KindTypeUnknown {
		t.Error(err)
	}
}

func FuzzResolve(f *testing.F) {
	for _, seed := range []string{edDID, "did:key:" + ecKey, jwkDID(edJWK), "did:web:a.example%3A80:b", "did:pkh:eip155:1:0xab"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if document, err := did.Resolve(text); err == nil && (document.ID != text || len(document.Keys) != 1) {
			t.Errorf("%+v", document)
		}
		if url, err := did.WebURL(text); err == nil && !strings.HasPrefix(url, "https://") {
			t.Error(url)
		}
		if account, err := did.ParsePKH(text); err == nil && "did:pkh:"+account.String() != text {
			t.Error(account)
		}
	})
}

func FuzzParseDocument(f *testing.F) {
	f.Add(document(jwkMethod("#1", edJWK), `"#1"`))
	f.Add(document("", `"`+edURL+`"`))
	f.Fuzz(func(t *testing.T, data []byte) {
		document, err := did.ParseDocument(data)
		if err == nil && (len(document.Keys) == 0 || len(document.Keys) > did.MaxMethods) {
			t.Errorf("%+v", document)
		}
	})
}
