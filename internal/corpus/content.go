package corpus

import (
	"fmt"
	"strings"

	"domicile/crypto/encoding"
)

func disclosures() []Vector {
	const name = `["c2FsdC1vbmUtMTIzNDU2Nw","given_name","Ana"]`
	extra := func(disclosure string) string {
		return newCard().then(func(s string) string { return s + encoding.EncodeBase64URL([]byte(disclosure)) + "~" }).text()
	}
	flood := newCard().then(func(s string) string { return s + strings.Repeat("WyJhIiwiYiIsMV0~", encoding.MaxDisclosures) }).text()
	return []Vector{
		refused("disclosure_unreferenced-added", "a disclosure that the issuer never signed", extra(`["c2FsdA","age","99"]`)),
		refused("disclosure_unreferenced-changed", "another value", newCard().then(otherDisclosure).text()),
		refused("disclosure_duplicate_digest-sent", "a disclosure sent twice", extra(name)),
		refused("disclosure_duplicate_digest-signed", "a digest signed twice", newCard().set("DIGESTS", fmt.Sprintf("DIGESTS,%q", digestOf(name))).text()),
		refused("disclosure_arity-member", "a member without its name", newCard().disclose(`["c2FsdA","Ana"]`).text()),
		refused("disclosure_arity-four", "four elements", newCard().disclose(`["c2FsdA","given_name","Ana","x"]`).text()),
		refused("disclosure_malformed", "an object", newCard().disclose(`{"given_name":"Ana"}`).text()),
		refused("disclosure_reserved_name-sd", "a claim named _sd", newCard().disclose(`["c2FsdA","_sd",["x"]]`).text()),
		refused("disclosure_reserved_name-dots", "a claim named ...", newCard().disclose(`["c2FsdA","...","x"]`).text()),
		refused("disclosure_name_clash", "a claim that is in the clear already", newCard().add(`"given_name":"Eva"`).text()),
		refused("disclosure_forbidden-exp", "the date of expiry can be withheld",
			newCard().set(fmt.Sprintf(`"exp":%d,`, expiresAt), "").disclose(fmt.Sprintf(`["c2FsdA","exp",%d]`, expiresAt)).text()),
		refused("sd_alg_unknown", "digests by MD5", newCard().set("sha-256", "md5").text()),
		refused("claim_missing-vct", "a card without a type", newCard().set(fmt.Sprintf(`"vct":%q,`, cardType), "").text()),
		refused("token_segments-flood", "more disclosures than are read", flood),
	}
}

// otherDisclosure changes the first disclosure of a finished card.
func otherDisclosure(text string) string {
	parts := strings.Split(text, "~")
	value := string(must(encoding.DecodeBase64URL(parts[1])))
	parts[1] = encoding.EncodeBase64URL([]byte(replaced(value, "Ana", "Eva")))
	return strings.Join(parts, "~")
}

func dates() []Vector {
	text := newCard().text()
	behind := unsure("clock_suspect-floor", "the clock is behind what this device has seen", text)
	behind.Floor = "2026-03-02T00:00:00Z"
	return []Vector{
		refused("expired", "a minute after the last", text).at("2027-01-01T00:01:00Z"),
		good("within-leeway", "59 seconds after the last", text).at("2027-01-01T00:00:59Z"),
		refused("not_yet_valid", "before nbf", newCard().add(fmt.Sprintf(`"nbf":%d`, testUnix+61)).text()),
		refused("iat_future", "issued tomorrow", newCard().set(fmt.Sprint(issuedAt), fmt.Sprint(testUnix+86400)).text()),
		refused("time_in_milliseconds", "seconds are due", newCard().set(fmt.Sprint(expiresAt), fmt.Sprint(expiresAt)+"000").text()),
		behind,
		unsure("clock_suspect-list", "the clock is behind the list of issuers", text).trusting("list-live.json").at("2025-12-31T00:00:00Z"),
		unsure("status_unknown", "a status list that nobody gave",
			newCard().add(`"status":{"status_list":{"idx":7,"uri":"https://office.example/status"}}`).text()),
	}
}

