package request

import (
	"io"
	"slices"
	"strings"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Media types of the messages.
const (
	mediaObject = "application/oauth-authz-req+jwt"
	mediaForm   = "application/x-www-form-urlencoded"
)

// Fetch is one HTTP request, to be sent without cookies and without following
// redirects.
type Fetch struct {
	Method, URL string
	Headers     map[string]string
	Body        string
}

// Reply is its answer. Status 0 means that none came.
type Reply struct {
	Status  int
	Headers map[string]string // names in lower case
	Body    string
}

// body returns the body of a successful reply of one of the media types.
func (r Reply) body(media ...string) (string, error) {
	if err := r.check(KindNetwork, KindReply); err != nil {
		return "", err
	}
	if !slices.Contains(media, r.media()) {
		return "", fault.New(KindReply, "status %d, but no %s", r.Status, media[0])
	}
	return strings.TrimSpace(r.Body), nil
}

// check tells apart a network that failed, a server that sends elsewhere, and one
// that refuses.
func (r Reply) check(network, refused fault.Kind) error {
	switch {
	case r.Status == 0, r.Status == 408, r.Status == 425, r.Status == 429, r.Status >= 500:
		return fault.New(network, "status %d", r.Status)
	case r.Status >= 300 && r.Status <= 399:
		return fault.New(KindRedirect, "status %d", r.Status)
	case r.Status != 200:
		return fault.New(refused, "status %d", r.Status)
	case len(r.Body) > MaxReply:
		return fault.New(refused, "over %d bytes", MaxReply)
	}
	return nil
}

func (r Reply) media() string {
	media, _, _ := strings.Cut(r.Headers["content-type"], ";")
	return strings.ToLower(strings.TrimSpace(media))
}

// freshToken is a nonce of 128 bits.
func freshToken(rand io.Reader) (string, error) {
	var random [tokenSize]byte
	if _, err := io.ReadFull(rand, random[:]); err != nil {
		return "", fault.Wrap(KindRandom, err, "")
	}
	return encoding.EncodeBase64URL(random[:]), nil
}

// walletForm is what the wallet sends to a request_uri: its nonce, and of its
// abilities what every wallet like it has, so that nobody is recognised by them
// (section 5.10).
func walletForm(nonce, clientID string, w Wallet) (string, error) {
	formats := map[string]any{}
	for _, format := range w.Formats {
		formats[format] = map[string]any{} // what others say of algorithms has other names
	}
	if _, presents := formats["dc+sd-jwt"]; presents {
		formats["dc+sd-jwt"] = map[string]any{"sd-jwt_alg_values": signing, "kb-jwt_alg_values": signing}
	}
	metadata := map[string]any{
		"vp_formats_supported":                          formats,
		"client_id_prefixes_supported":                  supportedPrefixes,
		"response_modes_supported":                      []string{string(Fragment), string(DirectPost), string(DirectPostJWT)},
		"authorization_encryption_alg_values_supported": []string{"ECDH-ES"},
		"authorization_encryption_enc_values_supported": encryptions,
	}
	if prefix, _ := PrefixOf(clientID); prefix != RedirectURI {
		metadata["request_object_signing_alg_values_supported"] = signing
	}
	text, err := encoding.EncodeJSON(metadata)
	if err != nil {
		return "", err
	}
	return "wallet_nonce=" + escape(nonce) + "&wallet_metadata=" + escape(string(text)), nil
}

// signing are the fully-specified algorithms of the registry.
var signing = []string{"ES256", "ES384", "ES256K", "EdDSA", "Ed25519"}

var supportedPrefixes = []string{"pre-registered", string(RedirectURI), string(DID), string(SANDNS), string(CertHash), string(Attested)}
