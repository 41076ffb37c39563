package qr

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"domicile/crypto/cose"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Type is what a text is for, and so which door it goes to.
type Type string

// The types of Detect's items.
const (
	Request    Type = "request"    // OpenID4VP: somebody asks for a presentation
	Offer      Type = "offer"      // OpenID4VCI: somebody offers a credential
	Answer     Type = "answer"     // a presentation made for a request
	Credential Type = "credential" // a credential, or a status list, in the named format
	Trust      Type = "trust"      // keys, certificates, or a list of issuers
	Frame      Type = "frame"      // one part of an animated code, for an Assembler
	Link       Type = "link"       // a web address: shown, never fetched in silence
)

// AnswerType is the ur: type of an answer shown as codes.
const AnswerType = "domicile-answer"

// Item is a recognised text. It says nothing of the text being genuine.
type Item struct {
	Type   Type
	Format string // of a credential, as verdicts name it; otherwise empty
	Text   string // without the white space around it
}

// Detect says what a text is. White space around it does not count, because
// hand scanners end with a line break; inside a one-line form it does.
func Detect(text string) (Item, error) {
	text, err := clean(text)
	if err != nil {
		return Item{}, err
	}
	for _, recognise := range recognisers {
		item, ok, err := recognise(text)
		if err != nil {
			return Item{}, err
		}
		if ok {
			item.Text = text
			return item, nil
		}
	}
	return Item{}, fault.New(KindPrefixUnknown, "none of the known forms")
}

func clean(text string) (string, error) {
	if len(text) > MaxText {
		return "", fault.New(KindTooLong, "%d bytes, at most %d", len(text), MaxText)
	}
	if !utf8.ValidString(text) {
		return "", fault.New(KindNotTextUTF8, "not UTF-8")
	}
	if strings.HasPrefix(text, "\ufeff") {
		return "", fault.New(KindBOMPrefix, "byte order mark")
	}
	if text = strings.Trim(text, " \t\r\n"); text == "" {
		return "", fault.New(KindEmpty, "nothing but white space")
	}
	return text, nil
}

// recognisers are asked in order; each decides by prefix before it looks
// closer. The forms after oneLine hold no line break.
var recognisers = []func(text string) (Item, bool, error){
	detectPEM, detectJSON, detectFrames, oneLine,
	detectHealth, detectScheme, detectAnswer, detectLink, detectToken, detectClaim169,
}

// oneLine recognises nothing: it refuses control characters, and with them
// whatever a scanner or a pasted text appended to a code.
func oneLine(text string) (Item, bool, error) {
	at := strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f })
	if at < 0 {
		return Item{}, false, nil
	}
	return Item{}, false, fault.New(KindTrailingCharacters, "control character at byte %d of %d", at, len(text))
}

func detectPEM(text string) (Item, bool, error) {
	return Item{Type: Trust}, strings.HasPrefix(text, "-----BEGIN "), nil
}

// detectJSON tells the JSON forms by a member that only they have.
func detectJSON(text string) (Item, bool, error) {
	if text[0] != '{' {
		return Item{}, false, nil
	}
	object, err := encoding.DecodeJSONObject([]byte(text))
	if err != nil {
		return Item{}, false, err
	}
	for _, form := range []struct {
		member string
		item   Item
	}{
		{"domicile_trust_list", Item{Type: Trust}},
		{"keys", Item{Type: Trust}},
		{"kty", Item{Type: Trust}},
		{"verificationMethod", Item{Type: Trust}},
		{"vp_token", Item{Type: Answer}},
		{"verifiableCredential", Item{Type: Credential, Format: "shc"}},
		{"@context", Item{Type: Credential, Format: "ldp_vc"}},
		{"signatures", Item{Type: Credential, Format: "dc+sd-jwt"}},
		{"signature", Item{Type: Credential, Format: "dc+sd-jwt"}},
	} {
		if _, present := object[form.member]; present {
			return form.item, true, nil
		}
	}
	return Item{}, false, nil
}

// detectFrames recognises parts of a ur:, one or several lines of them. A
// whole message in one part is read here, so that its defects have their kind.
func detectFrames(text string) (Item, bool, error) {
	if !IsUR(text) {
		return Item{}, false, nil
	}
	if strings.ContainsAny(text, "\r\n") {
		return Item{Type: Frame}, true, nil
	}
	u, err := parseUR(text)
	switch {
	case err != nil:
		return Item{}, false, err
	case !u.single:
		return Item{Type: Frame}, true, nil
	case u.kind == AnswerType:
		return Item{Type: Answer}, true, nil
	case u.kind == TextType:
		return Item{Type: Frame}, true, nil
	}
	return Item{}, false, fault.New(KindPrefixUnknown, "a ur: of another type")
}

// contextIdentifier returns the prefix of the electronic health certificate
// specification, HC or HL, a version of one or two signs, and a colon; empty where
// the text has none.
func contextIdentifier(text string) string {
	version, _, found := strings.Cut(text[:min(len(text), len("HC10:"))], ":")
	if !found || len(version) < len("HC1") || version[0] != 'H' || (version[1] != 'C' && version[1] != 'L') {
		return ""
	}
	for _, sign := range version[2:] {
		if (sign < '0' || sign > '9') && (sign < 'A' || sign > 'Z') {
			return ""
		}
	}
	return version + ":"
}

