package qr_test

import (
	"fmt"
	"strings"
	"testing"

	"domicile/credentials/qr"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

const (
	jwtHeader    = "eyJhbGciOiJFUzI1NiJ9"
	statusHeader = "eyJhbGciOiJFUzI1NiIsInR5cCI6InN0YXR1c2xpc3Qrand0In0"
)

func TestDetect(t *testing.T) {
	answer := qr.EncodeUR(qr.Message{Type: qr.AnswerType, Data: []byte{0x40}})
	wrapped, err := qr.WrapText("openid4vp://?client_id=x")
	if err != nil {
		t.Fatal(err)
	}
	parts := encode(t, "bytes", message(300), 100, 2)
	claim169 := encoding.EncodeBase45(encoding.Deflate([]byte("a CWT")))
	rows := []struct {
		name, text string
		want       qr.Item
	}{
		{"OpenID4VP request", "openid4vp://?client_id=x", qr.Item{Type: qr.Request}},
		{"request, scheme in upper case", "OPENID4VP://?client_id=x", qr.Item{Type: qr.Request}},
		{"HAIP request", "haip-vp://?client_id=x", qr.Item{Type: qr.Request}},
		{"https request by reference", "https://w.example/a?client_id=x&request_uri=y", qr.Item{Type: qr.Request}},
		{"https request by value", "https://w.example/a?client_id=x&dcql_query=%7B%7D", qr.Item{Type: qr.Request}},
		{"offer", "openid-credential-offer://?credential_offer=%7B%7D", qr.Item{Type: qr.Offer}},
		{"request for a page that is the wallet", "web+openid4vp://?client_id=x", qr.Item{Type: qr.Request}},
		{"the same in letters alone", "web+openidvp://?client_id=x", qr.Item{Type: qr.Request}},
		{"offer for a page that is the wallet", "web+openid-credential-offer://?credential_offer_uri=x", qr.Item{Type: qr.Offer}},
		{"the same offer in letters alone", "web+openidoffer://?credential_offer_uri=x", qr.Item{Type: qr.Offer}},
		{"HAIP offer", "haip-vci://?credential_offer_uri=x", qr.Item{Type: qr.Offer}},
		{"https offer", "https://w.example/?credential_offer_uri=x", qr.Item{Type: qr.Offer}},
		{"link", "https://w.example/?a=b", qr.Item{Type: qr.Link}},
		{"link without transport security", "http://w.example", qr.Item{Type: qr.Link}},
		{"link that does not parse", "https://w.example/%zz", qr.Item{Type: qr.Link}},
		{"answer, fragment", "#vp_token=%7B%7D&state=s", qr.Item{Type: qr.Answer}},
		{"answer, bare parameters", "state=s&vp_token=%7B%7D", qr.Item{Type: qr.Answer}},
		{"answer, address", "https://v.example/cb#vp_token=%7B%7D", qr.Item{Type: qr.Answer}},
		{"answer, JSON", `{"vp_token":{}}`, qr.Item{Type: qr.Answer}},
		{"answer, one part", answer, qr.Item{Type: qr.Answer}},
		{"answer, one part in upper case", qr.FrameText(answer), qr.Item{Type: qr.Answer}},
		{"health certificate", "HC1:NCFOXN", qr.Item{Type: qr.Credential, Format: "hcert"}},
		{"SMART Health Card", "shc:/5676", qr.Item{Type: qr.Credential, Format: "shc"}},
		{"SD-JWT", jwtHeader + ".e30.c2ln~", qr.Item{Type: qr.Credential, Format: "dc+sd-jwt"}},
		{"JWT", jwtHeader + ".e30.c2ln", qr.Item{Type: qr.Credential, Format: "jwt_vc"}},
		{"JWT with a broken header", "eyJ.e30.c2ln", qr.Item{Type: qr.Credential, Format: "jwt_vc"}},
		{"status list", statusHeader + ".e30.c2ln", qr.Item{Type: qr.Credential, Format: "token-status-list"}},
		{"SD-JWT in JSON", `{"payload":"e30","signature":"c2ln"}`, qr.Item{Type: qr.Credential, Format: "dc+sd-jwt"}},
		{"linked data credential", `{"@context":[]}`, qr.Item{Type: qr.Credential, Format: "ldp_vc"}},
		{"SMART Health Card file", `{"verifiableCredential":[]}`, qr.Item{Type: qr.Credential, Format: "shc"}},
		{"Claim 169", claim169, qr.Item{Type: qr.Credential, Format: "claim169"}},
		{"PEM", "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n", qr.Item{Type: qr.Trust}},
		{"JWK set", "{\n\"keys\":[]}", qr.Item{Type: qr.Trust}},
		{"JWK", `{"kty":"EC"}`, qr.Item{Type: qr.Trust}},
		{"DID document", `{"@context":[],"verificationMethod":[]}`, qr.Item{Type: qr.Trust}},
		{"trust list", `{"domicile_trust_list":1}`, qr.Item{Type: qr.Trust}},
		{"frame", parts[0], qr.Item{Type: qr.Frame}},
		{"frames", strings.Join(parts, "\n"), qr.Item{Type: qr.Frame}},
		{"wrapped text", qr.EncodeUR(wrapped), qr.Item{Type: qr.Frame}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			for _, around := range []string{"%s", "%s\r\n", " \t%s "} {
				got, err := qr.Detect(fmt.Sprintf(around, row.text))
				want := row.want
				want.Text = strings.TrimSpace(row.text)
				if err != nil || got != want {
					t.Errorf("got %+v, %v; want %+v", got, err, want)
				}
			}
		})
	}
}

