package corpus

import (
	"encoding/asn1"
	"math/big"
	"strings"

	"domicile/crypto/encoding"
)

func tokens() []Vector {
	return []Vector{
		refused("alg_none", "no signature", newCard().say("ES256", "none").text()),
		refused("alg_none-capitals", "no signature, spelt otherwise", newCard().say("ES256", "nOnE").text()),
		refused("alg_not_allowed-hmac", "a secret where a key pair is due", newCard().say("ES256", "HS256").text()),
		refused("alg_not_allowed-rsa", "PKCS #1 v1.5", newCard().say("ES256", "RS256").text()),
		refused("alg_key_mismatch", "the key is for another algorithm", newCard().say("ES256", "EdDSA").text()),
		refused("crit_unknown", "demands an extension", newCard().say(`{"alg"`, `{"crit":["exp"],"exp":1,"alg"`).text()),
		refused("b64_false", "an unencoded payload", newCard().say(`{"alg"`, `{"b64":false,"crit":["b64"],"alg"`).text()),
		refused("jws_zip", "a compressed payload", newCard().say(`{"alg"`, `{"zip":"DEF","alg"`).text()),
		refused("header_malformed", "no algorithm", newCard().say(`"alg":"ES256",`, "").text()),
		refused("typ_wrong", "an access token", newCard().say("dc+sd-jwt", "at+jwt").text()),
		refused("signature_invalid-stranger", "signed by a stranger", newCard().signedBy(strangerKey, "ES256").text()),
		refused("signature_invalid-payload", "another payload", newCard().then(otherPayload).text()),
		refused("signature_invalid-zero", "r = s = 0", newCard().then(zeroSignature).text()),
		refused("signature_length-half", "half a signature", newCard().then(halfSignature).text()),
		refused("signature_length-der", "DER where r and s are due", newCard().then(derSignature).text()),
	}
}

// withSignature changes the issuer's signature of a finished card.
func withSignature(text string, change func([]byte) []byte) string {
	token, rest, _ := strings.Cut(text, "~")
	at := strings.LastIndexByte(token, '.') + 1
	signature := must(encoding.DecodeBase64URL(token[at:]))
	return token[:at] + encoding.EncodeBase64URL(change(signature)) + "~" + rest
}

func halfSignature(text string) string {
	return withSignature(text, func(s []byte) []byte { return s[:len(s)/2] })
}

func zeroSignature(text string) string {
	return withSignature(text, func(s []byte) []byte { return make([]byte, len(s)) })
}

func derSignature(text string) string {
	return withSignature(text, func(s []byte) []byte {
		half := len(s) / 2
		return must(asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(s[:half]), new(big.Int).SetBytes(s[half:])}))
	})
}

// otherPayload puts another payload under the same signature.
func otherPayload(text string) string {
	parts := strings.SplitN(text, ".", 3)
	payload := string(must(encoding.DecodeBase64URL(parts[1])))
	parts[1] = encoding.EncodeBase64URL([]byte(replaced(payload, cardType, "urn:example:card:2")))
	return strings.Join(parts, ".")
}
