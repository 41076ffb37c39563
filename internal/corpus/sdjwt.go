package corpus

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

// card is an SD-JWT that can be made with mistakes: every text is signed as it
// stands.
type card struct {
	header      string
	payload     string // DIGESTS stands for those of the disclosures
	disclosures []string
	key         keys.Private
	proof       *proof
	after       func(string) string // changes the finished text
}

// proof is a key binding JWT.
type proof struct {
	header  string
	payload string // HASH stands for the right sd_hash
	key     keys.Private
}

func newCard() *card {
	return &card{
		header: `{"alg":"ES256","typ":"dc+sd-jwt","kid":"key-1"}`,
		payload: fmt.Sprintf(`{"iss":%q,"vct":%q,"iat":%d,"exp":%d,"cnf":{"jwk":%s},"_sd_alg":"sha-256","_sd":[DIGESTS]}`,
			issuerID, cardType, issuedAt, expiresAt, toJSON(holderKey.Public().JWK())),
		disclosures: []string{`["c2FsdC1vbmUtMTIzNDU2Nw","given_name","Ana"]`, `["c2FsdC10d28tMTIzNDU2Nw","birthdate","1990-01-02"]`},
		key:         issuerKey,
	}
}

func newShown() *card {
	c := newCard()
	c.proof = &proof{
		header:  `{"alg":"ES256","typ":"kb+jwt"}`,
		payload: fmt.Sprintf(`{"nonce":%q,"aud":%q,"iat":%d,"sd_hash":"HASH"}`, nonce, audience, testUnix-5),
		key:     holderKey,
	}
	return c
}

// set replaces a part of the payload's text.
func (c *card) set(old, replacement string) *card {
	c.payload = replaced(c.payload, old, replacement)
	return c
}

// say replaces a part of the header's text.
func (c *card) say(old, replacement string) *card {
	c.header = replaced(c.header, old, replacement)
	return c
}

// add adds members to the payload.
func (c *card) add(members string) *card { return c.set(`{"iss"`, `{`+members+`,"iss"`) }

// disclose replaces the disclosures.
func (c *card) disclose(disclosures ...string) *card {
	c.disclosures = disclosures
	return c
}

func (c *card) signedBy(key keys.Private, algorithm string) *card {
	c.key = key
	return c.say(`ES256`, algorithm)
}

func (c *card) then(change func(string) string) *card {
	c.after = change
	return c
}

// prove replaces a part of the proof's payload.
func (c *card) prove(old, replacement string) *card {
	c.proof.payload = replaced(c.proof.payload, old, replacement)
	return c
}

func replaced(text, old, replacement string) string {
	if !strings.Contains(text, old) {
		panic("corpus: there is no " + old)
	}
	return strings.Replace(text, old, replacement, 1)
}

// text makes the card.
func (c *card) text() string {
	var digests, encoded []string
	for _, d := range c.disclosures {
		encoded = append(encoded, encoding.EncodeBase64URL([]byte(d)))
		digests = append(digests, `"`+digest(encoded[len(encoded)-1])+`"`)
	}
	token := signed(c.key, c.header, strings.Replace(c.payload, "DIGESTS", strings.Join(digests, ","), 1))
	text := strings.Join(append([]string{token}, encoded...), "~") + "~"
	if c.proof != nil {
		text += signed(c.proof.key, c.proof.header, strings.Replace(c.proof.payload, "HASH", digest(text), 1))
	}
	if c.after != nil {
		text = c.after(text)
	}
	return text
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return encoding.EncodeBase64URL(sum[:])
}

// digestOf is the digest of a disclosure's JSON text.
func digestOf(disclosure string) string { return digest(encoding.EncodeBase64URL([]byte(disclosure))) }

// signed makes a compact JWS of two texts, whatever they are.
func signed(key keys.Private, header, payload string) string {
	input := encoding.EncodeBase64URL([]byte(header)) + "." + encoding.EncodeBase64URL([]byte(payload))
	return input + "." + encoding.EncodeBase64URL(must(key.Sign([]byte(input))))
}