func TestRefusedTexts(t *testing.T) {
	part := encode(t, "bytes", message(300), 100, 1)[0]
	protected, _ := encoding.EncodeCBOR(map[any]any{1: -7})
	payload, _ := encoding.EncodeCBOR(map[any]any{-260: map[any]any{}})
	health, _ := encoding.EncodeCBOR([]any{protected, map[any]any{}, payload, make([]byte, 64)})
	rows := []struct {
		defect, text string
		kind         fault.Kind
	}{
		{"empty", "", qr.KindEmpty},
		{"white space", " \r\n\t", qr.KindEmpty},
		{"too long", strings.Repeat("A", qr.MaxText+1), qr.KindTooLong},
		{"byte order mark", "\ufeffHC1:NCF", qr.KindBOMPrefix},
		{"Latin-1", "HC1:\xfc", qr.KindNotTextUTF8},
		{"prose", "Good morning", qr.KindPrefixUnknown},
		{"next version of health certificates", "HC2:NCF", qr.KindPrefixVersion},
		{"context of another scheme", "HL0:NCF", qr.KindPrefixVersion},
		{"prefix in lower case", "hc1:NCF", qr.KindPrefixUnknown},
		{"prefix without colon", "HC1NCF", qr.KindPrefixUnknown},
		{"Base45 of what is no zlib stream", "BB8", qr.KindPrefixUnknown},
		{"health certificate without prefix", encoding.EncodeBase45(encoding.Deflate(health)), qr.KindPrefixUnknown},
		{"two characters", "6B", qr.KindPrefixUnknown},
		{"second line", "HC1:NCF\nmore", qr.KindTrailingCharacters},
		{"NUL at the end", "HC1:NCF\x00", qr.KindTrailingCharacters},
		{"group separator of a hand scanner", "HC1:NCF\x1d01", qr.KindTrailingCharacters},
		{"other address scheme", "ftp://w.example", qr.KindPrefixUnknown},
		{"script address", "javascript:alert(1)", qr.KindPrefixUnknown},
		{"token of two parts", jwtHeader + ".e30", qr.KindPrefixUnknown},
		{"encrypted token", jwtHeader + ".e30.e30.e30.e30", qr.KindPrefixUnknown},
		{"token with a space", jwtHeader + ".e30. c2ln", qr.KindPrefixUnknown},
		{"JSON of another kind", `{"a":1}`, qr.KindPrefixUnknown},
		{"JSON with a member twice", `{"kty":"EC","kty":"RSA"}`, encoding.KindJSONDuplicateKey},
		{"JSON cut short", `{"kty":`, encoding.KindJSONSyntax},
		{"whole message of another type", qr.EncodeUR(qr.Message{Type: "crypto-seed", Data: []byte{0x40}}), qr.KindPrefixUnknown},
		{"frame with a changed letter", part[:30] + "b" + part[31:], qr.KindFrameChecksum},
		{"frame with wrong numbers", strings.Replace(part, "/1-3/", "/1-4/", 1), qr.KindFrameIndexRange},
	}
	for _, row := range rows {
		t.Run(row.defect, func(t *testing.T) {
			if got, err := qr.Detect(row.text); fault.KindOf(err) != row.kind {
				t.Errorf("got %+v, %v; want %s", got, err, row.kind)
			}
		})
	}
}

func TestWrappedTextComesBack(t *testing.T) {
	want := "openid4vp://?client_id=" + strings.Repeat("redirect_uri%3Ahttps", 40)
	m, err := qr.WrapText(want)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := m.Text(); err != nil || got != want {
		t.Errorf("Text = %q, %v", got, err)
	}
	if _, err := qr.WrapText(strings.Repeat("A", qr.MaxText+1)); fault.KindOf(err) != qr.KindTooLong {
		t.Errorf("too long: %v", err)
	}
	for defect, row := range map[string]struct {
		data []byte
		kind fault.Kind
	}{
		"not CBOR":        {[]byte{0xff}, encoding.KindCBORMalformed},
		"text":            {[]byte{0x61, 'a'}, encoding.KindCBORType},
		"not compressed":  {[]byte{0x41, 'a'}, encoding.KindZlibMissing},
		"bytes that lie":  {[]byte{0x5b, 255, 255, 255, 255, 255, 255, 255, 255}, encoding.KindCBORLengthLies},
		"followed by one": {[]byte{0x40, 0}, encoding.KindCBORTrailingData},
	} {
		if _, err := (qr.Message{Type: qr.TextType, Data: row.data}).Text(); fault.KindOf(err) != row.kind {
			t.Errorf("%s: got %v, want %s", defect, err, row.kind)
		}
	}
	bomb, _ := encoding.EncodeCBOR(encoding.Deflate(make([]byte, 4<<20)))
	if _, err := (qr.Message{Type: qr.TextType, Data: bomb}).Text(); fault.KindOf(err) != encoding.KindZlibTooLarge && fault.KindOf(err) != encoding.KindZlibRatio {
		t.Errorf("bomb: %v", err)
	}
}

func ExampleDetect() {
	for _, text := range []string{"HC1:6BFOXN", "https://example.org/menu", "HC2:6BF"} {
		item, err := qr.Detect(text)
		fmt.Printf("%q %q %q\n", item.Type, item.Format, fault.KindOf(err))
	}
	// Output:
	// "credential" "hcert" ""
	// "link" "" ""
	// "" "" "qr_prefix_version"
}

func FuzzDetect(f *testing.F) {
	for _, seed := range []string{"HC1:6BF", "openid4vp://?a=b", jwtHeader + ".e30.c2ln~", `{"kty":"EC"}`, "ur:bytes/1-2/aeae", "https://a.example/#vp_token=x", "6BFOXN"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		item, err := qr.Detect(text)
		if err == nil && item.Type == "" || err != nil && fault.KindOf(err) == "" {
			t.Errorf("%+v, %v", item, err)
		}
	})
}
