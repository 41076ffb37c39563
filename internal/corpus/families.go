package corpus

import (
	"fmt"
	"strings"

	"domicile/credentials/qr"
	"domicile/crypto/encoding"
)

func genuine() []Vector {
	did := newCard().set(issuerID, "did:web:office.example").say(`"key-1"`, `"did:web:office.example#key-1"`)
	plain := newCard().say("dc+sd-jwt", "example+sd-jwt").set(fmt.Sprintf(`"vct":%q,`, cardType), "")
	chained := newCard().say(`"kid":"key-1"`, x5c(officeCertificate.Raw))
	return []Vector{
		good("bearer", "a card without a proof of the holder", newCard().text()),
		good("holder", "a card shown by its holder to this verifier", newShown().text()).asked(),
		good("holder-unasked", "a proof of the holder that nobody asked for", newShown().text()),
		good("plain-sd-jwt", "an SD-JWT that is no verifiable credential", plain.text()),
		good("nothing-disclosed", "all claims withheld", newCard().set("DIGESTS", `"`+digest("withheld")+`"`).disclose().text()),
		good("did", "an issuer by its DID document", did.text()).trusting("did.json"),
		good("chain", "a certificate chain to a root", chained.text()).trusting("root.pem"),
		good("chain-nameless", "a certificate that names nobody: its subject is the issuer", newCard().say(`"kid":"key-1"`, x5c(namelessCertificate.Raw)).text()).trusting("root.pem"),
		good("chain-listed", "a chain to the root that is listed for the issuer, whom the card does not name",
			newCard().set(fmt.Sprintf(`"iss":%q,`, issuerID), "").say(`"kid":"key-1"`, x5c(officeCertificate.Raw)).text()).trusting("list-root.json"),
		good("own-certificate", "the signer's own certificate", newCard().say(`,"kid":"key-1"`, "").text()).trusting("signer.pem"),
		good("test-accepted", "a practice card where practice counts", newCard().text()).trusting("list-test.json").under("accept_test"),
		good("es384", "signed with ES384", newCard().signedBy(wideKey, "ES384").text()).trusting("p384.json"),
		good("eddsa", "signed with EdDSA", newCard().signedBy(edKey, "EdDSA").text()).trusting("ed25519.json"),
		good("es256k", "signed with ES256K", newCard().signedBy(kKey, "ES256K").text()).trusting("secp256k1.json"),
		good("white-space-around", "a hand scanner ends with a line break", newCard().text()+"\r\n"),
	}
}

func x5c(ders ...[]byte) string {
	chain := make([]string, len(ders))
	for i, der := range ders {
		chain[i] = `"` + encoding.EncodeBase64(der) + `"`
	}
	return `"x5c":[` + strings.Join(chain, ",") + `]`
}

func envelopes() []Vector {
	far := refused("input_too_long", "one byte more than is read", "A")
	far.Repeat = encoding.MaxCredential + 1
	parts := framesOf(newCard().text())
	other := framesOf(newShown().text())
	broken := []byte(parts[0])
	broken[len(broken)-1] = 'z'
	return []Vector{
		far,
		refused("qr_empty", "white space only", " \r\n"),
		refused("qr_bom_prefix", "a byte order mark before the card", "\ufeff"+newCard().text()),
		refused("qr_not_text_utf8", "bytes that are no text", "HC1:\xff\xfe"),
		refused("qr_prefix_unknown", "a shopping list", "milk and bread"),
		refused("qr_prefix_unknown-four-parts", "a token with a fourth part", newCard().then(func(s string) string { return strings.Replace(s, "~", ".AAAA~", 1) }).text()),
		refused("qr_prefix_version", "a health certificate of another version", "HC2:6BF+70790T9WJWG"),
		refused("qr_trailing_characters", "a second line after the code", "HC1:6BF+70790T9WJWG\nHC1:6BF"),
		refused("qr_is_link_only", "a web address", "https://office.example/card"),
		refused("input_not_credential-request", "a verifier's question", "openid4vp://?client_id=x"),
		refused("input_not_credential-offer", "an issuer's offer", "openid-credential-offer://?credential_offer=%7B%7D"),
		refused("input_not_credential-trust", "a key", toJSON(issuerKey.Public().JWK())),
		unsure("format_unsupported", "a SMART Health Card, which this version does not read", "shc:/5676295953"),
		good("frames", "a card in the frames of an animated code", strings.Join(parts, "\n")),
		unsure("qr_frames_incomplete", "a frame is missing", strings.Join(parts[1:], "\n")),
		refused("qr_frames_mixed", "frames of two codes", parts[0]+"\n"+other[1]),
		refused("qr_frame_checksum", "a misread letter", string(broken)+"\n"+strings.Join(parts[1:], "\n")),
		refused("qr_frame_index_range", "the first of no frames", replaced(parts[0], "/1-", "/0-")),
	}
}