func issuers() []Vector {
	text := newCard().text()
	other := newCard().set(issuerID, "https://other.example").text()
	chained := func(header string) string { return newCard().say(`"kid":"key-1"`, header).text() }
	carried := newCard().say(`"kid":"key-1"`, `"jwk":`+toJSON(strangerKey.Public().JWK())).signedBy(strangerKey, "ES256").text()
	return []Vector{
		unsure("issuer_unknown-nobody", "nobody is trusted", text).trusting(),
		unsure("issuer_unknown-other", "another issuer is trusted", other),
		unsure("issuer_unknown-kid", "the issuer has no such key", newCard().say("key-1", "key-2").text()),
		unsure("header_key_ignored-jwk", "the card brings its own key", carried).trusting(),
		unsure("header_key_ignored-x5c", "the card brings its own certificate", chained(x5c(strangeRoot.Raw))).trusting(),
		unsure("issuer_test_only", "a practice card in earnest", text).trusting("list-test.json"),
		good("listed", "an issuer of a trust list", text).trusting("list-live.json"),
		good("listed-twice", "in earnest and for practice", text).trusting("list-test.json", "list-live.json"),
		refused("issuer_not_for_type", "the issuer is listed for other cards", text).trusting("list-other.json"),
		refused("issuer_expired", "the issuer is listed for another time", text).trusting("list-past.json"),
		unsure("trust_list_expired", "the list is out of date", text).trusting("list-expired.json"),
		refused("chain_broken-signature", "the authority never signed it", chained(x5c(brokenCertificate.Raw))).trusting("root.pem"),
		refused("chain_broken-order", "the chain is upside down", chained(x5c(rootCertificate.Raw, officeCertificate.Raw))).trusting("root.pem"),
		refused("chain_expired", "the office's certificate is over", chained(x5c(expiredCertificate.Raw))).trusting("root.pem"),
		refused("chain_name_mismatch", "a certificate for another name", chained(x5c(otherCertificate.Raw))).trusting("root.pem"),
		refused("chain_name_mismatch-unsaid", "a certificate for another name than the root is listed for, on a card that names no issuer",
			newCard().set(fmt.Sprintf(`"iss":%q,`, issuerID), "").say(`"kid":"key-1"`, x5c(otherCertificate.Raw)).text()).trusting("list-root.json"),
		refused("signature_invalid-carried-key", "its own key beside a trusted kid",
			newCard().say(`"kid"`, `"jwk":`+toJSON(strangerKey.Public().JWK())+`,"kid"`).signedBy(strangerKey, "ES256").text()),
	}
}

func proofs() []Vector {
	stale := fmt.Sprint(testUnix - 5)
	wrongType := newShown()
	wrongType.proof.header = `{"alg":"ES256","typ":"JWT"}`
	stranger := newShown()
	stranger.proof.key = strangerKey
	unbound := newShown().set(fmt.Sprintf(`"cnf":{"jwk":%s},`, toJSON(holderKey.Public().JWK())), "")
	dropped := newShown().then(func(s string) string {
		parts := strings.Split(s, "~")
		return strings.Join(append(parts[:1:1], parts[2:]...), "~")
	})
	return []Vector{
		refused("holder_binding_missing-asked", "a bare card where the holder must prove to be it", newCard().text()).asked(),
		refused("holder_binding_missing-policy", "a policy that demands the holder", newCard().text()).under("require_holder"),
		refused("holder_binding_missing-unasked", "a proof that answers nobody's question", newShown().text()).under("require_holder"),
		refused("holder_binding_nonce", "the answer to another question", newShown().prove(nonce, "another").text()).asked(),
		refused("holder_binding_audience", "made for another verifier", newShown().prove(audience, "redirect_uri:https://evil.example").text()).asked(),
		refused("holder_binding_sd_hash-dropped", "a disclosure was dropped afterwards", dropped.text()).asked(),
		refused("holder_binding_sd_hash-unasked", "the same, and nobody asked", dropped.text()),
		refused("holder_binding_stale-old", "made an hour ago", newShown().prove(stale, fmt.Sprint(testUnix-3600)).text()).asked(),
		refused("holder_binding_stale-future", "made in an hour", newShown().prove(stale, fmt.Sprint(testUnix+3600)).text()).asked(),
		refused("holder_binding_key-stranger", "signed with another key", stranger.text()).asked(),
		refused("holder_binding_key-unbound", "a card without a holder's key", unbound.text()).asked(),
		refused("typ_wrong-proof", "a proof that says to be something else", wrongType.text()).asked(),
	}
}