func detectHealth(text string) (Item, bool, error) {
	prefix := contextIdentifier(text)
	if prefix != "" && prefix != "HC1:" {
		return Item{}, false, fault.New(KindPrefixVersion, "%s where HC1: is due", prefix)
	}
	return Item{Type: Credential, Format: "hcert"}, prefix != "", nil
}

// schemes are those of OpenID4VP 1.0, OpenID4VCI 1.0, HAIP 1.0 and SMART
// Health Cards, and those by which a page can be the wallet: after "web+" browsers
// allow letters alone. Schemes have no case (RFC 3986, 3.1).
var schemes = map[string]Item{
	"openid4vp": {Type: Request}, "haip-vp": {Type: Request}, "eudi-openid4vp": {Type: Request}, "mdoc-openid4vp": {Type: Request},
	"web+openid4vp": {Type: Request}, "web+openidvp": {Type: Request},
	"openid-credential-offer": {Type: Offer}, "haip-vci": {Type: Offer},
	"web+openid-credential-offer": {Type: Offer}, "web+openidoffer": {Type: Offer},
	"shc": {Type: Credential, Format: "shc"},
}

func detectScheme(text string) (Item, bool, error) {
	scheme, _, found := strings.Cut(text, ":")
	item, known := schemes[strings.ToLower(scheme)]
	return item, found && known, nil
}

// detectAnswer recognises the parameters of a response, alone or as the
// fragment of the address that the request asked to return to.
func detectAnswer(text string) (Item, bool, error) {
	fragment := text
	if isWeb(text) {
		_, fragment, _ = strings.Cut(text, "#")
	}
	fragment = strings.TrimPrefix(fragment, "#")
	isResponse := strings.HasPrefix(fragment, "vp_token=") || strings.Contains(fragment, "&vp_token=")
	return Item{Type: Answer}, isResponse, nil
}

// detectLink recognises web addresses, and those that carry a request or an
// offer by their parameters.
func detectLink(text string) (Item, bool, error) {
	if !isWeb(text) {
		return Item{}, false, nil
	}
	address, err := url.Parse(text)
	if err != nil {
		return Item{Type: Link}, true, nil
	}
	query := address.Query()
	switch {
	case query.Has("credential_offer"), query.Has("credential_offer_uri"):
		return Item{Type: Offer}, true, nil
	case query.Has("client_id") && (query.Has("request") || query.Has("request_uri") || query.Has("dcql_query")):
		return Item{Type: Request}, true, nil
	}
	return Item{Type: Link}, true, nil
}

func isWeb(text string) bool {
	scheme, _, found := strings.Cut(text, "://")
	return found && (strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http"))
}

// detectToken recognises compact tokens: a JWT has two dots, an SD-JWT tildes
// after them.
func detectToken(text string) (Item, bool, error) {
	token, _, disclosed := strings.Cut(text, "~")
	if !strings.HasPrefix(token, "ey") || strings.Count(token, ".") != 2 || strings.Contains(token, " ") {
		return Item{}, false, nil
	}
	if disclosed {
		return Item{Type: Credential, Format: "dc+sd-jwt"}, true, nil
	}
	return Item{Type: Credential, Format: tokenFormat(token)}, true, nil
}

// tokenFormat reads the type in a token's header. A header that cannot be read
// is for the token's own reader to refuse.
func tokenFormat(token string) string {
	segment, _, _ := strings.Cut(token, ".")
	raw, err := encoding.DecodeBase64URL(segment)
	if err != nil {
		return "jwt_vc"
	}
	header, err := encoding.DecodeJSONObject(raw)
	if err != nil {
		return "jwt_vc"
	}
	if typ, _ := header["typ"].(string); strings.EqualFold(strings.TrimPrefix(typ, "application/"), "statuslist+jwt") {
		return "token-status-list"
	}
	return "jwt_vc"
}

// detectClaim169 recognises Base45 of a zlib stream by its first two bytes. A
// health certificate that lost its prefix looks the same, and is told apart by
// its claim.
func detectClaim169(text string) (Item, bool, error) {
	if len(text) < 3 {
		return Item{}, false, nil
	}
	head, err := encoding.DecodeBase45(text[:3])
	if err != nil || head[0]&0x0f != 8 || (int(head[0])<<8|int(head[1]))%31 != 0 {
		return Item{}, false, nil
	}
	packed, err := encoding.DecodeBase45(text)
	if err != nil {
		return Item{}, false, nil
	}
	if holdsHealth(packed) {
		return Item{}, false, fault.New(KindPrefixUnknown, "a health certificate without HC1:")
	}
	return Item{Type: Credential, Format: "claim169"}, true, nil
}

// holdsHealth looks for the claim of a health certificate, -260.
func holdsHealth(packed []byte) bool {
	data, err := encoding.Inflate(packed, encoding.MaxInflated)
	if err != nil {
		return false
	}
	message, err := cose.ParseTolerant(data, cose.Tolerance{UnprotectedAlgorithm: true, ConflictingKeyID: true})
	if err != nil {
		return false
	}
	tree, err := encoding.DecodeCBOR(message.Payload)
	if err != nil {
		return false
	}
	claims, _ := tree.(map[any]any)
	_, health := claims[int64(-260)]
	return health
}