// framesOf splits a text into the plain frames of an animated code.
func framesOf(text string) []string {
	message := must(qr.WrapText(text))
	encoder := must(qr.NewEncoder(message.Type, message.Data, 120))
	frames := make([]string, encoder.Fragments())
	for i := range frames {
		frames[i] = must(encoder.Part(uint32(i + 1)))
	}
	return frames
}

func codings() []Vector {
	payload := func(old, replacement string) string { return newCard().set(old, replacement).text() }
	second := func(change func(string) string) string {
		return newCard().then(func(text string) string {
			parts := strings.SplitN(text, ".", 3)
			parts[1] = change(parts[1])
			return strings.Join(parts, ".")
		}).text()
	}
	deep := strings.Repeat("[", 40) + strings.Repeat("]", 40)
	return []Vector{
		refused("json_duplicate_key-header", "alg is there twice", newCard().say(`{"alg":"ES256"`, `{"alg":"none","alg":"ES256"`).text()),
		refused("json_duplicate_key-payload", "iss is there twice", payload(`"iss"`, `"iss":"https://evil.example","iss"`)),
		refused("json_case_variant_key-header", "ALG beside alg", newCard().say(`{"alg"`, `{"ALG":"none","alg"`).text()),
		refused("json_case_variant_key-payload", "EXP where exp is due", payload(`"exp"`, `"EXP"`)),
		refused("json_invalid_utf8", "a claim that is not UTF-8", newCard().add("\"x\":\"\xff\"").text()),
		refused("json_lone_surrogate", "half a character", newCard().add(`"x":"\ud800"`).text()),
		refused("json_depth", "forty arrays", newCard().add(`"x":`+deep).text()),
		refused("json_number_inexact-large", "2^53 + 1", newCard().add(`"x":9007199254740993`).text()),
		refused("json_number_inexact-overflow", "1e400", newCard().add(`"x":1e400`).text()),
		refused("json_number_inexact-date", "a date with a fraction", payload(fmt.Sprint(expiresAt), fmt.Sprint(expiresAt)+".0")),
		refused("json_trailing_data", "a second payload", payload(`[DIGESTS]}`, `[DIGESTS]}{}`)),
		refused("json_syntax", "no JSON", payload(`{"iss"`, `{iss`)),
		refused("json_not_object", "a payload that is an array", newCard().set(newCard().payload, "[]").disclose().text()),
		refused("json_member_type-iss", "the issuer is a number", payload(fmt.Sprintf("%q", issuerID), "7")),
		refused("json_member_type-year-one", "an end in the year 1, which a program may hold for none", payload(fmt.Sprint(expiresAt), "-62135596800")),
		refused("json_member_type-exp", "a date as text", payload(fmt.Sprint(expiresAt), `"`+fmt.Sprint(expiresAt)+`"`)),
		refused("base64url_padding", "padding after the payload", second(func(s string) string { return s + "=" })),
		refused("base64url_whitespace", "a space in a disclosure", newCard().then(func(s string) string { return s[:len(s)-9] + " " + s[len(s)-9:] }).text()),
		refused("base64url_character", "a letter of the other alphabet", second(func(s string) string { return s[:9] + "+" + s[10:] })),
		refused("base64url_noncanonical", "unused bits are set", second(func(s string) string { return s + "x" })),
		refused("certificate_malformed-base64", "a certificate without its padding", newCard().say(`"kid":"key-1"`, `"x5c":["MIIB="]`).text()),
		refused("certificate_malformed", "a certificate that is none", newCard().say(`"kid":"key-1"`, `"x5c":["MIIB"]`).text()),
	}
}
